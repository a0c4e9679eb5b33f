/*
 * Where pictures stand, and what the markup calls their text: a figure without one frames a text, and an inline element
 * behind one may be its caption.
 */
#ifndef DHK_PICTURE_TEXTS_H
#define DHK_PICTURE_TEXTS_H

#include "html/caption_words.h"
#include "html/html_tree.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct dhk_picture_texts {
    dhk_caption_words words;
    bool picture;     /* one stands behind the line before, and before the line under way if there is one */
    bool after;       /* the line under way stands behind a picture */
    bool other;       /* some of its text is in no element that is a caption */
    uint32_t told[2]; /* hashes of ids that the picture names, 0: none: what labels it, and what describes it */
} dhk_picture_texts;

/* A picture, a film, a tune, or an element of a script's own, such as amp-img. */
static inline bool dhk_is_picture(dhk_tag tag) {
    switch (tag) {
    case DHK_TAG_IMG:
    case DHK_TAG_IMAGE:
    case DHK_TAG_PICTURE:
    case DHK_TAG_VIDEO:
    case DHK_TAG_AUDIO:
    case DHK_TAG_SVG:
    case DHK_TAG_CANVAS:
    case DHK_TAG_IFRAME:
    case DHK_TAG_OBJECT:
    case DHK_TAG_EMBED:
    case DHK_TAG_UNKNOWN:
        return true;
    default:
        return false;
    }
}

void dhk_picture_texts_begin(dhk_picture_texts *texts);

/* A start tag, before it opens anything. Few are worth a look. */
static inline bool dhk_picture_texts_ask(const dhk_tree *tree, const dhk_token *token) {
    return tree->innermost[DHK_TAG_FIGURE] != 0 || token->tag == DHK_TAG_FIGURE || dhk_is_picture(token->tag) ||
           dhk_token_attribute(token, DHK_ATTRIBUTE_ROLE) != NULL;
}
void dhk_picture_texts_tag(dhk_picture_texts *texts, const dhk_tree *tree, dhk_document *document,
                           const unsigned char *bytes, const dhk_token *token);

/* The innermost element, which has its attributes now, where a picture is near. False: out of memory. */
bool dhk_picture_texts_open(dhk_picture_texts *texts, dhk_open_element *open, dhk_document *document,
                            const unsigned char *bytes, const dehusk_allocator *allocator);

/* Text of the line under way, the first if `begins`. */
void dhk_picture_texts_text(dhk_picture_texts *texts, const dhk_open_element *open, bool begins);

/* The line under way has ended, or goes on as if nothing of it had been read. */
void dhk_picture_texts_end_line(dhk_picture_texts *texts, dhk_line *line);
void dhk_picture_texts_take_back(dhk_picture_texts *texts);

#endif
