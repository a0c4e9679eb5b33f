#include "classify/text_around.h"

#include "base/fixed_point.h"

#include <stdbool.h>

enum {
    COLUMN_PAGE = 0,         /* the logit of the classifier of pages */
    COLUMN_SQUARES = 1,      /* squares of the line's two logits, by pages and by extracts, and their product */
    COLUMN_BESIDE = 4,       /* logits of the lines before and after, of extracts and of pages */
    COLUMN_NEAR = 8,         /* means within NEAR_LINES, of extracts and of pages */
    COLUMN_WIDE = 10,        /* means within WIDE_LINES, of extracts and of pages */
    COLUMN_BEFORE = 12,      /* means over all lines before, of extracts and of pages */
    COLUMN_AFTER = 14,       /* means over all lines after, of extracts and of pages */
    COLUMN_PAST = 16,        /* log2 of one plus the lines since the last long sentence before */
    COLUMN_AHEAD = 17,       /* log2 of one plus the lines to the first long sentence after */
    COLUMN_NONE = 18,        /* the text has no long sentence */
    COLUMN_TO_END = 19,      /* log2 of one plus the lines after */
    COLUMN_TO_START = 20,    /* log2 of one plus the lines before */
    COLUMN_TEXT_AFTER = 21,  /* share of the text's tokens after the line */
    COLUMN_TEXT_BEFORE = 22, /* share of the text's tokens before the line */
    COLUMN_LENGTH = 23,      /* log2 of one plus its length in letters */
    COLUMN_SENTENCE = 24,    /* ends like a sentence */
    COLUMN_SHORT = 25,       /* is short */
    COLUMN_PARAGRAPH = 26,   /* a long sentence */
    COLUMN_PARTED = 27,      /* by a blank row from the line before */
    COLUMN_ITEM = 28,        /* an item of a list */
    COLUMN_LINKS = 29,       /* has a link */

    ONE = 4096,
    LOGIT_MAX = 6 * 4096, /* beyond it, one line is as sure as another */
    WEIGHT_MAX = 40,      /* tokens that a line counts by in means, at most */
    LINES_MAX = 63,       /* lines that are counted before or after a line */
    NEAR_LINES = 3,
    WIDE_LINES = 10,
    SHORT_UNITS = 400, /* tenths of letters: some seven words */
    PARAGRAPH_UNITS = 800
};

static int32_t clipped(int32_t logit) {
    return logit > LOGIT_MAX ? LOGIT_MAX : logit < -LOGIT_MAX ? -LOGIT_MAX : logit;
}

static bool ends_like_a_sentence(const dhk_line *line) {
    return line->measure.last_class == DHK_CHAR_SENTENCE_END || line->measure.last_class == DHK_CHAR_QUOTE;
}

static bool is_paragraph(const dhk_line *line) {
    return line->measure.units >= PARAGRAPH_UNITS && ends_like_a_sentence(line);
}

static int32_t counted(size_t lines) {
    return dhk_log2_plus_one(lines < LINES_MAX ? lines : LINES_MAX);
}

/* Adds a line to sums, or takes it off them with `times` -1. */
static void add(struct dhk_around_sums *sums, const dhk_around_walk *walk, size_t line, int times) {
    uint32_t tokens = walk->document->lines[line].measure.tokens;
    int64_t weight = times * (int64_t)(1 + (tokens < WEIGHT_MAX ? tokens : WEIGHT_MAX));
    sums->weight += weight;
    sums->pages += weight * clipped(walk->pages[line]);
    sums->extracts += weight * clipped(walk->extracts[line]);
}

/* The means of what sums hold, of extracts and of pages; 0 of nothing. */
static void put_means(const struct dhk_around_sums *sums, int32_t out[2]) {
    out[0] = sums->weight > 0 ? (int32_t)(sums->extracts / sums->weight) : 0;
    out[1] = sums->weight > 0 ? (int32_t)(sums->pages / sums->weight) : 0;
}

static void put_difference(const struct dhk_around_sums *of, const struct dhk_around_sums *less, int32_t out[2]) {
    put_means(
        &(struct dhk_around_sums){of->weight - less->weight, of->pages - less->pages, of->extracts - less->extracts},
        out);
}

void dhk_around_begin(dhk_around_walk *walk, const dhk_document *document, const int32_t *pages,
                      const int32_t *extracts) {
    *walk = (dhk_around_walk){.document = document, .pages = pages, .extracts = extracts};
    walk->first_paragraph = document->line_count;
    for (size_t i = 0; i < document->line_count; i++) {
        add(&walk->all, walk, i, 1);
        walk->tokens += document->lines[i].measure.tokens;
        if (is_paragraph(&document->lines[i])) {
            walk->first_paragraph = i < walk->first_paragraph ? i : walk->first_paragraph;
            walk->last_paragraph = i;
        }
    }
    for (size_t i = 0; i < WIDE_LINES && i < document->line_count; i++)
        add(&walk->wide, walk, i, 1);
    for (size_t i = 0; i < NEAR_LINES && i < document->line_count; i++)
        add(&walk->near, walk, i, 1);
}

