#include "render/line_runs.h"

#include "base/memory.h"

void dhk_runs_begin(dhk_run_reader *reader, const dehusk_allocator *allocator, const dhk_document *document) {
    reader->allocator = allocator;
    reader->document = document;
    reader->mark = 0;
    reader->style = 0;
    reader->address = (dhk_text_run){0, 0};
    reader->language = (dhk_text_run){0, 0};
    reader->count = 0;
}

void dhk_runs_free(dhk_run_reader *reader) {
    dhk_release(reader->allocator, reader->runs, reader->capacity, sizeof *reader->runs);
    reader->runs = NULL;
    reader->capacity = reader->count = 0;
}

static void take_mark(dhk_run_reader *reader, const dhk_mark *mark) {
    if (mark->kind == DHK_MARK_STYLE) {
        reader->style = mark->style;
        reader->address = mark->value;
    } else if (mark->kind == DHK_MARK_LANGUAGE) {
        reader->language = mark->value;
    }
}

size_t dhk_runs_skip_to(dhk_run_reader *reader, uint32_t line) {
    const dhk_document *document = reader->document;
    size_t first = reader->mark;
    while (reader->mark < document->mark_count) {
        const dhk_mark *mark = &document->marks[reader->mark];
        if (mark->line > line || (mark->line == line && mark->at > document->lines[line].text))
            break;
        take_mark(reader, mark);
        reader->mark++;
    }
    return first;
}

static bool add_run(dhk_run_reader *reader, uint32_t begin, uint32_t end, const dhk_mark *image) {
    if (begin >= end && image == NULL)
        return true;
    if (!DHK_RESERVE(reader->allocator, reader->runs, reader->capacity, reader->count + 1))
        return false;
    reader->runs[reader->count++] = (dhk_run){begin, end, reader->style, false, reader->address, image};
    return true;
}

bool dhk_runs_read(dhk_run_reader *reader, uint32_t line) {
    const dhk_document *document = reader->document;
    const dhk_line *of = &document->lines[line];
    uint32_t end = of->text + of->text_length;
    uint32_t at = of->text;
    reader->count = 0;
    while (reader->mark < document->mark_count && document->marks[reader->mark].line <= line) {
        const dhk_mark *mark = &document->marks[reader->mark++];
        uint32_t place = mark->at < at ? at : mark->at > end ? end : mark->at;
        if (!add_run(reader, at, place, NULL))
            return false;
        at = place;
        if (mark->kind == DHK_MARK_IMAGE && !add_run(reader, at, at, mark))
            return false;
        take_mark(reader, mark);
    }
    return add_run(reader, at, end, NULL);
}
