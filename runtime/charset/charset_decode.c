/*
 * Decoding to UTF-8. UTF-8 and pure ASCII are given as they are. Single-byte
 * encodings go by a table of 256 entries that is made from the Standard's index
 * when a page first needs it, UTF-16 by itself, and the others by ICU.
 */
#include "base/cancel.h"
#include "base/memory.h"
#include "charset/charset_parts.h"
#include "unicode/utf8.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* Bytes of the input for which room is made at once. */
enum { STEP = 1024 };

/* -- Single-byte encodings ----------------------------------------------- */

/* Words and spaces alternate here, so that runs are short: room for a step's
 * text and runs is made beforehand, and the loop only writes. */
static dehusk_status decode_single(dhk_decoder *decoder, const dhk_single_table *single, size_t position, size_t end) {
    const unsigned char *bytes = decoder->bytes;
    size_t length = 0;
    unsigned width = 0; /* of the last character */

    while (position < end && !decoder->truncated) {
        size_t stop = end - position < STEP ? end : position + STEP;
        size_t malformed = 0;
        if (dhk_decoder_cancelled(decoder, position))
            return DEHUSK_CANCELLED;
        if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, length + STEP * 3) ||
            !DHK_RESERVE(&decoder->allocator, decoder->runs, decoder->run_capacity, decoder->run_count + STEP))
            return DEHUSK_OUT_OF_MEMORY;
        for (; position < stop; position++) {
            const unsigned char *entry = single->utf8[bytes[position]];
            if (entry[3] > decoder->limit - length) {
                dhk_truncate_at(decoder, position);
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
            malformed += !single->assigned[bytes[position]];
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
    return DEHUSK_OK;
}

/* The table of an encoding from those kept, or the one unused longest made anew. */
static const dhk_single_table *table_for(dhk_decoder *decoder, const dhk_encoding *encoding) {
    dhk_single_table *oldest = &decoder->tables[0];

    for (size_t i = 0; i < DHK_SINGLE_TABLES; i++) {
        dhk_single_table *table = &decoder->tables[i];
        if (table->encoding == encoding) {
            table->used = decoder->page_number;
            return table;
        }
        if (table->used < oldest->used)
            oldest = table;
    }
    oldest->encoding = encoding;
    oldest->used = decoder->page_number;
    for (unsigned byte = 0; byte < 256; byte++) {
        uint32_t character = dhk_charset_single(encoding, (unsigned char)byte);
        oldest->assigned[byte] = character != 0xFFFD;
        oldest->utf8[byte][3] = (unsigned char)dhk_utf8_encode(oldest->utf8[byte], character);
    }
    return oldest;
}

/* -- UTF-16 -------------------------------------------------------------- */

static uint32_t unit_at(const unsigned char *bytes, bool big_endian) {
    return big_endian ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
}

/* The character at `bytes`, U+FFFD for a surrogate without the other one and for half a unit. */
static uint32_t utf16_character(const unsigned char *bytes, size_t left, bool big_endian, size_t *width,
                                size_t *malformed) {
    uint32_t unit;
    *width = left < 2 ? left : 2;
    if (left >= 2) {
        unit = unit_at(bytes, big_endian);
        if (unit < 0xD800 || unit > 0xDFFF)
            return unit;
        if (unit < 0xDC00 && left >= 4) {
            uint32_t next = unit_at(bytes + 2, big_endian);
            if (next >= 0xDC00 && next <= 0xDFFF) {
                *width = 4;
                return 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
            }
        } else if (unit < 0xDC00) {
            *width = left; /* at the end: the half unit behind it is no error of its own */
        }
    }
    ++*malformed;
    return 0xFFFD;
}

static dehusk_status decode_utf16(dhk_decoder *decoder, bool big_endian, size_t position, size_t end) {
    while (position < end && !decoder->truncated) {
        size_t stop = end - position < STEP ? end : position + STEP;
        if (dhk_decoder_cancelled(decoder, position))
            return DEHUSK_CANCELLED;
        if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, decoder->length + STEP * 3))
            return DEHUSK_OUT_OF_MEMORY;
        while (position < stop) {
            unsigned char utf8[4];
            size_t width;
            size_t malformed = 0;
            uint32_t character =
                utf16_character(decoder->bytes + position, end - position, big_endian, &width, &malformed);
            size_t length = dhk_utf8_encode(utf8, character);
            if (length > decoder->limit - decoder->length) {
                dhk_truncate_at(decoder, position);
                break;
            }
            decoder->malformed += malformed;
            if (!dhk_map_note(decoder, decoder->length, position, length, width))
                return DEHUSK_OUT_OF_MEMORY;
            memcpy(decoder->utf8 + decoder->length, utf8, length);
            decoder->length += length;
            position += width;
        }
    }
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

void dhk_decoder_watch(dhk_decoder *decoder, const dehusk_options *options) {
    decoder->options = options;
}

bool dhk_decoder_cancelled(dhk_decoder *decoder, size_t position) {
    return decoder->options != NULL && dhk_cancelled_at(decoder->options, position, &decoder->ask, DHK_CANCEL_BYTES);
}

void dhk_decoder_free(dhk_decoder *decoder) {
    if (decoder == NULL)
        return;
    dehusk_allocator own = decoder->allocator;
    dhk_icu_close(decoder);
    dhk_icu_detector_close(&decoder->detector);
    dhk_release(&own, decoder->utf8, decoder->utf8_capacity, sizeof *decoder->utf8);
    dhk_release(&own, decoder->runs, decoder->run_capacity, sizeof *decoder->runs);
    dhk_release(&own, decoder, 1, sizeof *decoder);
}

/* The input as it is, cut at the limit. */
static void take_as_is(dhk_decoder *decoder) {
    const unsigned char *text = decoder->bytes + decoder->bom_length;
    size_t length = decoder->input_end - decoder->bom_length;

    if (length > decoder->limit) {
        length = dhk_utf8_cut(text, decoder->limit);
        dhk_truncate_at(decoder, decoder->bom_length + length);
    }
    decoder->direct = true;
    decoder->length = length;
}

static dehusk_status decode(dhk_decoder *decoder, const dhk_encoding *encoding) {
    size_t begin = decoder->bom_length;
    size_t end = decoder->input_end;

    switch (dhk_charset_kind_of(encoding)) {
    case DHK_CHARSET_SINGLE:
        return decode_single(decoder, table_for(decoder, encoding), begin, end);
    case DHK_CHARSET_UTF16:
        return decode_utf16(decoder, strcmp(encoding->name, "utf-16be") == 0, begin, end);
    default:
        return dhk_icu_decode(decoder, encoding, begin, end);
    }
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
    decoder->ask = 0;
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
        .declared = choice.declared,
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
