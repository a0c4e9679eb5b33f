#include "text/row_marks.h"

#include <stdbool.h>

enum { QUOTES_MAX = 16, NUMBER_DIGITS_MAX = 3, FENCE_MIN = 3, FENCE_MAX = 8, LABEL_MAX = 64, RULE_MIN = 3 };

static bool is_blank(unsigned char byte) {
    return byte == ' ' || byte == '\t';
}

static uint32_t run_of(const unsigned char *bytes, uint32_t at, uint32_t end, unsigned char byte) {
    uint32_t begin = at;
    while (at < end && bytes[at] == byte)
        at++;
    return at - begin;
}

/* Is the row made of `byte` and white space, at least three of it? */
static bool is_rule(const unsigned char *bytes, uint32_t at, uint32_t end, unsigned char byte) {
    uint32_t count = 0;
    for (; at < end; at++)
        if (bytes[at] == byte)
            count++;
        else if (!is_blank(bytes[at]))
            return false;
    return count >= RULE_MIN;
}

/* The row between a table's head and its body. */
static bool is_table_rule(const unsigned char *bytes, uint32_t at, uint32_t end) {
    uint32_t bars = 0;
    uint32_t dashes = 0;
    for (; at < end; at++) {
        bars += bytes[at] == '|';
        dashes += bytes[at] == '-';
        if (bytes[at] != '|' && bytes[at] != '-' && bytes[at] != ':' && !is_blank(bytes[at]))
            return false;
    }
    return bars > 0 && dashes >= bars;
}

static bool has_byte(const unsigned char *bytes, uint32_t at, uint32_t end, unsigned char byte) {
    while (at < end && bytes[at] != byte)
        at++;
    return at < end;
}

static void find_heading(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    uint32_t level = run_of(bytes, marks->body, end, '#');
    uint32_t at = marks->body + level;
    if (level > 6 || at == end || !is_blank(bytes[at]))
        return;
    marks->mark = DHK_ROW_HEADING;
    marks->level = (uint8_t)level;
    marks->length = level;
}

static void find_number(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    uint32_t at = marks->body;
    while (at < end && dhk_is_digit(bytes[at]))
        at++;
    if (at - marks->body > NUMBER_DIGITS_MAX || at + 1 >= end || (bytes[at] != '.' && bytes[at] != ')') ||
        !is_blank(bytes[at + 1]))
        return;
    marks->mark = DHK_ROW_NUMBERED;
    marks->length = at + 1 - marks->body;
}

static void find_fence(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    unsigned char byte = bytes[marks->body];
    uint32_t length = run_of(bytes, marks->body, end, byte);
    /* "```code``` and text" is code within a row. */
    if (length < FENCE_MIN || (byte == '`' && has_byte(bytes, marks->body + length, end, '`')))
        return;
    marks->mark = DHK_ROW_FENCE;
    marks->level = (uint8_t)(length < FENCE_MAX ? length : FENCE_MAX);
    marks->length = length;
}

static void find_definition(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    uint32_t at = marks->body + 1;
    uint32_t limit = end - at > LABEL_MAX ? at + LABEL_MAX : end;
    if (at == end || bytes[at] == '^')
        return; /* a footnote, which is text */
    while (at < limit && bytes[at] != ']' && bytes[at] != '[')
        at++;
    if (at + 1 >= limit || bytes[at] != ']' || bytes[at + 1] != ':' || at == marks->body + 1)
        return;
    marks->length = at + 2 - marks->body;
    for (at += 2; at < end && is_blank(bytes[at]);)
        at++;
    if (at == end)
        return;
    /* What follows is an address: no white space but before a title. */
    while (at < end && !is_blank(bytes[at]))
        at++;
    while (at < end && is_blank(bytes[at]))
        at++;
    if (at == end || bytes[at] == '"' || bytes[at] == '\'' || bytes[at] == '(')
        marks->mark = DHK_ROW_DEFINITION;
}

static void find_table(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    if (is_table_rule(bytes, marks->body, end))
        marks->mark = DHK_ROW_TABLE_RULE;
    else if (bytes[marks->body] == '|' && has_byte(bytes, marks->body + 1, end, '|'))
        marks->mark = DHK_ROW_TABLE;
}

static void find_bullet(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    unsigned char byte = bytes[marks->body];
    if (byte != '+' && is_rule(bytes, marks->body, end, byte)) {
        marks->mark = DHK_ROW_RULE;
    } else if (byte == '-' && is_table_rule(bytes, marks->body, end)) {
        marks->mark = DHK_ROW_TABLE_RULE;
    } else if (end - marks->body > 2 && is_blank(bytes[marks->body + 1])) {
        marks->mark = DHK_ROW_LIST;
        marks->length = 1;
    }
}

/* U+2022, U+25E6, U+25AA: what pages' lists become in text. */
static void find_drawn_bullet(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    const unsigned char *at = bytes + marks->body;
    if (end - marks->body > 4 && is_blank(at[3]) &&
        ((at[1] == 0x80 && at[2] == 0xA2) || (at[1] == 0x97 && (at[2] == 0xA6 || at[2] == 0xAA)))) {
        marks->mark = DHK_ROW_LIST;
        marks->length = 3;
    }
}

static void find_quotes(const unsigned char *bytes, uint32_t end, dhk_row_marks *marks) {
    while (marks->body < end && bytes[marks->body] == '>' && marks->quotes < QUOTES_MAX) {
        marks->quotes++;
        marks->body++;
        while (marks->body < end && is_blank(bytes[marks->body]))
            marks->body++;
    }
}

dhk_row_marks dhk_row_marks_of(const unsigned char *bytes, uint32_t begin, uint32_t end) {
    dhk_row_marks marks = {.body = begin};
    if (bytes[begin] == '>') {
        find_quotes(bytes, end, &marks);
        if (marks.body == end) {
            marks.mark = DHK_ROW_EMPTY;
            return marks;
        }
    }
    switch (bytes[marks.body]) {
    case '#':
        find_heading(bytes, end, &marks);
        break;
    case '-':
    case '*':
    case '+':
        find_bullet(bytes, end, &marks);
        break;
    case '_':
    case '=':
        if (is_rule(bytes, marks.body, end, bytes[marks.body]))
            marks.mark = DHK_ROW_RULE;
        break;
    case '`':
    case '~':
        find_fence(bytes, end, &marks);
        break;
    case '|':
    case ':':
        find_table(bytes, end, &marks);
        break;
    case '[':
        find_definition(bytes, end, &marks);
        break;
    case 0xE2:
        find_drawn_bullet(bytes, end, &marks);
        break;
    default:
        if (dhk_is_digit(bytes[marks.body]))
            find_number(bytes, end, &marks);
        break;
    }
    return marks;
}
