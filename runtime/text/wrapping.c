#include "text/wrapping.h"

#include "unicode/char_class.h"
#include "unicode/utf8.h"

/* Width of wrapped text, in columns: people and mail programs wrap at 60 to 100. One row in WRAP_ROWS may be longer. */
enum { WRAP_MIN = 40, WRAP_ROWS = 50 };

/* Rows of a paragraph, or of a whole text. */
typedef struct row_span {
    const unsigned char *bytes;
    dhk_scanned_row *rows;
    size_t count;
} row_span;

/* May the paragraph of `row` go on in `next`? */
static bool may_go_on(const dhk_scanned_row *row, const dhk_scanned_row *next) {
    return next->blank_rows == 0 && next->marks.mark == DHK_ROW_PLAIN && next->marks.quotes == row->marks.quotes &&
           (row->marks.mark == DHK_ROW_PLAIN || row->marks.mark == DHK_ROW_LIST ||
            row->marks.mark == DHK_ROW_NUMBERED) &&
           !row->is_code && !next->is_code && !row->is_piece && !next->is_piece;
}

/* Is it longer than any text is wrapped at, for no reason? */
static bool is_long(row_span span, const dhk_scanned_row *row) {
    return row->columns >= DHK_COLUMNS_ENOUGH && !dhk_row_has_long_word(span.bytes, row);
}

/* The width that all but one in fifty rows keep to, in columns; 0 if it is no width that text is wrapped at. */
static uint32_t find_width(row_span span) {
    size_t histogram[DHK_WRAP_MAX + 2] = {0};
    size_t longer = 0;
    size_t counted = 0;
    uint32_t width = DHK_WRAP_MAX + 1;
    for (size_t i = 0; i < span.count; i++) {
        uint32_t columns = (span.rows[i].columns + 9) / 10;
        if (columns > DHK_WRAP_MAX && !is_long(span, &span.rows[i]))
            continue;
        histogram[columns > DHK_WRAP_MAX ? DHK_WRAP_MAX + 1 : columns]++;
        counted++;
    }
    while (width > 0 && (longer + histogram[width]) * WRAP_ROWS <= counted)
        longer += histogram[width--];
    return width >= WRAP_MIN && width <= DHK_WRAP_MAX ? width : 0;
}

/* A row is full if the next row's first word would not have fitted behind it. */
static bool is_full(row_span span, size_t row, uint32_t width) {
    const dhk_scanned_row *next = &span.rows[row + 1];
    return span.rows[row].columns + (next->wide_begin ? 0 : 10) + dhk_row_first_word(span.bytes, next) > width * 10;
}

/* Measures rows, those that look longest first: true as soon as so many are longer than any text is wrapped at that
 * this one is not, and false with all of them measured. */
static bool too_many_long_rows(row_span span) {
    size_t longer = 0;
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < span.count; i++) {
            dhk_scanned_row *row = &span.rows[i];
            /* First those that are measured, then those that look long, then the others. */
            if (pass == 0 ? !row->measured : row->measured || (pass == 1 && row->end - row->begin <= 3 * DHK_WRAP_MAX))
                continue;
            dhk_row_measure(span.bytes, row);
            longer += is_long(span, row);
            if (longer * WRAP_ROWS > span.count)
                return true;
        }
    return false;
}

static bool begins_with_capital(row_span span, size_t row) {
    uint32_t width;
    uint32_t character =
        dhk_utf8_decode(span.bytes + span.rows[row].marks.body, span.bytes + span.rows[row].end, &width);
    return character != DHK_MALFORMED && dhk_char_of(character)->class_ == DHK_CHAR_UPPER;
}

/* What the rows of a span say of wrapping at a width. */
typedef struct row_tally {
    size_t candidates; /* rows that go on and are long enough to tell anything */
    size_t full;
    size_t capitals; /* of the full ones, those that go on with a capital letter, as verse and lists do */
} row_tally;

