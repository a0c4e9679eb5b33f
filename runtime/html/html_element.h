/*
 * What an element is to the lines in it: their kind, the bits of inline tags,
 * and how an open element comes into the page's elements. For all readers that
 * know elements.
 */
#ifndef DHK_HTML_ELEMENT_H
#define DHK_HTML_ELEMENT_H

#include "html/html_tree.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

/* Sets the kind of the lines in an element; its flags and its parent's kind are set. */
void dhk_html_set_kind(dhk_open_element *open);

/* A tag's bit among dhk_line.inline_tags, 0 for tags that have none. */
uint16_t dhk_html_inline_bit(dhk_tag tag);

/* Sets the words and the class key of an element that stands at `at` of the stack. False: out of memory. */
typedef bool (*dhk_element_words_function)(void *data, uint32_t at, dhk_element *element);

/* Enters the open element `at` of the stack into the page's elements, its ancestors first, unless they are there; its
 * number stands in the stack then. False: out of memory, and it has none. */
bool dhk_html_enter_element(dhk_tree *tree, uint32_t at, dhk_document *document, const dehusk_allocator *allocator,
                            dhk_element_words_function add_words, void *data);

#endif
