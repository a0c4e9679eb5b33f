/*
 * What was read of a page: its lines, the elements that they stand in, and the
 * texts of its head. The readers fill it, the later rooms only read it.
 */
#ifndef DHK_DOCUMENT_H
#define DHK_DOCUMENT_H

#include "dehusk.h"
#include "unicode/char_class.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length, tokens and character classes of a run of text, counted while the
 * text passes. */
typedef struct dhk_measure {
    uint32_t units;  /* script-aware length in tenths, spaces included */
    uint32_t tokens; /* runs of letters and digits; each character of an unspaced script is one */
    uint32_t counts[DHK_CHAR_CLASS_COUNT];
    uint8_t first_class; /* dhk_char_class of the first visible character */
    uint8_t last_class;  /* dhk_char_class of the last visible character */
    uint8_t script;      /* the most frequent script of its letters; 0 if it has none */
    bool cased;          /* the most frequent script has case */
} dhk_measure;

/* Bits of dhk_line.inline_tags. */
enum {
    DHK_INLINE_STRONG = 1,   /* b, strong */
    DHK_INLINE_EMPHASIS = 2, /* i, em, u */
    DHK_INLINE_CODE = 4,     /* code, kbd, samp, tt, var */
    DHK_INLINE_TIME = 8,
    DHK_INLINE_IMAGE = 16,
    DHK_INLINE_INPUT = 32,
    DHK_INLINE_SMALL = 64,
    DHK_INLINE_SPAN = 128,
    DHK_INLINE_FONT = 256,
    DHK_INLINE_CITE = 512,   /* cite, q, sup, sub, abbr */
    DHK_INLINE_CUSTOM = 1024 /* names that HTML does not know */
};

/* A line: the unit that gets a score. */
typedef struct dhk_line {
    uint32_t text;        /* where its UTF-8 begins in document->text */
    uint32_t text_length; /* at least 1 */
    uint32_t begin;       /* where its text begins in the page's UTF-8 */
    uint32_t end;         /* where its text ends in the page's UTF-8 */
    uint32_t element;     /* nearest block element, in document->elements */
    uint32_t first_row;   /* plain text: the first of the rows that it is made of, in document->rows */
    uint32_t row_count;   /* plain text: how many rows it is made of; 0 in HTML, where a line is reported as it is */
    uint32_t link_units;  /* of the text in links */
    uint32_t link_count;
    uint32_t breaks;      /* block boundaries and <br> since the line before, images and rules too, capped */
    uint32_t hash;        /* hash of the text */
    uint32_t masked_hash; /* hash of the text with each run of digits as one 0 */
    uint16_t inline_tags;
    uint8_t kind; /* dehusk_kind */
    uint8_t heading_level;
    bool hidden;        /* not shown by style, `hidden` or aria-hidden: what the model knows */
    bool unseen;        /* not shown by any browser: by `hidden`, by style, or by a style that puts it out of sight */
    bool after_break;   /* it begins after <br> */
    bool after_picture; /* HTML: a picture or film stands between it and the line before */
    bool in_caption;    /* HTML: all of it stands in what is called a caption, though in no block of that name */
    bool is_rule;       /* plain text: "---", which goes with what it stands between */
    dhk_measure measure;
} dhk_line;

/* A row of a plain-text file, or a piece of a long one; several make a line where the text is hard-wrapped. What is
 * judged is the line; a row is what is shown. */
typedef struct dhk_row {
    uint32_t text;
    uint32_t text_length;
    uint32_t begin;
    uint32_t end;
    uint32_t line;
    uint32_t number; /* of the file's rows */
} dhk_row;

/* Bits of dhk_element.flags. */
enum {
    DHK_ELEMENT_NOSCRIPT = 2, /* in noscript */
    DHK_ELEMENT_PICTURE = 4   /* a figure with a picture, a film or the like */
};

/* An element that holds text. Element 0 is the root; a parent comes before its
 * children. Elements without text of their own or below them are not kept. */
typedef struct dhk_element {
    uint32_t parent;     /* the root is its own */
    uint32_t path;       /* hash of the tags from the root down to here */
    uint32_t class_key;  /* hash of its own class and id words; 0 if it has none */
    uint32_t first_word; /* its class, id, role and itemprop words in document->words */
    uint16_t word_count;
    uint16_t tag; /* dhk_tag */
    uint16_t depth;
    uint16_t flags;
    uint32_t table;  /* the nearest table that it stands in or is, in document->elements; 0: none */
    uint32_t row;    /* the nearest row of a table that it stands in or is, in document->elements; 0: none */
    int32_t ordinal; /* of a list item: its number, 0 where the list is not numbered */
} dhk_element;

