/*
 * Writing the decoded page, and the map from it back to the input: a list of
 * runs of characters that are equally wide here and there; a run ends where the
 * next begins. Only the begins of characters are exact.
 */
#include "base/memory.h"
#include "charset/charset_parts.h"
#include "unicode/utf8.h"

#include <string.h>

/* -- The map ------------------------------------------------------------- */

bool dhk_map_note(dhk_decoder *decoder, size_t utf8, size_t input, size_t utf8_width, size_t input_width) {
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

bool dhk_map_close(dhk_decoder *decoder, dhk_open_character *open, size_t input_end) {
    if (!open->present)
        return true;
    open->present = false;
    return dhk_map_note(decoder, open->utf8, open->input, open->utf8_width, input_end - open->input);
}

size_t dhk_decoder_input_offset(const dhk_decoder *decoder, size_t utf8) {
    if (utf8 >= decoder->length)
        return decoder->input_end;
    if (decoder->direct) {
        /* Back to the lead byte, if there is one that reaches so far. */
        const unsigned char *text = decoder->bytes + decoder->bom_length;
        for (size_t back = 0; back < 4 && back <= utf8; back++) {
            unsigned char byte = text[utf8 - back];
            if (dhk_utf8_is_trail(byte))
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

void dhk_truncate_at(dhk_decoder *decoder, size_t input) {
    decoder->truncated = true;
    decoder->input_end = input;
}

bool dhk_put_ascii(dhk_decoder *decoder, size_t input, size_t length) {
    size_t room = decoder->limit - decoder->length;

    if (length > room) {
        dhk_truncate_at(decoder, input + room);
        length = room;
    }
    if (length == 0)
        return true;
    if (!DHK_RESERVE(&decoder->allocator, decoder->utf8, decoder->utf8_capacity, decoder->length + length) ||
        !dhk_map_note(decoder, decoder->length, input, 1, 1))
        return false;
    memcpy(decoder->utf8 + decoder->length, decoder->bytes + input, length);
    decoder->length += length;
    return true;
}