static row_tally tally_rows(row_span span, uint32_t width) {
    row_tally tally = {0, 0, 0};
    for (size_t i = 0; i + 1 < span.count; i++) {
        /* Within a wrapped paragraph all rows but the last are full. */
        if (!may_go_on(&span.rows[i], &span.rows[i + 1]) || span.rows[i].columns * 4 < width * 30)
            continue;
        tally.candidates++;
        if (is_full(span, i, width)) {
            tally.full++;
            tally.capitals += begins_with_capital(span, i + 1);
        }
    }
    return tally;
}

static void join_rows(row_span span, uint32_t width) {
    for (size_t i = 0; i + 1 < span.count; i++)
        if (may_go_on(&span.rows[i], &span.rows[i + 1]) && span.rows[i].columns * 4 >= width * 30 &&
            is_full(span, i, width))
            span.rows[i].joins_next = true;
}

/* A text as a whole. Menus and verse have short rows for other reasons. */
static bool join_text(row_span span) {
    uint32_t width = too_many_long_rows(span) ? 0 : find_width(span);
    row_tally tally;
    if (width == 0)
        return false;
    tally = tally_rows(span, width);
    if (tally.full < 3 || tally.full * 10 < tally.candidates * 7)
        return false;
    join_rows(span, width);
    return true;
}

/* Two rows must be long enough to tell anything, and none too long, of so few. Bytes tell at once: no character has more
 * columns than bytes, and the row of most bytes is likely the longest. */
static bool may_be_wrapped(row_span span) {
    dhk_scanned_row *longest = &span.rows[0];
    size_t longer = 0;
    for (size_t i = 0; i < span.count; i++) {
        dhk_scanned_row *row = &span.rows[i];
        longer += i + 1 < span.count && row->to - row->from >= WRAP_MIN * 3 / 4;
        longest = row->to - row->from > longest->to - longest->from ? row : longest;
    }
    if (longer < 2)
        return false;
    dhk_row_measure(span.bytes, longest);
    return span.count >= WRAP_ROWS || !is_long(span, longest);
}

/* Three rows and more that stand together, by themselves: nearly all must be full, and not all begin as verse does.
 * Returns the width that they are wrapped at, 0 if they are not. */
static uint32_t join_paragraph(row_span span) {
    uint32_t width;
    row_tally tally;
    if (span.count < 3 || !may_be_wrapped(span) || too_many_long_rows(span))
        return 0;
    width = find_width(span);
    if (width == 0)
        return 0;
    tally = tally_rows(span, width);
    if (tally.full < 2 || tally.full * 10 < tally.candidates * 8 || tally.capitals * 5 > tally.full * 3)
        return 0;
    join_rows(span, width);
    return width;
}

/* Two rows tell nothing by themselves, but something where others are wrapped at the same width. */
static void join_pair(row_span span, uint32_t width) {
    if (span.count != 2)
        return;
    dhk_row_measure(span.bytes, &span.rows[0]);
    dhk_row_measure(span.bytes, &span.rows[1]);
    if (span.rows[0].columns <= 10 * width && span.rows[1].columns <= 10 * width && !begins_with_capital(span, 1))
        join_rows(span, width);
}

static size_t paragraph_length(row_span span, size_t first) {
    size_t end = first + 1;
    while (end < span.count && may_go_on(&span.rows[end - 1], &span.rows[end]))
        end++;
    return end - first;
}

void dhk_rows_find_wrapping(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    row_span text = {bytes, rows, count};
    uint32_t widest = 0;
    if (count < 2 || join_text(text) || paragraph_length(text, 0) == count)
        return;
    for (size_t i = 0; i < count;) {
        row_span paragraph = {bytes, rows + i, paragraph_length(text, i)};
        uint32_t width = join_paragraph(paragraph);
        widest = width > widest ? width : widest;
        i += paragraph.count;
    }
    for (size_t i = 0; i < count && widest > 0;) {
        row_span paragraph = {bytes, rows + i, paragraph_length(text, i)};
        join_pair(paragraph, widest);
        i += paragraph.count;
    }
}
