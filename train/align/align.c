/*
 * Alignment of a page's lines with its gold text.
 */
#include "align/align.h"

#include "common/support.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    MATCH_GAIN = 2,
    FIRST_OPENING_COST = 3, /* one token alone loses, two in a row win */
    REST_OPENING_COST = 5,  /* three in a row win: what is out of order must be longer to be believed */
    REST_ROUNDS = 2,
    REST_PERCENT = 80,
    REST_TOKENS_MIN = 3,
    VOCABULARY_PERCENT = 50, /* lines with fewer of their tokens anywhere in the gold are not looked at */
    DEFAULT_CELL_LIMIT = 400 * 1000 * 1000,

    /* A cell of the trace: where the best score comes from, and whether the best score
     * that ends with this match goes on with a run. */
    FROM_MATCH = 0,
    FROM_ABOVE = 1,
    FROM_LEFT = 2,
    DIRECTION_MASK = 3,
    RUN_GOES_ON = 4,

    NEVER = -1000000000
};

/* One side of an alignment: the tokens that take part, and where they come from. */
typedef struct side {
    uint32_t *tokens; /* numbers of the gold's vocabulary; TR_NO_TOKEN matches nothing */
    uint32_t *origins;
    size_t count;
} side;

/* From the ends of both sides back to their beginnings. */
static void follow_trace(const uint8_t *trace, size_t rows, size_t columns, uint32_t *matched) {
    size_t stride = (columns + 1) / 2;
    bool in_run = false; /* the match before was reached by going on with a run: this one belongs to it */
    for (size_t i = rows, j = columns; i > 0 && j > 0;) {
        unsigned cell = trace[(i - 1) * stride + ((j - 1) >> 1)] >> (4 * ((j - 1) & 1)) & 15;
        unsigned direction = in_run ? FROM_MATCH : cell & DIRECTION_MASK;
        if (direction == FROM_MATCH) {
            matched[i - 1] = (uint32_t)j;
            in_run = (cell & RUN_GOES_ON) != 0;
            i--;
            j--;
        } else if (direction == FROM_ABOVE) {
            i--;
        } else {
            j--;
        }
    }
}

/* Marks in `matched` (of page->count items, zeroed by the caller) the partner of
 * each page token, plus one. */
static void align_sides(const side *page, const side *gold, int opening_cost, uint32_t *matched) {
    size_t columns = gold->count, stride = (columns + 1) / 2;
    if (page->count == 0 || columns == 0)
        return;
    uint8_t *trace = tr_resize(NULL, page->count, stride);
    /* best[j]: of the page so far and j gold tokens; run[j]: the same, ending with a match of both last tokens. */
    int32_t *best = tr_zeroed(columns + 1, sizeof *best);
    int32_t *run = tr_resize(NULL, columns + 1, sizeof *run);
    for (size_t j = 0; j <= columns; j++)
        run[j] = NEVER;
    for (size_t i = 0; i < page->count; i++) {
        uint8_t *row = trace + i * stride;
        uint32_t token = page->tokens[i];
        int32_t diagonal_best = best[0], diagonal_run = run[0]; /* of the row above, one to the left */
        int32_t left = best[0];
        memset(row, 0, stride);
        for (size_t j = 0; j < columns; j++) {
            int32_t above = best[j + 1], above_run = run[j + 1];
            unsigned cell = FROM_ABOVE;
            int32_t score = above;
            if (left > score) {
                score = left;
                cell = FROM_LEFT;
            }
            int32_t ending = NEVER;
            if (gold->tokens[j] == token) {
                int32_t opened = diagonal_best - opening_cost;
                bool goes_on = diagonal_run >= opened;
                ending = (goes_on ? diagonal_run : opened) + MATCH_GAIN;
                if (ending > score) {
                    score = ending;
                    cell = FROM_MATCH;
                }
                if (goes_on)
                    cell |= RUN_GOES_ON;
            }
            row[j >> 1] = (uint8_t)(row[j >> 1] | cell << (4 * (j & 1)));
            diagonal_best = above;
            diagonal_run = above_run;
            best[j + 1] = left = score;
            run[j + 1] = ending;
        }
    }
    follow_trace(trace, page->count, columns, matched);
    free(trace);
    free(best);
    free(run);
}

