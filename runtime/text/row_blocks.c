#include "text/row_blocks.h"

#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <string.h>

/* A piece of fewer bytes is an abbreviation or a number more often than a sentence; one of more is cut at any space,
 * since there are scripts that mark no sentence ends. */
enum { PIECE_MIN = 40, PIECE_MAX = 1500 };

/* Rows of a table that are longer than this hold paragraphs, and are judged one by one. */
enum { CELL_ROW_MAX = 200 };

/* Columns that code is indented by, in tenths. */
enum { CODE_INDENT = 40 };

static void join(dhk_scanned_row *rows, size_t first, size_t last) {
    for (size_t i = first; i < last; i++)
        rows[i].joins_next = true;
}

/* -- Menus ----------------------------------------------------------------- */

/* Entries of a menu, at least, and their length in bytes, at most, on the average: cells of a single row of data are
 * fewer or longer. */
enum { MENU_ENTRIES_MIN = 5, MENU_ENTRY_MAX = 30 };

uint32_t dhk_row_tabs(const unsigned char *bytes, const dhk_scanned_row *row) {
    const unsigned char *at = bytes + row->begin, *end = bytes + row->end;
    uint32_t count = 0;
    while (at < end && (at = memchr(at, '\t', (size_t)(end - at))) != NULL) {
        count++;
        while (at < end && *at == '\t')
            at++;
    }
    return count;
}

bool dhk_row_is_menu(const dhk_scanned_row *row, uint32_t tabs, uint32_t tabs_before, uint32_t tabs_after) {
    return tabs + 1 >= MENU_ENTRIES_MIN && tabs_before == 0 && tabs_after == 0 && !row->is_piece &&
           (uint64_t)(row->end - row->begin) <= (uint64_t)MENU_ENTRY_MAX * (tabs + 1);
}

/* What is left of a row behind `stop` is as good as a row of its own, which stands on the same line. */
static void cut_at(const unsigned char *bytes, uint32_t stop, dhk_scanned_row *rest, dhk_scanned_row *piece) {
    piece->to = stop;
    piece->end = stop;
    while (piece->end > piece->begin && (bytes[piece->end - 1] == ' ' || bytes[piece->end - 1] == '\t'))
        piece->end--;
    if (piece->marks.mark != DHK_ROW_PLAIN && piece->marks.body + piece->marks.length > piece->end) {
        piece->marks.mark = DHK_ROW_PLAIN; /* it has been cut itself: "[a<TAB>b]:" */
        piece->marks.length = 0;
    }
    rest->from = rest->begin = stop;
    rest->blank_rows = 0;
    rest->indent = 0;
    rest->marks = (dhk_row_marks){.body = stop};
}

bool dhk_row_cut_entry(const unsigned char *bytes, dhk_scanned_row *rest, dhk_scanned_row *entry) {
    const unsigned char *tab = memchr(bytes + rest->begin, '\t', rest->end - rest->begin);
    uint32_t stop = tab != NULL ? (uint32_t)(tab - bytes) : rest->end;
    rest->is_piece = true;
    *entry = *rest;
    while (stop < rest->end && (bytes[stop] == ' ' || bytes[stop] == '\t'))
        stop++;
    if (stop == rest->end)
        return false;
    cut_at(bytes, stop, rest, entry);
    return true;
}

/* -- Code ------------------------------------------------------------------ */

enum { FENCE_KINDS = 2, FENCE_LEVELS = 9 };

/* The row that closes the fence at `first`; `count` if there is none. */
static size_t find_fence_end(const unsigned char *bytes, const dhk_scanned_row *rows, size_t first, size_t count) {
    const dhk_row_marks *fence = &rows[first].marks;
    for (size_t i = first + 1; i < count; i++)
        if (rows[i].marks.mark == DHK_ROW_FENCE && rows[i].marks.level >= fence->level &&
            bytes[rows[i].marks.body] == bytes[fence->body] && rows[i].marks.body + rows[i].marks.length == rows[i].end)
            return i;
    return count;
}

/* A fence that nothing closes is none. That there is nothing is remembered, so that many of them take linear time. */
static void find_fences(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    bool unclosed[FENCE_KINDS][FENCE_LEVELS] = {{false}};
    for (size_t i = 0; i < count; i++) {
        bool *without_end;
        size_t end;
        if (rows[i].marks.mark != DHK_ROW_FENCE)
            continue;
        without_end = &unclosed[bytes[rows[i].marks.body] == '~'][rows[i].marks.level];
        end = *without_end ? count : find_fence_end(bytes, rows, i, count);
        *without_end = end == count;
        if (end == count)
            continue;
        join(rows, i, end);
        for (; i < end; i++)
            rows[i].is_code = true;
        rows[end].is_code = true;
    }
}

static bool is_indented(const dhk_scanned_row *row) {
    return row->indent >= CODE_INDENT && row->marks.mark != DHK_ROW_LIST && row->marks.mark != DHK_ROW_NUMBERED;
}

/* Rows that are indented after a blank row, where the text before is not: that is code in a text that has Markdown's
 * headings or fences. */
static void find_indented_code(dhk_scanned_row *rows, size_t count) {
    for (size_t i = 1; i < count; i++) {
        size_t end = i;
        if (rows[i].is_code || rows[i].blank_rows == 0 || !is_indented(&rows[i]) || rows[i - 1].is_code ||
            rows[i - 1].indent > 0 || rows[i - 1].marks.mark == DHK_ROW_LIST ||
            rows[i - 1].marks.mark == DHK_ROW_NUMBERED)
            continue;
        while (end < count && !rows[end].is_code && rows[end].indent >= CODE_INDENT)
            rows[end++].is_code = true;
        join(rows, i, end - 1);
        i = end - 1;
    }
}

