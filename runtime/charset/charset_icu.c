/*
 * Charsets of several bytes a character, by ICU's converters.
 *
 * ASCII is copied, and only what stands between two pieces of ASCII goes to ICU:
 * markup is the larger part of a page, and a sequence that a broken page leaves
 * open cannot swallow a tag that way.
 *
 * Without ICU (DEHUSK_ICU is not defined) these charsets are not decoded.
 */
#include "charset/charset_parts.h"

#ifdef DEHUSK_ICU

#include "base/memory.h"
#include "unicode/utf8.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

enum {
    CONVERTERS = 4, /* a crawl of one country has two or three legacy charsets */
    PIVOT = 4096    /* UTF-16 units of one step of ICU's: the two arrays stay in the first-level cache */
};

/* Bytes of the input for one step of ICU's. No converter here makes more than
 * two UTF-16 units of a byte, so that the pivot never overflows, and offsets
 * always lie in the step. */
enum { STEP = PIVOT / 4 };

/* A converter kept for the next page of the same encoding. */
typedef struct kept_converter {
    const dhk_encoding *encoding; /* NULL: the place is free */
    UConverter *converter;
    uint64_t used; /* number of the page that used it last */
} kept_converter;

struct dhk_icu {
    kept_converter kept[CONVERTERS];

    /* The encoding's differences from ICU's converter. */
    bool ascii_trails; /* an ASCII byte that ends a sequence without character stands for itself */
    uint16_t lone_80;  /* the character of the byte 0x80, 0: none */
    uint16_t wrong;    /* a character that ICU takes for another one; 0: none */
    uint16_t right;    /* the character that it is */

    uint16_t pivot[PIVOT]; /* UTF-16 and where it came from, of one step of ICU's */
    int32_t offsets[PIVOT];
};

/* ICU's own substitution gives U+001A for some encodings and does not count. */
static void U_CALLCONV replace(const void *context, UConverterToUnicodeArgs *arguments, const char *units,
                               int32_t length, UConverterCallbackReason reason, UErrorCode *error) {
    static const UChar replacement = 0xFFFD;
    dhk_decoder *decoder = (dhk_decoder *)context;
    const struct dhk_icu *icu = decoder->icu;

    if (reason > UCNV_IRREGULAR)
        return;
    *error = U_ZERO_ERROR;
    if (length == 1 && (unsigned char)units[0] == 0x80 && icu->lone_80 != 0) {
        UChar character = icu->lone_80;
        ucnv_cbToUWriteUChars(arguments, &character, 1, 0, error);
        return;
    }
    decoder->malformed++;
    ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, error);
    /* The Standard takes an ASCII byte that ends a sequence without character
     * for itself; ICU drops it. */
    if (icu->ascii_trails && length == 2 && (unsigned char)units[1] < 0x80 && U_SUCCESS(*error)) {
        UChar ascii = (UChar)units[1];
        ucnv_cbToUWriteUChars(arguments, &ascii, 1, 1, error);
    }
}

/* Writes `count` units of the pivot; offsets count from `base`, and those that
 * ICU does not know (-1) are where it was at the begin, `pending`. */
static bool put_pivot(dhk_decoder *decoder, size_t count, size_t base, size_t pending, dhk_open_character *open) {
    const struct dhk_icu *icu = decoder->icu;
    size_t at = pending;

    if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, decoder->length + count * 3))
        return false;
    for (size_t i = 0; i < count && !decoder->truncated; i++) {
        uint32_t character = icu->pivot[i];
        unsigned char utf8[4];

        if (icu->offsets[i] >= 0)
            at = base + (size_t)icu->offsets[i];
        if (U16_IS_LEAD(character) && i + 1 < count && U16_IS_TRAIL(icu->pivot[i + 1]))
            character = (uint32_t)U16_GET_SUPPLEMENTARY(character, icu->pivot[++i]);
        else if (U16_IS_SURROGATE(character))
            character = 0xFFFD;
        else if (character == icu->wrong && character != 0)
            character = icu->right;
        size_t width = dhk_utf8_encode(utf8, character);
        if (!dhk_map_close(decoder, open, at))
            return false;
        if (width > decoder->limit - decoder->length) {
            dhk_truncate_at(decoder, at);
            break;
        }
        *open = (dhk_open_character){.present = true, .utf8 = decoder->length, .input = at, .utf8_width = width};
        memcpy(decoder->utf8 + decoder->length, utf8, width);
        decoder->length += width;
    }
    return true;
}