static uint64_t triple_hash(const uint32_t *tokens) {
    return tr_mix(tr_mix((uint64_t)tokens[0] << 32 | tokens[1]) ^ tokens[2]);
}

/* All work on one page. */
typedef struct work {
    const tr_line_tokens *page;
    uint32_t *page_tokens; /* all of the page, as numbers */
    uint32_t *gold_tokens;
    size_t gold_count;
    bool *gold_used;   /* aligned with a line of content */
    bool *looked_at;   /* for each line: takes part */
    uint32_t *aligned; /* for each line: tokens aligned */
    size_t cell_limit;
} work;

static size_t line_tokens(const work *self, size_t line) {
    return self->page->starts[line + 1] - self->page->starts[line];
}

/* Drops lines that do not share three tokens in a row with the gold. */
static void keep_lines_with_triples(const work *self, const side *gold, bool *taken) {
    size_t count = gold->count >= 3 ? gold->count - 2 : 0;
    uint64_t *triples = tr_resize(NULL, count, sizeof *triples);
    tr_vocabulary known;
    for (size_t i = 0; i < count; i++)
        triples[i] = triple_hash(gold->tokens + i);
    tr_vocabulary_make(&known, triples, count);
    for (size_t line = 0; line < self->page->line_count; line++) {
        bool found = false;
        for (size_t i = self->page->starts[line]; taken[line] && !found && i + 3 <= self->page->starts[line + 1]; i++)
            found = tr_vocabulary_find(&known, triple_hash(self->page_tokens + i)) != TR_NO_TOKEN;
        taken[line] = taken[line] && found;
    }
    tr_vocabulary_free(&known);
    free(triples);
}

static size_t collect_lines(const work *self, const bool *taken, side *page, uint32_t *lines) {
    page->count = 0;
    for (size_t line = 0; line < self->page->line_count; line++)
        for (size_t i = self->page->starts[line]; taken[line] && i < self->page->starts[line + 1]; i++) {
            page->tokens[page->count] = self->page_tokens[i];
            lines[page->count++] = (uint32_t)line;
        }
    return page->count;
}

/* Aligns the lines in `taken` with the gold that is not used yet. A line counts
 * if `percent` of at least `tokens_min` tokens are aligned, and uses up its
 * part of the gold only then; in the first round all shares are noted. */
static bool align_round(work *self, bool *taken, int opening_cost, size_t percent, size_t tokens_min, bool first) {
    size_t token_count = self->page->starts[self->page->line_count];
    side page = {tr_resize(NULL, token_count, sizeof(uint32_t)), tr_resize(NULL, token_count, sizeof(uint32_t)), 0};
    side gold = {tr_resize(NULL, self->gold_count, sizeof(uint32_t)),
                 tr_resize(NULL, self->gold_count, sizeof(uint32_t)), 0};
    for (size_t j = 0; j < self->gold_count; j++)
        if (!self->gold_used[j]) {
            gold.tokens[gold.count] = self->gold_tokens[j];
            gold.origins[gold.count++] = (uint32_t)j;
        }
    collect_lines(self, taken, &page, page.origins);
    if (gold.count > 0 && page.count > self->cell_limit / gold.count) {
        keep_lines_with_triples(self, &gold, taken);
        collect_lines(self, taken, &page, page.origins);
        if (page.count > self->cell_limit / gold.count)
            gold.count = self->cell_limit / page.count;
    }
    uint32_t *matched = tr_zeroed(token_count, sizeof *matched);
    align_sides(&page, &gold, opening_cost, matched);
    bool found = false;
    for (size_t i = 0, end; i < page.count; i = end) {
        size_t line = page.origins[i], count = 0;
        for (end = i; end < page.count && page.origins[end] == line; end++)
            count += matched[end] != 0;
        bool counts = line_tokens(self, line) >= tokens_min && 100 * count >= percent * line_tokens(self, line);
        if (first || counts)
            self->aligned[line] = (uint32_t)count;
        if (!counts)
            continue;
        found = true;
        for (size_t k = i; k < end; k++)
            if (matched[k] != 0)
                self->gold_used[gold.origins[matched[k] - 1]] = true;
    }
    free(matched);
    free(page.tokens);
    free(page.origins);
    free(gold.tokens);
    free(gold.origins);
    return found;
}