static bool is_markdown(const dhk_scanned_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].is_code || rows[i].marks.mark == DHK_ROW_HEADING)
            return true;
    return false;
}

/* -- Tables, headings, quotes ---------------------------------------------- */

static bool is_cell_row(const dhk_scanned_row *row) {
    return row->marks.mark == DHK_ROW_TABLE && row->end - row->begin <= CELL_ROW_MAX;
}

/* The head, the rule at `rule` and the body of a table. Returns its last row. */
static size_t join_table(dhk_scanned_row *rows, size_t rule, size_t count) {
    size_t last = rule;
    if (rule > 0 && rows[rule].blank_rows == 0 && !rows[rule - 1].is_code)
        rows[rule - 1].joins_next = true;
    while (last + 1 < count && rows[last + 1].blank_rows == 0 && is_cell_row(&rows[last + 1]))
        last++;
    join(rows, rule, last);
    return last;
}

/* Is the rule at `row` the line below a heading of one row? */
static bool is_underline(const unsigned char *bytes, const dhk_scanned_row *rows, size_t row) {
    const dhk_scanned_row *above = row > 0 ? &rows[row - 1] : NULL;
    unsigned char byte = bytes[rows[row].marks.body];
    if (above == NULL || rows[row].blank_rows > 0 || above->marks.mark != DHK_ROW_PLAIN || above->is_code ||
        above->marks.quotes != rows[row].marks.quotes || above->end - above->begin > DHK_WRAP_MAX ||
        (byte != '=' && byte != '-') || (row > 1 && above->blank_rows == 0 && rows[row - 2].marks.mark != DHK_ROW_RULE))
        return false;
    for (uint32_t at = rows[row].marks.body; at < rows[row].end; at++)
        if (bytes[at] != byte)
            return false;
    return true;
}

static void find_marked(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i].is_code || rows[i].marks.mark < DHK_ROW_TABLE_RULE)
            continue;
        if (rows[i].marks.mark == DHK_ROW_TABLE_RULE) {
            i = join_table(rows, i, count);
        } else if (rows[i].marks.mark == DHK_ROW_EMPTY) {
            if (i > 0 && rows[i].blank_rows == 0 && rows[i - 1].marks.quotes > 0)
                rows[i - 1].joins_next = true;
        } else if (rows[i].marks.mark == DHK_ROW_RULE && is_underline(bytes, rows, i)) {
            rows[i - 1].joins_next = true;
            rows[i - 1].marks.mark = DHK_ROW_HEADING;
            rows[i - 1].marks.level = bytes[rows[i].marks.body] == '=' ? 1 : 2;
        }
    }
}

void dhk_rows_find_blocks(const unsigned char *bytes, dhk_scanned_row *rows, size_t count) {
    find_fences(bytes, rows, count);
    if (is_markdown(rows, count))
        find_indented_code(rows, count);
    find_marked(bytes, rows, count);
}

/* -- Pieces ------------------------------------------------------------------ */

/* May a sentence begin at `at`, behind the end of another? Not with a small letter. */
static bool may_begin(const unsigned char *bytes, uint32_t at, uint32_t end) {
    uint32_t width;
    uint32_t character = dhk_utf8_decode(bytes + at, bytes + end, &width);
    return character == DHK_MALFORMED || dhk_char_of(character)->class_ != DHK_CHAR_LOWER;
}

static bool is_closing(dhk_char_class class_) {
    return class_ == DHK_CHAR_SENTENCE_END || class_ == DHK_CHAR_QUOTE || class_ == DHK_CHAR_CLOSE ||
           class_ == DHK_CHAR_INVISIBLE;
}

/* Where the first piece of [at, end) ends, `end` if it is all one: behind the end of a sentence and what closes it, at
 * tabs, at wide gaps, or wherever there is space once it is long enough. */
static uint32_t find_piece_end(const unsigned char *bytes, uint32_t at, uint32_t end) {
    uint32_t begin = at;
    bool ended = false;    /* a sentence, with nothing but what closes it since */
    bool unspaced = false; /* a letter of a script without spaces stands before that end */
    while (at < end) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(bytes + at, bytes + end, &width);
        const dhk_char *properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
        bool space = properties->class_ == DHK_CHAR_SPACE || character == '\t';
        if (at - begin < PIECE_MIN) {
            ended = false;
        } else if (space) {
            uint32_t next = at + width;
            bool gap = character == '\t' || (next < end && (bytes[next] == ' ' || bytes[next] == '\t'));
            while (next < end && (bytes[next] == ' ' || bytes[next] == '\t'))
                next++;
            if (next < end && (gap || at - begin > PIECE_MAX || (ended && may_begin(bytes, next, end))))
                return next;
        } else if (ended && unspaced && !is_closing(properties->class_)) {
            return at;
        }
        if (!space) {
            ended = properties->class_ == DHK_CHAR_SENTENCE_END || (ended && is_closing(properties->class_));
            if (properties->class_ >= DHK_CHAR_UPPER && properties->class_ <= DHK_CHAR_DIGIT)
                unspaced = (properties->flags & DHK_CHAR_UNSPACED) != 0;
        }
        at += width;
    }
    return end;
}

bool dhk_row_cut_piece(const unsigned char *bytes, dhk_scanned_row *rest, dhk_scanned_row *piece) {
    uint32_t stop = find_piece_end(bytes, rest->begin, rest->end);
    rest->is_piece = true;
    *piece = *rest;
    if (stop == rest->end)
        return false;
    cut_at(bytes, stop, rest, piece);
    return true;
}
