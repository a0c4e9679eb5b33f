/*
 * What an inline style says of whether its element is seen.
 */
#ifndef DHK_INLINE_STYLE_H
#define DHK_INLINE_STYLE_H

#include "html/html_tokenizer.h"

typedef enum dhk_style_sight {
    DHK_SIGHT_SHOWN,
    DHK_SIGHT_SIZED, /* shown, and in letters of some size, whatever it stands in has */
    DHK_SIGHT_AWAY,  /* rendered so that nobody sees it: far outside of the window, in no space, without any colour */
    DHK_SIGHT_TINY,  /* in letters of no size; elements in it may have a size again */
    DHK_SIGHT_HIDDEN /* not rendered, or not visible */
} dhk_style_sight;

/* Reads the declarations in the raw attribute value `style` of `bytes`. A later one with the same name counts. */
dhk_style_sight dhk_style_sight_of(const unsigned char *bytes, dhk_range style);

#endif
