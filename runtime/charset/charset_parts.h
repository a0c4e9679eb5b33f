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

/* False for what this build does not decode: "replacement", and without ICU the encodings of several bytes a
 * character. */
bool dhk_charset_decodable(const dhk_encoding *encoding);

/* The character that a byte is in a single-byte encoding, by the Standard's index; U+FFFD: none. */
uint16_t dhk_charset_single(const dhk_encoding *encoding, unsigned char byte);

/* The encoding that a BOM at the begin says and the BOM's length, or NULL. */
const dhk_encoding *dhk_charset_bom(const unsigned char *bytes, size_t length, size_t *bom_length);

/* The encoding that a <meta> in the first `limit` bytes declares, as the HTML
 * Standard's prescan finds it, or NULL. */
const dhk_encoding *dhk_charset_prescan(const unsigned char *bytes, size_t length, size_t limit);

/* How many bytes at the begin are ASCII. */
size_t dhk_ascii_length(const unsigned char *bytes, size_t length);

/* What speaks for and against UTF-8. */
typedef struct dhk_utf8_evidence {
    size_t sequences; /* well-formed sequences of two bytes and more */
    size_t trails;    /* bytes of such sequences but the first; chance makes each of them in one case of four at most */
    size_t malformed; /* malformed sequences: what a decoder would replace */
    size_t not_ascii; /* bytes from 0x80 on */
} dhk_utf8_evidence;

void dhk_utf8_weigh(const unsigned char *bytes, size_t length, dhk_utf8_evidence *evidence);

typedef struct dhk_charset_choice {
    const dhk_encoding *encoding;
    const char *source;
    const dhk_encoding *declared; /* the first declaration that was not believed, or NULL */
    const dhk_encoding *instead;  /* what the detector says in place of the last one */
    size_t bom_length;
    bool plain; /* the bytes mean the same in UTF-8: nothing to decode */
} dhk_charset_choice;

/* A detector: a buffer for its sample, and ICU's. */
typedef struct dhk_detector {
    void *icu; /* UCharsetDetector, opened when first needed */
    unsigned char sample[16384];
} dhk_detector;

/* The encoding that the bytes look like, or NULL where nothing is likely
 * enough. */
const dhk_encoding *dhk_detector_guess(dhk_detector *detector, const unsigned char *bytes, size_t length, bool html);

/* Whether the sample's bytes hardly make sense in the encoding, which was declared. */
bool dhk_charset_is_improbable(const dhk_encoding *encoding, const unsigned char *bytes, size_t length);

/* Are nearly all bytes from 0x80 on single letters of Latin words? Text in an encoding of several bytes has them side by
 * side. */
bool dhk_charset_is_within_latin(const unsigned char *bytes, size_t length);

/* -- Spelling, charset_spelling.c ----------------------------------------- */

/* Text in an encoding of a byte a character, as the language reads it that it fits best. */
typedef struct dhk_spelling {
    uint32_t letters;   /* letters beyond ASCII */
    uint32_t different; /* how many different letters those are */
    uint32_t wrong;     /* of them and of other bytes from 0x80 on: not the language's, or not where such stand */
} dhk_spelling;

dhk_spelling dhk_charset_spelling(const dhk_encoding *encoding, const unsigned char *bytes, size_t length);

/* Are there so many wrong ones that it should be another encoding? */
bool dhk_charset_is_misspelt(dhk_spelling spelling);

/* An encoding of a byte a character in which hardly anything is wrong, and far less than in `than` (NULL: whatever is
 * wrong there); or NULL. */
const dhk_encoding *dhk_charset_better_spelt(const dhk_encoding *than, const unsigned char *bytes, size_t length);

/* What the detector says instead of a declared encoding in which the bytes hardly make sense; NULL: it stays. */
const dhk_encoding *dhk_detector_doubt(dhk_detector *detector, const dhk_encoding *declared, const unsigned char *bytes,
                                       size_t length, bool html);

