#include "render/block_walk.h"

#include "base/memory.h"
#include "html/html_names.h"
#include "lines/running_text.h"

#include <string.h>

/* Where an element stands; element numbers, 0 (the root) for none. */
typedef struct dhk_element_place {
    uint32_t container; /* the nearest quote or list item, itself included */
    uint32_t list;      /* the nearest list */
    uint32_t code;      /* the outermost <pre> or the like */
    uint32_t last_item; /* of a list: the item that began last */
    uint32_t level;     /* containers around it, its own included; a list counts with its items */
} dhk_element_place;

/* What decides whether a table is one of data, or holds a page together. */
typedef struct dhk_table_shape {
    uint32_t first_line;
    uint32_t last_line;
    uint32_t lines;
    uint32_t listed; /* of these, in lists in its cells */
    bool nested;     /* another table stands in it */
    bool blocks;     /* headings, quotes or code stand in it */
    bool large;      /* a line of it is as long as no cell of data is */
} dhk_table_shape;

/* Columns of a table of data; what is wider is none. */
enum { TABLE_COLUMNS_MAX = 64 };

/* In a gap between kept lines, pictures are kept if no more lines than these were dropped there. */
enum { IMAGE_GAP_MAX = 2 };

static bool is_list(uint16_t tag) {
    return tag == DHK_TAG_UL || tag == DHK_TAG_OL || tag == DHK_TAG_MENU || tag == DHK_TAG_DIR;
}

static bool is_code(uint16_t tag) {
    return tag == DHK_TAG_PRE || tag == DHK_TAG_LISTING;
}

/* What an element's place begins as: that of what it stands in. Of a list that stands between the items of another, as many
 * pages have it, that is the item before. */
static dhk_element_place place_within(const dhk_walk *walk, const dhk_element *element) {
    const dhk_element_place *outer = &walk->places[element->parent];
    dhk_element_place place = *outer;
    if (is_list(element->tag) && outer->list == element->parent && outer->last_item != 0) {
        place.container = outer->last_item;
        place.level = walk->places[outer->last_item].level;
    }
    place.last_item = 0;
    return place;
}

static bool find_places(dhk_walk *walk) {
    const dhk_document *document = walk->document;
    if (!DHK_RESERVE(walk->allocator, walk->places, walk->place_capacity, document->element_count) ||
        !DHK_RESERVE(walk->allocator, walk->shapes, walk->shape_capacity, document->element_count))
        return false;
    for (uint32_t i = 0; i < document->element_count; i++) {
        const dhk_element *element = &document->elements[i];
        dhk_element_place *place = &walk->places[i];
        *place = i == 0 ? (dhk_element_place){.level = 0} : place_within(walk, element);
        walk->shapes[i] = (dhk_table_shape){.first_line = UINT32_MAX};
        if (i == 0)
            continue;
        if (is_list(element->tag)) {
            place->list = i;
        } else if (element->tag == DHK_TAG_BLOCKQUOTE && place->level + 1 <= DHK_CONTAINERS_MAX) {
            place->container = i;
            place->level++;
        } else if (element->tag == DHK_TAG_LI && place->level + 2 <= DHK_CONTAINERS_MAX) {
            place->container = i;
            place->level += 2;
            if (place->list == element->parent)
                walk->places[place->list].last_item = i;
        } else if (element->tag == DHK_TAG_TABLE) {
            walk->shapes[document->elements[element->parent].table].nested = true;
        } else if (is_code(element->tag) && place->code == 0) {
            place->code = i;
        }
    }
    return true;
}

