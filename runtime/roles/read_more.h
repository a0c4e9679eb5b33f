/*
 * Phrases that point to another page: "Read more: ...", "See also".
 */
#ifndef DHK_READ_MORE_H
#define DHK_READ_MORE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum dhk_read_more {
    DHK_READ_MORE_NO = 0,
    DHK_READ_MORE_BEGINS,  /* a phrase, then words without a mark between: "Read more about bees" */
    DHK_READ_MORE_POINTS,  /* a phrase, a colon, dash or arrow, and what it points to */
    DHK_READ_MORE_LEADS_IN /* a phrase and nothing else */
} dhk_read_more;

/* Looks at how a line begins; `text` is well-formed UTF-8. */
dhk_read_more dhk_read_more_of(const char *text, uint32_t length);

#endif
