/*
 * What a row of plain text is by its first characters: Markdown's headings,
 * list items, quotes, fences, tables, rules and definitions of links. Mail and
 * many programs that print pages as text write these too.
 */
#ifndef DHK_ROW_MARKS_H
#define DHK_ROW_MARKS_H

#include "base/ascii.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum dhk_row_mark {
    DHK_ROW_PLAIN,
    DHK_ROW_HEADING,    /* "## " */
    DHK_ROW_LIST,       /* "- ", "* ", "+ ", a bullet */
    DHK_ROW_NUMBERED,   /* "1. ", "1) " */
    DHK_ROW_FENCE,      /* "```" or "~~~" */
    DHK_ROW_TABLE,      /* "| a | b |" */
    DHK_ROW_TABLE_RULE, /* "|---|---|", "--- | ---" */
    DHK_ROW_RULE,       /* "---", "* * *", "===" */
    DHK_ROW_DEFINITION, /* "[1]: https://..." */
    DHK_ROW_EMPTY       /* a quote mark and nothing else */
} dhk_row_mark;

typedef struct dhk_row_marks {
    uint32_t body;   /* where it goes on behind the quote marks */
    uint32_t length; /* of the mark, in bytes, white space not included */
    uint8_t mark;    /* dhk_row_mark */
    uint8_t quotes;  /* how many ">" it begins with */
    uint8_t level;   /* of a heading 1 to 6; of a fence its length, capped */
} dhk_row_marks;

/* Does no mark begin with this byte? */
static inline bool dhk_is_no_mark(unsigned char byte) {
    return dhk_is_letter(byte) || (byte >= 0x80 && byte != 0xE2);
}

/* The marks of a row that has been trimmed. */
dhk_row_marks dhk_row_marks_of(const unsigned char *bytes, uint32_t begin, uint32_t end);

#endif
