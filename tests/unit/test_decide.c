/* From log-odds to labels: probabilities, the best expected F1, thresholds, repeats, verdicts. */
#include "classify/decide.h"
#include "classify/hidden_paragraphs.h"
#include "classify/notices.h"
#include "classify/verdict.h"
#include "support/page_helper.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ONE = 4096, LINES_MAX = 64 };

/* A page of lines that have only what the decision looks at. */
typedef struct bench {
    dhk_line lines[LINES_MAX];
    dhk_element elements[4];
    dhk_document document;
    int32_t logits[LINES_MAX];
    uint32_t order[LINES_MAX];
    uint8_t labels[LINES_MAX];
    dhk_classifier classifier;
} bench;

static int set_up(void **state) {
    static bench b;
    memset(&b, 0, sizeof b);
    b.document.lines = b.lines;
    *state = &b;
    return 0;
}

static void add_line(bench *b, uint32_t tokens, int32_t logit, uint32_t hash) {
    dhk_line *line = &b->lines[b->document.line_count];
    memset(line, 0, sizeof *line);
    line->measure.tokens = tokens;
    line->hash = hash;
    line->text_length = 10;
    b->logits[b->document.line_count++] = logit;
}

static void make_random(bench *b, uint64_t *random, size_t count) {
    uint32_t spread = ts_random(random, 3) == 0 ? 4 : 12 * ONE; /* ties are cases too */
    b->document.line_count = 0;
    for (size_t i = 0; i < count; i++)
        add_line(b, ts_random(random, 4) == 0 ? 0 : ts_random(random, 40),
                 ((int32_t)ts_random(random, spread) - (int32_t)(spread / 2)) * (spread == 4 ? 700 : 1), (uint32_t)i);
    b->classifier.shift = (int32_t)ts_random(random, 3) * ONE / 4 - ONE / 4;
}

/* No line is a copy, and the page is not empty. */
static const dhk_page_signs signs = {0, NULL, false, false, NULL};

static void decide(bench *b, dehusk_favor favor, double threshold) {
    memset(b->order, 0xEE, sizeof b->order);
    memset(b->labels, 0xEE, sizeof b->labels);
    dhk_decide(&(dhk_decision_rule){b->classifier.shift, favor, threshold}, &b->document, &signs, b->logits, b->order,
               b->labels);
    for (size_t i = 0; i < b->document.line_count; i++)
        assert_in_range(b->labels[i], 0, 1);
    if (b->document.line_count < LINES_MAX)
        assert_int_equal(b->labels[b->document.line_count], 0xEE);
}

/* -- Probability ------------------------------------------------------------ */

static void probability_is_monotone_and_symmetric(void **state) {
    (void)state;
    uint32_t last = 0;
    for (int32_t logit = -14 * ONE; logit <= 14 * ONE; logit++) {
        uint32_t probability = dhk_probability(logit);
        if (probability < last || probability > 65536 || probability + dhk_probability(-logit) != 65536)
            fail_msg("at %d: %u after %u, %u on the other side", logit, probability, last, dhk_probability(-logit));
        last = probability;
    }
    assert_int_equal(dhk_probability(0), 32768);
    assert_int_equal(dhk_probability(INT32_MAX), 65536);
    assert_int_equal(dhk_probability(INT32_MIN), 0);
}

static void probability_is_the_logistic_function(void **state) {
    (void)state;
    for (int32_t logit = -13 * ONE; logit <= 13 * ONE; logit += 13) {
        double exact = 1 / (1 + exp(-(double)logit / ONE));
        assert_true(fabs(dhk_probability(logit) / 65536.0 - exact) < 1e-4);
    }
    /* To the last bit where nothing has to be interpolated. */
    for (int32_t logit = 0; logit <= 12 * ONE; logit += ONE / 16)
        assert_int_equal(dhk_probability(logit), lround(65536 / (1 + exp(-(double)logit / ONE))));
}

/* -- The best expected F1 ------------------------------------------------------ */

/* Twice the expected right tokens of a set of lines over its tokens and the expected ones of the page, if all log-odds
 * are off by `error`. */
static double f1_at(const bench *b, uint32_t set, double error) {
    double right = 0, kept = 0, all = 0;
    for (size_t i = 0; i < b->document.line_count; i++) {
        double probability =
            dhk_probability(b->logits[i] + b->classifier.shift + (int32_t)lround(error * 4096)) / 65536.0;
        double tokens = b->lines[i].measure.tokens;
        all += probability * tokens;
        if (set & UINT32_C(1) << i) {
            right += probability * tokens;
            kept += tokens;
        }
    }
    return kept + all > 0 ? 2 * right / (kept + all) : 0;
}

/* The mean over an error of deviation 2, by three points. */
static double expected_f1(const bench *b, uint32_t set) {
    const double point = 2 * sqrt(3.0);
    return f1_at(b, set, -point) / 6 + f1_at(b, set, 0) * 4 / 6 + f1_at(b, set, point) / 6;
}

/* The labels of the first 32 lines as bits. */
static uint32_t labelled(const bench *b) {
    uint32_t set = 0;
    for (size_t i = 0; i < b->document.line_count && i < 32; i++)
        set |= (uint32_t)b->labels[i] << i;
    return set;
}

