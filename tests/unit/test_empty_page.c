/* The classifier of short pages: its features, what it is asked about, and what it leaves of a page. */
#include "classify/context.h"
#include "classify/empty_page.h"
#include "support/context_setup.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char notice[] =
    "<title>Gullwick</title><div class=note><h1>Ferry</h1><p>The ferry of the fourth of March does "
    "not sail, because of the swell off the point.</p></div><p><a href=/>Home</a></p>";

static ts_bench open_bench(int empty) {
    return ts_bench_open((ts_model_plan){.html = true, .text = true, .empty = empty});
}

static const dehusk_page *classify(ts_bench *b, const char *html, dehusk_favor favor, double threshold) {
    dehusk_request request;
    const dehusk_page *page;
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_HTML;
    request.favor = favor;
    request.threshold = threshold;
    assert_int_equal(dehusk_classify(b->context, html, strlen(html), &request, &page), DEHUSK_OK);
    return page;
}

static size_t kept(const dehusk_page *page) {
    size_t count = 0;
    for (size_t i = 0; i < dehusk_page_line_count(page); i++)
        count += dehusk_page_line(page, i)->label == DEHUSK_CONTENT;
    return count;
}

static size_t kept_of(int empty, const char *html, dehusk_favor favor, double threshold) {
    ts_bench b = open_bench(empty);
    size_t count = kept(classify(&b, html, favor, threshold));
    ts_bench_close(&b);
    return count;
}

/* Of the lines whose features are asked for. */
static int32_t logits[4096];

/* The features of a page of which all lines are kept, or none. */
static uint32_t features_of(const char *html, bool keep, int32_t best, uint32_t features[DHK_EMPTY_VECTOR_MAX]) {
    ts_bench b = open_bench(-1);
    uint8_t labels[4096];
    classify(&b, html, DEHUSK_FAVOR_BALANCED, -1);
    assert_true(b.context->document.line_count <= sizeof labels);
    memset(labels, keep, sizeof labels);
    dhk_empty_page page = {&b.context->document, logits, labels, best};
    uint32_t count = dhk_empty_features(&page, features);
    ts_bench_close(&b);
    return count;
}

static bool is_in(const uint32_t *features, uint32_t count, uint32_t feature) {
    for (uint32_t i = 0; i < count; i++)
        if (features[i] == feature)
            return true;
    return false;
}

static uint32_t difference(const char *one, const char *other) {
    uint32_t left[DHK_EMPTY_VECTOR_MAX], right[DHK_EMPTY_VECTOR_MAX], differing = 0;
    uint32_t left_count = features_of(one, true, 0, left), right_count = features_of(other, true, 0, right);
    for (uint32_t i = 0; i < left_count; i++)
        differing += !is_in(right, right_count, left[i]);
    for (uint32_t i = 0; i < right_count; i++)
        differing += !is_in(left, left_count, right[i]);
    return differing;
}

static void features_are_in_bounds_and_none_comes_twice(void **state) {
    (void)state;
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    uint32_t count = features_of(notice, true, -3 * 4096, features);
    assert_in_range(count, 30, DHK_EMPTY_VECTOR_MAX);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(features[i] < DHK_EMPTY_FEATURES);
        assert_false(is_in(features, i, features[i]));
    }
}

/* Words of the title, of lines and of classes are features, the best line's logit by the first stage is one; style is not. */
static void what_the_features_see(void **state) {
    (void)state;
    uint32_t low[DHK_EMPTY_VECTOR_MAX], high[DHK_EMPTY_VECTOR_MAX];
    assert_int_equal(difference("<title>Tern</title><p class=note>One", "<title>Auk</title><p class=note>One"), 2);
    assert_int_equal(difference("<title>Tern</title><p class=note>One", "<title>Tern</title><p class=card>One"), 2);
    assert_int_equal(difference("<title>Tern</title><p>One", "<title>Tern</title><p>Two"), 4); /* as kept and as any */
    assert_int_equal(difference("<title>Tern</title><p>One", "<title>tern</title><p style='color: red'>one"), 0);
    /* The share of links: of what is kept and of the page. */
    assert_int_equal(difference("<p><a name=x>One</a>", "<p><a href=x>One</a>"), 4);
    assert_int_equal(difference("<p><a href=x>One</a><p>One", "<p><a href=x>One</a><p><a href=x>One</a>"), 4);
    uint32_t count = features_of(notice, true, -3 * 4096, low);
    assert_int_equal(features_of(notice, true, 3 * 4096, high), count);
    assert_memory_not_equal(low, high, count * sizeof *low);
}

