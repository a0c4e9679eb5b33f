/*
 * What the files of charset/ share with one another and with their tests;
 * nobody else includes this.
 */
#ifndef DHK_CHARSET_PARTS_H
#define DHK_CHARSET_PARTS_H

#include "charset/charset.h"

/* How an encoding is decoded. */
typedef enum dhk_charset_kind {
    DHK_CHARSET_UTF8,
    DHK_CHARSET_SINGLE,   /* a byte is a character: by table */
    DHK_CHARSET_MULTI,    /* ASCII is ASCII; a byte below 0x40 that is no digit always ends a sequence */
    DHK_CHARSET_STATEFUL, /* iso-2022-jp: escape sequences switch what the bytes mean */
    DHK_CHARSET_UTF16,
    DHK_CHARSET_REPLACEMENT /* what the Standard refuses to decode */
} dhk_charset_kind;

/* The encoding of exactly this name in lower case, which must be one. */
const dhk_encoding *dhk_charset_named(const char *name);

dhk_charset_kind dhk_charset_kind_of(const dhk_encoding *encoding);

/* Corrects `characters`, the 256 characters that ICU's converter gives for the
 * bytes (U+FFFD for none), to the Standard's. */
void dhk_charset_fix(const dhk_encoding *encoding, uint16_t characters[256]);

/* The encoding that a BOM at the begin says and the BOM's length, or NULL. */
const dhk_encoding *dhk_charset_bom(const unsigned char *bytes, size_t length, size_t *bom_length);

/* The encoding that a <meta> in the first `limit` bytes declares, as the HTML
 * Standard's prescan finds it, or NULL. */
const dhk_encoding *dhk_charset_prescan(const unsigned char *bytes, size_t length, size_t limit);

/* UTF-16 without a BOM, by where the NULs are, or NULL. */
const dhk_encoding *dhk_charset_utf16_pattern(const unsigned char *bytes, size_t length);

/* How many bytes at the begin are ASCII. */
size_t dhk_ascii_length(const unsigned char *bytes, size_t length);

/* What speaks for and against UTF-8. */
typedef struct dhk_utf8_evidence {
    size_t sequences; /* well-formed sequences of two bytes and more */
    size_t trails;    /* their bytes but the first; chance makes each of them in one case of four at most */
    size_t malformed; /* malformed sequences: what a decoder would replace */
    size_t not_ascii; /* bytes from 0x80 on */
} dhk_utf8_evidence;

void dhk_utf8_weigh(const unsigned char *bytes, size_t length, dhk_utf8_evidence *evidence);

typedef struct dhk_charset_choice {
    const dhk_encoding *encoding;
    const char *source;
    size_t bom_length;
    bool plain; /* the bytes mean the same in UTF-8: nothing to decode */
} dhk_charset_choice;

/* A detector: ICU's and a buffer for its sample. */
typedef struct dhk_detector {
    void *icu; /* UCharsetDetector, opened when first needed */
    unsigned char sample[16384];
} dhk_detector;

/* The encoding that the bytes look like, or NULL where nothing is likely
 * enough. */
const dhk_encoding *dhk_detector_guess(dhk_detector *detector, const unsigned char *bytes, size_t length, bool html);
void dhk_detector_close(dhk_detector *detector);

/* Chooses by the order of belief. Errors: of the transport's label. */
dehusk_status dhk_charset_choose(dhk_detector *detector, const unsigned char *bytes, size_t length,
                                 const char *transport, bool html, dhk_charset_choice *choice);

/* Characters of equal widths in a row, up to the next run. */
typedef struct dhk_charset_run {
    uint32_t utf8;  /* where the first begins in the UTF-8, */
    uint32_t input; /* and in the input */
    uint16_t utf8_width;
    uint16_t input_width; /* DHK_WIDTH_MAX: that or more, and the run is of one character */
} dhk_charset_run;

enum {
    DHK_WIDTH_MAX = 0xFFFF,
    DHK_CONVERTERS = 4, /* a crawl of one country has two or three legacy charsets */
    DHK_PIVOT = 4096    /* UTF-16 units of one step of ICU's: the two arrays stay in the first-level cache */
};

/* A converter kept for the next page of the same encoding. */
typedef struct dhk_converter {
    const dhk_encoding *encoding; /* NULL: the place is free */
    void *icu;                    /* UConverter; NULL for single-byte encodings */
    uint64_t used;                /* number of the page that used it last */
    unsigned char table[256][4];  /* of single-byte encodings: the UTF-8, and its length in the last byte */
    bool assigned[256];           /* false: the byte is no character, and its U+FFFD is counted */
} dhk_converter;

struct dhk_decoder {
    dehusk_allocator allocator;
    size_t limit; /* of the UTF-8; UINT32_MAX - 64, less in tests */

    /* The present page. */
    const unsigned char *bytes;
    size_t input_end; /* where decoding ended: the input's length, unless truncated */
    size_t bom_length;
    size_t length; /* of the UTF-8 */
    size_t malformed;
    bool direct; /* the UTF-8 is the input behind its BOM */
    bool truncated;

    /* The encoding's differences from ICU's converter. */
    bool ascii_trails; /* an ASCII byte that ends a sequence without character stands for itself */
    uint16_t lone_80;  /* the character of the byte 0x80, 0: none */
    uint16_t wrong;    /* a character of ICU's, 0: none, */
    uint16_t right;    /* that is to be this one */

    /* The decoded page. */
    unsigned char *utf8;
    size_t utf8_capacity;
    dhk_charset_run *runs;
    size_t run_count;
    size_t run_capacity;

    uint64_t page_number;
    dhk_converter converters[DHK_CONVERTERS];
    dhk_detector detector;
    uint16_t pivot[DHK_PIVOT]; /* UTF-16 and where it came from, of one step of ICU's */
    int32_t offsets[DHK_PIVOT];
};

#endif
