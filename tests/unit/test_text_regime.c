/* The two regimes of plain text: calibration by the page, the facts of a text, the gate, and what the caller says. */
#include "classify/context.h"
#include "classify/text_around.h"
#include "classify/text_regime.h"
#include "support/context_setup.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ONE = 4096, COUNT = 6 };

static void mean_is_log_odds(void **state) {
    (void)state;
    int32_t even[2] = {3 * ONE, -3 * ONE}, sure[3] = {2 * ONE, 2 * ONE, 2 * ONE};
    assert_in_range(dhk_regime_mean(even, 2) + 100, 0, 200);
    assert_in_range(dhk_regime_mean(sure, 3), 2 * ONE - 400, 2 * ONE + 400);
    assert_int_equal(dhk_regime_mean(NULL, 0), 0);
}

/* Whatever the numbers are, a likelier line stays likelier. */
static void calibration_keeps_the_order(void **state) {
    (void)state;
    const dhk_page_calibration odd[] = {{ONE, ONE, ONE, ONE / 2},
                                        {-ONE, ONE / 2, 0, -4 * ONE},
                                        {0, -3 * ONE, ONE, 0},
                                        {1 << 24, 1 << 24, 1 << 24, 1 << 24}};
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
        int32_t logits[COUNT] = {-9 * ONE, -2 * ONE, -1, 0, 2 * ONE, 7 * ONE};
        dhk_regime_calibrate(&odd[k], logits, COUNT);
        for (size_t i = 1; i < COUNT; i++)
            assert_true(logits[i] >= logits[i - 1]);
    }
}

static void calibration_is_what_it_says(void **state) {
    (void)state;
    const dhk_page_calibration by = {ONE / 2, 2 * ONE, ONE, ONE / 4};
    int32_t logits[2] = {ONE, 3 * ONE};
    int32_t q = dhk_regime_mean(logits, 2);
    dhk_regime_calibrate(&by, logits, 2);
    assert_in_range(logits[0] - (ONE / 2 + q + 2 * ONE + q / 4) + 8, 0, 16);
    assert_in_range(logits[1] - (ONE / 2 + q + 6 * ONE + 3 * q / 4) + 8, 0, 16);
}

/* Constant and slope by one fact each. */
static void facts_calibrate(void **state) {
    (void)state;
    dhk_fact_calibration by = {.constant = ONE / 2, .slope = ONE};
    const int32_t facts[DHK_GATE_FACTS] = {[2] = 2 * ONE, [7] = -ONE};
    int32_t logits[2] = {ONE, -2 * ONE};
    by.of_facts[2] = ONE / 4;
    by.of_both[7] = -ONE;
    dhk_regime_calibrate_by_facts(&by, facts, logits, 2);
    assert_int_equal(logits[0], ONE + 2 * ONE);
    assert_int_equal(logits[1], ONE - 4 * ONE);
    by.of_both[7] = 100 * ONE; /* order stays */
    dhk_regime_calibrate_by_facts(&by, facts, logits, 2);
    assert_true(logits[0] > logits[1]);
}

static void facts_of_a_text(void **state) {
    (void)state;
    dhk_line lines[4];
    dhk_document document = {.lines = lines, .line_count = 4};
    const int32_t logits[4] = {-20 * ONE, ONE, -ONE, 3 * ONE};
    int32_t facts[DHK_GATE_FACTS];
    memset(lines, 0, sizeof lines);
    for (size_t i = 0; i < 4; i++) {
        lines[i].measure.tokens = i == 3 ? 7 : 1;
        lines[i].measure.units = i == 3 ? 900 : 100;
        lines[i].measure.last_class = i == 3 ? DHK_CHAR_SENTENCE_END : DHK_CHAR_LOWER;
    }
    dhk_regime_facts(&document, logits, facts);
    const int32_t expected[DHK_GATE_FACTS] = {-8 * ONE,
                                              -ONE,
                                              ONE, /* the lowest, within bounds */
                                              ONE / 4,
                                              ONE / 2,
                                              ONE / 2, /* under .1, .3, .5 */
                                              -5 * ONE / 4,
                                              13 * ONE / 10, /* means by line and by token */
                                              -8 * ONE,
                                              3 * ONE, /* first and last */
                                              2 * ONE + ONE / 4,
                                              ONE / 4,
                                              3 * ONE / 4, /* log2 of 5, nearly; sentences; short lines */
                                              0};          /* no tables */
    for (size_t k = 0; k < DHK_GATE_FACTS; k++)
        assert_in_range(facts[k] - expected[k] + 2, 0, 4);
    document.line_count = 1; /* there is no second lowest */
    dhk_regime_facts(&document, logits, facts);
    assert_int_equal(facts[1], -8 * ONE);
    assert_int_equal(facts[2], -8 * ONE);
    document.line_count = 0;
    dhk_regime_facts(&document, logits, facts);
    for (size_t k = 0; k < DHK_GATE_FACTS; k++)
        assert_int_equal(facts[k], 0);
}

