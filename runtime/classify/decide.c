#include "classify/decide.h"

#include "base/fixed_point.h"
#include "base/heapsort.h"
#include "classify/code_lines.h"
#include "classify/hidden_paragraphs.h"
#include "classify/table_vote.h"
#include "classify/user_columns.h"
#include "classify/whole_lists.h"

#include <stdbool.h>

/* In HTML, a line that repeats a kept line word for word is dropped from this many
 * tokens on: carousels and mobile copies repeat, refrains and table cells are
 * shorter. WCXB and DAnIEL, page token F1, +0.003 (2026-11). */
enum { REPEAT_TOKENS_MIN = 6 };

/* The scores of a page err together: it may be richer or poorer than they say. Its lines' log-odds are taken to be off
 * by one common amount, normally distributed with deviation 2, of which these three points stand for all (Gauss and
 * Hermite's quadrature; 2^-12, weights in sixths). Chosen with the models' shifts on the seven sets of the training
 * corpus by cross-validated page token F1, mean over sets: HTML 0.928 with and 0.926 without (folds of seed 2), plain
 * text 0.892 either way, WCXB in it 0.813 and 0.812 (2026-11). */
enum { POINTS = 3, POINT_STEP = 14189 };
static const uint64_t point_weights[POINTS] = {1, 4, 1};

/* A line below this is never kept: less than one in a hundred is content. */
enum { KEPT_LOGIT_MIN = -5 * 4096 };

/* Nothing is kept of a page of HTML whose most likely line is below this by the first stage. In WCXB, out of fold, no page
 * with main content is below -1.07, and of 13 empty pages with lines 4 are below -1.5. The second stage compares the lines
 * of a page with each other, so that it cannot tell. A page of few lines, a sentence under a menu, has little around a
 * line that could speak for it, and is less likely than it should be: it gets a limit of its own. Of 44 made-up pages
 * without content 18 come out empty; with -1.7 for all pages 21, with -2.4 for all 7, and none of 55 with content
 * (datasets/pages/hold, 2026-11-29). With -1.7 for all, a page of one sentence is lost. */
enum { EMPTY_LOGIT = -6963, EMPTY_LOGIT_OF_FEW = -9830, FEW_LINES = 2 };

/* What an application shows where no script runs is said in noscript, and hardly anything outside: in tokens. Forums that
 * have whole threads in noscript say more. In the seven sets of the corpus no page with main content is as small
 * (2026-11-29). */
enum { SHELL_TOKENS_MAX = 60, SHELL_REST_MAX = 4 };

/* How far --favor moves the threshold, in logits of 2^-12. */
enum { FAVOR_STEP = 4096 };

/* -- Orders of lines ------------------------------------------------------ */

static bool more_likely(const void *data, uint32_t a, uint32_t b) {
    const int32_t *logits = data;
    return logits[a] != logits[b] ? logits[a] > logits[b] : a < b;
}

/* Orders by text, then in the page's order. */
static bool text_before(const void *data, uint32_t a, uint32_t b) {
    const dhk_line *lines = data;
    if (lines[a].hash != lines[b].hash)
        return lines[a].hash < lines[b].hash;
    if (lines[a].text_length != lines[b].text_length)
        return lines[a].text_length < lines[b].text_length;
    return a < b;
}

/* -- Decision ------------------------------------------------------------- */

/* Tokens of a page by what they are expected to be, at each of the points. */
typedef struct token_sums {
    uint64_t content[POINTS]; /* in 2^-16 */
    uint64_t all;
} token_sums;

static void add_line(token_sums *sums, const dhk_line *line, int32_t logit, int32_t shift) {
    for (int k = 0; k < POINTS; k++)
        sums->content[k] +=
            (uint64_t)dhk_probability(dhk_fixed_add(logit, shift + (k - 1) * POINT_STEP)) * line->measure.tokens;
    sums->all += line->measure.tokens;
}

/* Bits that a number below 2^53 can be shifted up by, at most 30, so that quotients are as exact as 64 bits allow. */
static unsigned free_bits(uint64_t number) {
    unsigned bits = 30;
    while (bits > 0 && number >> (63 - bits) != 0)
        bits--;
    return bits;
}

