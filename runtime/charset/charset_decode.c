/*
 * Decoding to UTF-8 with a map back to the input.
 *
 * UTF-8 and pure ASCII are given as they are. Single-byte encodings go by a
 * table of 256 entries that is made from ICU's converter once. In multi-byte
 * encodings ASCII is copied, and only what stands between two pieces of ASCII
 * goes to ICU: markup is the larger part of a page, and a sequence that a broken
 * page leaves open cannot swallow a tag that way.
 *
 * The map is a list of runs of characters that are equally wide here and there;
 * a run ends where the next begins. Only the begins of characters are exact.
 */
#include "charset/charset_parts.h"
#include "memory/memory.h"
#include "unicode/utf8.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

/* Bytes of the input for one step of ICU's. No converter here makes more than
 * two UTF-16 units of a byte, so that the pivot never overflows, and offsets
 * always lie in the step. */
enum { STEP = DHK_PIVOT / 4 };

/* The input offset of the next character is unknown as long as it has not been
 * decoded, and with it the width of the last one. */
typedef struct open_character {
    bool present;
    size_t utf8;
    size_t input;
    size_t utf8_width;
} open_character;

/* -- The map ------------------------------------------------------------- */

/* Says that characters of these widths begin at the two offsets. */
static bool note(dhk_decoder *decoder, size_t utf8, size_t input, size_t utf8_width, size_t input_width) {
    if (input_width > DHK_WIDTH_MAX)
        input_width = DHK_WIDTH_MAX;
    if (decoder->run_count > 0) {
        const dhk_charset_run *last = &decoder->runs[decoder->run_count - 1];
        if (last->utf8_width == utf8_width && last->input_width == input_width && input_width != DHK_WIDTH_MAX)
            return true;
    }
    if (!DHK_RESERVE(&decoder->allocator, decoder->runs, decoder->run_capacity, decoder->run_count + 1))
        return false;
    decoder->runs[decoder->run_count++] = (dhk_charset_run){
        .utf8 = (uint32_t)utf8,
        .input = (uint32_t)input,
        .utf8_width = (uint16_t)utf8_width,
        .input_width = (uint16_t)input_width,
    };
    return true;
}

/* The open character ends at `input_end`. */
static bool close_character(dhk_decoder *decoder, open_character *open, size_t input_end) {
    if (!open->present)
        return true;
    open->present = false;
    return note(decoder, open->utf8, open->input, open->utf8_width, input_end - open->input);
}

size_t dhk_decoder_input_offset(const dhk_decoder *decoder, size_t utf8) {
    if (utf8 >= decoder->length)
        return decoder->input_end;
    if (decoder->direct) {
        /* Back to the lead byte, if there is one that reaches so far. */
        const unsigned char *text = decoder->bytes + decoder->bom_length;
        for (size_t back = 0; back < 4 && back <= utf8; back++) {
            unsigned char byte = text[utf8 - back];
            if ((byte & 0xC0) == 0x80)
                continue;
            size_t width = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1;
            if (back < width)
                utf8 -= back;
            break;
        }
        return utf8 + decoder->bom_length;
    }
    /* The last run that begins at or before the offset. The first begins at 0. */
    size_t begin = 0;
    size_t end = decoder->run_count;
    while (end - begin > 1) {
        size_t middle = begin + (end - begin) / 2;
        if (decoder->runs[middle].utf8 <= utf8)
            begin = middle;
        else
            end = middle;
    }
    const dhk_charset_run *run = &decoder->runs[begin];
    return run->input + (utf8 - run->utf8) / run->utf8_width * run->input_width;
}

/* -- Writing ------------------------------------------------------------- */

static void truncate_at(dhk_decoder *decoder, size_t input) {
    decoder->truncated = true;
    decoder->input_end = input;
}

