#include "classify/user_columns.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>

/* A cell of a writer has so many lines and more, each of so few tokens: tables of programmes have a date there, glossaries
 * a word. So many rows are a thread; between two of them so many others may stand, with buttons. */
enum { LINES_MIN = 3, TOKENS_MAX = 6, ROWS_MIN = 3, ROWS_BETWEEN = 3 };

/* A post that is text, in tokens; and how far cells are looked for above a line. */
enum { POST_TOKENS = 8, LEVELS_MAX = 16 };

/* Lines with numbers of a writer's cell: "Posts: 12". */
enum { SHAPES_MAX = 8, SHAPE_BYTES = 64 };

typedef struct post {
    size_t begin; /* lines of its first cell */
    size_t end;
    size_t next;  /* behind the row */
    bool is_post; /* a writer's cell, and one beside it */
    bool is_text;
    uint32_t shapes[SHAPES_MAX];
    size_t shape_count;
} post;

/* The cell that the line stands in, of its nearest row; 0: none. */
static uint32_t cell_of(const dhk_document *document, size_t line) {
    uint32_t at = document->lines[line].element;
    uint32_t row = document->elements[at].row;
    for (int level = 0; level < LEVELS_MAX && row != 0 && at > row; level++) {
        if (document->elements[at].parent == row)
            return at;
        at = document->elements[at].parent;
    }
    return 0;
}

/* The hash of a short line without its digits; 0: it has none. */
static uint32_t shape_of(const dhk_document *document, const dhk_line *line) {
    const char *text = document->text + line->text;
    char kept[SHAPE_BYTES];
    size_t count = 0;
    if (line->text_length > SHAPE_BYTES)
        return 0;
    for (size_t i = 0; i < line->text_length; i++)
        if (!dhk_is_digit((unsigned char)text[i]))
            kept[count++] = text[i];
    return count > 0 && count < line->text_length ? dhk_hash_bytes(kept, count) | 1 : 0;
}

/* Reads the row that begins with this line, or the line alone. */
static post read_row(const dhk_document *document, size_t begin) {
    post p = {.begin = begin, .end = begin, .next = begin + 1};
    uint32_t row = document->elements[document->lines[begin].element].row;
    uint32_t cell = cell_of(document, begin);
    bool is_short = true;
    if (cell == 0)
        return p;
    while (p.end < document->line_count && cell_of(document, p.end) == cell) {
        const dhk_line *line = &document->lines[p.end++];
        uint32_t shape = shape_of(document, line);
        is_short = is_short && line->measure.tokens <= TOKENS_MAX;
        if (shape != 0 && p.shape_count < SHAPES_MAX)
            p.shapes[p.shape_count++] = shape;
    }
    for (p.next = p.end; p.next < document->line_count; p.next++) {
        const dhk_line *line = &document->lines[p.next];
        if (document->elements[line->element].row != row)
            break;
        p.is_text = p.is_text || line->measure.tokens >= POST_TOKENS;
    }
    p.is_post = is_short && p.end - p.begin >= LINES_MIN && p.next > p.end;
    return p;
}

static bool has_shape_of(const post *p, const post *other) {
    for (size_t i = 0; i < p->shape_count; i++)
        for (size_t k = 0; k < other->shape_count; k++)
            if (p->shapes[i] == other->shapes[k])
                return true;
    return false;
}

static void drop(const dhk_document *document, uint8_t *labels, size_t begin, size_t end) {
    while (begin < end) {
        post p = read_row(document, begin);
        for (size_t i = p.begin + 1; p.is_post && i < p.end; i++)
            labels[i] = 0;
        begin = p.next;
    }
}

void dhk_user_columns_go(const dhk_document *document, uint8_t *labels) {
    post last = {0}; /* the last post of the present thread */
    size_t begin = 0;
    size_t posts = 0;
    size_t alike = 0; /* posts with a line like one of the post before */
    size_t texts = 0;
    size_t between = 0;
    for (size_t at = 0; at <= document->line_count;) {
        post p = at < document->line_count ? read_row(document, at) : (post){.next = at + 1};
        if (p.is_post && (posts == 0 || between <= ROWS_BETWEEN)) {
            begin = posts == 0 ? p.begin : begin;
            alike += posts > 0 && has_shape_of(&p, &last);
            texts += p.is_text;
            posts++;
            between = 0;
            last = p;
        } else if (posts > 0 && (++between > ROWS_BETWEEN || at == document->line_count)) {
            if (posts >= ROWS_MIN && (alike + 1) * 4 >= posts * 3 && texts * 2 >= posts)
                drop(document, labels, begin, last.end);
            posts = alike = texts = between = 0;
        }
        at = p.next;
    }
}
