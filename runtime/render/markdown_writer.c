#include "render/markdown_writer.h"

#include "base/ascii.h"
#include "render/markdown_inline.h"

#include <string.h>

void dhk_markdown_begin(dhk_markdown_writer *writer) {
    memset(writer->levels, 0, sizeof writer->levels);
    writer->level_count = 1;
    writer->written_in = 1;
    writer->lowest = 1;
    writer->tight = false;
    writer->written = false;
}

static dhk_markdown_level *top(dhk_markdown_writer *writer) {
    return &writer->levels[writer->level_count - 1];
}

/* -- What stands before a row -------------------------------------------- */

static void put_marker(dhk_text_buffer *out, dhk_markdown_level *item) {
    size_t begin = out->length;
    if (item->mark == '.' || item->mark == ')')
        dhk_text_put_number(out, (uint32_t)item->ordinal);
    dhk_text_put_byte(out, item->mark);
    dhk_text_put_byte(out, ' ');
    item->width = (uint32_t)(out->length - begin);
    item->pending = false;
}

static void put_prefix(dhk_markdown_writer *writer, uint32_t levels, bool blank) {
    dhk_text_buffer *out = writer->out;
    for (uint32_t i = 1; i < levels; i++) {
        dhk_markdown_level *level = &writer->levels[i];
        if (level->kind == DHK_CONTAINER_QUOTE)
            dhk_text_put_string(out, "> ");
        else if (level->kind == DHK_CONTAINER_ITEM && level->pending && !blank)
            put_marker(out, level);
        else if (level->kind == DHK_CONTAINER_ITEM)
            for (uint32_t j = 0; j < level->width; j++)
                dhk_text_put_byte(out, ' ');
    }
    while (blank && out->length > 0 && out->bytes[out->length - 1] == ' ')
        out->length--;
}

/* Ends the block before, and begins a row. */
static void begin_block(dhk_markdown_writer *writer) {
    if (writer->written && !writer->tight) {
        put_prefix(writer, writer->lowest, true);
        dhk_text_put_byte(writer->out, '\n');
    }
    for (uint32_t i = 0; i < writer->level_count; i++)
        writer->levels[i].last_list = 0;
    put_prefix(writer, writer->level_count, false);
    writer->tight = false;
    writer->written = true;
    writer->written_in = writer->lowest = writer->level_count;
}

static void next_row(dhk_markdown_writer *writer) {
    dhk_text_put_byte(writer->out, '\n');
    put_prefix(writer, writer->level_count, false);
}

static void end_block(dhk_markdown_writer *writer) {
    dhk_text_put_byte(writer->out, '\n');
}

/* -- Containers ---------------------------------------------------------- */

/* A list next to another of its kind needs other marks, or it would go on with it. */
static char list_mark(bool ordered, char before) {
    if (ordered)
        return before == '.' ? ')' : '.';
    return before == '-' ? '*' : '-';
}

/* Does a list that begins now follow its item's text without a blank row? A numbered one can only from 1 on. */
static bool follows_text(const dhk_markdown_writer *writer, const dhk_block_container *list) {
    const dhk_markdown_level *outer = &writer->levels[writer->level_count - 1];
    return writer->written && outer->kind == DHK_CONTAINER_ITEM && outer->last_list == 0 &&
           writer->written_in == writer->level_count && writer->lowest == writer->level_count &&
           (!list->ordered || list->ordinal == 1);
}

static void open_container(void *data, const dhk_block_container *container) {
    dhk_markdown_writer *writer = data;
    dhk_markdown_level *outer = top(writer);
    dhk_markdown_level *level = &writer->levels[writer->level_count];
    memset(level, 0, sizeof *level);
    level->kind = container->kind;
    if (container->kind == DHK_CONTAINER_ITEM) {
        writer->tight |= writer->written && writer->lowest >= writer->level_count; /* another item of its list */
        level->mark = outer->mark;
        level->ordinal = container->ordinal;
        level->pending = true;
    } else if (!outer->pending) {
        writer->tight = container->kind == DHK_CONTAINER_LIST && follows_text(writer, container);
    }
    if (container->kind == DHK_CONTAINER_LIST)
        level->mark = list_mark(container->ordered, outer->last_list);
    writer->level_count++;
}

