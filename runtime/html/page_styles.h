/*
 * Classes and ids that a style sheet of the page itself does not show.
 *
 * Only rules for one class or one id alone count (".x, #y { display: none }"), outside of media queries and the like. A name
 * to which any later rule gives another display, in some windows or states too, is forgotten.
 */
#ifndef DHK_PAGE_STYLES_H
#define DHK_PAGE_STYLES_H

#include "html/html_tokenizer.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Names beyond DHK_PAGE_STYLES_MAX are passed over. A page whose style sheets have more than DHK_PAGE_STYLES_BYTES together
 * has no such names: sheets of that size are whole frameworks, which cost more to read than the page's text. wcxb,
 * instructions for all of a page, 2026-11-30: +0.8% at 32 KiB, +3.9% without a bound.
 */
enum { DHK_PAGE_STYLES_MAX = 64, DHK_PAGE_STYLES_SIEVE = 256, DHK_PAGE_STYLES_BYTES = 32768 };

/* Emptied for every page. */
typedef struct dhk_page_styles {
    dhk_range names[DHK_PAGE_STYLES_MAX]; /* in the page's bytes, with the "." or "#" before them */
    uint32_t count;
    uint32_t budget; /* so many bytes may still be read */
    /* A bit for what a name is like: nearly no other name of a page has one that is set. */
    uint64_t sieve[DHK_PAGE_STYLES_SIEVE / 64];
} dhk_page_styles;

/* Reads a style element's text. `shows_only`: its rules hold only where there are no scripts or no window, so that they
 * can make the reader forget a name and not learn one. */
void dhk_page_styles_read(dhk_page_styles *styles, const unsigned char *bytes, dhk_range text, bool shows_only);

/* Is an element of this tag name with this class (`sort` '.') or id ('#') not shown? */
bool dhk_page_styles_hide(const dhk_page_styles *styles, const unsigned char *bytes, dhk_range element, dhk_range name,
                          unsigned char sort);

#endif