/* Moves a window of so many lines on each side on to the next line. */
static void slide(struct dhk_around_sums *window, const dhk_around_walk *walk, size_t lines) {
    if (walk->line + lines < walk->document->line_count)
        add(window, walk, walk->line + lines, 1);
    if (walk->line > lines)
        add(window, walk, walk->line - lines - 1, -1);
}

static int32_t share_of(uint64_t part, uint64_t whole) {
    return whole > 0 ? (int32_t)(part * ONE / whole) : 0;
}

static void put_place(const dhk_around_walk *walk, int32_t columns[DHK_AROUND_COLUMNS]) {
    size_t line = walk->line, count = walk->document->line_count;
    uint32_t tokens = walk->document->lines[line].measure.tokens;
    bool none = walk->first_paragraph == count;
    columns[COLUMN_PAST] = none || line < walk->last_paragraph ? 0 : counted(line - walk->last_paragraph);
    columns[COLUMN_AHEAD] = none || line > walk->first_paragraph ? 0 : counted(walk->first_paragraph - line);
    columns[COLUMN_NONE] = none ? ONE : 0;
    columns[COLUMN_TO_END] = counted(count - 1 - line);
    columns[COLUMN_TO_START] = counted(line);
    columns[COLUMN_TEXT_AFTER] = share_of(walk->tokens - walk->tokens_before - tokens, walk->tokens);
    columns[COLUMN_TEXT_BEFORE] = share_of(walk->tokens_before, walk->tokens);
}

static void put_form(const dhk_line *line, int32_t columns[DHK_AROUND_COLUMNS]) {
    columns[COLUMN_LENGTH] = dhk_log2_plus_one(line->measure.units / 10);
    columns[COLUMN_SENTENCE] = ends_like_a_sentence(line) ? ONE : 0;
    columns[COLUMN_SHORT] = line->measure.units < SHORT_UNITS ? ONE : 0;
    columns[COLUMN_PARAGRAPH] = is_paragraph(line) ? ONE : 0;
    columns[COLUMN_PARTED] = line->breaks > 1 ? ONE : 0;
    columns[COLUMN_ITEM] = line->kind == DEHUSK_KIND_LIST_ITEM ? ONE : 0;
    columns[COLUMN_LINKS] = line->link_count > 0 ? ONE : 0;
}

void dhk_around_next(dhk_around_walk *walk, int32_t columns[DHK_AROUND_COLUMNS]) {
    size_t line = walk->line, count = walk->document->line_count;
    int32_t page = clipped(walk->pages[line]), extract = clipped(walk->extracts[line]);
    struct dhk_around_sums own = {0, 0, 0}, to_here;
    add(&own, walk, line, 1);
    slide(&walk->near, walk, NEAR_LINES);
    slide(&walk->wide, walk, WIDE_LINES);
    columns[COLUMN_PAGE] = page;
    columns[COLUMN_SQUARES] = dhk_fixed_multiply(page, page);
    columns[COLUMN_SQUARES + 1] = dhk_fixed_multiply(extract, extract);
    columns[COLUMN_SQUARES + 2] = dhk_fixed_multiply(page, extract);
    columns[COLUMN_BESIDE] = line > 0 ? clipped(walk->extracts[line - 1]) : 0;
    columns[COLUMN_BESIDE + 1] = line + 1 < count ? clipped(walk->extracts[line + 1]) : 0;
    columns[COLUMN_BESIDE + 2] = line > 0 ? clipped(walk->pages[line - 1]) : 0;
    columns[COLUMN_BESIDE + 3] = line + 1 < count ? clipped(walk->pages[line + 1]) : 0;
    put_difference(&walk->near, &own, columns + COLUMN_NEAR);
    put_difference(&walk->wide, &own, columns + COLUMN_WIDE);
    put_means(&walk->before, columns + COLUMN_BEFORE);
    to_here = walk->before;
    add(&to_here, walk, line, 1);
    put_difference(&walk->all, &to_here, columns + COLUMN_AFTER);
    put_place(walk, columns);
    put_form(&walk->document->lines[line], columns);
    walk->before = to_here;
    walk->tokens_before += walk->document->lines[line].measure.tokens;
    walk->line++;
}

int32_t dhk_around_logit(const dhk_around_stage *stage, const int32_t columns[DHK_AROUND_COLUMNS], int32_t logit) {
    int64_t sum = (int64_t)stage->keep * logit;
    for (int k = 0; k < DHK_AROUND_COLUMNS; k++)
        sum += (int64_t)stage->weights[k] * columns[k];
    sum = sum / ONE + stage->constant;
    return sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : (int32_t)sum;
}
