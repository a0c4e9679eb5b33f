#include "text/text_reader.h"

#include "base/cancel.h"
#include "base/memory.h"
#include "html/html_names.h"
#include "lines/line_builder.h"
#include "text/row_scan.h"
#include "text/text_links.h"

#include <string.h>

struct dhk_text_reader {
    const dehusk_options *options;
    dhk_line_builder builder;
    dhk_scanned_row *rows;
    size_t row_count, row_capacity;
};

dhk_text_reader *dhk_text_reader_new(const dehusk_options *options) {
    dhk_text_reader *reader = dhk_allocate(&options->allocator, 1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    memset(reader, 0, sizeof *reader);
    reader->options = options;
    return reader;
}

void dhk_text_reader_free(dhk_text_reader *reader) {
    if (reader == NULL)
        return;
    dhk_release(&reader->options->allocator, reader->rows, reader->row_capacity, sizeof *reader->rows);
    dhk_release(&reader->options->allocator, reader, 1, sizeof *reader);
}

static dehusk_status scan_rows(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length, dhk_page *page) {
    uint32_t position = 0;
    size_t ask = 0;
    size_t steps = 0;
    dhk_scanned_row row;
    reader->row_count = 0;
    while (dhk_row_scan(bytes, length, &position, &row)) {
        if (dhk_cancelled_at(reader->options, position, &ask, DHK_CANCEL_BYTES))
            return DEHUSK_CANCELLED;
        steps += 1 + (size_t)row.blank_rows;
        if (steps > reader->options->max_steps) {
            page->truncated |= DEHUSK_TRUNCATED_STEPS;
            break;
        }
        if (reader->row_count == reader->options->max_lines) {
            page->truncated |= DEHUSK_TRUNCATED_LINES;
            break;
        }
        if (!DHK_RESERVE(&reader->options->allocator, reader->rows, reader->row_capacity, reader->row_count + 1))
            return DEHUSK_OUT_OF_MEMORY;
        reader->rows[reader->row_count++] = row;
    }
    dhk_rows_find_wrapping(bytes, reader->rows, reader->row_count);
    return DEHUSK_OK;
}

/* `*mark` is the first place from there on where a link may begin: most rows have none. */
static uint32_t append_row(dhk_line_builder *builder, const unsigned char *bytes, uint32_t length,
                           const dhk_scanned_row *row, uint32_t *mark) {
    uint32_t at = row->begin;
    uint32_t links = 0;
    uint32_t link_begin;
    uint32_t link_end;
    if (*mark < at)
        *mark = dhk_text_link_skip(bytes, at, length);
    while (*mark < row->end && at < row->end && dhk_text_link_find(bytes, at, row->end, &link_begin, &link_end)) {
        dhk_line_builder_append(builder, bytes + at, link_begin - at, at, link_begin, true, false);
        dhk_line_builder_append(builder, bytes + link_begin, link_end - link_begin, link_begin, link_end, true, true);
        at = link_end;
        links++;
    }
    dhk_line_builder_append(builder, bytes + at, row->end - at, at, row->end, true, false);
    return links;
}

static bool add_root(const dehusk_allocator *allocator, dhk_page *page) {
    if (!DHK_RESERVE(allocator, page->elements, page->element_capacity, 1))
        return false;
    memset(&page->elements[0], 0, sizeof page->elements[0]);
    page->elements[0].tag = (uint16_t)DHK_TAG_HTML;
    page->element_count = 1;
    return true;
}

dehusk_status dhk_text_reader_read(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length,
                                   dhk_page *page) {
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_line_builder *builder = &reader->builder;
    dehusk_status status;
    size_t ask = DHK_CANCEL_BYTES;
    size_t i = 0;
    uint32_t mark = 0;

    page->format = DEHUSK_FORMAT_TEXT;
    dhk_line_builder_init(builder, allocator, page, reader->options->max_lines);
    status = scan_rows(reader, bytes, length, page);
    if (status != DEHUSK_OK)
        return status;
    if (!add_root(allocator, page))
        return DEHUSK_OUT_OF_MEMORY;
    while (i < reader->row_count && !builder->full) {
        if (dhk_cancelled_at(reader->options, reader->rows[i].end, &ask, DHK_CANCEL_BYTES))
            return DEHUSK_CANCELLED;
        size_t first_row = page->row_count;
        uint32_t links = 0;
        uint32_t blank_rows = reader->rows[i].blank_rows;
        bool goes_on;
        do {
            const dhk_scanned_row *scanned = &reader->rows[i++];
            uint32_t text = (uint32_t)page->text_length;
            dhk_row *row;
            goes_on = scanned->joins_next;
            builder->pending_space = builder->started && !(scanned->wide_begin && scanned[-1].wide_end);
            text += builder->pending_space ? 1 : 0;
            links += append_row(builder, bytes, length, scanned, &mark);
            if (builder->failed || !DHK_RESERVE(allocator, page->rows, page->row_capacity, page->row_count + 1))
                return DEHUSK_OUT_OF_MEMORY;
            if (!builder->visible)
                continue;
            row = &page->rows[page->row_count++];
            row->text = text;
            row->text_length = builder->line.text + builder->visible_length - text;
            row->begin = scanned->begin;
            row->end = scanned->end;
            row->line = (uint32_t)page->line_count;
        } while (goes_on && i < reader->row_count && !builder->full);
        if (dhk_line_builder_end(builder)) {
            dhk_line *line = &page->lines[page->line_count - 1];
            line->element = 0;
            line->kind = DEHUSK_KIND_OTHER;
            line->link_count = links;
            line->first_row = (uint32_t)first_row;
            line->row_count = (uint32_t)(page->row_count - first_row);
            line->breaks = 1 + (blank_rows > 254 ? 254 : blank_rows);
        } else {
            page->row_count = first_row;
        }
        if (builder->failed)
            return DEHUSK_OUT_OF_MEMORY;
    }
    return DEHUSK_OK;
}
