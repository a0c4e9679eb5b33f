/*
 * What the markup says beyond lines and elements, written down while a page is
 * read, for callers who want the page rendered: styles of text, links, pictures,
 * cells of tables, languages of code, numbers of list items.
 */
#ifndef DHK_MARKUP_MARKS_H
#define DHK_MARKUP_MARKS_H

#include "html/html_tree.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct dhk_marks {
    const dehusk_allocator *allocator;
    dhk_document *document;
    const unsigned char *bytes; /* the page's UTF-8 */
    size_t line_marks;          /* marks up to here are of lines that have ended */
    dhk_range href;             /* of the link that the last style mark is of, in the page's bytes */
    dhk_text_run address;       /* of the same link, in the document's values */
    uint8_t style;              /* of the last style mark */
    bool failed;                /* out of memory */
} dhk_marks;

/* Text is about to come where the tree stands. */
void dhk_marks_text(dhk_marks *marks, const dhk_tree *tree);

/* The start tag `token` has opened the tree's current element. */
void dhk_marks_open(dhk_marks *marks, dhk_tree *tree, const dhk_token *token);

/* A base element; the first one with an address counts. */
void dhk_marks_base(dhk_marks *marks, const dhk_token *token);

/* An img that is shown. */
void dhk_marks_image(dhk_marks *marks, const dhk_tree *tree, const dhk_token *token, bool behind_space);

/* Text of the line under way has been taken back: what was marked in it or behind it moves to where the text ends now. */
void dhk_marks_take_back(dhk_marks *marks);

/* The line under way has ended. */
void dhk_marks_end_line(dhk_marks *marks);

#endif
