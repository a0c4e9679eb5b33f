/*
 * Links that plain text still shows: Markdown's "[text](address)",
 * "![picture](address)", "[text][label]" and "<address>", wiki's "[[text]]",
 * bare addresses, and the numbers that lynx puts before a link's text, "[12]text".
 */
#ifndef DHK_TEXT_LINKS_H
#define DHK_TEXT_LINKS_H

#include <stdbool.h>
#include <stdint.h>

/* What a reader of the page saw of a link is its text; brackets and address are not. Of an address that stands for
 * itself it is the scheme, so that it is not nothing. */
typedef struct dhk_text_link {
    uint32_t begin; /* the whole of it */
    uint32_t end;
    uint32_t text_begin; /* may be empty */
    uint32_t text_end;
} dhk_text_link;

/* The first place in bytes[at, end) where a link may begin, `end` if there is none. */
uint32_t dhk_text_link_skip(const unsigned char *bytes, uint32_t at, uint32_t end);

/* Finds the first link that begins in bytes[begin, end); it may go on up to `limit`, over row ends but not over blank
 * rows. What stands before `begin` down to `start` tells what it is. Linear in what is looked at. */
bool dhk_text_link_find(const unsigned char *bytes, uint32_t start, uint32_t begin, uint32_t end, uint32_t limit,
                        dhk_text_link *link);

/* Behind the address that `at` begins, `at` if there is none: "http://", "https://", "www.". */
uint32_t dhk_text_address_end(const unsigned char *bytes, uint32_t at, uint32_t end);

#endif
