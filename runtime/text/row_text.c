#include "text/row_text.h"

#include "base/byte_block.h"
#include "base/memory.h"
#include "unicode/utf8.h"

#include <string.h>

void dhk_row_writer_init(dhk_row_writer *writer, dhk_line_builder *builder, const unsigned char *bytes,
                         uint32_t length) {
    *writer = (dhk_row_writer){.builder = builder, .bytes = bytes, .length = length};
}

static void append(dhk_row_writer *writer, uint32_t begin, uint32_t end, bool in_link) {
    if (begin < end)
        dhk_line_builder_append(writer->builder, writer->bytes + begin, end - begin, begin, end,
                                DHK_APPEND_LITERAL | (in_link ? DHK_APPEND_IN_LINK : 0));
}

/* Text of a link, in which pictures and addresses may stand. */
static void append_link_text(dhk_row_writer *writer, uint32_t at, uint32_t end) {
    dhk_text_link inner;
    while (at < end && dhk_text_link_find(writer->bytes, at, at, end, end, &inner)) {
        append(writer, at, inner.begin, true);
        append(writer, inner.text_begin, inner.text_end, true);
        at = inner.end;
    }
    append(writer, at, end, true);
}

/* Is it an address, in "<>" or not, and nothing else? */
static bool is_address(const unsigned char *bytes, uint32_t at, uint32_t end) {
    if (end - at > 2 && bytes[at] == '<' && bytes[end - 1] == '>') {
        at++;
        end--;
    }
    return at < end && dhk_text_address_end(bytes, at, end) == end;
}

/* The mark that the row begins with; returns where it goes on. Headings' and numbers' marks are no sentence ends. */
static uint32_t append_mark(dhk_row_writer *writer, const dhk_scanned_row *row) {
    const dhk_row_marks *marks = &row->marks;
    uint32_t at = marks->body + marks->length;
    bool in_link;
    if (marks->mark == DHK_ROW_DEFINITION) { /* "[1]:", and the address that it is for */
        append(writer, marks->body + 1, at - 2, true);
        writer->link = (dhk_text_link){marks->body, row->end, row->end, row->end};
        return row->end;
    }
    if (marks->mark != DHK_ROW_NUMBERED)
        return marks->body;
    while (at < row->end && writer->bytes[at] <= ' ')
        at++;
    in_link = is_address(writer->bytes, at, row->end);
    append(writer, marks->body, marks->body + marks->length - 1, in_link);
    return marks->body + marks->length;
}

uint32_t dhk_row_append(dhk_row_writer *writer, const dhk_scanned_row *row) {
    uint32_t at = row->marks.body;
    uint32_t links = 0;
    dhk_text_link *link = &writer->link;
    if (link->end <= row->begin) {
        if (row->marks.mark == DHK_ROW_NUMBERED || row->marks.mark == DHK_ROW_DEFINITION)
            at = append_mark(writer, row);
        links += row->marks.mark == DHK_ROW_DEFINITION;
    } else if (at < link->text_end) { /* it goes on */
        append_link_text(writer, at, link->text_end < row->end ? link->text_end : row->end);
        at = link->end;
    } else {
        at = link->end;
    }
    if (writer->next_link < at)
        writer->next_link =
            dhk_text_link_skip(writer->bytes, at < writer->length ? at : writer->length, writer->length);
    if (row->is_code) {
        append(writer, at, row->end, false);
        return links;
    }
    while (writer->next_link < row->end && at < row->end &&
           dhk_text_link_find(writer->bytes, row->marks.body, at, row->end, writer->length, link)) {
        append(writer, at, link->begin, false);
        append_link_text(writer, link->text_begin, link->text_end < row->end ? link->text_end : row->end);
        at = link->end;
        links++;
    }
    append(writer, at, row->end, false);
    return links;
}

void dhk_row_append_mark(dhk_row_writer *writer, const dhk_scanned_row *row) {
    uint32_t width;
    dhk_utf8_decode(writer->bytes + row->begin, writer->bytes + row->end, &width);
    append(writer, row->begin, row->begin + width, true);
}

