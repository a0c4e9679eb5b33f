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

/* How logits are calibrated by what the text is. */
typedef struct calibration_line {
    int32_t constant, slope;
} calibration_line;

static int32_t calibrated(const calibration_line *by, int32_t logit) {
    return dhk_fixed_add(by->constant, dhk_fixed_multiply(by->slope, logit));
}

/* What is likelier stays so, however odd the text. */
static calibration_line line_of(int32_t constant, int32_t slope) {
    return (calibration_line){constant, slope < DHK_CALIBRATION_SLOPE_MIN ? DHK_CALIBRATION_SLOPE_MIN : slope};
}

/* `q`: log-odds of the mean probability of the text's lines. */
static calibration_line line_by_page(const dhk_page_calibration *by, int32_t q) {
    return line_of(dhk_fixed_add(by->constant, dhk_fixed_multiply(by->of_mean, q)),
                   dhk_fixed_add(by->slope, dhk_fixed_multiply(by->of_both, q)));
}

void dhk_regime_calibrate(const dhk_page_calibration *by, int32_t *logits, size_t count) {
    calibration_line line = line_by_page(by, dhk_regime_mean(logits, count));
    for (size_t i = 0; i < count; i++)
        logits[i] = calibrated(&line, logits[i]);
}

static int32_t weigh(int32_t constant, const int32_t *weights, const int32_t facts[DHK_GATE_FACTS]) {
    for (int k = 0; k < DHK_GATE_FACTS; k++)
        constant = dhk_fixed_add(constant, dhk_fixed_multiply(weights[k], facts[k]));
    return constant;
}

static calibration_line line_by_facts(const dhk_fact_calibration *by, const int32_t facts[DHK_GATE_FACTS]) {
    return line_of(weigh(by->constant, by->of_facts, facts), weigh(by->slope, by->of_both, facts));
}

void dhk_regime_calibrate_by_facts(const dhk_fact_calibration *by, const int32_t facts[DHK_GATE_FACTS], int32_t *logits,
                                   size_t count) {
    calibration_line line = line_by_facts(by, facts);
    for (size_t i = 0; i < count; i++)
        logits[i] = calibrated(&line, logits[i]);
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

/* A line's logit by one regime, with its stage where the model has one. */
static int32_t staged(const dhk_around_stage *stage, const int32_t columns[DHK_AROUND_COLUMNS], int32_t logit) {
    return stage->present ? dhk_around_logit(stage, columns, logit) : logit;
}

/* A text that is one regime for sure is spared the other: nothing of that would come into its logits. */
dhk_regime dhk_regimes_apply(const dhk_text_regimes *regimes, const dhk_document *document, int32_t share,
                             const dhk_regime_logits *logits) {
    int32_t facts[DHK_GATE_FACTS], columns[DHK_AROUND_COLUMNS] = {0};
    size_t count = document->line_count;
    dhk_regime regime = {share, 0};
    calibration_line page, extract = {0, 0};
    if (share < 0) {
        dhk_regime_facts(document, logits->pages, facts);
        regime.share = dhk_regime_share(regimes, facts);
    }
    page = line_by_page(&regimes->page, dhk_regime_mean(logits->pages, count));
    if (regime.share != 0) {
        dhk_regime_facts(document, logits->extracts, facts);
        regime.nothing = weigh(regimes->nothing_bias, regimes->nothing, facts);
        extract = line_by_facts(&regimes->extract_page, facts);
    }
    bool of_page = regime.share != DHK_ONE_REGIME;
    bool of_extract = regime.share != 0;
    bool looks_around = (of_page && regimes->page_around.present) || (of_extract && regimes->around.present);
    dhk_around_walk walk = {0};
    if (looks_around)
        dhk_around_begin(&walk, document, logits->pages, logits->extracts);
    for (size_t i = 0; i < count; i++) {
        if (looks_around)
            dhk_around_next(&walk, columns);
        int32_t as_page = of_page ? staged(&regimes->page_around, columns, calibrated(&page, logits->pages[i])) : 0;
        int32_t as_extract =
            of_extract ? staged(&regimes->around, columns, calibrated(&extract, logits->extracts[i])) : 0;
        logits->room[i] = dhk_regime_mix(as_page, as_extract, regime.share);
    }
    if (count > 0)
        memcpy(logits->pages, logits->room, count * sizeof *logits->room);
    return regime;
}