/* Of all sets that hold a line whenever they hold a less likely one. */
static void no_threshold_has_a_higher_expected_f1(void **state) {
    bench *b = *state;
    uint64_t random = 1;
    for (int round = 0; round < 1500; round++) {
        double best = 0;
        make_random(b, &random, ts_random(&random, 10));
        for (size_t last = 0; last < b->document.line_count; last++) {
            uint32_t set = 0;
            for (size_t i = 0; i < b->document.line_count; i++)
                set |= (uint32_t)(b->logits[i] >= b->logits[last] && b->logits[i] >= -5 * 4096) << i;
            best = fmax(best, expected_f1(b, set));
        }
        decide(b, DEHUSK_FAVOR_BALANCED, -1);
        if (fabs(expected_f1(b, labelled(b)) - best) > 1e-8)
            fail_msg("round %d: %f where %f can be had", round, expected_f1(b, labelled(b)), best);
    }
}

static void kept_lines_are_the_most_likely_ones(void **state) {
    bench *b = *state;
    uint64_t random = 2;
    for (int round = 0; round < 1000; round++) {
        make_random(b, &random, ts_random(&random, LINES_MAX - 1));
        decide(b, DEHUSK_FAVOR_BALANCED, -1);
        for (size_t i = 0; i < b->document.line_count; i++)
            for (size_t k = 0; k < b->document.line_count; k++)
                if (b->labels[i] && b->logits[k] >= b->logits[i])
                    assert_int_equal(b->labels[k], 1);
    }
}

static void certain_lines_are_kept_and_impossible_ones_are_not(void **state) {
    bench *b = *state;
    add_line(b, 10, 20 * ONE, 1);
    add_line(b, 3, -20 * ONE, 2);
    add_line(b, 10, INT32_MAX, 3);
    add_line(b, 500, INT32_MIN, 4);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 5);
    b->document.line_count = 0;
    add_line(b, 10, -20 * ONE, 1);
    add_line(b, 10, -20 * ONE, 2);
    for (int favor = DEHUSK_FAVOR_BALANCED; favor <= DEHUSK_FAVOR_RECALL; favor++) {
        decide(b, (dehusk_favor)favor, -1);
        assert_int_equal(labelled(b), 0);
    }
}

static void page_without_lines_or_tokens_is_fine(void **state) {
    bench *b = *state;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    decide(b, DEHUSK_FAVOR_RECALL, 0.5);
    add_line(b, 0, 5 * ONE, 1);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 0);
    decide(b, DEHUSK_FAVOR_BALANCED, 0.5);
    assert_int_equal(labelled(b), 1);
}

static void favors_are_supersets_of_each_other(void **state) {
    bench *b = *state;
    uint64_t random = 3;
    bool differed = false;
    for (int round = 0; round < 1000; round++) {
        uint32_t balanced, precision, recall;
        make_random(b, &random, ts_random(&random, 30));
        decide(b, DEHUSK_FAVOR_BALANCED, -1);
        balanced = labelled(b);
        decide(b, DEHUSK_FAVOR_PRECISION, -1);
        precision = labelled(b);
        decide(b, DEHUSK_FAVOR_RECALL, -1);
        recall = labelled(b);
        assert_int_equal(precision & ~balanced, 0);
        assert_int_equal(balanced & ~recall, 0);
        differed |= precision != balanced && balanced != recall;
    }
    assert_true(differed);
}

/* -- Thresholds ------------------------------------------------------------------ */

static void higher_threshold_keeps_a_subset(void **state) {
    bench *b = *state;
    uint64_t random = 4;
    for (int round = 0; round < 200; round++) {
        uint32_t before = UINT32_MAX;
        make_random(b, &random, 30);
        for (int step = 0; step <= 100; step++) {
            double threshold = step / 100.0;
            decide(b, DEHUSK_FAVOR_BALANCED, threshold);
            assert_int_equal(labelled(b) & ~before, 0);
            before = labelled(b);
            for (size_t i = 0; i < b->document.line_count; i++)
                assert_int_equal(b->labels[i], dhk_probability(b->logits[i]) / 65536.0 >= threshold);
        }
    }
}

static void thresholds_of_nothing_and_all(void **state) {
    bench *b = *state;
    add_line(b, 1, -20 * ONE, 1);
    add_line(b, 1, 0, 2);
    add_line(b, 1, 20 * ONE, 3);
    decide(b, DEHUSK_FAVOR_BALANCED, 0);
    assert_int_equal(labelled(b), 7);
    decide(b, DEHUSK_FAVOR_BALANCED, 0.5);
    assert_int_equal(labelled(b), 6);
    decide(b, DEHUSK_FAVOR_BALANCED, 1);
    assert_int_equal(labelled(b), 4);
    decide(b, DEHUSK_FAVOR_PRECISION, 0.5); /* the caller's number stands */
    assert_int_equal(labelled(b), 6);
}

/* -- Repeats ------------------------------------------------------------------------ */

static void long_repeats_are_dropped_but_for_the_likeliest(void **state) {
    bench *b = *state;
    add_line(b, 6, 5 * ONE, 7);
    add_line(b, 9, 5 * ONE, 1);
    add_line(b, 6, 6 * ONE, 7);
    add_line(b, 6, 4 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 2 + 4);
}

static void first_of_equally_likely_repeats_stays(void **state) {
    bench *b = *state;
    for (int i = 0; i < 5; i++)
        add_line(b, 8, 5 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 1);
}