/* Copies ASCII; at the limit, what has room. */
static bool put_ascii(dhk_decoder *decoder, size_t input, size_t length) {
    size_t room = decoder->limit - decoder->length;

    if (length > room) {
        truncate_at(decoder, input + room);
        length = room;
    }
    if (length == 0)
        return true;
    if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, decoder->length + length) ||
        !note(decoder, decoder->length, input, 1, 1))
        return false;
    memcpy(decoder->utf8 + decoder->length, decoder->bytes + input, length);
    decoder->length += length;
    return true;
}

/* -- Single-byte encodings ----------------------------------------------- */

/* Words and spaces alternate here, so that runs are short: room for a step's
 * text and runs is made beforehand, and the loop only writes. */
static bool decode_single(dhk_decoder *decoder, const dhk_converter *converter, size_t position, size_t end) {
    const unsigned char *bytes = decoder->bytes;
    size_t length = 0;
    unsigned width = 0; /* of the last character */

    while (position < end && !decoder->truncated) {
        size_t stop = end - position < STEP ? end : position + STEP;
        size_t malformed = 0;
        if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, length + STEP * 3) ||
            !DHK_RESERVE(&decoder->allocator, decoder->runs, decoder->run_capacity, decoder->run_count + STEP))
            return false;
        for (; position < stop; position++) {
            const unsigned char *entry = converter->table[bytes[position]];
            if (entry[3] > decoder->limit - length) {
                truncate_at(decoder, position);
                break;
            }
            if (entry[3] != width) {
                width = entry[3];
                decoder->runs[decoder->run_count++] = (dhk_charset_run){
                    .utf8 = (uint32_t)length,
                    .input = (uint32_t)position,
                    .utf8_width = (uint16_t)width,
                    .input_width = 1,
                };
            }
            memcpy(decoder->utf8 + length, entry, 3);
            length += width;
            malformed += !converter->assigned[bytes[position]];
            if (width == 1) {
                /* Markup: as much ASCII as there is before the step's end, and
                 * the character in hand has been written already. */
                size_t ascii = dhk_ascii_length(bytes + position + 1, stop - position - 1);
                if (ascii > decoder->limit - length)
                    ascii = decoder->limit - length;
                memcpy(decoder->utf8 + length, bytes + position + 1, ascii);
                length += ascii;
                position += ascii;
            }
        }
        decoder->length = length;
        decoder->malformed += malformed;
    }
    return true;
}

/* -- What goes through ICU ----------------------------------------------- */

/* ICU's own substitution gives U+001A for some encodings and does not count. */
static void U_CALLCONV replace(const void *context, UConverterToUnicodeArgs *arguments, const char *units,
                               int32_t length, UConverterCallbackReason reason, UErrorCode *error) {
    static const UChar replacement = 0xFFFD;
    dhk_decoder *decoder = (dhk_decoder *)context;

    if (reason > UCNV_IRREGULAR)
        return;
    *error = U_ZERO_ERROR;
    if (length == 1 && (unsigned char)units[0] == 0x80 && decoder->lone_80 != 0) {
        UChar character = decoder->lone_80;
        ucnv_cbToUWriteUChars(arguments, &character, 1, 0, error);
        return;
    }
    decoder->malformed++;
    ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, error);
    /* The Standard takes an ASCII byte that ends a sequence without character
     * for itself; ICU drops it. */
    if (decoder->ascii_trails && length == 2 && (unsigned char)units[1] < 0x80 && U_SUCCESS(*error)) {
        UChar ascii = (UChar)units[1];
        ucnv_cbToUWriteUChars(arguments, &ascii, 1, 1, error);
    }
}

/* Writes `count` units of the pivot; offsets count from `base`, and those that
 * ICU does not know (-1) are where it was at the begin, `pending`. */