/* The expected token F1 if `kept` of `page` is kept, 2 sum(p n) / (sum(n) + sum over all lines of p n), as a multiple
 * of a constant of the page. */
static uint64_t expected_f1(const token_sums *kept, const token_sums *page, unsigned bits) {
    uint64_t f1 = 0;
    for (int k = 0; k < POINTS; k++) {
        uint64_t whole = kept->all * 65536 + page->content[k];
        if (whole > 0)
            f1 += point_weights[k] * ((kept->content[k] << bits) / whole);
    }
    return f1;
}

/* The logit from which on lines are kept so that the expected token F1 is highest. INT64_MAX: nothing is kept. */
static int64_t best_threshold(int32_t shift, const dhk_document *document, const int32_t *logits, uint32_t *order) {
    token_sums whole = {{0}, 0};
    token_sums kept = {{0}, 0};
    uint64_t best = 0;
    int64_t threshold = INT64_MAX;
    size_t count = 0;
    unsigned bits;

    for (uint32_t i = 0; i < document->line_count; i++) {
        add_line(&whole, &document->lines[i], logits[i], shift);
        if (logits[i] >= KEPT_LOGIT_MIN)
            order[count++] = i;
    }
    bits = free_bits(whole.all * 65536);
    dhk_heapsort(order, count, more_likely, logits);
    for (size_t i = 0; i < count; i++) {
        uint64_t f1;
        add_line(&kept, &document->lines[order[i]], logits[order[i]], shift);
        f1 = expected_f1(&kept, &whole, bits);
        if (f1 > best) {
            best = f1;
            threshold = logits[order[i]];
        }
    }
    return threshold;
}

/* A line that <br> ends or begins, as those of verse are. */
static bool is_verse(const dhk_document *document, uint32_t line) {
    const dhk_line *own = &document->lines[line];
    return own->after_break ||
           (line + 1 < document->line_count && own[1].after_break && own[1].element == own->element);
}

/* The same verse again in one stanza or in one beside it: a refrain. Carousels and mobile copies have elements of their
 * own. */
static bool is_refrain(const dhk_document *document, uint32_t one, uint32_t other) {
    uint32_t first = document->lines[one].element;
    uint32_t second = document->lines[other].element;
    return (first == second || document->elements[first].parent == document->elements[second].parent) &&
           is_verse(document, one) && is_verse(document, other);
}

static void drop_repeats(const dhk_document *document, const int32_t *logits, uint32_t *order, uint8_t *labels) {
    size_t count = 0;
    for (uint32_t i = 0; i < document->line_count; i++)
        if (labels[i] && document->lines[i].measure.tokens >= REPEAT_TOKENS_MIN)
            order[count++] = i;
    dhk_heapsort(order, count, text_before, document->lines);
    for (size_t i = 0; i < count;) {
        const dhk_line *first = &document->lines[order[i]];
        size_t best = i;
        size_t next = i + 1;
        while (next < count && document->lines[order[next]].hash == first->hash &&
               document->lines[order[next]].text_length == first->text_length) {
            if (logits[order[next]] > logits[order[best]])
                best = next;
            next++;
        }
        for (; i < next; i++)
            if (i != best && !is_refrain(document, order[i], order[best]))
                labels[order[i]] = 0;
    }
}

/* -- Pages without content, and those that say that they need scripts --------------------------------- */

static bool is_shell(const dhk_document *document) {
    uint64_t inside = 0;
    uint64_t outside = 0;
    if (document->element_count == 0)
        return false;
    for (size_t i = 0; i < document->line_count && outside <= SHELL_REST_MAX; i++) {
        const dhk_line *line = &document->lines[i];
        if ((document->elements[line->element].flags & DHK_ELEMENT_NOSCRIPT) != 0)
            inside += line->measure.tokens;
        else
            outside += line->measure.tokens;
    }
    return inside > 0 && inside <= SHELL_TOKENS_MAX && outside <= SHELL_REST_MAX;
}

bool dhk_no_line_is_likely(const dhk_document *document, int32_t best) {
    return best < (document->line_count <= FEW_LINES ? EMPTY_LOGIT_OF_FEW : EMPTY_LOGIT);
}

