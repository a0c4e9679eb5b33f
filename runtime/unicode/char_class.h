/*
 * What dehusk knows of a character: character class, length in script-aware
 * units, script, and whether its script is written without spaces.
 *
 * The tables are generated from ICU by tools/generate/unicode_table.c.
 */
#ifndef DHK_CHAR_CLASS_H
#define DHK_CHAR_CLASS_H

#include <stdint.h>

/* Exactly one per character. */
typedef enum dhk_char_class {
    DHK_CHAR_OTHER = 0,    /* unassigned, private use, surrogates, control characters */
    DHK_CHAR_SPACE,        /* White_Space, U+200B */
    DHK_CHAR_INVISIBLE,    /* Default_Ignorable and format characters: bidi controls, joiners, soft hyphen; no length */
    DHK_CHAR_UPPER,        /* letters with case: Lu, Lt */
    DHK_CHAR_LOWER,        /* letters with case: Ll */
    DHK_CHAR_LETTER,       /* letters without case: Lo, Lm, Nl */
    DHK_CHAR_MARK,         /* Mn, Mc, Me: no length, continues a word */
    DHK_CHAR_DIGIT,        /* Nd, No */
    DHK_CHAR_SENTENCE_END, /* ends a sentence in some script: Sentence_Terminal, and the ellipsis */
    DHK_CHAR_COMMA,        /* comma, semicolon and colon of all scripts: Terminal_Punctuation that ends no sentence */
    DHK_CHAR_QUOTE,        /* Quotation_Mark */
    DHK_CHAR_OPEN,         /* Ps, Pi that are not quotes */
    DHK_CHAR_CLOSE,        /* Pe, Pf that are not quotes */
    DHK_CHAR_DASH,         /* Dash, Hyphen, low line */
    DHK_CHAR_SEPARATOR,    /* what menus put between entries: | / \ > < bullets, middle dots, arrows, box drawing */
    DHK_CHAR_CURRENCY,     /* Sc */
    DHK_CHAR_SYMBOL,       /* Sm, Sk, So, pictographs not named above */
    DHK_CHAR_PUNCTUATION,  /* all other P*: & @ # % * ' ... */
    DHK_CHAR_CLASS_COUNT
} dhk_char_class;

enum {
    DHK_CHAR_UNSPACED = 1, /* a letter of a script written without spaces: each character is a token */
    DHK_CHAR_CASED = 2,    /* a letter of a script that has case */
    DHK_CHAR_WORD = 4      /* letters, marks, digits: what a token is made of */
};

typedef struct dhk_char {
    uint8_t class_;
    uint8_t units;  /* length in tenths of a Latin letter */
    uint8_t script; /* ICU's UScriptCode; 0 common, 1 inherited, 103 unknown */
    uint8_t flags;
} dhk_char;

/* Two stages: block of 256 characters, then record. Generated. */
extern const uint8_t dhk_char_blocks[0x1100];
extern const uint8_t dhk_char_records[][256];
extern const dhk_char dhk_chars[];

/* `character` must be below 0x110000. */
static inline const dhk_char *dhk_char_of(uint32_t character) {
    return &dhk_chars[dhk_char_records[dhk_char_blocks[character >> 8]][character & 0xff]];
}

/* ISO 15924 code of a script of the table, four letters, zero-terminated. */
const char *dhk_script_code(uint8_t script);

/* "15.0": the Unicode version of the tables. */
extern const char dhk_unicode_version[];

#endif