/* Elements 1 and 2 stand beside each other, 3 stands in 2. */
static void add_elements(bench *b) {
    b->elements[3].parent = 2;
    b->document.elements = b->elements;
    b->document.element_count = 4;
}

static void add_verse(bench *b, uint32_t element, uint32_t hash, bool after_break) {
    add_line(b, 7, 4 * ONE, hash);
    b->lines[b->document.line_count - 1].element = element;
    b->lines[b->document.line_count - 1].after_break = after_break;
}

static void refrains_stay(void **state) {
    bench *b = *state;
    add_elements(b);
    add_verse(b, 1, 7, false); /* the first verse of a stanza: what follows is after a break */
    add_verse(b, 1, 8, true);
    add_verse(b, 1, 7, true);
    add_verse(b, 2, 8, false);
    add_verse(b, 2, 7, true);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(b->labels[i], 1);
}

static void repeats_elsewhere_are_no_refrain(void **state) {
    bench *b = *state;
    add_elements(b);
    add_verse(b, 1, 7, false);
    add_verse(b, 1, 8, true);
    add_verse(b, 3, 8, false); /* not beside the first one */
    add_verse(b, 3, 9, true);
    add_verse(b, 2, 7, false); /* beside it, but without a break */
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(b->labels[1], 1);
    assert_int_equal(b->labels[2], 0);
    assert_int_equal(b->labels[3], 1);
    assert_int_equal(b->labels[4], 0);
}

static void short_repeats_stay(void **state) {
    bench *b = *state;
    for (int i = 0; i < 3; i++)
        add_line(b, 5, 5 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 7);
}

static void other_length_is_no_repeat(void **state) {
    bench *b = *state;
    add_line(b, 8, 5 * ONE, 7);
    add_line(b, 8, 5 * ONE, 7);
    b->lines[1].text_length++;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 3);
}

static void repeats_of_dropped_lines_do_not_count(void **state) {
    bench *b = *state;
    add_line(b, 8, -9 * ONE, 7);
    add_line(b, 8, 5 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 2);
}

static void threshold_keeps_repeats(void **state) {
    bench *b = *state;
    add_line(b, 8, 5 * ONE, 7);
    add_line(b, 8, 5 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, 0.5); /* "a line is content from this probability on" */
    assert_int_equal(labelled(b), 3);
}

/* A short sentence between paragraphs, a little less likely than what is kept: of text, and without a link, it stays. */
static void asides_of_text_stay(void **state) {
    bench *b = *state;
    b->document.format = DEHUSK_FORMAT_TEXT;
    add_line(b, 40, 4 * ONE, 1);
    add_line(b, 2, -ONE, 2);
    add_line(b, 40, 0, 3);
    add_line(b, 2, -ONE, 4);
    b->lines[1].measure.last_class = b->lines[3].measure.last_class = DHK_CHAR_SENTENCE_END;
    for (b->logits[2] = ONE; b->logits[2] >= 0; b->logits[2] -= ONE / 4) {
        decide(b, DEHUSK_FAVOR_BALANCED, -1);
        assert_true(b->labels[0] && b->labels[2] && !b->labels[3]);
        assert_int_equal(b->labels[1], b->logits[2] - b->logits[1] <= 5 * ONE / 4);
    }
    b->logits[2] = 0;
    b->lines[1].measure.last_class = DHK_CHAR_LOWER;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_false(b->labels[1]);
    b->lines[1].measure.last_class = DHK_CHAR_QUOTE;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_true(b->labels[1]);
    b->lines[1].link_count = 1;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_false(b->labels[1]);
    b->lines[1].link_count = 0;
    b->document.format = DEHUSK_FORMAT_HTML;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_false(b->labels[1]);
}

/* The labels of an extract. */
static unsigned decide_extract(bench *b, bool extract, dehusk_favor favor) {
    const dhk_page_signs with = {0, NULL, extract, false, NULL};
    dhk_decide(&(dhk_decision_rule){0, favor, -1}, &b->document, &with, b->logits, b->order, b->labels);
    return labelled(b);
}

/* One line that is not likely goes from a page, and from an extract only if it is far from it or others go with it. */
static void extracts_stay_whole(void **state) {
    bench *b = *state;
    b->document.format = DEHUSK_FORMAT_TEXT;
    add_line(b, 40, 6 * ONE, 1);
    add_line(b, 40, 6 * ONE, 2);
    add_line(b, 40, 4 * ONE, 3);
    assert_int_equal(decide_extract(b, true, DEHUSK_FAVOR_PRECISION), 3);
    add_line(b, 2, -3 * ONE, 4);
    assert_int_equal(decide_extract(b, false, DEHUSK_FAVOR_BALANCED), 7);
    assert_int_equal(decide_extract(b, true, DEHUSK_FAVOR_BALANCED), 15);
    b->logits[3]--;
    assert_int_equal(decide_extract(b, true, DEHUSK_FAVOR_BALANCED), 7);
    b->logits[3]++;
    b->logits[1] = -3 * ONE;
    assert_int_equal(decide_extract(b, true, DEHUSK_FAVOR_BALANCED), 5);
    b->logits[1] = 6 * ONE;
    while (b->document.line_count < 39)
        add_line(b, 40, 4 * ONE, (uint32_t)b->document.line_count + 1);
    b->logits[20] = -ONE;
    decide_extract(b, true, DEHUSK_FAVOR_BALANCED); /* two of 39 are more than one in twenty, */
    assert_false(b->labels[3] || b->labels[20]);
    add_line(b, 40, 4 * ONE, 40);
    decide_extract(b, true, DEHUSK_FAVOR_BALANCED); /* and two of 40 are not */
    assert_true(b->labels[3] && b->labels[20]);
}