/* From a tenth of its lines on a text has tables, unless it has links: then it is a page as Markdown. */
static void tables_without_links(void **state) {
    (void)state;
    enum { LINES = 100, TABLES = 13 };
    static dhk_line lines[LINES];
    static int32_t logits[LINES];
    dhk_document document = {.lines = lines, .line_count = LINES};
    int32_t facts[DHK_GATE_FACTS];
    for (size_t i = 0; i < 5; i++)
        lines[i].kind = DEHUSK_KIND_CELL;
    dhk_regime_facts(&document, logits, facts);
    assert_int_equal(facts[TABLES], ONE / 2);
    for (size_t i = 0; i < 60; i++)
        lines[i].kind = DEHUSK_KIND_CELL;
    lines[80].link_count = lines[81].link_count = 1;
    dhk_regime_facts(&document, logits, facts);
    assert_int_equal(facts[TABLES], ONE);
    lines[82].link_count = 2;
    dhk_regime_facts(&document, logits, facts);
    assert_int_equal(facts[TABLES], 0);
}

/* With some thirty lines a text is long; it makes no difference how long. */
static void long_is_long(void **state) {
    (void)state;
    enum { LINES = 500 };
    static dhk_line lines[LINES];
    static int32_t logits[LINES];
    dhk_document document = {.lines = lines, .line_count = 31};
    int32_t facts[DHK_GATE_FACTS], more[DHK_GATE_FACTS];
    dhk_regime_facts(&document, logits, facts);
    document.line_count = LINES;
    dhk_regime_facts(&document, logits, more);
    assert_memory_equal(facts, more, sizeof facts);
    document.line_count = 10;
    dhk_regime_facts(&document, logits, more);
    assert_true(more[10] < facts[10]);
}

static void share_goes_from_none_to_all(void **state) {
    (void)state;
    dhk_text_regimes regimes = {.present = true};
    int32_t facts[DHK_GATE_FACTS] = {ONE}, before = -1;
    for (int32_t weight = -16 * ONE; weight <= 16 * ONE; weight += ONE / 2) {
        regimes.gate[0] = weight;
        int32_t share = dhk_regime_share(&regimes, facts);
        assert_in_range(share, 0, DHK_ONE_REGIME);
        assert_true(share >= before);
        before = share;
    }
    assert_int_equal(before, DHK_ONE_REGIME);
    regimes.gate[0] = 0;
    assert_int_equal(dhk_regime_share(&regimes, facts), DHK_ONE_REGIME / 2);
}

static const char text[] = "Home\nThe ferry left the northern pier a little after nine and turned its bow.\nImprint\n";

static const dehusk_page *classify(dehusk_context *context, dehusk_text_kind kind) {
    const dehusk_page *page;
    dehusk_request request;
    dehusk_request_init(&request);
    assert_int_equal(request.text_kind, DEHUSK_TEXT_AUTO);
    request.format = DEHUSK_FORMAT_TEXT;
    request.text_kind = kind;
    assert_int_equal(dehusk_classify(context, text, strlen(text), &request, &page), DEHUSK_OK);
    return page;
}

