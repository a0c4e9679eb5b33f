#include "classify/text_regime.h"

#include "base/fixed_point.h"
#include "classify/decide.h"
#include "classify/text_around.h"

#include <string.h>

enum {
    FACT_LOWEST = 0,       /* three lowest logits, the lowest first */
    FACT_UNDER = 3,        /* shares of lines whose probability is under .1, .3, .5 */
    FACT_MEAN_BY_LINE = 6, /* of the logits */
    FACT_MEAN_BY_TOKEN = 7,
    FACT_FIRST = 8, /* logits of the first and the last line */
    FACT_LAST = 9,
    FACT_LINES = 10,     /* log2 of one plus their number, of LINES_MAX at most */
    FACT_SENTENCES = 11, /* share of lines that end like a sentence */
    FACT_SHORT = 12,     /* share of short lines */
    FACT_TABLES = 13,    /* how much of a text without links is rows of tables, see tables_of */

    /* With more lines than these, a text is no likelier a page: without an end to it, short pages are taken for
     * extracts, and long extracts for pages. Line F1 of labelled texts, German .828 to .838, English .560 to .613; page
     * token F1, mean over seven sets, -.002 (2026-11). */
    LINES_MAX = 31,

    LOWEST_COUNT = 3,
    UNDER_COUNT = 3,
    LOGIT_MAX = 8 * 4096, /* beyond it, one line is as sure as another */
    SHORT_UNITS = 400,    /* tenths of letters: some seven words */

    TABLES_PART = 10, /* one line in so many that is of a table counts as if all were */
    LINKS_PART = 50   /* a text has no links if at most one line in so many has one */
};

/* Logits of .1, .3 and .5. */
static const int32_t under[UNDER_COUNT] = {-9000, -3471, 0};

static int32_t clipped(int32_t logit) {
    return logit > LOGIT_MAX ? LOGIT_MAX : logit < -LOGIT_MAX ? -LOGIT_MAX : logit;
}

/* Log-odds, in 2^-12, of a share that is given as two parts of a sum: log2's times ln 2. */
static int32_t log_odds(uint64_t part, uint64_t rest) {
    return dhk_fixed_multiply(dhk_log2_plus_one(part) - dhk_log2_plus_one(rest), 2839);
}

int32_t dhk_regime_mean(const int32_t *logits, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += dhk_probability(logits[i]);
    return log_odds(sum, (uint64_t)count * 65536 - sum);
}

/* What is likelier stays so, however odd the page. */
static void apply(int32_t constant, int32_t slope, int32_t *logits, size_t count) {
    slope = slope < DHK_CALIBRATION_SLOPE_MIN ? DHK_CALIBRATION_SLOPE_MIN : slope;
    for (size_t i = 0; i < count; i++)
        logits[i] = dhk_fixed_add(constant, dhk_fixed_multiply(slope, logits[i]));
}

void dhk_regime_calibrate(const dhk_page_calibration *by, int32_t *logits, size_t count) {
    int32_t q = dhk_regime_mean(logits, count);
    apply(dhk_fixed_add(by->constant, dhk_fixed_multiply(by->of_mean, q)),
          dhk_fixed_add(by->slope, dhk_fixed_multiply(by->of_both, q)), logits, count);
}

static int32_t weigh(int32_t constant, const int32_t *weights, const int32_t facts[DHK_GATE_FACTS]) {
    for (int k = 0; k < DHK_GATE_FACTS; k++)
        constant = dhk_fixed_add(constant, dhk_fixed_multiply(weights[k], facts[k]));
    return constant;
}

void dhk_regime_calibrate_by_facts(const dhk_fact_calibration *by, const int32_t facts[DHK_GATE_FACTS], int32_t *logits,
                                   size_t count) {
    apply(weigh(by->constant, by->of_facts, facts), weigh(by->slope, by->of_both, facts), logits, count);
}

static void insert_lowest(int32_t lowest[LOWEST_COUNT], int32_t logit) {
    for (int k = 0; k < LOWEST_COUNT; k++)
        if (logit < lowest[k]) {
            int32_t moved = lowest[k];
            lowest[k] = logit;
            logit = moved;
        }
}

static int32_t share_of(uint64_t part, uint64_t whole) {
    return (int32_t)(part * 4096 / whole);
}

/* Rows of tables between bars, "| a | b |", are how extractors write tables, and what comes of whole pages seldom has:
 * long forum threads and lists come so, and look like pages to all other facts. A page as Markdown may have tables, but
 * then it has its links, too. Line F1 of labelled English texts 0.565 to 0.744, French 0.801 to 0.806, token F1 of all
 * labelled ones 0.838 to 0.841, of extractors' outputs with intruders 0.937 to 0.936, pages the same (out of fold,
 * without roles, 2026-11). */