/* Where a step that begins at `position` ends: in a stateful encoding behind a
 * control character if one is near, since no character goes over it. */
static size_t step_end(const dhk_decoder *decoder, bool stateful, size_t position, size_t end) {
    if (end - position <= STEP)
        return end;
    if (stateful)
        for (size_t stop = position + STEP; stop > position + STEP / 2; stop--)
            if (decoder->bytes[stop - 1] == '\n')
                return stop;
    return position + STEP;
}

/* Decodes from `position` to `end` from ICU's initial state to it. */
static dehusk_status convert(dhk_decoder *decoder, UConverter *converter, bool stateful, size_t position, size_t end) {
    struct dhk_icu *icu = decoder->icu;
    dhk_open_character open = {0};
    size_t pending = position; /* where the sequence begins that ICU holds from the step before */

    ucnv_resetToUnicode(converter);
    while (position < end && !decoder->truncated) {
        if (dhk_decoder_cancelled(decoder, position))
            return DEHUSK_CANCELLED;
        size_t stop = step_end(decoder, stateful, position, end);
        const char *source = (const char *)decoder->bytes + position;
        UChar *target = (UChar *)icu->pivot;
        UErrorCode error = U_ZERO_ERROR;

        ucnv_toUnicode(converter, &target, (UChar *)icu->pivot + PIVOT, &source, (const char *)decoder->bytes + stop,
                       icu->offsets, stop == end, &error);
        if (error == U_MEMORY_ALLOCATION_ERROR)
            return DEHUSK_OUT_OF_MEMORY;
        if (!put_pivot(decoder, (size_t)(target - (UChar *)icu->pivot), position, pending, &open))
            return DEHUSK_OUT_OF_MEMORY;
        position = (size_t)(source - (const char *)decoder->bytes);
        pending = position;
        if (U_FAILURE(error)) {
            /* None is known to come here, since the callback takes all of them
             * and the pivot is large enough: go on behind it, come what may. */
            if (error != U_BUFFER_OVERFLOW_ERROR)
                ucnv_resetToUnicode(converter);
            continue;
        }
        if (stop == end)
            break;
        error = U_ZERO_ERROR;
        int32_t held = ucnv_toUCountPending(converter, &error);
        if (U_FAILURE(error) || held <= 0 || (size_t)held >= STEP)
            continue;
        pending = position - (size_t)held;
        if (!stateful) {
            /* Give it the open sequence again, and with it exact offsets. */
            ucnv_resetToUnicode(converter);
            position = pending;
        }
    }
    return dhk_map_close(decoder, &open, decoder->truncated ? decoder->input_end : end) ? DEHUSK_OK
                                                                                        : DEHUSK_OUT_OF_MEMORY;
}

/* No multi-byte encoding has a trail byte below 0x40, but for gb18030's digits,
 * nor DEL (for which the IBM converters give another control character). */
static bool ends_sequence(unsigned char byte) {
    return (byte < 0x40 && (byte < '0' || byte > '9')) || byte == 0x7F;
}

static dehusk_status convert_between_ascii(dhk_decoder *decoder, UConverter *converter, size_t position, size_t end) {
    while (position < end && !decoder->truncated) {
        if (dhk_decoder_cancelled(decoder, position))
            return DEHUSK_CANCELLED;
        size_t ascii = dhk_ascii_length(decoder->bytes + position, end - position);
        if (ascii > 0 && !dhk_put_ascii(decoder, position, ascii))
            return DEHUSK_OUT_OF_MEMORY;
        position += ascii;
        if (decoder->truncated)
            break;
        size_t stop = position;
        while (stop < end && !ends_sequence(decoder->bytes[stop]))
            stop++;
        dehusk_status status = convert(decoder, converter, false, position, stop);
        if (status != DEHUSK_OK)
            return status;
        position = stop;
    }
    return DEHUSK_OK;
}