/* With a gate that says half, scores lie in the middle of what the two regimes say alone. */
static void caller_chooses_the_regime(void **state) {
    (void)state;
    ts_bench bench = ts_bench_open((ts_model_plan){.text = true, .extract = true});
    double scores[3][3], probabilities[3][3];
    for (int kind = 0; kind < 3; kind++) {
        const dehusk_page *page = classify(bench.context, (dehusk_text_kind)kind);
        assert_int_equal(dehusk_page_line_count(page), 3);
        for (size_t i = 0; i < 3; i++) {
            scores[kind][i] = dehusk_page_line(page, i)->score;
            probabilities[kind][i] = dehusk_page_line(page, i)->probability;
        }
    }
    for (size_t i = 0; i < 3; i++) {
        assert_true(scores[DEHUSK_TEXT_AUTO][i] == (scores[DEHUSK_TEXT_PAGE][i] + scores[DEHUSK_TEXT_EXTRACT][i]) / 2);
        assert_true(probabilities[DEHUSK_TEXT_PAGE][i] < probabilities[DEHUSK_TEXT_AUTO][i]);
        assert_true(probabilities[DEHUSK_TEXT_AUTO][i] < probabilities[DEHUSK_TEXT_EXTRACT][i]);
    }
    const dehusk_page *extract = classify(bench.context, DEHUSK_TEXT_EXTRACT);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(dehusk_page_line(extract, i)->label, DEHUSK_CONTENT);
    ts_bench_close(&bench);
}

