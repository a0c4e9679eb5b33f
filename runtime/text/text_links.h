/*
 * Links that plain text still shows: Markdown "[text](address)", wiki
 * "[[text]]", bare addresses.
 */
#ifndef DHK_TEXT_LINKS_H
#define DHK_TEXT_LINKS_H

#include <stdbool.h>
#include <stdint.h>

/* The first place in bytes[at, end) where a link may begin, `end` if there is none. */
uint32_t dhk_text_link_skip(const unsigned char *bytes, uint32_t at, uint32_t end);

/* Finds the first link in bytes[begin, end). True: `*link_begin` to `*link_end`
 * is the whole of it, its marks included. Linear in what is looked at. */
bool dhk_text_link_find(const unsigned char *bytes, uint32_t begin, uint32_t end, uint32_t *link_begin,
                        uint32_t *link_end);

#endif