static void find_tables(dhk_walk *walk) {
    const dhk_document *document = walk->document;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        uint32_t table = document->elements[line->element].table;
        dhk_table_shape *shape = &walk->shapes[table];
        bool deeper, listed;
        if (table == 0)
            continue;
        if (shape->first_line == UINT32_MAX)
            shape->first_line = i;
        shape->last_line = i;
        shape->lines++;
        shape->large |= line->measure.units > DHK_DATA_CELL_MAX;
        deeper = walk->places[line->element].level > walk->places[table].level;
        listed = deeper && walk->places[line->element].list != walk->places[table].list;
        shape->listed += listed;
        shape->blocks |=
            line->kind == DEHUSK_KIND_HEADING || line->kind == DEHUSK_KIND_PREFORMATTED || (deeper && !listed);
    }
}

/* -- Tables -------------------------------------------------------------- */

/* The first mark of the table that `line`, its first line, stands in. */
static size_t first_mark_of_table(const dhk_walk *walk, size_t behind) {
    while (behind > 0 && walk->document->marks[behind - 1].kind != DHK_MARK_TABLE)
        behind--;
    return behind;
}

/* Which columns cells of rows above still fill: the first row that they do not. */
typedef struct dhk_table_spans {
    uint32_t until[TABLE_COLUMNS_MAX];
} dhk_table_spans;

/* The first column from `column` on that is free in `row`. */
static uint32_t free_column(const dhk_table_spans *spans, uint32_t row, uint32_t column) {
    while (column < TABLE_COLUMNS_MAX && spans->until[column] > row)
        column++;
    return column;
}

/* Puts a cell at the first free column of its row from `column` on. Returns the column behind it. */
static uint32_t place_cell(dhk_table_spans *spans, const dhk_mark *mark, dhk_table_cell *cell, uint32_t column) {
    uint32_t end;
    cell->column = free_column(spans, cell->row, column);
    end = cell->column + mark->columns;
    for (uint32_t i = cell->column; i < end && i < TABLE_COLUMNS_MAX; i++)
        spans->until[i] = mark->rows > 0 ? cell->row + mark->rows : UINT32_MAX;
    return end;
}

/* Reads the cells of a table from its marks, without its lines. False: out of memory. */
static bool read_cells(dhk_walk *walk, size_t mark, uint32_t last_line, dhk_table *table) {
    const dhk_document *document = walk->document;
    dhk_table_spans spans = {{0}};
    size_t count = 0;
    uint32_t row = 0, column = 0;
    table->columns = 0;
    for (; mark < document->mark_count && document->marks[mark].line <= last_line + 1; mark++) {
        const dhk_mark *cell = &document->marks[mark];
        if (cell->kind == DHK_MARK_TABLE)
            break;
        if (cell->kind == DHK_MARK_ROW) {
            row += column > 0;
            column = 0;
        }
        if (cell->kind != DHK_MARK_CELL)
            continue;
        if (!DHK_RESERVE(walk->allocator, walk->cells, walk->cell_capacity, count + 1))
            return false;
        /* Until the lines are known, `first_line` is the line that the cell stands before. */
        walk->cells[count] = (dhk_table_cell){cell->line, 0, row, 0, cell->header != 0};
        column = place_cell(&spans, cell, &walk->cells[count++], column);
        if (column > table->columns)
            table->columns = column;
    }
    table->cells = walk->cells;
    table->cell_count = count;
    return true;
}

/* Gives each cell its kept lines. */
static void place_lines(dhk_walk *walk, const dhk_table_shape *shape, dhk_table *table) {
    for (size_t i = 0; i < table->cell_count; i++) {
        dhk_table_cell *cell = &walk->cells[i];
        uint32_t end = i + 1 < table->cell_count ? walk->cells[i + 1].first_line : shape->last_line + 1;
        uint32_t line = cell->first_line;
        cell->first_line = UINT32_MAX;
        cell->last_line = 0;
        for (; line < end && line <= shape->last_line; line++) {
            if (!walk->labels[line])
                continue;
            if (cell->first_line == UINT32_MAX)
                cell->first_line = line;
            cell->last_line = line;
        }
    }
}

static bool has_kept_lines(const dhk_table_cell *cell) {
    return cell->first_line <= cell->last_line;
}

