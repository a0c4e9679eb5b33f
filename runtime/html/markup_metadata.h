/*
 * Metadata in the markup: which elements and attributes say something of the
 * page, and the texts of those that do so by what stands in them.
 */
#ifndef DHK_MARKUP_METADATA_H
#define DHK_MARKUP_METADATA_H

#include "html/html_tree.h"
#include "metadata/metadata.h"

#include <stdbool.h>
#include <stdint.h>

/* How many bytes of an attribute are read. */
enum { DHK_METADATA_ATTRIBUTE_MAX = 2048 };

typedef struct dhk_markup_metadata {
    dhk_metadata_taker taker;
    const unsigned char *bytes; /* the page's UTF-8 */
    bool json_ld;               /* the script that is open holds it */
    uint32_t author_at;         /* index in the stack of the element whose text names an author; 0: none is open */
    uint32_t author_begin;      /* where in document->text the text of that element begins */
    size_t author_line;         /* the line in which it begins */
    uint8_t author_source;
    uint8_t author_rank;
    uint32_t foreign_at; /* the outermost open element of microdata that is not the page's own; 0: none */
    uint32_t work_at; /* the open element of microdata that is the page's own work, an article or the like; 0: none */
    bool done;        /* a work of the page's own told a headline or an author: further ones are not its own */
    char name[64];
    char value[3 * DHK_METADATA_ATTRIBUTE_MAX];
} dhk_markup_metadata;

void dhk_markup_metadata_begin(dhk_markup_metadata *self, const dehusk_allocator *allocator, dhk_document *document,
                               const unsigned char *bytes);

/* Looks at a start tag, before the tree takes it. */
void dhk_markup_metadata_tag(dhk_markup_metadata *self, const dhk_token *token);

/* Looks at a start tag that has opened the tree's current element. */
void dhk_markup_metadata_open(dhk_markup_metadata *self, const dhk_tree *tree, const dhk_token *token);

/* Looks at the text of a script. */
void dhk_markup_metadata_script(dhk_markup_metadata *self, dhk_range text);

/* Text of the line under way has been taken back. */
void dhk_markup_metadata_take_back(dhk_markup_metadata *self);

/* The elements from `depth` on are about to be closed. */
void dhk_markup_metadata_cut(dhk_markup_metadata *self, uint32_t depth);

/* The page has been read. */
void dhk_markup_metadata_end(dhk_markup_metadata *self);

#endif