static void refrains_of_text_stay(void **state) {
    bench *b = *state;
    b->document.format = DEHUSK_FORMAT_TEXT;
    for (uint32_t verse = 0; verse < 3; verse++) {
        for (uint32_t i = 0; i < 4; i++)
            add_line(b, 8, 5 * ONE, 100 + 4 * verse + i);
        for (uint32_t i = 0; i < 4; i++)
            add_line(b, 8, 5 * ONE, 7 + i);
    }
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), (1u << 24) - 1);
    b->document.format = DEHUSK_FORMAT_HTML;
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 0x0F0FFF);
}

static void lone_repeats_of_text_stay(void **state) {
    bench *b = *state;
    b->document.format = DEHUSK_FORMAT_TEXT;
    for (uint32_t i = 0; i < 4; i++) {
        add_line(b, 20, 5 * ONE, 100 + i);
        add_line(b, 8, 5 * ONE, 7); /* "The motion was put to the vote and was carried." */
    }
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 0xFF);
}

static void text_that_came_twice_comes_out_once(void **state) {
    bench *b = *state;
    b->document.format = DEHUSK_FORMAT_TEXT;
    for (uint32_t copy = 0; copy < 5; copy++)
        for (uint32_t i = 0; i < 4; i++)
            add_line(b, 9, 5 * ONE, 100 + i);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 0xF);
    for (size_t i = 0; i < b->document.line_count; i++)
        assert_in_range(b->labels[i], 0, 1);
}

/* What came twice goes if it is a third of what else is kept, wherever that stands. */
static void copies_are_weighed_against_all_that_is_kept(void **state) {
    bench *b = *state;
    for (uint32_t at = 0; at < 3; at++)
        for (uint32_t tokens = 53; tokens <= 55; tokens++) {
            b->document.line_count = 0;
            b->document.format = DEHUSK_FORMAT_TEXT;
            if (at == 0)
                add_line(b, tokens, 5 * ONE, 1);
            for (uint32_t copy = 0; copy < 2; copy++) {
                add_line(b, 13, 5 * ONE, 100);
                add_line(b, 14, 5 * ONE, 101);
                if (at == copy + 1)
                    add_line(b, tokens, 5 * ONE, 1);
            }
            decide(b, DEHUSK_FAVOR_BALANCED, -1);
            size_t kept = 0;
            for (size_t i = 0; i < b->document.line_count; i++)
                kept += b->labels[i];
            assert_int_equal(kept, tokens <= 54 ? 3 : 5); /* 27 tokens thrice, and 27 with the others */
        }
}

/* Lines that came again by themselves and lines that are dropped are no copies, and not taken from what is kept. */
static void lone_repeats_and_dropped_lines_are_weighed(void **state) {
    static const uint32_t hashes[] = {7, 2, 100, 101, 3, 100, 2, 101, 4, 7};
    static const uint32_t tokens[] = {20, 50, 13, 14, 7, 13, 50, 14, 7, 20};
    bench *b = *state;
    for (uint32_t more = 0; more < 2; more++) {
        b->document.line_count = 0;
        b->document.format = DEHUSK_FORMAT_TEXT;
        for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
            add_line(b, tokens[i] + (i == 8 ? more : 0), hashes[i] == 2 ? -9 * ONE : 5 * ONE, hashes[i]);
        decide(b, DEHUSK_FAVOR_BALANCED, -1);
        assert_int_equal(labelled(b), more ? 0x3FF & ~0x42 : 0x3FF & ~0x42 & ~0xA0); /* 27 of 81, or of 82 */
    }
    b->document.line_count = 0;
    add_line(b, 40, 5 * ONE, 7);
    add_line(b, 20, 5 * ONE, 1);
    add_line(b, 40, 5 * ONE, 7);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(labelled(b), 7);
}

static void many_equal_lines_are_decided_quickly(void **state) {
    (void)state;
    enum { COUNT = 300000 };
    dhk_document document = {0};
    dhk_classifier classifier = {0};
    int32_t *logits = calloc(COUNT, sizeof *logits);
    uint32_t *order = calloc(COUNT, sizeof *order);
    uint8_t *labels = calloc(COUNT, 1);
    size_t kept = 0;
    document.lines = calloc(COUNT, sizeof *document.lines);
    document.line_count = COUNT;
    assert_true(document.lines != NULL && logits != NULL && order != NULL && labels != NULL);
    for (size_t i = 0; i < COUNT; i++) {
        document.lines[i].measure.tokens = 10;
        logits[i] = ONE;
    }
    dhk_decide(&(dhk_decision_rule){classifier.shift, DEHUSK_FAVOR_BALANCED, -1}, &document, &signs, logits, order,
               labels);
    for (size_t i = 0; i < COUNT; i++)
        kept += labels[i];
    assert_int_equal(kept, 1); /* they are all the same line */
    assert_int_equal(labels[0], 1);
    free(document.lines);
    free(logits);
    free(order);
    free(labels);
}

/* -- Verdict -------------------------------------------------------------------------- */

