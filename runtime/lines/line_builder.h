/*
 * Builds lines: text comes in pieces, white space is collapsed, characters are
 * counted as they pass, and the finished line goes to the document.
 */
#ifndef DHK_LINE_BUILDER_H
#define DHK_LINE_BUILDER_H

#include "base/ascii.h"
#include "base/hash.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one character adds to the counts of a line, see line_builder.c. */
typedef struct dhk_packed_counts {
    uint64_t first;
    uint64_t second;
} dhk_packed_counts;

typedef struct dhk_line_builder {
    const dehusk_allocator *allocator;
    dhk_document *document;
    size_t max_lines;
    bool failed; /* out of memory: nothing more is taken */
    bool full;   /* max_lines was reached: nothing more is taken */

    /* the line under way */
    bool started;       /* it has a character; `line.text` and `line.begin` are set */
    bool visible;       /* it has a visible character */
    bool pending_space; /* white space that counts once something follows */
    bool in_token;
    bool preformatted;        /* set by the reader: white space is kept */
    uint32_t pending_units;   /* of spaces that are trimmed if nothing follows */
    uint32_t visible_length;  /* of the text, up to its last visible character */
    dhk_line line;            /* its counts lack what is in `packed` */
    dhk_packed_counts packed; /* counts of ASCII characters */
    uint32_t packed_room;     /* characters that can still be added to them */
    uint32_t script_counts[256];
    uint8_t scripts_seen[256];
    uint32_t scripts_seen_count;

    dhk_packed_counts ascii[256]; /* by byte; of visible characters and the space only */
} dhk_line_builder;

/* Empties the document, keeping its arrays. */
void dhk_document_clear(dhk_document *document);

/* Frees the document's arrays. */
void dhk_document_free(dhk_document *document, const dehusk_allocator *allocator);

void dhk_line_builder_init(dhk_line_builder *builder, const dehusk_allocator *allocator, dhk_document *document,
                           size_t max_lines);

enum dhk_append { DHK_APPEND_LITERAL = 1, DHK_APPEND_IN_LINK = 2 };

/* Adds text to the line under way. `bytes` may be malformed: each malformed
 * sequence becomes U+FFFD. `source` is where the first byte stands in the
 * page's UTF-8; with DHK_APPEND_LITERAL each byte stands one further, otherwise
 * all of it comes from [source, source_end) (a character reference). `how`:
 * bits of dhk_append. */
void dhk_line_builder_append(dhk_line_builder *builder, const unsigned char *bytes, uint32_t length, uint32_t source,
                             uint32_t source_end, unsigned how);

/* Adds the white space that `bytes` begins with, where it is not kept; returns its length. Most text between tags is
 * nothing else. */
static inline uint32_t dhk_line_builder_append_space(dhk_line_builder *builder, const unsigned char *bytes,
                                                     uint32_t length) {
    uint32_t taken = 0;
    if (builder->preformatted)
        return 0;
    for (;;) {
        /* Indentation is long, and all of one kind. */
        while (length - taken >= 8 && dhk_load_little_endian(bytes + taken, 8) == UINT64_C(0x2020202020202020))
            taken += 8;
        if (taken == length || !dhk_is_html_space(bytes[taken]))
            break;
        taken++;
    }
    if (taken > 0)
        builder->pending_space = builder->started;
    return taken;
}

/* Ends the line under way. True if it has text: it is then the document's
 * last line, its element, kind and the like still to be filled by the reader. */
bool dhk_line_builder_end(dhk_line_builder *builder);

/* Takes back all of the line under way. */
void dhk_line_builder_discard(dhk_line_builder *builder);

/* What a meta element of this name, in upper or lower case, says of the page. NULL: nothing that is kept. */
dhk_text_run *dhk_document_meta_text(dhk_document *document, const char *name, size_t length);

/* Stores text that is no line: a title, a description. White space is
 * collapsed. An empty text leaves `head_text` as it is. */
bool dhk_document_store_head_text(const dehusk_allocator *allocator, dhk_document *document, dhk_text_run *head_text,
                                  const char *text, size_t length);

#endif
