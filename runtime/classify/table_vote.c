#include "classify/table_vote.h"

#include "lines/running_text.h"

#include <stdbool.h>

/* A run of lines in one table. */
typedef struct table_run {
    uint32_t begin, end;
    uint32_t rows, cells;
    uint32_t controls; /* buttons and the like */
    uint64_t kept, tokens;
    uint32_t links;
    bool data; /* nothing else in it is more than a cell of data */
} table_run;

static table_run read_run(const dhk_document *document, const uint8_t *labels, uint32_t begin) {
    table_run run = {.begin = begin, .end = begin, .data = true};
    uint32_t table = document->elements[document->lines[begin].element].table;
    uint32_t row = 0, cell = 0;
    for (; run.end < document->line_count; run.end++) {
        const dhk_line *line = &document->lines[run.end];
        const dhk_element *element = &document->elements[line->element];
        if (element->table != table)
            break;
        run.rows += element->row != row;
        if (line->kind == DEHUSK_KIND_CONTROL) {
            row = element->row;
            run.controls++;
            continue;
        }
        run.cells += line->element != cell;
        row = element->row;
        cell = line->element;
        run.tokens += line->measure.tokens;
        run.links += line->link_count;
        run.kept += labels[run.end] ? line->measure.tokens : 0;
        run.data &= line->kind == DEHUSK_KIND_CELL && line->measure.units <= DHK_DATA_CELL_MAX;
    }
    return run;
}

/* Is `inner` a table in `outer`? */
static bool stands_in(const dhk_document *document, uint32_t inner, uint32_t outer) {
    return inner != 0 && outer != 0 && document->elements[document->elements[inner].parent].table == outer;
}

/* So many levels above a line its block is looked for, as of a paragraph in a quotation. */
enum { BLOCK_LEVELS = 3 };

/* Is the line kept, and does its block stand beside the table, in the same box? */
static bool is_kept_beside(const dhk_document *document, const uint8_t *labels, uint32_t line, uint32_t table) {
    uint32_t element = document->lines[line].element;
    uint32_t box = document->elements[table].parent;
    for (int level = 0; level < BLOCK_LEVELS && element > box; level++)
        element = document->elements[element].parent;
    return labels[line] != 0 && element == box;
}

/* A table without links between two kept blocks of the same text is a part of it, be its cells as short as they are. Of
 * the seven sets of the corpus seven pages have other labels, three with more and three with less page token F1, +.0445 in
 * all (evaluate, pages that the model has seen, 2026-11-30). */
static bool stands_in_text(const dhk_document *document, const uint8_t *labels, const table_run *run, uint32_t table) {
    return run->links == 0 && run->begin > 0 && run->end < document->line_count &&
           is_kept_beside(document, labels, run->begin - 1, table) && is_kept_beside(document, labels, run->end, table);
}

/* A table of data is kept or dropped as a whole, as most of its text is: its cells one by one say little, and half a
 * table is of no use. */
void dhk_tables_agree(const dhk_document *document, uint8_t *labels) {
    uint32_t last = 0; /* the table of the line before */
    for (uint32_t i = 0; i < document->line_count;) {
        uint32_t table = document->elements[document->lines[i].element].table;
        uint32_t next;
        table_run run;
        if (table == 0) {
            last = 0;
            i++;
            continue;
        }
        run = read_run(document, labels, i);
        next = run.end < document->line_count ? document->elements[document->lines[run.end].element].table : 0;
        if (run.data && run.rows > 1 && run.controls <= run.rows && run.cells >= 2 * run.rows &&
            !stands_in(document, last, table) && !stands_in(document, next, table)) {
            bool stays = (run.kept > 0 && 2 * run.kept >= run.tokens) || stands_in_text(document, labels, &run, table);
            for (; i < run.end; i++)
                labels[i] = stays && !document->lines[i].hidden && document->lines[i].kind != DEHUSK_KIND_CONTROL;
        }
        last = table;
        i = run.end;
    }
}