static int32_t tables_of(uint64_t cells, uint64_t with_links, size_t count) {
    if (with_links * LINKS_PART > count)
        return 0;
    return share_of(cells * TABLES_PART < count ? cells * TABLES_PART : count, count);
}

void dhk_regime_facts(const dhk_document *document, const int32_t *logits, int32_t facts[DHK_GATE_FACTS]) {
    uint64_t below[UNDER_COUNT] = {0}, sentences = 0, short_lines = 0, tokens = 0, cells = 0, with_links = 0;
    int64_t sum = 0, weighted = 0;
    size_t count = document->line_count;
    for (int k = 0; k < DHK_GATE_FACTS; k++)
        facts[k] = 0;
    if (count == 0)
        return;
    for (int k = 0; k < LOWEST_COUNT; k++)
        facts[FACT_LOWEST + k] = LOGIT_MAX;
    for (size_t i = 0; i < count; i++) {
        const dhk_measure *measure = &document->lines[i].measure;
        int32_t logit = clipped(logits[i]);
        insert_lowest(&facts[FACT_LOWEST], logit);
        for (int k = 0; k < UNDER_COUNT; k++)
            below[k] += logit < under[k];
        sum += logit;
        weighted += (int64_t)logit * measure->tokens;
        tokens += measure->tokens;
        sentences += measure->last_class == DHK_CHAR_SENTENCE_END;
        short_lines += measure->units < SHORT_UNITS;
        cells += document->lines[i].kind == DEHUSK_KIND_CELL;
        with_links += document->lines[i].link_count > 0;
    }
    for (size_t k = count; k < LOWEST_COUNT; k++)
        facts[FACT_LOWEST + k] = facts[FACT_LOWEST + count - 1];
    for (int k = 0; k < UNDER_COUNT; k++)
        facts[FACT_UNDER + k] = share_of(below[k], count);
    facts[FACT_MEAN_BY_LINE] = (int32_t)(sum / (int64_t)count);
    facts[FACT_MEAN_BY_TOKEN] = tokens > 0 ? (int32_t)(weighted / (int64_t)tokens) : facts[FACT_MEAN_BY_LINE];
    facts[FACT_FIRST] = clipped(logits[0]);
    facts[FACT_LAST] = clipped(logits[count - 1]);
    facts[FACT_LINES] = dhk_log2_plus_one(count < LINES_MAX ? count : LINES_MAX);
    facts[FACT_SENTENCES] = share_of(sentences, count);
    facts[FACT_SHORT] = share_of(short_lines, count);
    facts[FACT_TABLES] = tables_of(cells, with_links, count);
}

int32_t dhk_regime_share(const dhk_text_regimes *regimes, const int32_t facts[DHK_GATE_FACTS]) {
    return (int32_t)(dhk_probability(weigh(regimes->gate_bias, regimes->gate, facts)) >> 4);
}

/* The logits of extracts once they are calibrated by the text and, where there is such a stage, by what stands around
 * each line. Changes the logits of extracts; those of pages must not have been calibrated yet. */
static void extract_logits(const dhk_text_regimes *regimes, const dhk_document *document,
                           const int32_t facts[DHK_GATE_FACTS], const dhk_regime_logits *logits) {
    size_t count = document->line_count;
    dhk_around_walk walk;
    if (!regimes->around.present) {
        dhk_regime_calibrate_by_facts(&regimes->extract_page, facts, logits->extracts, count);
        return;
    }
    if (count > 0)
        memcpy(logits->room, logits->extracts, count * sizeof *logits->room);
    dhk_regime_calibrate_by_facts(&regimes->extract_page, facts, logits->room, count);
    dhk_around_begin(&walk, document, logits->pages, logits->extracts);
    for (size_t i = 0; i < count; i++)
        logits->room[i] = dhk_around_logit(&regimes->around, &walk, logits->room[i]);
    if (count > 0)
        memcpy(logits->extracts, logits->room, count * sizeof *logits->room);
}

/* A text that is a page for sure is spared the other regime: nothing of that would come into its logits. */
dhk_regime dhk_regimes_apply(const dhk_text_regimes *regimes, const dhk_document *document, int32_t share,
                             const dhk_regime_logits *logits) {
    int32_t facts[DHK_GATE_FACTS];
    dhk_regime regime = {share, 0};
    if (share < 0) {
        dhk_regime_facts(document, logits->pages, facts);
        regime.share = dhk_regime_share(regimes, facts);
    }
    if (regime.share > 0) {
        dhk_regime_facts(document, logits->extracts, facts);
        regime.nothing = weigh(regimes->nothing_bias, regimes->nothing, facts);
        extract_logits(regimes, document, facts, logits);
    }
    dhk_regime_calibrate(&regimes->page, logits->pages, document->line_count);
    for (size_t i = 0; i < document->line_count && regime.share > 0; i++)
        logits->pages[i] = dhk_regime_mix(logits->pages[i], logits->extracts[i], regime.share);
    return regime;
}
