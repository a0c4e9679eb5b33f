#include "text/row_scan.h"

#include "unicode/char_class.h"
#include "unicode/utf8.h"

/* Width of wrapped text, in columns: people and mail programs wrap at 60 to 100. */
enum { WRAP_MIN = 40, WRAP_MAX = 120 };

/* Length in bytes of the row end at `bytes`, 0 if there is none. */
static uint32_t row_end(const unsigned char *bytes, const unsigned char *end) {
    size_t left = (size_t)(end - bytes);
    switch (bytes[0]) {
    case '\r':
        return left > 1 && bytes[1] == '\n' ? 2 : 1;
    case '\n':
    case '\v':
    case '\f':
        return 1;
    case 0xC2:
        return left > 1 && bytes[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return left > 2 && bytes[1] == 0x80 && (bytes[2] == 0xA8 || bytes[2] == 0xA9) ? 3 : 0;
    default:
        return 0;
    }
}

bool dhk_row_scan(const unsigned char *bytes, uint32_t length, uint32_t *position, dhk_scanned_row *row) {
    const unsigned char *end = bytes + length;
    const unsigned char *at = bytes + *position;
    bool visible = false;
    bool in_first_word = true;
    uint32_t pending = 0; /* columns of white space that may turn out to be trailing */

    *row = (dhk_scanned_row){0};
    while (at < end) {
        uint32_t width;
        uint32_t character;
        const dhk_char *properties;
        uint32_t ends;
        if (*at > ' ' && *at < 0x7F) { /* as below, for a run of such */
            const unsigned char *run = at;
            while (at<end && * at> ' ' && *at < 0x7F)
                at++;
            width = 10 * (uint32_t)(at - run);
            if (!visible) {
                row->begin = (uint32_t)(run - bytes);
                row->wide_begin = false;
            }
            row->columns += pending + width;
            pending = 0;
            if (in_first_word)
                row->first_word += width;
            visible = true;
            row->wide_end = false;
            row->end = (uint32_t)(at - bytes);
            continue;
        }
        if (*at == ' ') {
            in_first_word = !visible;
            pending += visible ? 10 : 0;
            at++;
            continue;
        }
        ends = *at < 0x20 || *at == 0xC2 || *at == 0xE2 ? row_end(at, end) : 0;
        if (ends > 0) {
            at += ends;
            if (visible)
                break;
            row->blank_rows++;
            continue;
        }
        character = dhk_utf8_decode(at, end, &width);
        properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
        if (properties->class_ == DHK_CHAR_SPACE || character == '\t' || character == 0) {
            in_first_word = !visible;
            if (visible)
                pending += 10;
        } else if (properties->class_ != DHK_CHAR_INVISIBLE &&
                   (character >= 0xA0 || (character > 0x20 && character < 0x7F))) {
            bool wide = (properties->flags & DHK_CHAR_UNSPACED) != 0 || properties->units >= 20;
            if (!visible) {
                row->begin = (uint32_t)(at - bytes);
                row->wide_begin = wide;
            }
            row->columns += pending + properties->units;
            pending = 0;
            if (in_first_word)
                row->first_word += properties->units;
            if (wide)
                in_first_word = false;
            visible = true;
            row->wide_end = wide;
            row->end = (uint32_t)(at - bytes) + width;
        } else if (visible && properties->class_ == DHK_CHAR_INVISIBLE) {
            row->end = (uint32_t)(at - bytes) + width;
        }
        at += width;
    }
    *position = (uint32_t)(at - bytes);
    return visible;
}

/* The width that 98% of the rows keep to, in columns; 0 if it is no width that text is wrapped at. */
static uint32_t find_wrap_width(const dhk_scanned_row *rows, size_t count) {
    size_t histogram[WRAP_MAX + 2] = {0};
    size_t longer = 0;
    uint32_t width = WRAP_MAX + 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t columns = (rows[i].columns + 9) / 10;
        histogram[columns > WRAP_MAX ? WRAP_MAX + 1 : columns]++;
    }
    while (width > 0 && (longer + histogram[width]) * 50 <= count)
        longer += histogram[width--];
    return width >= WRAP_MIN && width <= WRAP_MAX ? width : 0;
}

/* A row is full if the next row's first word would not have fitted behind it. */
static bool is_full(const dhk_scanned_row *row, const dhk_scanned_row *next, uint32_t width) {
    return row->columns + (next->wide_begin ? 0 : 10) + next->first_word > width * 10;
}

void dhk_rows_find_wrapping(dhk_scanned_row *rows, size_t count) {
    uint32_t width = find_wrap_width(rows, count);
    size_t full = 0;
    size_t candidates = 0;

    if (width == 0)
        return;
    for (size_t i = 0; i + 1 < count; i++) {
        /* Within a wrapped paragraph all rows but the last are full. Only long rows tell anything. */
        if (rows[i + 1].blank_rows > 0 || rows[i].columns * 4 < width * 30)
            continue;
        candidates++;
        if (is_full(&rows[i], &rows[i + 1], width)) {
            rows[i].joins_next = true;
            full++;
        }
    }
    /* Menus and verse have short rows for other reasons. */
    if (full < 3 || full * 10 < candidates * 7)
        for (size_t i = 0; i < count; i++)
            rows[i].joins_next = false;
}