/* The likeliest line, and how many are likelier than not. */
static void features_see_what_lines_are_likely(void **state) {
    static const char html[] = "<p>One<p>Two<p>Three";
    static const struct {
        int32_t first, last;
        uint32_t differing;
    } cases[] = {{0, 0, 0},        {-9 * 4096, 0, 0}, {0, -9 * 4096, 0},       {1, 0, 1},  {0, 1, 1},
                 {0, 5 * 4096, 2}, {5 * 4096, 0, 2},  {5 * 4096, 5 * 4096, 2}, {-1, -1, 0}};
    uint32_t base[DHK_EMPTY_VECTOR_MAX];
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    uint32_t count = features_of(html, true, 0, base);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t differing = 0;
        logits[0] = cases[i].first;
        logits[2] = cases[i].last;
        assert_int_equal(features_of(html, true, 0, features), count);
        for (uint32_t k = 0; k < count; k++)
            differing += !is_in(base, count, features[k]);
        assert_int_equal(differing, cases[i].differing);
        logits[0] = logits[2] = 0;
    }
}

/* A page of which nothing or much is kept is not asked about. */
static void only_short_pages_are_asked_about(void **state) {
    (void)state;
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    static char html[80000];
    assert_int_equal(features_of(notice, false, 0, features), 0);
    for (size_t at = 0; at + 40 < 40000; at += strlen(html + at))
        snprintf(html + at, sizeof html - at, "<p>Word %zu, and one more.</p>", at);
    assert_int_equal(features_of(html, true, 0, features), 0);
    html[600] = '\0';
    assert_true(features_of(html, true, 0, features) > 0);
}

/* As many words and classes as there may be are too many for no array. */
static void features_of_crowded_pages_are_bounded(void **state) {
    (void)state;
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    static char html[200000];
    size_t at = 0;
    for (unsigned i = 0; i < 400; i++)
        at += (size_t)snprintf(html + at, sizeof html - at, "<div class='a%u b%u c%u d%u'>", i, i, i, i);
    for (unsigned i = 0; i < 220; i++)
        at += (size_t)snprintf(html + at, sizeof html - at, "<p>w%u", i);
    uint32_t count = features_of(html, true, 0, features);
    assert_in_range(count, 400, DHK_EMPTY_VECTOR_MAX);
}

static void nothing_is_left_of_a_page_without_content(void **state) {
    (void)state;
    assert_true(kept_of(-1, notice, DEHUSK_FAVOR_BALANCED, -1) > 0);
    assert_int_equal(kept_of(1, notice, DEHUSK_FAVOR_BALANCED, -1), 0);
    assert_int_equal(kept_of(1, notice, DEHUSK_FAVOR_PRECISION, -1), 0);
    ts_bench b = open_bench(1);
    const dehusk_page *page = classify(&b, notice, DEHUSK_FAVOR_BALANCED, -1);
    assert_int_equal(dehusk_page_summary(page)->verdict, DEHUSK_VERDICT_NONE);
    assert_true(dehusk_page_summary(page)->verdict_probability < 0.5);
    ts_bench_close(&b);
}

/* Who wants all that may be content, or a probability, gets it. */
static void callers_may_have_it_all_the_same(void **state) {
    (void)state;
    assert_true(kept_of(1, notice, DEHUSK_FAVOR_RECALL, -1) > 0);
    assert_true(kept_of(1, notice, DEHUSK_FAVOR_BALANCED, 0.1) > 0);
}

/* The sum of the features' weights and the bias. */
static void score_is_the_sum(void **state) {
    (void)state;
    ts_bench b = open_bench(-1);
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    classify(&b, notice, DEHUSK_FAVOR_BALANCED, 0);
    dhk_empty_page page = {&b.context->document, b.context->logits, b.context->labels, 0};
    uint32_t count = dhk_empty_features(&page, features);
    int32_t sum = b.model->html_empty.bias;
    for (uint32_t i = 0; i < count; i++)
        sum += b.model->html_empty.weights[features[i]];
    assert_int_equal(dhk_emptiness(&b.model->html_empty, &page), sum);
    ts_bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_are_in_bounds_and_none_comes_twice),
        cmocka_unit_test(what_the_features_see),
        cmocka_unit_test(features_see_what_lines_are_likely),
        cmocka_unit_test(only_short_pages_are_asked_about),
        cmocka_unit_test(features_of_crowded_pages_are_bounded),
        cmocka_unit_test(nothing_is_left_of_a_page_without_content),
        cmocka_unit_test(callers_may_have_it_all_the_same),
        cmocka_unit_test(score_is_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