static void close_container(void *data, const dhk_block_container *container) {
    dhk_markdown_writer *writer = data;
    char mark = top(writer)->mark;
    writer->level_count--;
    if (writer->level_count < writer->lowest)
        writer->lowest = writer->level_count;
    if (container->kind == DHK_CONTAINER_LIST)
        top(writer)->last_list = mark;
    writer->tight = false;
}

/* -- Blocks -------------------------------------------------------------- */

static dhk_markdown_inline inline_of(const dhk_markdown_writer *writer) {
    return (dhk_markdown_inline){.out = writer->out,
                                 .document = writer->walk->document,
                                 .base = writer->base,
                                 .links = writer->links,
                                 .pictures = writer->pictures,
                                 .strong = true};
}

static void put_line(dhk_markdown_writer *writer, const dhk_markdown_inline *inline_, uint32_t line) {
    size_t count;
    dhk_run *runs = (dhk_run *)dhk_walk_runs(writer->walk, line, &count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (runs[i].image == NULL || writer->walk->images)
            runs[kept++] = runs[i];
    dhk_markdown_put_runs(inline_, runs, kept);
}

static void put_heading(void *data, int level, uint32_t first, uint32_t last) {
    dhk_markdown_writer *writer = data;
    dhk_markdown_inline inline_ = inline_of(writer);
    inline_.strong = false;
    inline_.in_row = true;
    begin_block(writer);
    for (int i = 0; i < level; i++)
        dhk_text_put_byte(writer->out, '#');
    dhk_text_put_byte(writer->out, ' ');
    for (uint32_t line = first; line <= last; line++) {
        dhk_text_put_string(writer->out, line > first ? "<br>" : "");
        put_line(writer, &inline_, line);
    }
    if (writer->out->length > 0 && writer->out->bytes[writer->out->length - 1] == '#') {
        writer->out->length--;
        dhk_text_put_string(writer->out, "\\#");
    }
    end_block(writer);
}

static void put_paragraph(void *data, uint32_t first, uint32_t last) {
    dhk_markdown_writer *writer = data;
    dhk_markdown_inline inline_ = inline_of(writer);
    begin_block(writer);
    for (uint32_t line = first; line <= last; line++) {
        put_line(writer, &inline_, line);
        if (line < last) {
            dhk_text_put_string(writer->out, "  ");
            next_row(writer);
        }
    }
    end_block(writer);
}

static bool is_language_byte(char c) {
    return dhk_is_letter(c) || dhk_is_digit(c) || c == '+' || c == '#' || c == '-' || c == '.' || c == '_';
}

static void put_fence(dhk_markdown_writer *writer, size_t length) {
    for (size_t i = 0; i < length; i++)
        dhk_text_put_byte(writer->out, '`');
}

/* Puts rows of code, of which the first begins where a row does. */
static void put_code_rows(dhk_markdown_writer *writer, const char *text, size_t length) {
    size_t begin = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && text[i] != '\n')
            continue;
        dhk_text_put_byte(writer->out, '\n');
        put_prefix(writer, writer->level_count, i == begin);
        dhk_text_put(writer->out, text + begin, i - begin);
        begin = i + 1;
    }
}

/* The most backticks in a row in the lines, and one more; three at least. */
static size_t fence_length(const dhk_document *document, uint32_t first, uint32_t last) {
    size_t fence = 3;
    for (uint32_t line = first; line <= last; line++) {
        const char *text = document->text + document->lines[line].text;
        size_t run = 0;
        for (size_t i = 0; i < document->lines[line].text_length; i++) {
            run = text[i] == '`' ? run + 1 : 0;
            fence = run >= fence ? run + 1 : fence;
        }
    }
    return fence;
}

