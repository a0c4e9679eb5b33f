#include "classify/table_vote.h"

#include "lines/running_text.h"

#include <stdbool.h>

/* A run of lines in one table. */
typedef struct table_run {
    uint32_t begin, end;
    uint32_t rows, cells;
    uint32_t controls; /* buttons and the like */
    uint64_t kept, tokens;
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
        run.kept += labels[run.end] ? line->measure.tokens : 0;
        run.data &= line->kind == DEHUSK_KIND_CELL && line->measure.units <= DHK_DATA_CELL_MAX;
    }
    return run;
}

/* Is `inner` a table in `outer`? */
static bool stands_in(const dhk_document *document, uint32_t inner, uint32_t outer) {
    return inner != 0 && outer != 0 && document->elements[document->elements[inner].parent].table == outer;
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
            !stands_in(document, last, table) && !stands_in(document, next, table))
            for (; i < run.end; i++)
                labels[i] = run.kept > 0 && 2 * run.kept >= run.tokens && !document->lines[i].hidden &&
                            document->lines[i].kind != DEHUSK_KIND_CONTROL;
        last = table;
        i = run.end;
    }
}
