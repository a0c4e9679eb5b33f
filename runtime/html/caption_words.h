/*
 * Names of classes, roles and properties that say of an element that it is the text of a picture.
 */
#ifndef DHK_CAPTION_WORDS_H
#define DHK_CAPTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DHK_CAPTION_NAMES = 58, DHK_CAPTION_SET = 16 };

/* The names' hashes, and a set of the lowest bits of these: of most words of a page that is all that is looked at. */
typedef struct dhk_caption_words {
    uint32_t hashes[DHK_CAPTION_NAMES];
    uint64_t set[DHK_CAPTION_SET];
} dhk_caption_words;

void dhk_caption_words_init(dhk_caption_words *words);

/* What they say. */
enum {
    DHK_NAMES_CAPTION = 1,        /* a caption */
    DHK_NAMES_BESIDE = 2,         /* one if it stands beside a picture: "legend" */
    DHK_NAMES_LINE = 4,           /* one if it is a single line: "img-desc" */
    DHK_NAMES_LINE_BESIDE = 8,    /* one if it is a single line beside a picture */
    DHK_NAMES_TABLE = 16,         /* a table, by its role: its caption is none of a picture's */
    DHK_NAMES_PICTURE_OR_SO = 32, /* a picture or a film */
    DHK_NAMES_FIGURE = 64         /* a figure, by its role */
};

/* Of an element's words, see class_words.h: bits of DHK_NAMES_. */
unsigned dhk_caption_words_say(const dhk_caption_words *words, const uint32_t *of, size_t count);

#endif