void tr_align(const tr_line_tokens *page, const uint64_t *gold, size_t gold_count, size_t cell_limit,
              uint8_t *covered) {
    memset(covered, 0, page->line_count);
    if (page->line_count == 0 || gold_count == 0)
        return;
    size_t token_count = page->starts[page->line_count];
    tr_vocabulary vocabulary;
    tr_vocabulary_make(&vocabulary, gold, gold_count);
    work self = {.page = page, .gold_count = gold_count};
    self.cell_limit = cell_limit > 0 ? cell_limit : DEFAULT_CELL_LIMIT;
    self.page_tokens = tr_resize(NULL, token_count, sizeof *self.page_tokens);
    self.gold_tokens = tr_resize(NULL, gold_count, sizeof *self.gold_tokens);
    self.gold_used = tr_zeroed(gold_count, sizeof *self.gold_used);
    self.looked_at = tr_zeroed(page->line_count, sizeof *self.looked_at);
    self.aligned = tr_zeroed(page->line_count, sizeof *self.aligned);
    bool *taken = tr_zeroed(page->line_count, sizeof *taken);
    for (size_t j = 0; j < gold_count; j++)
        self.gold_tokens[j] = tr_vocabulary_find(&vocabulary, gold[j]);
    for (size_t i = 0; i < token_count; i++)
        self.page_tokens[i] = tr_vocabulary_find(&vocabulary, page->tokens[i]);
    for (size_t line = 0; line < page->line_count; line++) {
        size_t known = 0;
        for (size_t i = page->starts[line]; i < page->starts[line + 1]; i++)
            known += self.page_tokens[i] != TR_NO_TOKEN;
        self.looked_at[line] = known > 0 && 100 * known >= VOCABULARY_PERCENT * line_tokens(&self, line);
        taken[line] = self.looked_at[line];
    }
    bool found = align_round(&self, taken, FIRST_OPENING_COST, TR_CONTENT_PERCENT, 1, true);
    /* Even where nothing was found: a gold in another order than the page may still be found in parts. */
    for (int round = 0; round < REST_ROUNDS && (found || round == 0); round++) {
        for (size_t line = 0; line < page->line_count; line++)
            taken[line] = self.looked_at[line] && line_tokens(&self, line) >= REST_TOKENS_MIN &&
                          100 * (size_t)self.aligned[line] < TR_CONTENT_PERCENT * line_tokens(&self, line);
        found = align_round(&self, taken, REST_OPENING_COST, REST_PERCENT, REST_TOKENS_MIN, false);
    }
    for (size_t line = 0; line < page->line_count; line++)
        if (line_tokens(&self, line) > 0)
            covered[line] = (uint8_t)(100 * (size_t)self.aligned[line] / line_tokens(&self, line));
    free(taken);
    free(self.page_tokens);
    free(self.gold_tokens);
    free(self.gold_used);
    free(self.looked_at);
    free(self.aligned);
    tr_vocabulary_free(&vocabulary);
}

tr_bag_score tr_bag_score_of(uint64_t kept, uint64_t gold, uint64_t common) {
    tr_bag_score score;
    if (gold == 0 && kept == 0)
        return (tr_bag_score){1, 1, 1};
    score.precision = kept > 0 ? (double)common / (double)kept : 0;
    score.recall = gold > 0 ? (double)common / (double)gold : 0;
    score.f1 = 2 * (double)common / (double)(kept + gold);
    return score;
}