/* ICU's guess for `sample`, made the best of with the whole page's `bytes`, or NULL. Without ICU always NULL. */
const dhk_encoding *dhk_icu_guess(dhk_detector *detector, size_t sampled, const unsigned char *bytes, size_t length);
void dhk_icu_detector_close(dhk_detector *detector);

/* Chooses by the order of belief. Errors: of the transport's label. */
dehusk_status dhk_charset_choose(dhk_detector *detector, const unsigned char *bytes, size_t length,
                                 const char *transport, bool html, dhk_charset_choice *choice);

/* Characters of equal widths in a row, up to the next run. */
typedef struct dhk_charset_run {
    uint32_t utf8;  /* where the first character begins in the UTF-8 */
    uint32_t input; /* where it begins in the input */
    uint16_t utf8_width;
    uint16_t input_width; /* DHK_WIDTH_MAX: that or more, and the run is of one character */
} dhk_charset_run;

enum {
    DHK_WIDTH_MAX = 0xFFFF,
    DHK_SINGLE_TABLES = 4 /* a crawl of one country has two or three legacy charsets */
};

/* A single-byte encoding, kept for the next page of the same. */
typedef struct dhk_single_table {
    const dhk_encoding *encoding; /* NULL: the place is free */
    uint64_t used;                /* number of the page that used it last */
    unsigned char utf8[256][4];   /* a byte's character, and its length in the last byte */
    bool assigned[256];           /* false: the byte is no character, and its U+FFFD is counted */
} dhk_single_table;

struct dhk_icu;

struct dhk_decoder {
    dehusk_allocator allocator;
    const dehusk_options *options; /* NULL: nobody asks whether to go on */
    size_t ask;
    size_t limit; /* of the UTF-8; UINT32_MAX - 64, less in tests */

    /* The present page. */
    const unsigned char *bytes;
    size_t input_end; /* where decoding ended: the input's length, unless truncated */
    size_t bom_length;
    size_t length; /* of the UTF-8 */
    size_t malformed;
    bool direct; /* the UTF-8 is the input behind its BOM */
    bool truncated;

    /* The decoded page. */
    unsigned char *utf8;
    size_t utf8_capacity;
    dhk_charset_run *runs;
    size_t run_count;
    size_t run_capacity;

    uint64_t page_number;
    dhk_single_table tables[DHK_SINGLE_TABLES];
    struct dhk_icu *icu; /* NULL until a page needs ICU's converters */
    dhk_detector detector;
};

/* True if the caller wants an end; asked now and then as `position` goes on. */
bool dhk_decoder_cancelled(dhk_decoder *decoder, size_t position);

/* -- Writing, charset_map.c ---------------------------------------------- */

/* Says that characters of these widths begin at the two offsets. False: out of memory. */
bool dhk_map_note(dhk_decoder *decoder, size_t utf8, size_t input, size_t utf8_width, size_t input_width);

/* The input offset of the next character is unknown as long as it has not been
 * decoded, and with it the width of the last one. */
typedef struct dhk_open_character {
    bool present;
    size_t utf8;
    size_t input;
    size_t utf8_width;
} dhk_open_character;

/* The open character, if there is one, ends at `input_end`. */
bool dhk_map_close(dhk_decoder *decoder, dhk_open_character *open, size_t input_end);

/* The page ends at this offset of the input: the UTF-8 would get too long. */
void dhk_truncate_at(dhk_decoder *decoder, size_t input);

/* Copies ASCII; at the limit, what has room. */
bool dhk_put_ascii(dhk_decoder *decoder, size_t input, size_t length);

/* -- ICU, charset_icu.c -------------------------------------------------- */

/* Is this build one with ICU? */
bool dhk_icu_present(void);

/* Decodes the page from `begin` to `end`. Additional error: UNSUPPORTED_CHARSET. */
dehusk_status dhk_icu_decode(dhk_decoder *decoder, const dhk_encoding *encoding, size_t begin, size_t end);
void dhk_icu_close(dhk_decoder *decoder);

#endif
