#include "text/row_scan.h"

#include "base/byte_block.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <string.h>

/* A word of more ASCII characters than this is an address or a table's line: it makes its row long where no text is. */
enum { WORD_MAX = 45 };

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
    const unsigned char *at = dhk_utf8_before(begin, end);
    row_character found = look_at(at, end);
    /* Otherwise it is a part of a malformed sequence, which is shown as U+FFFD. */
    return at + found.width == end ? found : look_at(end - 1, end);
}

/* Begins and ends a row with what is visible of it. False: nothing is. */
static bool trim_row(const unsigned char *bytes, const unsigned char *at, const unsigned char *end,
                     dhk_scanned_row *row) {
    bool found = false;
    row_character character;
    row->indent = 0;
    for (;; at += character.width) {
        if (at == end)
            return false;
        character = look_at(at, end);
        if (character.place == PLACE_VISIBLE)
            break;
        if (character.place == PLACE_SPACE && row->indent < DHK_COLUMNS_ENOUGH)
            row->indent += character.units > 10 ? character.units : 10;
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

/* Trims a row of visible ASCII and spaces, which is measured at once; false: it shows nothing. */
static bool trim_plain_row(const unsigned char *bytes, const unsigned char *at, const unsigned char *end,
                           dhk_scanned_row *row) {
    const unsigned char *from = at;
    while (at < end && *at == ' ')
        at++;
    if (at == end)
        return false;
    while (end[-1] == ' ')
        end--;
    row->begin = (uint32_t)(at - bytes);
    row->end = (uint32_t)(end - bytes);
    row->indent = at - from > DHK_WRAP_MAX ? DHK_COLUMNS_ENOUGH : 10 * (uint32_t)(at - from);
    row->columns = end - from > DHK_WRAP_MAX ? DHK_COLUMNS_ENOUGH : 10 * (uint32_t)(end - from);
    row->measured = true;
    row->plain = true;
    return true;
}

void dhk_row_scanner_init(dhk_row_scanner *scanner, const unsigned char *bytes, uint32_t length) {
    *scanner = (dhk_row_scanner){.bytes = bytes, .length = length};
    if (length > 0)
        scanner->counted = memchr(bytes, '\n', length) != NULL ? '\n' : memchr(bytes, '\r', length) != NULL ? '\r' : 0;
}

/* Goes past the row end at `at`, if it is one; returns where the next row begins. */
static const unsigned char *pass_row_end(dhk_row_scanner *scanner, const unsigned char *at, const unsigned char *end) {
    if (at == end)
        return at;
    at += row_end(at, end);
    if (scanner->counted == 0 || at[-1] == scanner->counted) {
        scanner->number++;
        scanner->row_begin = (uint32_t)(at - scanner->bytes);
    }
    return at;
}

static void find_marks(const unsigned char *bytes, dhk_scanned_row *row) {
    if (dhk_is_no_mark(bytes[row->begin])) {
        row->marks.body = row->begin;
        return;
    }
    row->marks = dhk_row_marks_of(bytes, row->begin, row->end);
    if (row->marks.quotes > 0 && row->marks.body < row->end)
        row->wide_begin = look_at(bytes + row->marks.body, bytes + row->end).wide;
}

bool dhk_row_scan(dhk_row_scanner *scanner, dhk_scanned_row *row) {
    const unsigned char *bytes = scanner->bytes;
    const unsigned char *end = bytes + scanner->length;
    const unsigned char *at = bytes + scanner->position;
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
        if (visible) {
            row->from = (uint32_t)(begin - bytes);
            row->to = (uint32_t)(at - bytes);
            row->number = scanner->number;
        }
        row->blank_rows += !visible && at < end;
        at = pass_row_end(scanner, at, end);
    }
    scanner->position = (uint32_t)(at - bytes);
    if (visible)
        find_marks(bytes, row);
    return visible;
}

void dhk_row_whole(const unsigned char *bytes, uint32_t length, dhk_scanned_row *row) {
    *row = (dhk_scanned_row){.to = length};
    if (length > 0 && trim_row(bytes, bytes, bytes + length, row))
        find_marks(bytes, row);
}

size_t dhk_row_scanner_rows(const dhk_row_scanner *scanner) {
    return scanner->number + (size_t)(scanner->row_begin < scanner->position);
}

void dhk_row_measure(const unsigned char *bytes, dhk_scanned_row *row) {
    const unsigned char *at = bytes + row->begin;
    const unsigned char *end = bytes + row->end;
    uint32_t pending = 0; /* columns of white space that may turn out to be trailing */
    if (row->measured)
        return;
    row->columns = row->indent;
    row->measured = true;
    while (at < end && row->columns < DHK_COLUMNS_ENOUGH) {
        row_character character = look_at(at, end);
        if (character.place == PLACE_SPACE) {
            if (pending < DHK_COLUMNS_ENOUGH)
                pending += 10;
        } else if (character.place == PLACE_VISIBLE) {
            row->columns += pending + character.units;
            pending = 0;
        }
        at += character.width;
    }
}

bool dhk_row_has_long_word(const unsigned char *bytes, const dhk_scanned_row *row) {
    uint32_t at = row->begin;
    while (row->end - at > WORD_MAX) {
        /* From behind: what ends a word spares a look at all that stands before it. */
        uint32_t left = WORD_MAX + 1;
        while (left > 0 && bytes[at + left - 1] > ' ' && bytes[at + left - 1] < 0x80)
            left--;
        if (left == 0)
            return true;
        at += left;
    }
    return false;
}

uint32_t dhk_row_first_word(const unsigned char *bytes, const dhk_scanned_row *row) {
    const unsigned char *at = bytes + row->marks.body;
    const unsigned char *end = bytes + row->end;
    uint32_t columns = 0;
    while (at < end && columns < DHK_COLUMNS_ENOUGH) {
        row_character character = look_at(at, end);
        if (character.place == PLACE_SPACE)
            break;
        if (character.place == PLACE_VISIBLE) {
            columns += character.units;
            if (character.wide)
                break;
        }
        at += character.width;
    }
    return columns;
}