/* -- Converters ---------------------------------------------------------- */

static void close_converter(kept_converter *kept) {
    if (kept->converter != NULL)
        ucnv_close(kept->converter);
    kept->converter = NULL;
    kept->encoding = NULL;
}

/* The converter of an encoding from those kept, or the one unused longest made anew. */
static dehusk_status converter_for(dhk_decoder *decoder, const dhk_encoding *encoding, UConverter **out) {
    struct dhk_icu *icu = decoder->icu;
    kept_converter *oldest = &icu->kept[0];
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter;

    for (size_t i = 0; i < CONVERTERS; i++) {
        kept_converter *kept = &icu->kept[i];
        if (kept->encoding == encoding) {
            kept->used = decoder->page_number;
            *out = kept->converter;
            return DEHUSK_OK;
        }
        if (kept->used < oldest->used)
            oldest = kept;
    }
    converter = ucnv_open(encoding->icu_name, &error);
    if (U_FAILURE(error))
        return error == U_MEMORY_ALLOCATION_ERROR ? DEHUSK_OUT_OF_MEMORY : DEHUSK_UNSUPPORTED_CHARSET;
    ucnv_setToUCallBack(converter, replace, decoder, NULL, NULL, &error);
    close_converter(oldest);
    *oldest = (kept_converter){encoding, converter, decoder->page_number};
    *out = converter;
    return DEHUSK_OK;
}

bool dhk_icu_present(void) {
    return true;
}

dehusk_status dhk_icu_decode(dhk_decoder *decoder, const dhk_encoding *encoding, size_t begin, size_t end) {
    bool stateful = dhk_charset_kind_of(encoding) == DHK_CHARSET_STATEFUL;
    bool chinese = strcmp(encoding->icu_name, "gb18030") == 0;
    bool japanese = strcmp(encoding->name, "shift_jis") == 0;
    UConverter *converter;
    dehusk_status status;

    if (decoder->icu == NULL) {
        decoder->icu = dhk_allocate(&decoder->allocator, 1, sizeof *decoder->icu);
        if (decoder->icu == NULL)
            return DEHUSK_OUT_OF_MEMORY;
        memset(decoder->icu, 0, sizeof *decoder->icu);
    }
    status = converter_for(decoder, encoding, &converter);
    if (status != DEHUSK_OK)
        return status;
    decoder->icu->ascii_trails = !stateful;
    decoder->icu->lone_80 = chinese ? 0x20AC : japanese ? 0x80 : 0; /* the euro sign of windows-936 */
    decoder->icu->wrong = chinese ? 0xE5E5 : 0; /* what ICU makes of A3 A0, which on real pages is a wide space */
    decoder->icu->right = 0x3000;               /* a wide space, as the Standard says */
    return stateful ? convert(decoder, converter, true, begin, end)
                    : convert_between_ascii(decoder, converter, begin, end);
}

void dhk_icu_close(dhk_decoder *decoder) {
    if (decoder->icu == NULL)
        return;
    for (size_t i = 0; i < CONVERTERS; i++)
        close_converter(&decoder->icu->kept[i]);
    dhk_release(&decoder->allocator, decoder->icu, 1, sizeof *decoder->icu);
    decoder->icu = NULL;
}

#else

bool dhk_icu_present(void) {
    return false;
}

dehusk_status dhk_icu_decode(dhk_decoder *decoder, const dhk_encoding *encoding, size_t begin, size_t end) {
    (void)decoder;
    (void)encoding;
    (void)begin;
    (void)end;
    return DEHUSK_UNSUPPORTED_CHARSET;
}

void dhk_icu_close(dhk_decoder *decoder) {
    (void)decoder;
}

#endif
