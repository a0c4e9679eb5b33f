/*
 * Classes and ids that a style sheet of the page itself does not show.
 *
 * Only rules for a class or an id count (".x, #y { display: none }"), outside of media queries and the like, also of an element
 * with other classes, and within or below others (".menu > li.sub .x"). A name to which any later rule gives another display,
 * in some windows or states too, is forgotten.
 */
#ifndef DHK_PAGE_STYLES_H
#define DHK_PAGE_STYLES_H

#include "html/html_tokenizer.h"
#include "html/html_tree.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Names beyond DHK_PAGE_STYLES_MAX are passed over. A page whose style sheets have more than DHK_PAGE_STYLES_BYTES together
 * has no such names: sheets of that size are whole frameworks, which cost more to read than the page's text. wcxb,
 * instructions for all of a page, 2026-11-30: +0.8% at 32 KiB, +3.9% without a bound.
 */
enum { DHK_PAGE_STYLES_MAX = 64, DHK_PAGE_STYLES_SIEVE = 256, DHK_PAGE_STYLES_BYTES = 32768 };

/* So many elements and names are compared with what selectors want beside a class or id alone; then no more are hidden so. */
enum { DHK_PAGE_STYLES_COMPARED_MAX = 16384 };

/* Emptied for every page. */
typedef struct dhk_page_styles {
    dhk_range names[DHK_PAGE_STYLES_MAX]; /* in the page's bytes, with the "." or "#" before them */
    uint32_t begins[DHK_PAGE_STYLES_MAX]; /* where the selectors begin that end with them */
    uint32_t count;
    uint32_t budget;   /* so many bytes may still be read */
    uint32_t compared; /* elements and names */
    /* A bit for what a name is like: nearly no other name of a page has one that is set. */
    uint64_t sieve[DHK_PAGE_STYLES_SIEVE / 64];
} dhk_page_styles;

/* Reads a style element's text. `shows_only`: its rules hold only where there are no scripts or no window, so that they
 * can make the reader forget a name and not learn one. */
void dhk_page_styles_read(dhk_page_styles *styles, const unsigned char *bytes, dhk_range text, bool shows_only);

/* Is the current element of the tree, whose start tag this is, not shown for its class (`sort` '.') or id ('#') of this
 * name? */
bool dhk_page_styles_hide(dhk_page_styles *styles, const unsigned char *bytes, const dhk_tree *tree,
                          const dhk_token *token, dhk_range name, unsigned char sort);

#endif