static bool put_pivot(dhk_decoder *decoder, size_t count, size_t base, size_t pending, open_character *open) {
    size_t at = pending;

    if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, decoder->length + count * 3))
        return false;
    for (size_t i = 0; i < count && !decoder->truncated; i++) {
        uint32_t character = decoder->pivot[i];
        unsigned char utf8[4];

        if (decoder->offsets[i] >= 0)
            at = base + (size_t)decoder->offsets[i];
        if (U16_IS_LEAD(character) && i + 1 < count && U16_IS_TRAIL(decoder->pivot[i + 1]))
            character = (uint32_t)U16_GET_SUPPLEMENTARY(character, decoder->pivot[++i]);
        else if (U16_IS_SURROGATE(character))
            character = 0xFFFD;
        else if (character == decoder->wrong && character != 0)
            character = decoder->right;
        size_t width = dhk_utf8_encode(utf8, character);
        if (!close_character(decoder, open, at))
            return false;
        if (width > decoder->limit - decoder->length) {
            truncate_at(decoder, at);
            break;
        }
        *open = (open_character){.present = true, .utf8 = decoder->length, .input = at, .utf8_width = width};
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
static dehusk_status decode_icu(dhk_decoder *decoder, UConverter *icu, bool stateful, size_t position, size_t end) {
    open_character open = {0};
    size_t pending = position; /* where the sequence begins that ICU holds from the step before */

    ucnv_resetToUnicode(icu);
    while (position < end && !decoder->truncated) {
        size_t stop = step_end(decoder, stateful, position, end);
        const char *source = (const char *)decoder->bytes + position;
        UChar *target = (UChar *)decoder->pivot;
        UErrorCode error = U_ZERO_ERROR;

        ucnv_toUnicode(icu, &target, (UChar *)decoder->pivot + DHK_PIVOT, &source, (const char *)decoder->bytes + stop,
                       decoder->offsets, stop == end, &error);
        if (error == U_MEMORY_ALLOCATION_ERROR)
            return DEHUSK_OUT_OF_MEMORY;
        if (!put_pivot(decoder, (size_t)(target - (UChar *)decoder->pivot), position, pending, &open))
            return DEHUSK_OUT_OF_MEMORY;
        position = (size_t)(source - (const char *)decoder->bytes);
        pending = position;
        if (U_FAILURE(error)) {
            /* None is known to come here, since the callback takes all of them
             * and the pivot is large enough: go on behind it, come what may. */
            if (error != U_BUFFER_OVERFLOW_ERROR)
                ucnv_resetToUnicode(icu);
            continue;
        }
        if (stop == end)
            break;
        error = U_ZERO_ERROR;
        int32_t held = ucnv_toUCountPending(icu, &error);
        if (U_FAILURE(error) || held <= 0 || (size_t)held >= STEP)
            continue;
        pending = position - (size_t)held;
        if (!stateful) {
            /* Give it the open sequence again, and with it exact offsets. */
            ucnv_resetToUnicode(icu);
            position = pending;
        }
    }
    return close_character(decoder, &open, decoder->truncated ? decoder->input_end : end) ? DEHUSK_OK
                                                                                          : DEHUSK_OUT_OF_MEMORY;
}

/* No multi-byte encoding has a trail byte below 0x40, but for gb18030's digits,
 * nor DEL (for which the IBM converters give another control character). */
static bool ends_sequence(unsigned char byte) {
    return (byte < 0x40 && (byte < '0' || byte > '9')) || byte == 0x7F;
}

static dehusk_status decode_multi(dhk_decoder *decoder, UConverter *icu, size_t position, size_t end) {
    while (position < end && !decoder->truncated) {
        size_t ascii = dhk_ascii_length(decoder->bytes + position, end - position);
        if (ascii > 0 && !put_ascii(decoder, position, ascii))
            return DEHUSK_OUT_OF_MEMORY;
        position += ascii;
        if (decoder->truncated)
            break;
        size_t stop = position;
        while (stop < end && !ends_sequence(decoder->bytes[stop]))
            stop++;
        dehusk_status status = decode_icu(decoder, icu, false, position, stop);
        if (status != DEHUSK_OK)
            return status;
        position = stop;
    }
    return DEHUSK_OK;
}

/* -- Converters ---------------------------------------------------------- */

static void close_converter(dhk_converter *converter) {
    if (converter->icu != NULL)
        ucnv_close(converter->icu);
    converter->icu = NULL;
    converter->encoding = NULL;
}

/* Makes the table of a single-byte encoding; `icu` may be NULL. */
static void make_table(dhk_converter *converter, UConverter *icu) {
    uint16_t characters[256];

    for (unsigned byte = 0; byte < 256; byte++) {
        char source = (char)byte;
        UChar target[4];
        UErrorCode error = U_ZERO_ERROR;
        characters[byte] = 0xFFFD;
        if (icu == NULL)
            continue;
        /* What has no character gives U+001A or U+FFFD. */
        ucnv_resetToUnicode(icu);
        if (ucnv_toUChars(icu, target, 4, &source, 1, &error) == 1 && U_SUCCESS(error) && target[0] != 0x1A)
            characters[byte] = target[0];
    }
    dhk_charset_fix(converter->encoding, characters);
    for (unsigned byte = 0; byte < 256; byte++) {
        converter->assigned[byte] = characters[byte] != 0xFFFD;
        converter->table[byte][3] = (unsigned char)dhk_utf8_encode(converter->table[byte], characters[byte]);
    }
}

/* The converter of an encoding from the cache, or the one unused longest made
 * anew. */
static dehusk_status converter_for(dhk_decoder *decoder, const dhk_encoding *encoding, dhk_converter **out) {
    dhk_converter *oldest = &decoder->converters[0];
    UConverter *icu = NULL;
    UErrorCode error = U_ZERO_ERROR;

    for (size_t i = 0; i < DHK_CONVERTERS; i++) {
        dhk_converter *converter = &decoder->converters[i];
        if (converter->encoding == encoding) {
            converter->used = decoder->page_number;
            *out = converter;
            return DEHUSK_OK;
        }
        if (converter->used < oldest->used)
            oldest = converter;
    }
    if (encoding->icu_name != NULL) {
        icu = ucnv_open(encoding->icu_name, &error);
        if (U_FAILURE(error))
            return error == U_MEMORY_ALLOCATION_ERROR ? DEHUSK_OUT_OF_MEMORY : DEHUSK_UNSUPPORTED_CHARSET;
    }
    close_converter(oldest);
    oldest->encoding = encoding;
    oldest->used = decoder->page_number;
    if (dhk_charset_kind_of(encoding) == DHK_CHARSET_SINGLE) {
        make_table(oldest, icu);
        if (icu != NULL)
            ucnv_close(icu);
    } else {
        ucnv_setToUCallBack(icu, replace, decoder, NULL, NULL, &error);
        oldest->icu = icu;
    }
    *out = oldest;
    return DEHUSK_OK;
}

/* -- Pages --------------------------------------------------------------- */

dhk_decoder *dhk_decoder_new(const dehusk_allocator *allocator) {
    dehusk_allocator own;

    if (!dhk_allocator_or_default(&own, allocator))
        return NULL;
    dhk_decoder *decoder = dhk_allocate(&own, 1, sizeof *decoder);
    if (decoder == NULL)
        return NULL;
    memset(decoder, 0, sizeof *decoder);
    decoder->allocator = own;
    decoder->limit = UINT32_MAX - 64;
    return decoder;
}

void dhk_decoder_free(dhk_decoder *decoder) {
    if (decoder == NULL)
        return;
    dehusk_allocator own = decoder->allocator;
    for (size_t i = 0; i < DHK_CONVERTERS; i++)
        close_converter(&decoder->converters[i]);
    dhk_detector_close(&decoder->detector);
    dhk_release(&own, decoder->utf8, decoder->utf8_capacity, sizeof *decoder->utf8);
    dhk_release(&own, decoder->runs, decoder->run_capacity, sizeof *decoder->runs);
    dhk_release(&own, decoder, 1, sizeof *decoder);
}

/* The input as it is, cut at the limit. */
static void take_as_is(dhk_decoder *decoder) {
    const unsigned char *text = decoder->bytes + decoder->bom_length;
    size_t length = decoder->input_end - decoder->bom_length;

    if (length > decoder->limit) {
        length = decoder->limit;
        for (int back = 0; back < 3 && length > 0 && (text[length] & 0xC0) == 0x80; back++)
            length--;
        truncate_at(decoder, decoder->bom_length + length);
    }
    decoder->direct = true;
    decoder->length = length;
}

static dehusk_status decode(dhk_decoder *decoder, const dhk_encoding *encoding) {
    dhk_converter *converter;
    dehusk_status status = converter_for(decoder, encoding, &converter);
    size_t begin = decoder->bom_length;
    size_t end = decoder->input_end;

    if (status != DEHUSK_OK)
        return status;
    dhk_charset_kind kind = dhk_charset_kind_of(encoding);
    bool chinese = strcmp(converter->encoding->icu_name != NULL ? converter->encoding->icu_name : "", "gb18030") == 0;
    bool japanese = strcmp(encoding->name, "shift_jis") == 0;
    decoder->ascii_trails = kind == DHK_CHARSET_MULTI;
    decoder->lone_80 = chinese ? 0x20AC : japanese ? 0x80 : 0; /* the euro sign of windows-936 */
    decoder->wrong = chinese ? 0xE5E5 : 0;                     /* A3 A0: on real pages a wide space, */
    decoder->right = 0x3000;                                   /* as the Standard says */
    if (kind == DHK_CHARSET_SINGLE)
        return decode_single(decoder, converter, begin, end) ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
    if (kind == DHK_CHARSET_MULTI)
        return decode_multi(decoder, converter->icu, begin, end);
    return decode_icu(decoder, converter->icu, kind == DHK_CHARSET_STATEFUL, begin, end);
}

static dehusk_status decode_page(dhk_decoder *decoder, const unsigned char *bytes, size_t length, const char *transport,
                                 bool html, dhk_charset_result *result) {
    dhk_charset_choice choice;
    bool cut = false;

    /* Offsets into the input are 32 bits wide, too. */
#if SIZE_MAX > UINT32_MAX /* elsewhere no input is longer */
    if (length > UINT32_MAX) {
        length = UINT32_MAX;
        cut = true;
    }
#endif
    decoder->page_number++;
    decoder->bytes = bytes;
    decoder->length = 0;
    decoder->input_end = length;
    decoder->bom_length = 0;
    decoder->malformed = 0;
    decoder->direct = false;
    decoder->truncated = false;
    decoder->run_count = 0;

    dehusk_status status = dhk_charset_choose(&decoder->detector, bytes, length, transport, html, &choice);
    if (status == DEHUSK_OK) {
        decoder->bom_length = choice.bom_length;
        if (choice.plain)
            take_as_is(decoder);
        else
            status = decode(decoder, choice.encoding);
    }
    if (status != DEHUSK_OK) {
        decoder->length = 0;
        decoder->direct = false;
        decoder->input_end = length;
        return status;
    }
    *result = (dhk_charset_result){
        .utf8 = choice.plain || decoder->length == 0 ? bytes + choice.bom_length : decoder->utf8, /* never NULL */
        .length = decoder->length,
        .encoding = choice.encoding,
        .source = choice.source,
        .malformed = decoder->malformed,
        .truncated = decoder->truncated || cut,
    };
    return DEHUSK_OK;
}

dehusk_status dhk_decoder_page(dhk_decoder *decoder, const void *bytes, size_t length, const char *transport, bool html,
                               dhk_charset_result *result) {
    static const unsigned char nothing[1];

    /* Looking for its data, ICU leaves traces in errno. */
    int saved = errno;
    dehusk_status status = decode_page(decoder, length > 0 ? bytes : nothing, length, transport, html, result);
    errno = saved;
    return status;
}