/* Where the model tells pages without content by their words, the best line is asked only if there are hardly any words:
 * "Home" by itself would be kept, since to keep one line of one is always the best choice. */
static bool is_empty(const dhk_decision_rule *rule, const dhk_document *document, const dhk_page_signs *signs) {
    bool by_words = signs->judged && (document->line_count > FEW_LINES || rule->favor == DEHUSK_FAVOR_RECALL);
    return document->format == DEHUSK_FORMAT_HTML &&
           ((!by_words && dhk_no_line_is_likely(document, signs->best)) || is_shell(document));
}

/* -- Asides in plain text --------------------------------------------------- */

/* A row that ends like a sentence, between two that are kept, stays if it is no more than this below them, in logits of
 * 2^-12: "Nobody came." between two paragraphs of a story is as little of a menu as they are. Out of fold, without
 * roles, with 1.25 and without: extractors' outputs that keep all of their body 0.735 and 0.730, clean texts 0.766 and
 * 0.764, page token F1 of plain text 0.8704 and 0.8705; with 2 it is 0.8702 (half of the pages of the seven sets,
 * 2026-11). */
enum { ASIDE_LOGIT = 5120 };

static void keep_asides(const dhk_document *document, int64_t from, const int32_t *logits, uint8_t *labels) {
    for (size_t i = 1; i + 1 < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        bool ends = line->measure.last_class == DHK_CHAR_SENTENCE_END || line->measure.last_class == DHK_CHAR_QUOTE;
        if (labels[i] == 0 && labels[i - 1] != 0 && labels[i + 1] != 0 && ends && line->link_count == 0 &&
            logits[i] >= from - ASIDE_LOGIT)
            labels[i] = 1;
    }
}

/* -- Extracts that hardly lose a line --------------------------------------- */

/* One line in so many, or one of a shorter text, is no chrome that got into it: that comes with others. */
enum { HARDLY_PART = 20 };

/* A line below this goes all the same. Out of fold, without roles: clean texts that come out whole 0.753 to 0.871, that lose
 * their last line 0.117 to 0.077; token F1 of extractors' outputs with intruders 0.9364 to 0.9359, of labelled texts
 * 0.8400 to 0.8394. With -2, 0.860 and 0.084, and the agency's name under a story goes; with -1.5, 0.845 and 0.089
 * (corpus of seven sets and dragnet, and turku, 2026-11-29). */
enum { HARDLY_LOGIT = -12288 };

static void keep_whole(const dhk_document *document, const int32_t *logits, uint8_t *labels) {
    size_t most = document->line_count < HARDLY_PART ? 1 : document->line_count / HARDLY_PART, dropped = 0;
    for (size_t i = 0; i < document->line_count && dropped <= most; i++)
        if (labels[i] == 0)
            dropped += logits[i] < HARDLY_LOGIT ? most + 1 : 1;
    for (size_t i = 0; i < document->line_count && dropped <= most && dropped < document->line_count; i++)
        labels[i] = 1;
}

/* -- Repeats in plain text ------------------------------------------------- */

/* Bit of a label: the same text was kept before. */
enum { LABEL_REPEATS = 2 };

/* A stretch of text that stands again is a copy if it is this large a part of what is kept but for all such stretches:
 * a whole text that came twice, not the chorus of a song. Plain text of the seven sets of the corpus, page token F1,
 * mean over sets: 0.9389; 0.9384 with each repeated line dropped, 0.9383 with none (the default model on pages that it
 * was trained on, 2026-11). */
enum { COPY_PART = 3 };

/* Lines that repeat others, with none between that does not; lines that are too short to tell do not count. */
typedef struct repeat_run {
    size_t begin;
    size_t end;
    size_t lines;
    uint64_t tokens;
} repeat_run;

static bool is_telling(const dhk_document *document, const uint8_t *labels, size_t line) {
    return labels[line] != 0 && document->lines[line].measure.tokens >= REPEAT_TOKENS_MIN;
}

