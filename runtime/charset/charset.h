/*
 * From the bytes of a page to UTF-8: which encoding, and its decoding with a
 * map back to the input's offsets.
 *
 * Order of belief: BOM, the transport's label, <meta>, valid UTF-8, the
 * detector. A label is here what the WHATWG Encoding Standard calls so: one of the
 * names of an encoding.
 */
#ifndef DHK_CHARSET_H
#define DHK_CHARSET_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

/* An encoding of the Encoding Standard. */
typedef struct dhk_encoding {
    const char *name;     /* WHATWG name in lower case: "windows-1251", "utf-8", "utf-16le" */
    const char *icu_name; /* ICU's converter, of encodings that take several bytes for a character; else NULL */
} dhk_encoding;

/* The encoding that a label means (ASCII white space around it and case do not
 * matter), or NULL. "latin1" gives windows-1252, "gb2312" gbk. */
const dhk_encoding *dhk_encoding_for_label(const char *label, size_t length);

/* The encoding that a transport's label means. Errors: UNKNOWN_CHARSET,
 * UNSUPPORTED_CHARSET (known, but not decoded). */
dehusk_status dhk_encoding_for_transport(const char *label, const dhk_encoding **encoding);

/* UTF-8 itself; never NULL. */
const dhk_encoding *dhk_encoding_utf8(void);

typedef struct dhk_charset_result {
    const unsigned char *utf8; /* the page in UTF-8: the input itself behind its BOM, or the decoder's buffer. Input
                                * that is taken as it is may be malformed; decoded text never is */
    size_t length;             /* of utf8, at most UINT32_MAX - 64 */
    const dhk_encoding *encoding;
    const char *source;           /* "bom", "transport", "meta", "utf-8", "detected", "default" */
    const dhk_encoding *declared; /* by transport or <meta>, and not believed; else NULL */
    size_t malformed;             /* byte sequences that the decoder replaced by U+FFFD; 0 where nothing was decoded */
    bool truncated;               /* the UTF-8 would have been longer than allowed and was cut */
} dhk_charset_result;

typedef struct dhk_decoder dhk_decoder;

dhk_decoder *dhk_decoder_new(const dehusk_allocator *allocator); /* NULL: out of memory */
void dhk_decoder_free(dhk_decoder *decoder);                     /* NULL is allowed */

/* Has the decoder ask options->cancel as it goes on; `options` outlives it. */
void dhk_decoder_watch(dhk_decoder *decoder, const dehusk_options *options);

/* Chooses the encoding of `bytes` and decodes them. `transport` is a
 * zero-terminated label or NULL; `html` says whether <meta> is looked for.
 * The result points into `bytes` or into the decoder and lives until its next
 * page. Errors: OUT_OF_MEMORY, CANCELLED, UNKNOWN_CHARSET (of the transport's
 * label only: an unknown <meta> is passed over), UNSUPPORTED_CHARSET (of the
 * transport's label; and without ICU where the page states such a charset and is
 * not ASCII). */
dehusk_status dhk_decoder_page(dhk_decoder *decoder, const void *bytes, size_t length, const char *transport, bool html,
                               dhk_charset_result *result);

/* The offset in the input of the present page at which the character at offset
 * `utf8` of its UTF-8 begins; utf8 == length gives the input's length, or where
 * the input was cut. Offsets within a character give its begin. Time is
 * logarithmic in the runs of characters of equal width; the fast path is an
 * addition. */
size_t dhk_decoder_input_offset(const dhk_decoder *decoder, size_t utf8);

/* Where the first malformed sequence of UTF-8 begins, or `length`. */
size_t dhk_utf8_valid_length(const unsigned char *bytes, size_t length);

/* Is this text in UTF-16 that has hardly a character from outside one block of 256, such as Greek or Cyrillic, but for
 * ASCII and punctuation? `high` is the index of the high byte in each pair. */
bool dhk_utf16_of_one_script(const unsigned char *bytes, size_t length, size_t high);

#endif