/* A word of an attribute: a run of document->name_text. */
typedef struct dhk_name {
    uint32_t text;
    uint16_t text_length;
    uint16_t sort; /* dhk_name_sort */
} dhk_name;

typedef enum dhk_name_sort { DHK_NAME_CLASS, DHK_NAME_ID, DHK_NAME_ROLE } dhk_name_sort;

/* A run of document->text or document->values; length 0 if there is none. */
typedef struct dhk_text_run {
    uint32_t text;
    uint32_t text_length;
} dhk_text_run;

enum { DHK_HEAD_TEXTS = 3 }; /* texts that the head of a page has: title, og_title, description */

/* What a stretch of text is in the markup. */
enum {
    DHK_STYLE_STRONG = 1,
    DHK_STYLE_EMPHASIS = 2,
    DHK_STYLE_STRIKE = 4,
    DHK_STYLE_CODE = 8,
    DHK_STYLE_LINK = 16, /* the mark has an address */
    DHK_STYLE_SUPERSCRIPT = 32,
    DHK_STYLE_SUBSCRIPT = 64
};

typedef enum dhk_mark_kind {
    DHK_MARK_STYLE,    /* text from here on has this style */
    DHK_MARK_IMAGE,    /* a picture stands here */
    DHK_MARK_TABLE,    /* a table begins */
    DHK_MARK_ROW,      /* a row of a table begins */
    DHK_MARK_CELL,     /* a cell begins, empty ones too */
    DHK_MARK_LANGUAGE, /* preformatted text from here on is code in a language */
} dhk_mark_kind;

/* Something in the markup that the lines and elements do not say. Marks are in the page's order. */
typedef struct dhk_mark {
    uint32_t line; /* the line that it stands before or in */
    uint32_t at;   /* where it stands in document->text */
    uint8_t kind;
    uint8_t style;            /* DHK_STYLE_ bits */
    uint8_t header;           /* CELL: 1 in a header cell */
    uint8_t columns;          /* CELL: how many it is wide, at least 1 */
    uint8_t behind_space;     /* IMAGE: 1 with white space before it */
    uint8_t noscript;         /* IMAGE: 1 in what is shown without scripts only */
    uint16_t rows;            /* CELL: how many it is high; 0: to the table's end */
    dhk_text_run value;       /* in document->values: an address, a language */
    dhk_text_run alternative; /* IMAGE: its text, in document->values */
} dhk_mark;

/* What the markup says of the page, and how far it is to be trusted. */
typedef struct dhk_metadata_value {
    dhk_text_run value; /* in document->values; length 0: nothing is said */
    uint8_t rank;       /* the lower, the better */
    uint8_t source;     /* dehusk_metadata_source */
} dhk_metadata_value;

typedef struct dhk_document {
    dehusk_format format;
    bool marked;    /* marks are wanted; set before the page is read */
    bool pictured;  /* lines and elements say what is known of pictures beside them */
    bool described; /* metadata are wanted; set before the page is read */
    dhk_metadata_value metadata[DEHUSK_METADATA_COUNT];
    dhk_mark *marks;
    size_t mark_count, mark_capacity;
    char *values; /* of marks, one after another */
    size_t value_length, value_capacity;
    dhk_text_run base; /* the address that others are relative to, in values */
    dhk_line *lines;
    size_t line_count, line_capacity;
    dhk_row *rows;
    size_t row_count, row_capacity;
    size_t file_rows; /* how many the file has, blank ones too */
    dhk_element *elements;
    size_t element_count, element_capacity;
    uint32_t *words; /* hashes of class, id, role and itemprop words */
    size_t word_count, word_capacity;
    dhk_name *names; /* what each word is, for explanations: as many as words */
    size_t name_capacity;
    char *name_text; /* the letters of the names, one after another */
    size_t name_text_length, name_text_capacity;
    char *text; /* of all lines, title and descriptions, one after another */
    size_t text_length, text_capacity;
    uint64_t scripts[256];    /* letters of the lines by script */
    size_t malformed;         /* byte sequences replaced by U+FFFD */
    unsigned truncated;       /* DEHUSK_TRUNCATED_... */
    dhk_text_run title;       /* <title> */
    dhk_text_run og_title;    /* og:title, twitter:title */
    dhk_text_run description; /* og:description, description */
} dhk_document;

/* A value of a mark; a page may have none, and an empty one stands nowhere. */
static inline const char *dhk_document_value(const dhk_document *document, dhk_text_run value) {
    return value.text_length == 0 ? "" : document->values + value.text;
}

#endif