/* Whether each cell of a row that has a kept line has bold text in it, and how many such cells there are. */
static bool is_bold_row(const dhk_walk *walk, const dhk_table *table, uint32_t row, uint32_t *cells) {
    bool bold = true;
    *cells = 0;
    for (size_t i = 0; i < table->cell_count && table->cells[i].row <= row; i++) {
        const dhk_table_cell *cell = &table->cells[i];
        if (cell->row != row || cell->first_line > cell->last_line)
            continue;
        ++*cells;
        bold &= (walk->document->lines[cell->first_line].inline_tags & DHK_INLINE_STRONG) != 0;
    }
    return bold && *cells > 0;
}

/* A header row has header cells alone, but for an empty one in its corner. Many write it as cells in bold. */
static void find_header(dhk_walk *walk, dhk_table *table) {
    uint32_t cells;
    table->has_header = false;
    for (size_t i = 0; i < table->cell_count && table->cells[i].row == 0; i++) {
        if (!table->cells[i].header && (i > 0 || has_kept_lines(&table->cells[i]))) {
            table->has_header = false;
            break;
        }
        table->has_header |= table->cells[i].header;
    }
    if (table->has_header || !is_bold_row(walk, table, 0, &cells) || cells < 2 || is_bold_row(walk, table, 1, &cells))
        return;
    table->has_header = true;
    for (size_t i = 0; i < table->cell_count && table->cells[i].row == 0; i++)
        walk->cells[i].header = true;
}

/* A table of data has rows of several cells, and little else in them; lists at most in half of its lines. */
static bool is_data(const dhk_table_shape *shape, const dhk_table *table) {
    return !shape->nested && !shape->blocks && !shape->large && 2 * shape->listed <= shape->lines &&
           table->cell_count > 0 && table->columns > 1 && table->cells[table->cell_count - 1].row > 0 &&
           table->columns <= TABLE_COLUMNS_MAX;
}

/* The end of the row that begins with cell `begin`, and whether anything in it is kept. */
static size_t row_end(const dhk_table *table, size_t begin, bool *kept) {
    size_t end = begin;
    *kept = false;
    for (; end < table->cell_count && table->cells[end].row == table->cells[begin].row; end++)
        *kept |= has_kept_lines(&table->cells[end]);
    return end;
}

/* Takes the rows and columns out of which nothing is kept. */
static void drop_empty(dhk_walk *walk, dhk_table *table) {
    bool used[TABLE_COLUMNS_MAX] = {false};
    uint32_t place[TABLE_COLUMNS_MAX];
    uint32_t row = 0, columns = 0;
    size_t count = 0;
    for (size_t i = 0; i < table->cell_count; i++)
        used[table->cells[i].column] |= has_kept_lines(&table->cells[i]);
    for (uint32_t i = 0; i < table->columns; i++) {
        place[i] = columns;
        columns += used[i];
    }
    for (size_t i = 0; i < table->cell_count;) {
        bool kept;
        size_t end = row_end(table, i, &kept);
        table->has_header &= i > 0 || kept;
        for (; i < end; i++) {
            dhk_table_cell cell = walk->cells[i];
            if (!kept || !used[cell.column])
                continue;
            cell.row = row;
            cell.column = place[cell.column];
            walk->cells[count++] = cell;
        }
        row += kept;
    }
    table->cell_count = count;
    table->columns = columns;
}

/* -- Containers ---------------------------------------------------------- */

