/*
 * The context: all rooms' working memory, and the page on its way through them.
 */
#ifndef DHK_CONTEXT_H
#define DHK_CONTEXT_H

#include "charset/charset.h"
#include "classify/text_regime.h"
#include "dehusk.h"
#include "features/features.h"
#include "lines/document.h"
#include "metadata/iso_date.h"
#include "model/model.h"
#include "roles/roles.h"
#include "sites/site_stage.h"
#include "sniff/page_sniff.h"
#include "stacking/stack_stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the text says beside the title: when, and by whom. */
typedef struct dhk_title_metadata {
    char date[DHK_ISO_DATE_BYTES];
    uint8_t date_length; /* 0: nothing is said */
    uint32_t author;     /* in the document's text */
    uint32_t author_length;
} dhk_title_metadata;

struct dehusk_page {
    const dehusk_line *lines;
    size_t line_count;
    dehusk_summary summary;
    const dhk_document *document;
    dhk_title_metadata beside_title;
};

/* A page that comes in pieces, see classify_pieces.c. */
typedef struct dhk_push {
    bool open;     /* between dehusk_begin and dehusk_end */
    uint64_t seen; /* bytes fed */
    unsigned char *bytes;
    size_t length; /* bytes that are kept: at most max_bytes */
    size_t capacity;
    dehusk_request request; /* complete */
} dhk_push;

struct dehusk_context {
    dehusk_options options;    /* all fields present, allocator filled in */
    uint64_t hash_key;         /* stated or drawn */
    const dehusk_model *model; /* NULL in the trainer, which only reads pages */
    /* The rooms' own memory. It is made when the first page comes, so that a
     * context that waits for one is small: all five or none. */
    struct dhk_decoder *decoder;
    struct dhk_html_reader *html;
    struct dhk_text_reader *plain;
    dhk_extractor *extractor;
    struct dhk_part_names *part_names;
    struct dhk_source_lines *source_lines; /* NULL until the caller has cut lines himself */
    struct dhk_page_renderer *renderer;    /* NULL until a page is rendered */
    dhk_document document;
    dhk_charset_result charset;
    dhk_page_kind kind;               /* of the page's bytes */
    const dhk_classifier *classifier; /* of the present page */
    int32_t *scores;                  /* a line each, in 2^-12 */
    int32_t *extract_scores;          /* plain text, by the regime of extracts */
    int32_t *extract_logits;
    int32_t emptiness; /* of a page of HTML, see empty_page.h; 0 where nobody asked */
    dhk_regime regime; /* of plain text; zeros where the model has none, and in HTML */
    int32_t shift;     /* of the decision */
    int32_t *logits;
    uint32_t *order;
    uint8_t *labels;
    dhk_role_evidence *evidence;
    uint8_t *roles;
    uint8_t *copies;      /* hidden, and shown elsewhere */
    int32_t best_logit;   /* of the page's lines, by the first stage */
    size_t line_capacity; /* of the arrays of DHK_LINE_ARRAYS */
    uint8_t *part_marks;  /* of the page's elements */
    size_t part_capacity;
    dhk_frame frame; /* of a page of HTML, for the second stage */
    dhk_stack_work stack;
    dhk_site_repeats repeats;
    dehusk_line *results; /* of the present page: in own_results, or in memory that the reader of plain text lends */
    dehusk_line *own_results;
    size_t own_result_capacity;
    dehusk_page result;
    dhk_push push;
    bool numbered; /* begin and end of the page's lines are numbers of the caller's lines, not offsets */
    bool has_page;
};

/* A context without a model, for reading pages only. */
dehusk_status dhk_context_new_reader(const dehusk_options *options, dehusk_context **context);

/* Makes the rooms' memory unless it is there. False: out of memory, and none is. */
bool dhk_context_allocate(dehusk_context *context);

/* The context has no present page any more, nor one under way. */
void dhk_context_drop(dehusk_context *context);

/* Completes `request` (NULL: the defaults) into `out`; false if it is a bad one. */
bool dhk_request_take(dehusk_request *out, const dehusk_request *request);

/* What counts of a media type, as a string that lasts. */
const char *dhk_request_media_type(const char *media_type);

/* Looks for date and author of a page of HTML that was labelled, where nothing else in it tells them. */
void dhk_title_metadata_find(const dhk_document *document, const uint8_t *roles, dhk_title_metadata *found);

/* Bytes to context->document, without features and labels. `request` is as for
 * dehusk_classify and may be NULL. The document stays until the next call with the
 * context. */
dehusk_status dhk_context_read(dehusk_context *context, const void *bytes, size_t length,
                               const dehusk_request *request);

/* The arrays with an item a line, which have one capacity. */
#define DHK_LINE_ARRAYS(DO)                                                                                            \
    DO(scores)                                                                                                         \
    DO(extract_scores) DO(extract_logits) DO(logits) DO(order) DO(labels) DO(evidence) DO(roles) DO(copies)

/* Makes room for `needed` items in each of DHK_LINE_ARRAYS; what is in them is lost where they have to grow. False: out
 * of memory. */
bool dhk_context_reserve_lines(dehusk_context *context, size_t needed);

/* Frees the renderer, if there is one. */
void dhk_context_free_renderer(dehusk_context *context);

/* context->document to the caller's page: features, scores, labels. `request` is complete. */
dehusk_status dhk_context_label(dehusk_context *context, const dehusk_request *request, const dehusk_page **page);

#endif
