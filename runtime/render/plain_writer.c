#include "render/plain_writer.h"

static bool is_kept(const dehusk_line *row) {
    return row->label == DEHUSK_CONTENT;
}

/* Is row `i` the last one of its line, and the next row kept, and a piece of the same row of the file? */
static bool row_goes_on(const dhk_document *document, const dehusk_line *rows, uint32_t i) {
    return document->file_rows > 0 && i + 1 < document->row_count && is_kept(&rows[i + 1]) &&
           document->rows[i].line != document->rows[i + 1].line && document->rows[i].end == document->rows[i + 1].begin;
}

void dhk_plain_put_rows(dhk_text_buffer *out, const dhk_document *document, const dehusk_line *rows) {
    bool written = false;
    bool blank = false;
    uint32_t line = UINT32_MAX; /* of the row before */
    for (uint32_t i = 0; i < document->row_count; i++) {
        const dhk_row *row = &document->rows[i];
        blank |= row->line != line && document->lines[row->line].breaks > 1;
        line = row->line;
        if (!is_kept(&rows[i]))
            continue;
        if (written && blank)
            dhk_text_put_byte(out, '\n');
        dhk_text_put(out, document->text + row->text, row->text_length);
        if (!row_goes_on(document, rows, i))
            dhk_text_put_byte(out, '\n');
        written = true;
        blank = false;
    }
}

static void put_line(dhk_plain_writer *writer, uint32_t line) {
    const dhk_document *document = writer->walk->document;
    dhk_text_put(writer->out, document->text + document->lines[line].text, document->lines[line].text_length);
}

static void begin_block(dhk_plain_writer *writer) {
    if (writer->written && !(writer->in_list && writer->items > 0))
        dhk_text_put_byte(writer->out, '\n');
    writer->written = true;
    writer->in_list = writer->items > 0;
}

static void open_container(void *data, const dhk_block_container *container) {
    dhk_plain_writer *writer = data;
    writer->items += container->kind == DHK_CONTAINER_ITEM;
}

static void close_container(void *data, const dhk_block_container *container) {
    dhk_plain_writer *writer = data;
    writer->items -= container->kind == DHK_CONTAINER_ITEM;
}

static void put_paragraph(void *data, uint32_t first, uint32_t last) {
    dhk_plain_writer *writer = data;
    begin_block(writer);
    for (uint32_t line = first; line <= last; line++) {
        put_line(writer, line);
        dhk_text_put_byte(writer->out, '\n');
    }
}

static void put_heading(void *data, int level, uint32_t first, uint32_t last) {
    (void)level;
    put_paragraph(data, first, last);
}

static void put_code_block(void *data, uint32_t first, uint32_t last, dhk_text_run language) {
    dhk_plain_writer *writer = data;
    (void)language;
    begin_block(writer);
    for (uint32_t line = first; line <= last; line++) {
        for (uint32_t i = line > first ? dhk_walk_blank_rows(writer->walk, line) : 0; i > 0; i--)
            dhk_text_put_byte(writer->out, '\n');
        if (!writer->walk->labels[line])
            continue;
        put_line(writer, line);
        dhk_text_put_byte(writer->out, '\n');
    }
}

static void put_cell(dhk_plain_writer *writer, const dhk_table_cell *cell) {
    for (uint32_t line = cell->first_line; line <= cell->last_line; line++) {
        if (!writer->walk->labels[line])
            continue;
        if (line > cell->first_line)
            dhk_text_put_byte(writer->out, ' ');
        put_line(writer, line);
    }
}

/* A row of the table is a row, with tabs between its columns; behind its last cell of which something is kept it ends. */
static void put_table(void *data, const dhk_table *table) {
    dhk_plain_writer *writer = data;
    begin_block(writer);
    for (size_t i = 0; i < table->cell_count;) {
        uint32_t row = table->cells[i].row;
        uint32_t column = 0;
        for (; i < table->cell_count && table->cells[i].row == row; i++) {
            const dhk_table_cell *cell = &table->cells[i];
            if (cell->first_line > cell->last_line)
                continue;
            for (; column < cell->column; column++)
                dhk_text_put_byte(writer->out, '\t');
            put_cell(writer, cell);
        }
        dhk_text_put_byte(writer->out, '\n');
    }
}

static void put_image(void *data, const dhk_mark *image) {
    dhk_plain_writer *writer = data;
    if (image->alternative.text_length == 0)
        return;
    begin_block(writer);
    dhk_text_put(writer->out, dhk_document_value(writer->walk->document, image->alternative),
                 image->alternative.text_length);
    dhk_text_put_byte(writer->out, '\n');
}

const dhk_block_writer dhk_plain_blocks = {
    .open = open_container,
    .close = close_container,
    .heading = put_heading,
    .paragraph = put_paragraph,
    .code = put_code_block,
    .table = put_table,
    .image = put_image,
};
