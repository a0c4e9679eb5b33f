/*
 * Tokenizer after the HTML Standard, section "Tokenization".
 *
 * It works on a whole page of UTF-8 and gives tokens as ranges of that page:
 * nothing is copied, and what nobody reads (comments, attributes that have no
 * meaning here) is stepped over at the speed of memchr. Character references,
 * NULs and line ends within a range are the reader's: dhk_text_next() does them
 * for text, by the rules of the text's mode.
 */
#ifndef DHK_HTML_TOKENIZER_H
#define DHK_HTML_TOKENIZER_H

#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A range of the page, begin <= end. */
typedef struct dhk_range {
    uint32_t begin;
    uint32_t end;
} dhk_range;

typedef enum dhk_token_kind {
    DHK_TOKEN_END_OF_FILE,
    DHK_TOKEN_TEXT,
    DHK_TOKEN_START_TAG,
    DHK_TOKEN_END_TAG,
    DHK_TOKEN_COMMENT,
    DHK_TOKEN_DOCTYPE
} dhk_token_kind;

/* The Standard's content models. */
typedef enum dhk_text_mode {
    DHK_TEXT_DATA,      /* references are decoded; NUL stays */
    DHK_TEXT_RCDATA,    /* references are decoded; NUL becomes U+FFFD */
    DHK_TEXT_RAWTEXT,   /* NUL becomes U+FFFD */
    DHK_TEXT_SCRIPT,    /* NUL becomes U+FFFD */
    DHK_TEXT_PLAINTEXT, /* NUL becomes U+FFFD */
    DHK_TEXT_CDATA      /* NUL stays */
} dhk_text_mode;

typedef struct dhk_attribute {
    dhk_range name;
    dhk_range value; /* raw, without its quotes; empty if there is none */
    dhk_attribute_name id;
} dhk_attribute;

enum { DHK_ATTRIBUTES_MAX = 32 };

typedef struct dhk_token {
    dhk_token_kind kind;
    dhk_text_mode mode; /* of text */
    dhk_tag tag;        /* of tags; DHK_TAG_UNKNOWN for names not in the table */
    bool self_closing;
    bool truncated; /* an attribute value was cut at the limit, or there were too many attributes */
    dhk_range span; /* the whole token, with its markup */
    dhk_range text; /* text: the span, of CDATA what its markup encloses (may be empty);
                              comment: its data; doctype: what follows "<!DOCTYPE" */
    dhk_range name; /* of tags, as written */
    uint32_t attribute_count;
    dhk_attribute attributes[DHK_ATTRIBUTES_MAX]; /* first of each name only; named ones unless all are wanted */
} dhk_token;

/* NULL: the tag does not have it. */
static inline const dhk_attribute *dhk_token_attribute(const dhk_token *token, dhk_attribute_name id) {
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (token->attributes[i].id == id)
            return &token->attributes[i];
    return NULL;
}

typedef struct dhk_tokenizer {
    const unsigned char *bytes;
    uint32_t length;
    uint32_t position;
    dhk_text_mode mode;
    uint32_t full_length;         /* while a noscript bounds `length`: the page's; else 0 */
    bool no_noscript_end;         /* there is none further on */
    dhk_range raw_name;           /* the name whose end tag ends the raw text, as written */
    uint32_t max_attribute_bytes; /* values are cut there; UINT32_MAX at first */
    bool all_attributes;          /* also those whose name is unknown; off for speed */
    bool cdata_allowed;           /* the adjusted current node is foreign */
} dhk_tokenizer;

/* `bytes` (which may hold anything, malformed UTF-8 too) must outlive it. */
void dhk_tokenizer_init(dhk_tokenizer *tokenizer, const void *bytes, uint32_t length);

/* The next token. At the end of the page DHK_TOKEN_END_OF_FILE, again and
 * again. Text may come in several tokens, but never with a reference or a line
 * end divided between two. The spans leave no byte out, but for two things that
 * the Standard drops: "</>", and an unfinished tag at the end of the page. */
void dhk_tokenizer_next(dhk_tokenizer *tokenizer, dhk_token *token);

/* Reads what follows a start tag in this mode, up to the matching end tag. */
void dhk_tokenizer_enter(dhk_tokenizer *tokenizer, dhk_text_mode mode, const dhk_token *start_tag);

/* Called by the tree after a start tag of HTML: enters the mode that the tag switches to, if it is one that does (title
 * and textarea: RCDATA; style, xmp, iframe, noembed, noframes: RAWTEXT; script: SCRIPT; plaintext: PLAINTEXT). */
void dhk_tokenizer_enter_content(dhk_tokenizer *tokenizer, const dhk_token *start_tag);

/* Called behind the start tag of a noscript: until dhk_tokenizer_unbound the page ends at the noscript's end tag, as for
 * a browser that runs scripts. What is left open in it (a raw text, a comment, a tag) then cannot swallow what follows.
 * False: it has no end tag, or stands in another one, and nothing is changed. */
bool dhk_tokenizer_bound(dhk_tokenizer *tokenizer);

/* At the end of file: true if it was that of a noscript, and the page goes on. */
bool dhk_tokenizer_unbound(dhk_tokenizer *tokenizer);

/* Is the element that `start_tag` begins closed at once in XHTML ("<script/>")? Not where its end tag is the next one:
 * then the page was written for HTML. */
bool dhk_tokenizer_closed_at_once(const dhk_tokenizer *tokenizer, const dhk_token *start_tag);

/* Reads text of a mode piece by piece: plain bytes of the page, or one decoded
 * piece (reference, NUL, line end). */
typedef struct dhk_text_piece {
    const unsigned char *bytes; /* in the page, or in `decoded` */
    uint32_t length;
    dhk_range source;         /* where it stands in the page */
    unsigned char decoded[8]; /* at most two characters of UTF-8 */
} dhk_text_piece;

/* Takes the piece at `*position` (begin <= *position < end of `text`) and moves
 * `*position` behind it. CR and CRLF come as one LF, a reference as its characters. */
void dhk_text_next(const unsigned char *page, dhk_range text, dhk_text_mode mode, uint32_t *position,
                   dhk_text_piece *piece);

#endif