/* The containers around an element, outermost first. Returns how many. */
static uint32_t containers_of(const dhk_walk *walk, uint32_t element, dhk_block_container out[DHK_CONTAINERS_MAX]) {
    const dhk_document *document = walk->document;
    uint32_t count = walk->places[element].level;
    uint32_t at = walk->places[element].container;
    uint32_t left = count;
    while (left > 0) {
        const dhk_element *container = &document->elements[at];
        if (container->tag == DHK_TAG_LI) {
            uint32_t list = walk->places[container->parent].list;
            /* An item without a list is in one with its siblings. A list around a nearer quote is not its own. */
            bool own = list != 0 && walk->places[list].level == walk->places[at].level - 2;
            bool ordered = own && document->elements[list].tag == DHK_TAG_OL;
            uint32_t key = own ? list : container->parent;
            out[--left] = (dhk_block_container){DHK_CONTAINER_ITEM, at, ordered, container->ordinal};
            out[--left] = (dhk_block_container){DHK_CONTAINER_LIST, key, ordered, container->ordinal};
        } else {
            out[--left] = (dhk_block_container){DHK_CONTAINER_QUOTE, at, false, 0};
        }
        at = walk->places[container->parent].container;
    }
    return count;
}

static void close_to(dhk_walk *walk, const dhk_block_writer *writer, void *data, uint32_t count) {
    while (walk->container_count > count)
        writer->close(data, &walk->containers[--walk->container_count]);
}

static void put_images(const dhk_walk *walk, const dhk_block_writer *writer, void *data, size_t first) {
    for (size_t i = first; i < walk->runs.mark && walk->images; i++)
        if (walk->document->marks[i].kind == DHK_MARK_IMAGE)
            writer->image(data, &walk->document->marks[i]);
}

/* Closes what does not hold `element`, puts the pictures before it, and opens what does. */
static void move_to(dhk_walk *walk, const dhk_block_writer *writer, void *data, uint32_t element, size_t first_image) {
    dhk_block_container wanted[DHK_CONTAINERS_MAX];
    uint32_t count = containers_of(walk, element, wanted);
    uint32_t shared = 0;
    while (shared < count && shared < walk->container_count &&
           wanted[shared].element == walk->containers[shared].element &&
           wanted[shared].kind == walk->containers[shared].kind)
        shared++;
    /* A picture between two items of a list stands in the first. */
    if (shared < walk->container_count && walk->containers[shared].kind == DHK_CONTAINER_ITEM)
        close_to(walk, writer, data, shared + 1);
    else
        close_to(walk, writer, data, shared);
    put_images(walk, writer, data, first_image);
    close_to(walk, writer, data, shared);
    for (; shared < count; shared++) {
        walk->containers[walk->container_count++] = wanted[shared];
        writer->open(data, &wanted[shared]);
    }
}

/* -- Blocks -------------------------------------------------------------- */

/* The last line of the paragraph that begins with `line`: lines of one element with one <br> between. */
static uint32_t paragraph_end(const dhk_walk *walk, uint32_t line) {
    const dhk_document *document = walk->document;
    while (line + 1 < document->line_count && walk->labels[line + 1] && document->lines[line + 1].after_break &&
           document->lines[line + 1].breaks <= 1 && document->lines[line + 1].element == document->lines[line].element)
        line++;
    return line;
}

/* The last kept line of the preformatted text that begins with `line`: a program is one, be its rows elements or <br>. */
static uint32_t code_end(const dhk_walk *walk, uint32_t line) {
    const dhk_document *document = walk->document;
    const dhk_element_place *place = &walk->places[document->lines[line].element];
    uint32_t last = line;
    for (uint32_t i = line + 1; i < document->line_count && place->code != 0; i++) {
        const dhk_element_place *other = &walk->places[document->lines[i].element];
        if (other->code != place->code || other->container != place->container ||
            document->lines[i].kind != DEHUSK_KIND_PREFORMATTED)
            break;
        if (walk->labels[i])
            last = i;
    }
    return last;
}