static dehusk_verdict verdict(bench *b, const char *pattern) {
    b->document.line_count = 0;
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        add_line(b, 10, 0, 0);
        b->labels[i] = pattern[i] == '+';
    }
    return dhk_verdict_of(&b->document, b->labels);
}

static void verdict_follows_where_content_stands(void **state) {
    bench *b = *state;
    assert_int_equal(verdict(b, ""), DEHUSK_VERDICT_NONE);
    assert_int_equal(verdict(b, "----"), DEHUSK_VERDICT_NONE);
    assert_int_equal(verdict(b, "--++++--"), DEHUSK_VERDICT_ARTICLE);
    assert_int_equal(verdict(b, "+"), DEHUSK_VERDICT_ARTICLE);
    assert_int_equal(verdict(b, "++---++---++"), DEHUSK_VERDICT_ARTICLE); /* gaps of three are bridged */
    assert_int_equal(verdict(b, "+----+----+"), DEHUSK_VERDICT_MIXED);
    assert_int_equal(verdict(b, "++++----++----+"), DEHUSK_VERDICT_ARTICLE);
    assert_int_equal(verdict(b, "+++----++----+"), DEHUSK_VERDICT_MIXED);
    b->document.line_count = 0;
    add_line(b, 0, 0, 0); /* a row of stars */
    assert_int_equal(dhk_verdict_of(&b->document, b->labels), DEHUSK_VERDICT_ARTICLE);
}

static void evidence_grows_with_content(void **state) {
    bench *b = *state;
    int32_t last = -1;
    assert_int_equal(dhk_verdict_evidence(&b->document, b->logits), 0);
    for (int i = 0; i < LINES_MAX; i++) {
        int32_t evidence;
        add_line(b, 20, ONE, (uint32_t)i);
        evidence = dhk_verdict_evidence(&b->document, b->logits);
        assert_true(evidence > last);
        last = evidence;
    }
    for (size_t i = 0; i < b->document.line_count; i++)
        b->logits[i] = -20 * ONE;
    assert_int_equal(dhk_verdict_evidence(&b->document, b->logits), 0);
    b->document.line_count = 0;
    add_line(b, 1023, 20 * ONE, 0);
    assert_int_equal(dhk_verdict_evidence(&b->document, b->logits), 10 * ONE); /* log2(1 + 1023) */
}

static void verdict_logit_does_not_overflow(void **state) {
    bench *b = *state;
    b->classifier.verdict_slope = 1 << 17;
    b->classifier.verdict_offset = 1 << 24;
    assert_true(dhk_verdict_logit(&b->classifier, 63 * ONE) > 0);
    assert_int_equal(dhk_verdict_logit(&b->classifier, 0), 1 << 24);
    b->classifier.verdict_slope = 0;
    b->classifier.verdict_offset = -(1 << 24);
    assert_int_equal(dhk_verdict_logit(&b->classifier, 63 * ONE), -(1 << 24));
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

/* The empty set wins where the page has too little, unless some line is likely by itself. */
static void nothing_may_be_the_best_choice(void **state) {
    bench *b = *state;
    b->document.line_count = 0;
    b->classifier = (dhk_classifier){.verdict_slope = ONE, .verdict_offset = -5 * ONE}; /* 31 expected tokens */
    for (uint32_t i = 0; i < 5; i++)
        add_line(b, 10, -2 * ONE, i);
    assert_true(dhk_verdict_empty(&b->classifier, &b->document, b->logits));
    add_line(b, 2, ONE, 9);
    assert_false(dhk_verdict_empty(&b->classifier, &b->document, b->logits));
    b->document.line_count = 5;
    b->lines[0].measure.tokens = 1000; /* much that is unlikely may be something */
    assert_false(dhk_verdict_empty(&b->classifier, &b->document, b->logits));
}

/* A page of HTML whose best line is unlikely by the first stage has no content, whatever the second one says. */
static void nothing_is_kept_of_empty_pages(void **state) {
    bench *b = *state;
    const dhk_page_signs empty = {-7 * ONE / 4, NULL, false, false, NULL},
                         emptier = {-10 * ONE / 4, NULL, false, false, NULL},
                         poor = {-5 * ONE / 4, NULL, false, false, NULL};
    for (int favor = DEHUSK_FAVOR_BALANCED; favor <= DEHUSK_FAVOR_RECALL; favor++) {
        b->document.line_count = 0;
        add_line(b, 20, ONE, 1);
        add_line(b, 20, 2 * ONE, 2);
        add_line(b, 1, -4 * ONE, 3);
        b->document.format = DEHUSK_FORMAT_HTML;
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, -1}, &b->document, &empty, b->logits,
                   b->order, b->labels);
        assert_int_equal(b->labels[0] + b->labels[1], 0);
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, 0.5}, &b->document, &empty, b->logits,
                   b->order, b->labels);
        assert_int_equal(b->labels[0] + b->labels[1], 2); /* a threshold is a threshold */
        b->document.line_count = 2; /* a sentence under a menu: it takes less to be content, but not nothing */
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, -1}, &b->document, &empty, b->logits,
                   b->order, b->labels);
        assert_int_equal(b->labels[1], 1);
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, -1}, &b->document, &emptier,
                   b->logits, b->order, b->labels);
        assert_int_equal(b->labels[0] + b->labels[1], 0);
        b->document.line_count = 3;
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, -1}, &b->document, &poor, b->logits,
                   b->order, b->labels);
        assert_int_equal(b->labels[1], 1);
        b->document.format = DEHUSK_FORMAT_TEXT;
        dhk_decide(&(dhk_decision_rule){b->classifier.shift, (dehusk_favor)favor, -1}, &b->document, &empty, b->logits,
                   b->order, b->labels);
        assert_int_equal(b->labels[1], 1);
    }
}

