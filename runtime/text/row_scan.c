#include "text/row_scan.h"

#include "base/byte_block.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

/* Width of wrapped text, in columns: people and mail programs wrap at 60 to 100. */
enum { WRAP_MIN = 40, WRAP_MAX = 120, WRAP_ROWS = 50 };

/* In tenths: a row of so many columns is longer than any text is wrapped at, and no more of it is counted. */
enum { COLUMNS_ENOUGH = 10 * WRAP_MAX + 1 };

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

/* The first byte that is neither visible ASCII nor a space; `end` if there is none. */
static const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end) {
    while (end - at >= DHK_BLOCK_BYTES) {
        dhk_block block = dhk_block_load(at);
        uint32_t plain = dhk_block_mask(dhk_block_below(block, 0x7F)) & ~dhk_block_mask(dhk_block_below(block, ' '));
        if (plain != 0xFFFF)
            return at + dhk_block_first(~plain);
        at += DHK_BLOCK_BYTES;
    }
    while (at < end && *at >= ' ' && *at < 0x7F)
        at++;
    return at;
}

/* Where the row ends that `at` stands in. */
static const unsigned char *find_row_end(const unsigned char *at, const unsigned char *end) {
    while (at < end) {
        while (end - at >= DHK_BLOCK_BYTES) {
            dhk_block block = dhk_block_load(at);
            uint32_t found = dhk_block_mask(dhk_block_or(
                dhk_block_below(block, ' '), dhk_block_or(dhk_block_equal(block, 0xC2), dhk_block_equal(block, 0xE2))));
            if (found != 0) {
                at += dhk_block_first(found);
                break;
            }
            at += DHK_BLOCK_BYTES;
        }
        if (at < end && row_end(at, end) > 0)
            break;
        at += at < end;
    }
    return at;
}

typedef enum char_place { PLACE_NOTHING, PLACE_SPACE, PLACE_INVISIBLE, PLACE_VISIBLE } char_place;

/* What a character means to a row. */
static char_place place_of(uint32_t character, const dhk_char *properties) {
    if (properties->class_ == DHK_CHAR_SPACE || character == '\t' || character == 0)
        return PLACE_SPACE;
    if (properties->class_ == DHK_CHAR_INVISIBLE)
        return PLACE_INVISIBLE;
    return character >= 0xA0 || (character > 0x20 && character < 0x7F) ? PLACE_VISIBLE : PLACE_NOTHING;
}

/* One character of a row. */
typedef struct row_character {
    char_place place;
    uint32_t width; /* in bytes */
    uint32_t units;
    bool wide;
} row_character;

static row_character look_at(const unsigned char *at, const unsigned char *end) {
    row_character found;
    uint32_t character = dhk_utf8_decode(at, end, &found.width);
    const dhk_char *properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
    found.place = place_of(character, properties);
    found.units = properties->units;
    found.wide = (properties->flags & DHK_CHAR_UNSPACED) != 0 || properties->units >= 20;
    return found;
}

/* The character that ends at `end`, in text that is looked at from `begin` on. */
static row_character look_behind(const unsigned char *begin, const unsigned char *end) {
    const unsigned char *at = end - 1;
    row_character found;
    while (end - at < 4 && at > begin && (*at & 0xC0) == 0x80)
        at--;
    found = look_at(at, end);
    /* Otherwise it is a part of a malformed sequence, which is shown as U+FFFD. */
    return at + found.width == end ? found : look_at(end - 1, end);
}

/* Begins and ends a row with what is visible of it. False: nothing is. */
static bool trim_row(const unsigned char *bytes, const unsigned char *at, const unsigned char *end,
                     dhk_scanned_row *row) {
    bool found = false;
    row_character character;
    for (;; at += character.width) {
        if (at == end)
            return false;
        character = look_at(at, end);
        if (character.place == PLACE_VISIBLE)
            break;
    }
    row->begin = (uint32_t)(at - bytes);
    row->wide_begin = character.wide;
    /* Invisible characters behind a visible one are kept. */
    for (;; end -= character.width) {
        character = look_behind(at, end);
        if (!found && character.place >= PLACE_INVISIBLE) {
            row->end = (uint32_t)(end - bytes);
            found = true;
        }
        if (character.place == PLACE_VISIBLE)
            break;
    }
    row->wide_end = character.wide;
    return true;
}