/* A table that begins with `line`; returns its last line, or UINT32_MAX where it is none of data. */
static uint32_t put_table(dhk_walk *walk, const dhk_block_writer *writer, void *data, uint32_t line) {
    dhk_table table;
    uint32_t element = walk->document->elements[walk->document->lines[line].element].table;
    dhk_table_shape *shape = &walk->shapes[element];
    if (shape->nested || shape->blocks || shape->large || !walk->document->marked)
        return UINT32_MAX;
    if (!read_cells(walk, first_mark_of_table(walk, walk->runs.mark), shape->last_line, &table)) {
        walk->failed = true;
        return UINT32_MAX;
    }
    if (!is_data(shape, &table) || walk->cells[0].first_line > line) {
        shape->blocks = true; /* it is not looked at again */
        return UINT32_MAX;
    }
    place_lines(walk, shape, &table);
    find_header(walk, &table);
    drop_empty(walk, &table);
    if (table.columns < 2) {
        shape->blocks = true; /* what is left stands in one column, as it would without a table */
        return UINT32_MAX;
    }
    if (walk->tables)
        writer->table(data, &table);
    return shape->last_line;
}

/* The block that begins with `line`. Returns its last line. */
static uint32_t put_block(dhk_walk *walk, const dhk_block_writer *writer, void *data, uint32_t line) {
    const dhk_line *of = &walk->document->lines[line];
    uint32_t last;
    if (walk->document->elements[of->element].table != 0 &&
        walk->document->elements[of->element].tag != DHK_TAG_CAPTION) {
        last = put_table(walk, writer, data, line);
        if (last != UINT32_MAX)
            return last;
    }
    if (of->kind == DEHUSK_KIND_PREFORMATTED) {
        last = code_end(walk, line);
        writer->code(data, line, last, walk->runs.language);
        return last;
    }
    last = paragraph_end(walk, line);
    if (of->kind == DEHUSK_KIND_HEADING)
        writer->heading(data, of->heading_level, line, last);
    else
        writer->paragraph(data, line, last);
    return last;
}

uint32_t dhk_walk_blank_rows(const dhk_walk *walk, uint32_t line) {
    const dhk_line *of = &walk->document->lines[line];
    bool own = line > 0 && of->element == walk->document->lines[line - 1].element;
    return own && of->after_break && of->breaks > 1 ? of->breaks - 1 : 0;
}

const dhk_run *dhk_walk_runs(dhk_walk *walk, uint32_t line, size_t *count) {
    dhk_runs_skip_to(&walk->runs, line);
    if (!dhk_runs_read(&walk->runs, line)) {
        walk->failed = true;
        walk->runs.count = 0;
    }
    *count = walk->runs.count;
    return walk->runs.runs;
}

bool dhk_walk_blocks(dhk_walk *walk, const dhk_block_writer *writer, void *data) {
    const dhk_document *document = walk->document;
    uint32_t kept = UINT32_MAX; /* the last line put */
    walk->failed = false;
    walk->container_count = 0;
    if (document->line_count == 0)
        return true;
    dhk_runs_begin(&walk->runs, walk->allocator, document);
    if (!find_places(walk))
        return false;
    find_tables(walk);
    for (uint32_t i = 0; i < document->line_count && !walk->failed; i++) {
        size_t first;
        if (!walk->labels[i])
            continue;
        first = dhk_runs_skip_to(&walk->runs, i);
        if (kept == UINT32_MAX || i - kept > IMAGE_GAP_MAX + 1)
            first = walk->runs.mark;
        move_to(walk, writer, data, document->lines[i].element, first);
        kept = i = put_block(walk, writer, data, i);
    }
    close_to(walk, writer, data, 0);
    return !walk->failed;
}

void dhk_walk_free(dhk_walk *walk) {
    if (walk->allocator == NULL)
        return;
    walk->runs.allocator = walk->allocator;
    dhk_runs_free(&walk->runs);
    dhk_release(walk->allocator, walk->places, walk->place_capacity, sizeof *walk->places);
    dhk_release(walk->allocator, walk->shapes, walk->shape_capacity, sizeof *walk->shapes);
    dhk_release(walk->allocator, walk->cells, walk->cell_capacity, sizeof *walk->cells);
    memset(walk, 0, sizeof *walk);
}
