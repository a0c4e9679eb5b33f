/*
 * Phrases that point to another page: "Read more: ...", "See also".
 */
#ifndef DHK_READ_MORE_H
#define DHK_READ_MORE_H

#include <stdint.h>

typedef enum dhk_read_more {
    DHK_READ_MORE_NO = 0,
    DHK_READ_MORE_BEGINS,  /* a phrase, then words without a mark between: "Read more about bees" */
    DHK_READ_MORE_POINTS,  /* a phrase, a colon, dash or arrow, and what it points to */
    DHK_READ_MORE_LEADS_IN /* a phrase and nothing else */
} dhk_read_more;

enum { DHK_READ_MORE_PHRASES_MAX = 256 };

/* Most lines begin like no phrase, and that is told by four bytes. Lists of phrases by their first byte, made once for
 * many lines; phrases are numbered from 1, and 0 ends a list. */
typedef struct dhk_read_more_heads {
    uint8_t first[256];
    uint8_t next[DHK_READ_MORE_PHRASES_MAX];
    uint32_t keys[DHK_READ_MORE_PHRASES_MAX]; /* their first four bytes */
    const char *phrases[DHK_READ_MORE_PHRASES_MAX];
} dhk_read_more_heads;

void dhk_read_more_heads_init(dhk_read_more_heads *heads);

/* Looks at how a line begins; `text` is well-formed UTF-8. */
dhk_read_more dhk_read_more_of(const dhk_read_more_heads *heads, const char *text, uint32_t length);

#endif