/* The same for a row of visible ASCII and spaces, which is measured at once. */
static bool trim_plain_row(const unsigned char *bytes, const unsigned char *at, const unsigned char *end,
                           dhk_scanned_row *row) {
    uint32_t word = 0;
    while (at < end && *at == ' ')
        at++;
    if (at == end)
        return false;
    while (end[-1] == ' ')
        end--;
    row->begin = (uint32_t)(at - bytes);
    row->end = (uint32_t)(end - bytes);
    while (word <= WRAP_MAX && at + word < end && at[word] != ' ')
        word++;
    row->columns = end - at > WRAP_MAX ? COLUMNS_ENOUGH : 10 * (uint32_t)(end - at);
    row->first_word = 10 * word;
    row->measured = true;
    return true;
}

bool dhk_row_scan(const unsigned char *bytes, uint32_t length, uint32_t *position, dhk_scanned_row *row) {
    const unsigned char *end = bytes + length;
    const unsigned char *at = bytes + *position;
    bool visible = false;

    *row = (dhk_scanned_row){0};
    while (at < end && !visible) {
        const unsigned char *begin = at;
        at = skip_plain(at, end);
        if (at == end || (*at >= '\n' && *at <= '\r')) {
            visible = trim_plain_row(bytes, begin, at, row);
        } else {
            at = find_row_end(at, end);
            visible = trim_row(bytes, begin, at, row);
        }
        if (at == end)
            break;
        at += row_end(at, end);
        row->blank_rows += !visible;
    }
    *position = (uint32_t)(at - bytes);
    return visible;
}

void dhk_row_measure(const unsigned char *bytes, dhk_scanned_row *row) {
    const unsigned char *at = bytes + row->begin;
    const unsigned char *end = bytes + row->end;
    uint32_t pending = 0; /* columns of white space that may turn out to be trailing */
    bool in_first_word = true;
    row->columns = row->first_word = 0;
    row->measured = true;
    while (at < end && row->columns < COLUMNS_ENOUGH) {
        row_character character = look_at(at, end);
        if (character.place == PLACE_SPACE) {
            in_first_word = false;
            if (pending < COLUMNS_ENOUGH)
                pending += 10;
        } else if (character.place == PLACE_VISIBLE) {
            row->columns += pending + character.units;
            pending = 0;
            if (in_first_word)
                row->first_word += character.units;
            if (character.wide)
                in_first_word = false;
        }
        at += character.width;
    }
}

/* The width that all but one in fifty rows keep to, in columns; 0 if it is no width that text is wrapped at. */
static uint32_t find_wrap_width(const dhk_scanned_row *rows, size_t count) {
    size_t histogram[WRAP_MAX + 2] = {0};
    size_t longer = 0;
    uint32_t width = WRAP_MAX + 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t columns = (rows[i].columns + 9) / 10;
        histogram[columns > WRAP_MAX ? WRAP_MAX + 1 : columns]++;
    }
    while (width > 0 && (longer + histogram[width]) * WRAP_ROWS <= count)
        longer += histogram[width--];
    return width >= WRAP_MIN && width <= WRAP_MAX ? width : 0;
}

/* A row is full if the next row's first word would not have fitted behind it. */
static bool is_full(const dhk_scanned_row *row, const dhk_scanned_row *next, uint32_t width) {
    return row->columns + (next->wide_begin ? 0 : 10) + next->first_word > width * 10;
}

/* Measures rows, those that look longest first: true as soon as so many are longer than any text is wrapped at that
 * this one is not, and false with all of them measured. */
static bool too_many_long_rows(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    size_t longer = 0;
    for (size_t i = 0; i < count; i++)
        longer += rows[i].measured && rows[i].columns >= COLUMNS_ENOUGH;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            if (longer * WRAP_ROWS > count)
                return true;
            if (rows[i].measured || (pass == 0 && rows[i].end - rows[i].begin <= 3 * WRAP_MAX))
                continue;
            dhk_row_measure(bytes, &rows[i]);
            longer += rows[i].columns >= COLUMNS_ENOUGH;
        }
    return longer * WRAP_ROWS > count;
}

void dhk_rows_find_wrapping(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    uint32_t width = too_many_long_rows(bytes, rows, count) ? 0 : find_wrap_width(rows, count);
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