void dhk_row_set_kind(const dhk_scanned_row *row, dhk_line *line) {
    line->kind = DEHUSK_KIND_OTHER;
    switch (row->marks.mark) {
    case DHK_ROW_HEADING:
        line->kind = DEHUSK_KIND_HEADING;
        line->heading_level = (uint8_t)row->marks.level;
        break;
    case DHK_ROW_LIST:
    case DHK_ROW_NUMBERED:
        line->kind = DEHUSK_KIND_LIST_ITEM;
        break;
    case DHK_ROW_TABLE:
    case DHK_ROW_TABLE_RULE:
        line->kind = DEHUSK_KIND_CELL;
        break;
    case DHK_ROW_RULE:
        line->is_rule = true;
        break;
    default:
        break;
    }
    if (row->is_code) {
        line->kind = DEHUSK_KIND_PREFORMATTED;
        line->measure.counts[DHK_CHAR_PUNCTUATION] += line->measure.counts[DHK_CHAR_SENTENCE_END];
        line->measure.counts[DHK_CHAR_SENTENCE_END] = 0; /* code has dots for other reasons */
    }
}

/* Copies visible ASCII and spaces; returns how many bytes. */
static size_t copy_plain(char *out, const unsigned char *bytes, const unsigned char *end) {
    const unsigned char *at = bytes;
    while (end - at >= DHK_BLOCK_BYTES) {
        dhk_block block = dhk_block_load(at);
        uint32_t plain = dhk_block_mask(dhk_block_below(block, 0x7F)) & ~dhk_block_mask(dhk_block_below(block, ' '));
        if (plain != 0xFFFF)
            break;
        dhk_block_store((unsigned char *)out + (at - bytes), block);
        at += DHK_BLOCK_BYTES;
    }
    for (; at < end && *at >= ' ' && *at < 0x7F; at++)
        out[at - bytes] = (char)*at;
    return (size_t)(at - bytes);
}

/* Copies a row as it is, but for what is no text: U+FFFD stands for malformed sequences, a space for NULs and for row
 * ends within a line that the caller cut, and other control characters are left out. Returns how long it has become. */
static uint32_t copy_row(char *out, const unsigned char *bytes, const unsigned char *end) {
    char *begin = out;
    while (bytes < end) {
        uint32_t width;
        uint32_t character;
        size_t plain = copy_plain(out, bytes, end);
        out += plain;
        bytes += plain;
        if (bytes == end)
            break;
        character = dhk_utf8_decode(bytes, end, &width);
        if (character == DHK_MALFORMED) {
            memcpy(out, "\xEF\xBF\xBD", 3);
            out += 3;
        } else if (character == 0 || (character >= '\n' && character <= '\r')) {
            *out++ = ' ';
        } else if (character == '\t' || character >= 0xA0) {
            memcpy(out, bytes, width);
            out += width;
        }
        bytes += width;
    }
    return (uint32_t)(out - begin);
}

bool dhk_row_store_copy(const dehusk_allocator *allocator, dhk_document *document, const unsigned char *bytes,
                        const dhk_scanned_row *row, bool alone) {
    const dhk_line *line = &document->lines[document->line_count - 1];
    uint32_t length = row->to - row->from;
    size_t needed = document->text_length + 3 * (size_t)length;
    dhk_row stored = {line->text, length, row->from, row->to, (uint32_t)document->line_count - 1, row->number};
    if (!alone || length != line->text_length || memcmp(bytes + row->from, document->text + line->text, length) != 0) {
        if (needed > UINT32_MAX) {
            document->truncated |= DEHUSK_TRUNCATED_BYTES;
            return true;
        }
        if (!DHK_RESERVE(allocator, document->text, document->text_capacity, needed))
            return false;
        stored.text = (uint32_t)document->text_length;
        stored.text_length = copy_row(document->text + document->text_length, bytes + row->from, bytes + row->to);
        document->text_length += stored.text_length;
    }
    if (!DHK_RESERVE(allocator, document->rows, document->row_capacity, document->row_count + 1))
        return false;
    document->rows[document->row_count++] = stored;
    return true;
}