/* How many lines are kept of a page with so many tokens in noscript and so many outside. */
static size_t kept_beside_noscript(bench *b, uint32_t inside, uint32_t outside) {
    add_elements(b);
    b->elements[1].flags = DHK_ELEMENT_NOSCRIPT;
    b->document.format = DEHUSK_FORMAT_HTML;
    b->document.line_count = 0;
    add_line(b, inside, 4 * ONE, 1);
    b->lines[0].element = 1;
    if (outside > 0)
        add_line(b, outside, 4 * ONE, 2);
    decide(b, DEHUSK_FAVOR_BALANCED, -1);
    return (size_t)b->labels[0] + (outside > 0 ? (size_t)b->labels[1] : 0);
}

static void nothing_is_kept_of_shells(void **state) {
    bench *b = *state;
    assert_int_equal(kept_beside_noscript(b, 60, 0), 0);
    assert_int_equal(kept_beside_noscript(b, 9, 4), 0);
    assert_int_equal(kept_beside_noscript(b, 9, 5), 2);
    assert_int_equal(kept_beside_noscript(b, 61, 0), 1); /* a thread, say */
    assert_int_equal(kept_beside_noscript(b, 0, 4), 2);
}

/* The visible one of two equal lines stays, though the hidden one is the more likely. */
static void hidden_copies_are_dropped(void **state) {
    bench *b = *state;
    const uint8_t copies[3] = {0, 1, 0};
    const dhk_page_signs with = {4 * ONE, copies, false, false, NULL};
    add_line(b, 20, 3 * ONE, 7);
    add_line(b, 20, 4 * ONE, 7);
    add_line(b, 20, 3 * ONE, 8);
    dhk_decide(&(dhk_decision_rule){b->classifier.shift, DEHUSK_FAVOR_BALANCED, -1}, &b->document, &with, b->logits,
               b->order, b->labels);
    assert_int_equal(b->labels[0], 1);
    assert_int_equal(b->labels[1], 0);
    assert_int_equal(b->labels[2], 1);
}

/* Of the first of five paragraphs; of each other one 20. */
static uint32_t first_tokens = 20;

/* The labels of five likely paragraphs, the one at place k a child of element parents[k] and unseen if that bit is set.
 * Element 2 is a child of element `outer`. */
static uint32_t kept_in_box(bench *b, const uint32_t parents[5], uint32_t outer, unsigned unseen,
                            const uint8_t *copies) {
    static dhk_element elements[8];
    const dhk_page_signs with = {4 * ONE, copies, false, false, NULL};
    memset(elements, 0, sizeof elements);
    b->document.elements = elements;
    b->document.line_count = 0;
    elements[2].parent = outer;
    for (uint32_t i = 0; i < 5; i++) {
        add_line(b, i == 0 ? first_tokens : 20, 4 * ONE, i);
        b->lines[i].kind = DEHUSK_KIND_PARAGRAPH;
        b->lines[i].element = 3 + i;
        b->lines[i].unseen = unseen >> i & 1;
        elements[3 + i].parent = parents[i];
    }
    dhk_decide(&(dhk_decision_rule){b->classifier.shift, DEHUSK_FAVOR_BALANCED, -1}, &b->document, &with, b->logits,
               b->order, b->labels);
    return labelled(b);
}

static uint32_t kept_paragraphs(bench *b, const uint32_t parents[5], unsigned unseen, const uint8_t *copies) {
    return kept_in_box(b, parents, 0, unseen, copies);
}

static void hidden_paragraphs_between_shown_ones_go(void **state) {
    static const uint32_t together[5] = {1, 1, 1, 1, 1};
    static const uint32_t apart[5] = {1, 1, 2, 1, 1};
    static const uint32_t at_end[5] = {1, 1, 1, 2, 2};
    static const uint8_t no_copies[5] = {0};
    bench *b = *state;
    assert_int_equal(kept_paragraphs(b, together, 4, no_copies), 0x1F & ~4);
    assert_int_equal(kept_paragraphs(b, together, 6, no_copies), 0x1F & ~6);
    assert_int_equal(kept_paragraphs(b, together, 10, no_copies), 0x1F & ~10);
    assert_int_equal(kept_paragraphs(b, together, 9, no_copies), 0x1F & ~8);
    assert_int_equal(kept_paragraphs(b, together, 24, no_copies), 0x1F); /* what a button shows: nothing is behind it */
    assert_int_equal(kept_paragraphs(b, together, 1, no_copies), 0x1F);
    assert_int_equal(kept_paragraphs(b, together, 14, no_copies), 0x1F); /* more than two of them */
    assert_int_equal(kept_paragraphs(b, together, 11, no_copies), 0x1F); /* most of the page is hidden */
    first_tokens = 39;
    assert_int_equal(kept_paragraphs(b, together, 9, no_copies), 0x1F & ~8);
    first_tokens = 40; /* half of it */
    assert_int_equal(kept_paragraphs(b, together, 9, no_copies), 0x1F);
    first_tokens = 20;
    assert_int_equal(kept_paragraphs(b, apart, 4, no_copies), 0x1F);
    /* In a box between them. */
    assert_int_equal(kept_in_box(b, apart, 1, 4, no_copies), 0x1F & ~4);
    assert_int_equal(kept_in_box(b, apart, 1, 0, no_copies), 0x1F);
    assert_int_equal(kept_in_box(b, at_end, 1, 24, no_copies), 0x1F);
    assert_int_equal(kept_paragraphs(b, together, 4, NULL), 0x1F); /* the caller keeps what is hidden */
}