/* An extract by half and more that has no content by its facts comes to nothing, unless more than that is asked for. */
static void texts_without_content_come_to_nothing(void **state) {
    (void)state;
    ts_bench bench = ts_bench_open((ts_model_plan){.text = true, .extract = true});
    char *page_before = NULL;
    bench.model->text.verdict_offset = 8 * ONE; /* by the lines alone all texts have content */
    for (int32_t bias = -1; bias <= 1; bias++) {
        static const dehusk_text_kind kinds[] = {DEHUSK_TEXT_AUTO, DEHUSK_TEXT_EXTRACT};
        bench.model->regimes.nothing_bias = bias;
        for (size_t k = 0; k < 2; k++) {
            const dehusk_page *page = classify(bench.context, kinds[k]);
            assert_int_equal(dehusk_page_line(page, 1)->label, bias > 0 ? DEHUSK_CHROME : DEHUSK_CONTENT);
            assert_int_equal(dehusk_page_summary(page)->verdict == DEHUSK_VERDICT_NONE, bias > 0);
            assert_int_equal(dehusk_page_summary(page)->verdict_probability<0.5, bias> 0);
        }
        char *whole = ts_dump(classify(bench.context, DEHUSK_TEXT_PAGE));
        if (bias > -1)
            assert_string_equal(whole, page_before);
        free(page_before);
        page_before = whole;
    }
    free(page_before);
    dehusk_request request;
    const dehusk_page *page;
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_TEXT;
    request.favor = DEHUSK_FAVOR_RECALL;
    assert_int_equal(dehusk_classify(bench.context, text, strlen(text), &request, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line(page, 1)->label, DEHUSK_CONTENT);
    ts_bench_close(&bench);
}

/* A model without the second regime knows pages only. */
static void without_the_section_all_texts_are_pages(void **state) {
    (void)state;
    ts_bench bench = ts_bench_open((ts_model_plan){.text = true});
    char *dumps[3];
    for (int kind = 0; kind < 3; kind++)
        dumps[kind] = ts_dump(classify(bench.context, (dehusk_text_kind)kind));
    assert_string_equal(dumps[0], dumps[1]);
    assert_string_equal(dumps[0], dumps[2]);
    for (int kind = 0; kind < 3; kind++)
        free(dumps[kind]);
    ts_bench_close(&bench);
}

static void unknown_kinds_are_refused(void **state) {
    (void)state;
    ts_bench bench = ts_bench_open((ts_model_plan){.html = true, .text = true});
    const dehusk_page *page;
    dehusk_request request;
    dehusk_request_init(&request);
    request.text_kind = (dehusk_text_kind)3;
    assert_int_equal(dehusk_classify(bench.context, "a", 1, &request, &page), DEHUSK_BAD_ARGUMENT);
    ts_bench_close(&bench);
}

/* -- What stands around a line ---------------------------------------------------- */

enum { AROUND_LINES = 5 };

/* A name, two paragraphs, a link in a list behind a blank row, a word. */
static const dhk_line around_lines[AROUND_LINES] = {
    {.breaks = 1, .measure = {.units = 70, .tokens = 1}},
    {.breaks = 1, .measure = {.units = 900, .tokens = 19, .last_class = DHK_CHAR_SENTENCE_END}},
    {.breaks = 1, .measure = {.units = 800, .tokens = 99, .last_class = DHK_CHAR_QUOTE}},
    {.breaks = 2, .kind = DEHUSK_KIND_LIST_ITEM, .link_count = 1, .measure = {.units = 150, .tokens = 3}},
    {.breaks = 1, .measure = {.units = 0, .tokens = 0}}};
static const int32_t around_pages[AROUND_LINES] = {-2 * ONE, ONE, 2 * ONE, -4 * ONE, -9 * ONE};
static const int32_t around_extracts[AROUND_LINES] = {0, 3 * ONE, ONE, -ONE, 8 * ONE};

static void take_columns(int32_t columns[AROUND_LINES][DHK_AROUND_COLUMNS]) {
    const dhk_document document = {.lines = (dhk_line *)around_lines, .line_count = AROUND_LINES};
    dhk_around_walk walk;
    dhk_around_begin(&walk, &document, around_pages, around_extracts);
    for (size_t i = 0; i < AROUND_LINES; i++)
        dhk_around_next(&walk, columns[i]);
}

static int32_t next_logit(const dhk_around_stage *stage, dhk_around_walk *walk, int32_t logit) {
    int32_t columns[DHK_AROUND_COLUMNS];
    dhk_around_next(walk, columns);
    return dhk_around_logit(stage, columns, logit);
}

static void columns_say_what_stands_around(void **state) {
    (void)state;
    int32_t columns[AROUND_LINES][DHK_AROUND_COLUMNS];
    take_columns(columns);
    const int32_t *first = columns[0], *link = columns[3], *last = columns[4];
    assert_int_equal(first[0], -2 * ONE);
    assert_int_equal(first[1], 4 * ONE);
    assert_int_equal(last[0], -6 * ONE); /* no more than six */
    assert_int_equal(last[3], -36 * ONE);
    assert_int_equal(first[4], 0); /* nothing before it, and a line after it */
    assert_int_equal(first[5], 3 * ONE);
    assert_int_equal(link[6], 2 * ONE);
    assert_int_equal(link[7], -6 * ONE);
    /* Lines 0, 1, 2 and 4 around line 3 count 2, 20, 41 and 1: the hundred words of line 2 as forty. */
    assert_int_equal(link[8], (20 * 3 + 41 + 6) * ONE / 64);
    assert_int_equal(link[9], (2 * -2 + 20 + 41 * 2 - 6) * ONE / 64);
    assert_int_equal(link[10], link[8]);
    assert_int_equal(last[8], (20 * 3 + 41 - 4) * ONE / 65); /* not line 0, which is four lines off */
    assert_int_equal(last[10], (20 * 3 + 41 - 4) * ONE / 67);
    assert_int_equal(link[12], (20 * 3 + 41) * ONE / 63);
    assert_int_equal(link[14], 6 * ONE);
    assert_int_equal(first[12], 0);
    assert_int_equal(last[15], 0);
}

static void columns_say_where_a_line_stands(void **state) {
    (void)state;
    int32_t columns[AROUND_LINES][DHK_AROUND_COLUMNS];
    take_columns(columns);
    const int32_t *first = columns[0], *paragraph = columns[2], *link = columns[3];
    assert_int_equal(link[16], ONE); /* one line past the last paragraph, and one ahead of the first */
    assert_int_equal(first[17], ONE);
    assert_int_equal(paragraph[16] | paragraph[17] | paragraph[18], 0);
    assert_int_equal(first[19], 2 * ONE + ONE / 4); /* four lines after it: log2 of 5, linear between 4 and 8 */
    assert_int_equal(link[20], 2 * ONE);
    assert_int_equal(first[21], 121 * ONE / 122);
    assert_int_equal(link[22], 119 * ONE / 122);
    assert_int_equal(first[23], 3 * ONE);
    assert_int_equal(paragraph[24] & paragraph[26], ONE);
    assert_int_equal(paragraph[25] | paragraph[27] | paragraph[28] | paragraph[29], 0);
    assert_int_equal(link[25] & link[27] & link[28] & link[29], ONE);
}

/* Without a paragraph no line is past one. */
static void a_text_may_have_no_paragraph(void **state) {
    (void)state;
    const dhk_document document = {.lines = (dhk_line *)around_lines, .line_count = 1};
    int32_t columns[DHK_AROUND_COLUMNS];
    dhk_around_walk walk;
    dhk_around_begin(&walk, &document, around_pages, around_extracts);
    dhk_around_next(&walk, columns);
    assert_int_equal(columns[16] | columns[17], 0);
    assert_int_equal(columns[18], ONE);
}

static void the_stage_adds_up(void **state) {
    (void)state;
    const dhk_document document = {.lines = (dhk_line *)around_lines, .line_count = AROUND_LINES};
    dhk_around_stage stage = {.present = true, .constant = ONE, .keep = ONE / 2, .weights = {[0] = ONE, [29] = -ONE}};
    dhk_around_walk walk;
    dhk_around_begin(&walk, &document, around_pages, around_extracts);
    assert_int_equal(next_logit(&stage, &walk, 3 * ONE), ONE + 3 * ONE / 2 - 2 * ONE);
    assert_int_equal(next_logit(&stage, &walk, 0), ONE + ONE);
    assert_int_equal(next_logit(&stage, &walk, 0), ONE + 2 * ONE);
    assert_int_equal(next_logit(&stage, &walk, 0), ONE - 4 * ONE - ONE);
    for (size_t k = 0; k < DHK_AROUND_COLUMNS; k++)
        stage.weights[k] = 1 << 24; /* the largest that a file may have */
    stage.keep = stage.constant = 1 << 24;
    dhk_around_begin(&walk, &document, around_pages, around_extracts);
    for (size_t i = 0; i < AROUND_LINES; i++)
        (void)next_logit(&stage, &walk, INT32_MAX);
}

/* Each regime has its own stage: what is the other for sure is spared it, and takes all of its own. */
static void expect_stage_of(dehusk_text_kind spared, ts_model_plan plan) {
    static const char source[] = "Home\nThe ferry to the outer islands ran again on Monday, after five weeks.\nShare\n";
    dehusk_model *with = ts_model_open_plan(plan);
    dehusk_model *without = ts_model_open_plan((ts_model_plan){.text = true, .extract = true});
    for (dehusk_text_kind kind = DEHUSK_TEXT_PAGE; kind <= DEHUSK_TEXT_EXTRACT; kind++) {
        double probabilities[2];
        for (int k = 0; k < 2; k++) {
            dehusk_context *context;
            dehusk_request request;
            const dehusk_page *page;
            assert_int_equal(dehusk_context_new(k == 0 ? with : without, NULL, &context), DEHUSK_OK);
            dehusk_request_init(&request);
            request.format = DEHUSK_FORMAT_TEXT;
            request.text_kind = kind;
            assert_int_equal(dehusk_classify(context, source, sizeof source - 1, &request, &page), DEHUSK_OK);
            probabilities[k] = dehusk_page_line(page, 1)->probability;
            dehusk_context_free(context);
        }
        assert_int_equal(probabilities[0] == probabilities[1], kind == spared);
    }
    dehusk_model_close(with);
    dehusk_model_close(without);
}

static void each_regime_has_its_stage(void **state) {
    (void)state;
    expect_stage_of(DEHUSK_TEXT_PAGE, (ts_model_plan){.text = true, .extract = true, .around = true});
    expect_stage_of(DEHUSK_TEXT_EXTRACT, (ts_model_plan){.text = true, .extract = true, .page_around = true});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_is_log_odds),
        cmocka_unit_test(calibration_keeps_the_order),
        cmocka_unit_test(calibration_is_what_it_says),
        cmocka_unit_test(facts_calibrate),
        cmocka_unit_test(facts_of_a_text),
        cmocka_unit_test(tables_without_links),
        cmocka_unit_test(long_is_long),
        cmocka_unit_test(share_goes_from_none_to_all),
        cmocka_unit_test(caller_chooses_the_regime),
        cmocka_unit_test(texts_without_content_come_to_nothing),
        cmocka_unit_test(without_the_section_all_texts_are_pages),
        cmocka_unit_test(unknown_kinds_are_refused),
        cmocka_unit_test(columns_say_what_stands_around),
        cmocka_unit_test(columns_say_where_a_line_stands),
        cmocka_unit_test(a_text_may_have_no_paragraph),
        cmocka_unit_test(the_stage_adds_up),
        cmocka_unit_test(each_regime_has_its_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
