/*
 * Roles: lines that people disagree about, and that a caller therefore decides
 * on by kind. First signs, which a page's text and markup show by themselves;
 * then, from signs, scores and labels, the roles; then the caller's wishes.
 */
#ifndef DHK_ROLES_H
#define DHK_ROLES_H

#include "dehusk.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

/* Bits of dhk_role_evidence.signs. */
enum {
    DHK_SIGN_TITLE = 1,     /* HTML: the line that holds the page's <title> */
    DHK_SIGN_CAPTION = 2,   /* HTML: in a figcaption, or what its names and a picture beside it make one */
    DHK_SIGN_READ_MORE = 4, /* begins like a pointer to another page */
    DHK_SIGN_LEAD_IN = 8,   /* a pointer to another page and nothing else: what it points to comes after it */
    DHK_SIGN_HEADLINE = 16, /* as long as a headline, and does not end like a sentence */
    DHK_SIGN_COMMENT = 32,  /* HTML: in what is called readers' comments */
    DHK_SIGN_DOUBLED = 128, /* the next line is the same with more behind it, or the one before with less */
    DHK_SIGN_SENTENCES = 64 /* running text */,
    DHK_SIGN_SITE_HEADER = 256, /* HTML: an <h1>, or what holds the <title>, in a <header> with a <nav> below it */
    DHK_SIGN_IN_TITLE = 512,    /* HTML: a heading that stands in the <title> as it is */
    DHK_SIGN_NOTICE = 2048,     /* HTML: in what is called a notice about cookies */
    DHK_SIGN_COMMENT_TEXT =
        4096,                    /* HTML: what a reader wrote, by its shape, not a name, a date or a button beside it */
    DHK_SIGN_BEGINS_TITLE = 1024 /* HTML: an <h1> that the <title> begins with, before the site's name as a rule */
};

/* A story's headline below the site's name is a heading of this level at most. */
enum { DHK_HEADLINE_LEVEL = 3 };

/* No detector was asked. */
#define DHK_NO_LOGIT INT32_MIN

/* What roles are made of, for each line. The logits are the calibrated ones of
 * the model's detectors, in 2^-12, for plain text. */
typedef struct dhk_role_evidence {
    int32_t title;
    int32_t caption;
    uint16_t signs;
} dhk_role_evidence;

/* Writes the signs of all lines and sets the logits to DHK_NO_LOGIT. `title_line`
 * is the line with the page's title, UINT32_MAX: none. `part_marks`: what dhk_named_parts_mark says of each element;
 * NULL: not asked. */
void dhk_roles_signs(const dhk_document *document, uint32_t title_line, const uint8_t *part_marks,
                     dhk_role_evidence *evidence);

/* Most words of the line begin with a capital letter. It costs a look at every character, and few lines are asked. */
bool dhk_roles_title_case(const dhk_document *document, const dhk_line *line);

/* Writes each line's dehusk_role. `logits` are those of the classifier, `labels`
 * its labels. `extract`: a text that has been extracted already, in which a
 * caption must be likelier than not, since what looks like one is as often a
 * subhead or a short paragraph, and a title must be kept anyway or be the first
 * line. Only format, line_count, lines and text of the
 * page are looked at. */
void dhk_roles_find(const dhk_document *document, const dhk_role_evidence *evidence, const int32_t *logits,
                    bool extract, const uint8_t *labels, uint8_t *roles);

/* Changes the labels of `line_count` lines to what `keep` (DEHUSK_KEEP_... bits) wants. */
void dhk_roles_apply(unsigned keep, size_t line_count, const dhk_role_evidence *evidence, const int32_t *logits,
                     const uint8_t *roles, uint8_t *labels);

#endif