static void put_code_block(void *data, uint32_t first, uint32_t last, dhk_text_run language) {
    dhk_markdown_writer *writer = data;
    const dhk_document *document = writer->walk->document;
    size_t fence = fence_length(document, first, last);
    begin_block(writer);
    put_fence(writer, fence);
    for (uint32_t i = 0; i < language.text_length && is_language_byte(document->values[language.text + i]); i++)
        dhk_text_put_byte(writer->out, document->values[language.text + i]);
    for (uint32_t line = first; line <= last; line++) {
        for (uint32_t i = line > first ? dhk_walk_blank_rows(writer->walk, line) : 0; i > 0; i--)
            put_code_rows(writer, "", 0);
        if (writer->walk->labels[line])
            put_code_rows(writer, document->text + document->lines[line].text, document->lines[line].text_length);
    }
    next_row(writer);
    put_fence(writer, fence);
    end_block(writer);
}

static void put_cells_to(dhk_markdown_writer *writer, uint32_t *column, uint32_t end) {
    for (; *column < end; ++*column)
        dhk_text_put_string(writer->out, " |");
}

/* The kept lines of a cell, on one row. */
static void put_cell(dhk_markdown_writer *writer, const dhk_table_cell *cell) {
    dhk_markdown_inline inline_ = inline_of(writer);
    inline_.in_cell = inline_.in_row = true;
    inline_.strong = !cell->header;
    dhk_text_put_byte(writer->out, ' ');
    for (uint32_t line = cell->first_line; line <= cell->last_line; line++) {
        if (!writer->walk->labels[line])
            continue;
        if (line > cell->first_line)
            dhk_text_put_string(writer->out, "<br>");
        put_line(writer, &inline_, line);
    }
}

static void put_delimiters(dhk_markdown_writer *writer, uint32_t columns) {
    dhk_text_put_byte(writer->out, '|');
    for (uint32_t i = 0; i < columns; i++)
        dhk_text_put_string(writer->out, " --- |");
}

static void put_row(dhk_markdown_writer *writer, const dhk_table *table, size_t begin, size_t end) {
    uint32_t column = 0;
    dhk_text_put_byte(writer->out, '|');
    for (size_t i = begin; i < end; i++) {
        put_cells_to(writer, &column, table->cells[i].column);
        if (table->cells[i].first_line <= table->cells[i].last_line)
            put_cell(writer, &table->cells[i]);
        put_cells_to(writer, &column, table->cells[i].column + 1);
    }
    put_cells_to(writer, &column, table->columns);
}

static size_t row_end(const dhk_table *table, size_t begin) {
    size_t end = begin;
    while (end < table->cell_count && table->cells[end].row == table->cells[begin].row)
        end++;
    return end;
}

/* Without a header row there is an empty one, since there must be one. */
static void put_table(void *data, const dhk_table *table) {
    dhk_markdown_writer *writer = data;
    size_t begin = table->has_header ? row_end(table, 0) : 0;
    begin_block(writer);
    put_row(writer, table, 0, begin);
    next_row(writer);
    put_delimiters(writer, table->columns);
    while (begin < table->cell_count) {
        size_t end = row_end(table, begin);
        next_row(writer);
        put_row(writer, table, begin, end);
        begin = end;
    }
    end_block(writer);
}

static void put_block_image(void *data, const dhk_mark *image) {
    dhk_markdown_writer *writer = data;
    dhk_markdown_inline inline_ = inline_of(writer);
    dhk_run run = {.image = image};
    if (writer->pictures ? image->value.text_length == 0 : image->alternative.text_length == 0)
        return;
    begin_block(writer);
    dhk_markdown_put_runs(&inline_, &run, 1);
    end_block(writer);
}

const dhk_block_writer dhk_markdown_blocks = {
    .open = open_container,
    .close = close_container,
    .heading = put_heading,
    .paragraph = put_paragraph,
    .code = put_code_block,
    .table = put_table,
    .image = put_block_image,
};