/* The first run from `at` on; false if there is none. */
static bool next_run(const dhk_document *document, const uint8_t *labels, size_t at, repeat_run *run) {
    *run = (repeat_run){0};
    for (; at < document->line_count; at++) {
        if (!is_telling(document, labels, at))
            continue;
        if ((labels[at] & LABEL_REPEATS) == 0) {
            if (run->lines > 0)
                break;
            continue;
        }
        run->begin = run->lines == 0 ? at : run->begin;
        run->end = at + 1;
        run->lines++;
        run->tokens += document->lines[at].measure.tokens;
    }
    return run->lines > 0;
}

static void mark_repeats(const dhk_document *document, uint32_t *order, uint8_t *labels) {
    size_t count = 0;
    for (uint32_t i = 0; i < document->line_count; i++)
        if (is_telling(document, labels, i))
            order[count++] = i;
    dhk_heapsort(order, count, text_before, document->lines);
    for (size_t i = 1; i < count; i++)
        if (document->lines[order[i]].hash == document->lines[order[i - 1]].hash &&
            document->lines[order[i]].text_length == document->lines[order[i - 1]].text_length)
            labels[order[i]] |= LABEL_REPEATS;
}

/* A line that stands again by itself is a refrain, a vote, a cell of a table: it stays. */
static void drop_copies(const dhk_document *document, uint32_t *order, uint8_t *labels) {
    uint64_t once = 0; /* tokens of what is kept, less those of runs of two lines and more */
    repeat_run run;
    mark_repeats(document, order, labels);
    for (size_t i = 0; i < document->line_count; i++)
        once += labels[i] != 0 ? document->lines[i].measure.tokens : 0;
    for (size_t at = 0; next_run(document, labels, at, &run); at = run.end)
        once -= run.lines > 1 ? run.tokens : 0;
    for (size_t at = 0; next_run(document, labels, at, &run); at = run.end) {
        bool drops = run.lines > 1 && run.tokens * COPY_PART >= once;
        for (size_t i = run.begin; i < run.end; i++)
            if ((labels[i] & LABEL_REPEATS) != 0)
                labels[i] = !drops;
    }
}

void dhk_decide(const dhk_decision_rule *rule, const dhk_document *document, const dhk_page_signs *signs,
                const int32_t *logits, uint32_t *order, uint8_t *labels) {
    if (rule->threshold >= 0) {
        for (size_t i = 0; i < document->line_count; i++)
            labels[i] = (double)dhk_probability(logits[i]) >= rule->threshold * 65536;
    } else {
        bool empty = is_empty(rule, document, signs);
        int64_t from = empty ? INT64_MAX : best_threshold(rule->shift, document, logits, order);
        if (rule->favor == DEHUSK_FAVOR_PRECISION && from != INT64_MAX)
            from += FAVOR_STEP;
        else if (rule->favor == DEHUSK_FAVOR_RECALL && from != INT64_MAX)
            from -= FAVOR_STEP;
        for (size_t i = 0; i < document->line_count; i++)
            labels[i] = logits[i] >= from && (signs->copies == NULL || !signs->copies[i]);
        if (document->format == DEHUSK_FORMAT_TEXT) {
            keep_asides(document, from, logits, labels);
            dhk_announced_rows_stay(document, signs, from, logits, labels);
            if (signs->extract && rule->favor != DEHUSK_FAVOR_PRECISION)
                keep_whole(document, logits, labels);
            drop_copies(document, order, labels);
        } else {
            if (from != INT64_MAX)
                dhk_code_stays(document, from, logits, labels);
            if (from != INT64_MAX && document->element_count > 0)
                dhk_lists_stay_whole(document, signs, from, logits, labels);
            for (size_t i = 0; signs->copies != NULL && i < document->line_count; i++)
                labels[i] = labels[i] && !signs->copies[i];
            drop_repeats(document, logits, order, labels);
            if (signs->copies != NULL)
                dhk_hidden_paragraphs_go(document, labels);
        }
        if (document->element_count > 0)
            dhk_tables_agree(document, labels);
        if (document->format == DEHUSK_FORMAT_HTML)
            dhk_row_numbers_go(document, labels);
        if (document->format == DEHUSK_FORMAT_HTML && document->element_count > 0 && rule->favor != DEHUSK_FAVOR_RECALL)
            dhk_user_columns_go(document, labels);
    }
}