/* `before` and `after` have a letter a line: '+' kept, '-' dropped. */
static void expect_hidden(const char *source, const char *before, const char *after) {
    enum { LINES = 16 };
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint8_t labels[LINES];
    char found[LINES + 1] = "";
    if (document->line_count != strlen(before))
        fail_msg("%s: %u lines", source, (unsigned)document->line_count);
    for (size_t i = 0; i < document->line_count; i++)
        labels[i] = before[i] == '+';
    dhk_hidden_paragraphs_go(document, labels);
    for (size_t i = 0; i < document->line_count; i++)
        found[i] = labels[i] ? '+' : '-';
    if (strcmp(found, after) != 0)
        fail_msg("%s: %s", source, found);
}

static void hidden_paragraphs_of_a_page_go(void **state) {
#define FIRST "<p>The ferry sails again from the quay of the lower mill"
#define LAST "<p>It takes a day to the islands, and two days back in spring"
#define HIDDEN "<p style='opacity:0'>Read on"
#define DIV "<div style='opacity:0'>Read on"
    static const char *const cases[][3] = {
        {FIRST HIDDEN LAST, "+++", "+-+"},
        {FIRST HIDDEN HIDDEN LAST, "++++", "+--+"},
        {FIRST HIDDEN LAST HIDDEN LAST, "+++++", "+-+-+"},
        {FIRST HIDDEN HIDDEN LAST HIDDEN LAST, "++++++", "++++++"}, /* more are a story's */
        {FIRST HIDDEN HIDDEN HIDDEN LAST, "+++++", "+++++"},
        {FIRST LAST LAST HIDDEN LAST, "+++++", "+++-+"},
        {HIDDEN FIRST LAST, "+++", "+++"},
        {FIRST LAST HIDDEN, "+++", "+++"},
        {HIDDEN HIDDEN FIRST LAST, "++++", "++++"},
        /* Between two that are kept. */
        {FIRST HIDDEN LAST, "-++", "-++"},
        {FIRST HIDDEN LAST, "++-", "++-"},
        {FIRST HIDDEN LAST, "+-+", "+-+"},
        {FIRST HIDDEN HIDDEN LAST, "+-++", "+-++"},
        {FIRST HIDDEN HIDDEN LAST, "++-+", "++-+"},
        {FIRST HIDDEN LAST LAST, "-+++", "-+++"},
        {FIRST HIDDEN LAST LAST, "++-+", "++-+"},
        /* The answer to a question. */
        {FIRST "?" HIDDEN LAST, "+++", "+++"},
        {FIRST "\xEF\xBC\x9F" HIDDEN LAST, "+++", "+++"},
        {FIRST "\xE3\x80\x82" HIDDEN LAST, "+++", "+-+"},
        {FIRST "!" HIDDEN LAST, "+++", "+-+"},
        {FIRST "? And" HIDDEN LAST, "+++", "+-+"},
        {FIRST "<p>?" HIDDEN LAST, "++++", "++++"},
        {FIRST "<p>\xEF\xBC\x9F" HIDDEN LAST, "++++", "++++"},
        {FIRST HIDDEN "?" LAST, "+++", "+-+"},
        {FIRST HIDDEN LAST "?", "+++", "+-+"},
        {FIRST "?" LAST HIDDEN LAST, "++++", "++-+"},
        /* Paragraphs alone, or boxes without. */
        {"<h2>The ferry sails again from the quay</h2>" HIDDEN LAST, "+++", "+++"},
        {FIRST HIDDEN "<h2>The islands</h2>", "+++", "+++"},
        {FIRST "<h2 style='opacity:0'>Read on</h2>" LAST, "+++", "+++"},
        {FIRST DIV "</div>" LAST, "+++", "+-+"},
        {FIRST HIDDEN "<div>The islands</div>", "+++", "+++"},
        {"<div>The ferry sails again from the quay</div>" HIDDEN LAST, "+++", "+++"},
        /* In boxes beside them, but not too deep, and not the other way round. */
        {FIRST "<div>" HIDDEN "</div>" LAST, "+++", "+-+"},
        {FIRST "<div><div><div>" HIDDEN "</div></div></div>" LAST, "+++", "+-+"},
        {FIRST "<div><div><div><div>" HIDDEN "</div></div></div></div>" LAST, "+++", "+++"},
        {"<div>" FIRST "</div>" HIDDEN LAST, "+++", "+++"},
        {FIRST HIDDEN "<div>" LAST "</div>", "+++", "+++"},
        {"<p>Home", "+", "+"},
        {"<p>", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_hidden(cases[i][0], cases[i][1], cases[i][2]);
    ts_page_done();
#undef FIRST
#undef LAST
#undef HIDDEN
#undef DIV
}

/* What is said of notices, by three lines: is one or are several of a notice, is it kept, is it a sentence, how likely. */
static void notices_are_passed_over(void **state) {
    enum { N = DHK_SIGN_NOTICE, S = DHK_SIGN_SENTENCES, UNLIKELY_SENTENCE = -6144, SURE = 9000 };
    static const struct {
        int32_t logits[3];
        uint16_t signs[3];
        uint8_t labels[3];
        bool behind, beside;
    } cases[] = {
        {{ONE, UNLIKELY_SENTENCE, 0}, {N, S, 0}, {1, 0, 0}, true, false},
        {{ONE, UNLIKELY_SENTENCE - 1, 0}, {N, S, 0}, {1, 0, 0}, false, false},
        {{ONE, 0, 0}, {N, 0, 0}, {1, 0, 0}, false, false},         /* no sentence */
        {{ONE, ONE, ONE}, {N, N | S, 0}, {1, 0, 0}, false, false}, /* one of the notice */
        {{ONE, 0, 0}, {N, S, 0}, {0, 0, 0}, false, false},         /* nothing is kept */
        {{ONE, 0, ONE}, {N, S, N}, {1, 0, 1}, true, false},
        {{ONE, 0, ONE}, {N, S, 0}, {1, 0, 1}, false, false}, /* something else is kept */
        {{ONE, 0, ONE}, {0, S, 0}, {0, 0, 0}, false, false},
        {{0, 0, ONE}, {S, 0, N}, {0, 0, 1}, true, false},
        {{ONE, SURE, 0}, {N, S, 0}, {1, 1, 0}, false, true},
        {{ONE, SURE, 0}, {N, S, 0}, {0, 1, 0}, false, true},
        {{ONE, SURE - 1, 0}, {N, S, 0}, {1, 1, 0}, false, false},
        {{ONE, SURE, 0}, {N, S, 0}, {1, 0, 0}, true, false},
        {{SURE, SURE, 0}, {N, N, 0}, {1, 1, 0}, false, false},
        {{SURE, SURE, 0}, {0, S, 0}, {1, 1, 0}, false, false},
        {{SURE, 0, 0}, {0, 0, N}, {1, 0, 0}, false, true},
    };
    static dehusk_context context;
    static dhk_role_evidence evidence[3];
    bench *b = *state;
    memset(&context, 0, sizeof context);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b->document.line_count = 0;
        for (size_t k = 0; k < 3; k++) {
            add_line(b, 20, cases[i].logits[k], (uint32_t)k);
            b->labels[k] = cases[i].labels[k];
            evidence[k].signs = cases[i].signs[k];
        }
        context.document = b->document;
        context.logits = b->logits;
        context.order = b->order;
        context.labels = b->labels;
        context.evidence = evidence;
        if (dhk_is_behind_notice(&context) != cases[i].behind || dhk_is_beside_notice(&context) != cases[i].beside)
            fail_msg("case %zu", i);
    }
    /* The decision without them is as if they were not likely, and they are as likely behind it. */
    for (unsigned notices = 0; notices < 8; notices++) {
        b->document.line_count = 0;
        for (size_t k = 0; k < 3; k++) {
            add_line(b, 20, 4 * ONE + (int32_t)k, (uint32_t)k);
            evidence[k].signs = notices >> k & 1 ? N | S : S;
        }
        context.document = b->document;
        dhk_decide_without_notices(&context, &(dhk_decision_rule){0, DEHUSK_FAVOR_BALANCED, 0.5}, &signs);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(b->labels[k], !(notices >> k & 1));
            assert_int_equal(b->logits[k], 4 * ONE + (int32_t)k);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(probability_is_monotone_and_symmetric),
        TEST(probability_is_the_logistic_function),
        TEST(no_threshold_has_a_higher_expected_f1),
        TEST(kept_lines_are_the_most_likely_ones),
        TEST(certain_lines_are_kept_and_impossible_ones_are_not),
        TEST(page_without_lines_or_tokens_is_fine),
        TEST(favors_are_supersets_of_each_other),
        TEST(higher_threshold_keeps_a_subset),
        TEST(thresholds_of_nothing_and_all),
        TEST(long_repeats_are_dropped_but_for_the_likeliest),
        TEST(first_of_equally_likely_repeats_stays),
        TEST(refrains_of_text_stay),
        TEST(lone_repeats_of_text_stay),
        TEST(asides_of_text_stay),
        TEST(extracts_stay_whole),
        TEST(text_that_came_twice_comes_out_once),
        TEST(refrains_stay),
        TEST(repeats_elsewhere_are_no_refrain),
        TEST(short_repeats_stay),
        TEST(other_length_is_no_repeat),
        TEST(repeats_of_dropped_lines_do_not_count),
        TEST(threshold_keeps_repeats),
        TEST(copies_are_weighed_against_all_that_is_kept),
        TEST(lone_repeats_and_dropped_lines_are_weighed),
        TEST(many_equal_lines_are_decided_quickly),
        TEST(nothing_may_be_the_best_choice),
        TEST(verdict_follows_where_content_stands),
        TEST(evidence_grows_with_content),
        TEST(verdict_logit_does_not_overflow),
        TEST(nothing_is_kept_of_empty_pages),
        TEST(nothing_is_kept_of_shells),
        TEST(hidden_copies_are_dropped),
        TEST(hidden_paragraphs_between_shown_ones_go),
        TEST(hidden_paragraphs_of_a_page_go),
        TEST(notices_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
