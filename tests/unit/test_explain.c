/* Explanations: reasons that add up to the score of a line, to the last bit. */
#include "dehusk.h"
#include "support/context_setup.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { REASONS_MAX = 2000 };

static const dehusk_page *classify_by(dehusk_context *context, const char *source) {
    const dehusk_page *page;
    assert_int_equal(dehusk_classify(context, source, strlen(source), NULL, &page), DEHUSK_OK);
    return page;
}

/* A value has one scale's words, not also those of the scale that is written below it. */
static void check_value(const char *value) {
    static const char level[] = " up: ";
    const char *first = strstr(value, level);
    assert_true(first == NULL || strstr(first + 1, level) == NULL);
    assert_true(strncmp(value, "word ", 5) != 0 || strstr(value, "pattern") == NULL);
}

static const dehusk_page *classify(const char *source) {
    return classify_by(ts_context, source);
}

static void check_page(dehusk_context *context, const char *source) {
    static dehusk_reason reasons[REASONS_MAX];
    const dehusk_page *page = classify_by(context, source);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        size_t count = 0;
        size_t biases = 0;
        double sum = 0;
        assert_int_equal(dehusk_explain(context, i, reasons, REASONS_MAX, &count), DEHUSK_OK);
        assert_in_range(count, 2, REASONS_MAX);
        for (size_t k = 0; k < count; k++) {
            sum += reasons[k].weight;
            biases += strcmp(reasons[k].feature, "bias") == 0;
            assert_true(*reasons[k].feature != '\0' && *reasons[k].description != '\0');
            assert_non_null(memchr(reasons[k].value, '\0', sizeof reasons[k].value));
            check_value(reasons[k].value);
            assert_true(k == 0 || fabs(reasons[k].weight) <= fabs(reasons[k - 1].weight));
        }
        assert_int_equal(biases, 1);
        if (sum != dehusk_page_line(page, i)->score)
            fail_msg("line %zu: reasons add up to %.17g, the score is %.17g", i, sum, dehusk_page_line(page, i)->score);
    }
}

static void check_pages(dehusk_context *context) {
    for (unsigned seed = 0; seed < 6; seed++) {
        char *html = ts_make_html(seed, 40);
        char *text = ts_make_text(seed, 40);
        check_page(context, html);
        check_page(context, text);
        free(html);
        free(text);
    }
}

static void reasons_add_up_to_the_score(void **state) {
    (void)state;
    check_pages(ts_context);
}

static void reasons_of_both_regimes_add_up(void **state) {
    (void)state;
    ts_bench bench = ts_bench_open((ts_model_plan){.text = true, .extract = true});
    for (unsigned seed = 0; seed < 4; seed++) {
        char *text = ts_make_text(seed, 40);
        check_page(bench.context, text);
        free(text);
    }
    ts_bench_close(&bench);
}

/* With a second stage, whose parts are reasons too; there are the same ones for every line. */
static void reasons_of_both_stages_add_up(void **state) {
    (void)state;
    static dehusk_reason reasons[REASONS_MAX];
    size_t count, parts = 0, inside = 0;
    ts_bench bench = ts_bench_open((ts_model_plan){.html = true, .text = true, .stack = true, .sites = true});
    check_pages(bench.context);
    (void)classify_by(
        bench.context,
        "<nav><a href=a>Home</a><a href=b>News</a></nav><main><p>The ferry left the northern pier a little "
        "after nine and turned its bow towards the open sound, where the fog lay thick.</p></main>");
    assert_int_equal(dehusk_explain(bench.context, 1, reasons, REASONS_MAX, &count), DEHUSK_OK);
    for (size_t i = 0; i < count; i++) {
        parts += strncmp(reasons[i].feature, "stage-", 6) == 0;
        if (strcmp(reasons[i].feature, "stage-main") == 0) {
            inside++;
            assert_string_equal(reasons[i].description, "stands in the page's main container");
            assert_string_equal(reasons[i].value, "yes");
        }
    }
    assert_int_equal(parts, 9);
    assert_int_equal(inside, 1);
    ts_bench_close(&bench);
}

static void reasons_of_joined_rows_are_those_of_their_paragraph(void **state) {
    (void)state;
    check_page(ts_context, "The ferry left the northern pier a little after nine and turned its bow\n"
                           "towards the open sound, where the fog lay so thick upon the water that\n"
                           "nobody aboard could tell the grey of the sea from the grey of the sky,\n"
                           "and the horn was all that could be heard of the boats that came along.\n"
                           "It was to be the last.\n\nHome\n");
}

/* Those of the reasons, the strongest first, that point the way of their group. */
static void check_strongest(const dehusk_reason_group *group, const dehusk_reason *reasons, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count && found < DEHUSK_STRONGEST; i++) {
        if (reasons[i].group != group->group || reasons[i].weight == 0 ||
            (reasons[i].weight < 0) != (group->weight < 0))
            continue;
        assert_in_range(found, 0, group->strongest_count - 1);
        assert_ptr_equal(group->strongest[found].feature, reasons[i].feature);
        assert_string_equal(group->strongest[found].value, reasons[i].value);
        assert_true(group->strongest[found].weight == reasons[i].weight);
        found++;
    }
    assert_int_equal(found, group->strongest_count);
}

static void groups_add_up_to_the_score(void **state) {
    (void)state;
    enum { GROUPS_MAX = 16 };
    static dehusk_reason reasons[REASONS_MAX];
    static dehusk_reason_group groups[GROUPS_MAX];
    char *sources[] = {ts_make_html(3, 40), ts_make_text(3, 40)};
    for (size_t s = 0; s < 2; s++) {
        const dehusk_page *page = classify(sources[s]);
        for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
            size_t count = 0, reason_count = 0, all = 0;
            double sum = 0;
            assert_int_equal(dehusk_explain_groups(ts_context, i, groups, GROUPS_MAX, &count), DEHUSK_OK);
            assert_int_equal(dehusk_explain(ts_context, i, reasons, REASONS_MAX, &reason_count), DEHUSK_OK);
            assert_in_range(count, 2, GROUPS_MAX);
            for (size_t k = 0; k < count; k++) {
                double weight = 0;
                size_t members = 0;
                for (size_t r = 0; r < reason_count; r++)
                    if (reasons[r].group == groups[k].group) {
                        weight += reasons[r].weight;
                        members++;
                    }
                assert_true(weight == groups[k].weight);
                assert_int_equal(members, groups[k].count);
                assert_true(k == 0 || fabs(groups[k].weight) <= fabs(groups[k - 1].weight));
                assert_true(groups[k].strongest_count <= DEHUSK_STRONGEST);
                check_strongest(&groups[k], reasons, reason_count);
                sum += groups[k].weight;
                all += groups[k].count;
            }
            assert_int_equal(all, reason_count);
            assert_true(sum == dehusk_page_line(page, i)->score);
        }
        free(sources[s]);
    }
}

/* Whether a reason of that feature has that value. */
static bool says(size_t line, const char *feature, const char *value) {
    static dehusk_reason reasons[REASONS_MAX];
    size_t count = 0;
    assert_int_equal(dehusk_explain(ts_context, line, reasons, REASONS_MAX, &count), DEHUSK_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(reasons[i].feature, feature) == 0 && strcmp(reasons[i].value, value) == 0)
            return true;
    return false;
}

static void words_are_shown_as_they_were_seen(void **state) {
    (void)state;
    (void)classify("Comments\n\nThe FERRY sailed again, c\xC3\xB4t\xC3\xA9 sud, at 9.\n\n"
                   "\xE6\xB8\xA1\xE8\xBD\xAE\xE5\x8F\x88\xE5\xBC\x80\xE4\xBA\x86\n");
    assert_true(says(1, "word", "FERRY"));
    assert_true(says(1, "word", "c\xC3\xB4t\xC3\xA9"));
    assert_true(says(1, "word", "9"));
    assert_true(says(1, "label-word", "Comments"));
    assert_true(says(2, "word", "\xE6\xB8\xA1\xE8\xBD\xAE")); /* two neighbours are a word there */
    assert_true(says(2, "word", "\xE4\xBA\x86") || says(2, "word", "\xE5\xBC\x80\xE4\xBA\x86"));
    (void)classify("<main id=TopPage role=main><div class='zorkField other'><p class=lead>one two three</div></main>");
    assert_true(says(0, "class", "lead"));
    assert_true(says(0, "class-near", "zork"));
    assert_true(says(0, "class-around", "field"));
    assert_true(says(0, "class-around", "#page"));
    assert_true(says(0, "class-around", "role main"));
}

static void a_long_word_is_cut_between_characters(void **state) {
    (void)state;
    static dehusk_reason reasons[REASONS_MAX];
    char line[256] = "x";
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < 60; i++)
        strcat(line, "\xC3\xA9");
    (void)classify(line);
    assert_int_equal(dehusk_explain(ts_context, 0, reasons, REASONS_MAX, &count), DEHUSK_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(reasons[i].feature, "word") == 0) {
            assert_int_equal(strlen(reasons[i].value), 47); /* x and 23 letters of two bytes */
            assert_memory_equal(reasons[i].value, line, 47);
            seen++;
        }
    assert_int_equal(seen, 1);
}

static void small_rooms_get_the_strongest_reasons(void **state) {
    (void)state;
    static dehusk_reason all[REASONS_MAX];
    char *source = ts_make_html(1, 20);
    size_t count;
    (void)classify(source);
    assert_int_equal(dehusk_explain(ts_context, 3, all, REASONS_MAX, &count), DEHUSK_OK);
    for (size_t capacity = 0; capacity <= count + 1; capacity += capacity < 10 ? 1 : 17) {
        dehusk_reason *few = malloc((capacity + 1) * sizeof *few);
        size_t few_count = 0;
        assert_non_null(few);
        memset(few, 0xAB, (capacity + 1) * sizeof *few);
        assert_int_equal(dehusk_explain(ts_context, 3, capacity > 0 ? few : NULL, capacity, &few_count), DEHUSK_OK);
        assert_int_equal(few_count, count); /* how many there are, not how many were written */
        for (size_t i = 0; i < capacity && i < count; i++)
            assert_true(fabs(few[i].weight) == fabs(all[i].weight));
        assert_int_equal(*(unsigned char *)&few[capacity], 0xAB);
        free(few);
    }
    free(source);
}

static void explaining_changes_nothing(void **state) {
    (void)state;
    char *source = ts_make_html(2, 30);
    const dehusk_page *page = classify(source);
    char *before = ts_dump(page);
    char *after;
    dehusk_reason first[10], again[10];
    size_t count;
    memset(first, 0, sizeof first);
    memset(again, 0, sizeof again);
    for (size_t i = dehusk_page_line_count(page); i-- > 0;)
        assert_int_equal(dehusk_explain(ts_context, i, first, 10, &count), DEHUSK_OK);
    assert_int_equal(dehusk_explain(ts_context, 0, again, 10, &count), DEHUSK_OK);
    for (size_t i = 0; i < 10; i++) {
        assert_string_equal(first[i].feature, again[i].feature);
        assert_string_equal(first[i].value, again[i].value);
        assert_true(first[i].weight == again[i].weight);
    }
    after = ts_dump(page);
    assert_string_equal(before, after);
    free(before);
    free(after);
    free(source);
}

static void nonsense_is_refused(void **state) {
    (void)state;
    dehusk_context *fresh;
    dehusk_reason reason;
    size_t count = 77;
    const dehusk_page *page = classify("<p>one<p>two");
    assert_int_equal(dehusk_page_line_count(page), 2);
    assert_int_equal(dehusk_explain(NULL, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 0, NULL, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 2, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain_groups(ts_context, 2, NULL, 0, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, SIZE_MAX, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(count, 77);
    assert_int_equal(dehusk_explain(ts_context, 1, NULL, 0, &count), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(ts_model, NULL, &fresh), DEHUSK_OK);
    assert_int_equal(dehusk_explain(fresh, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT); /* no page yet */
    dehusk_context_free(fresh);
}

static void errors_leave_no_page_to_explain(void **state) {
    (void)state;
    dehusk_request request;
    dehusk_reason reason;
    const dehusk_page *page;
    size_t count;
    dehusk_request_init(&request);
    (void)classify("<p>one");
    request.charset = "nonsense";
    assert_int_equal(dehusk_classify(ts_context, "x", 1, &request, &page), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    (void)classify("<p>one");
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_OK);
    assert_int_equal(dehusk_classify(ts_context, "x", 1, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    (void)classify("");
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT); /* no lines */
}

static void reasons_tell_what_was_found(void **state) {
    (void)state;
    static dehusk_reason reasons[REASONS_MAX];
    size_t count;
    bool link = false, tag = false;
    (void)classify("<ul><li><a href=x>Home</a></ul><p>y");
    assert_int_equal(dehusk_explain(ts_context, 0, reasons, REASONS_MAX, &count), DEHUSK_OK);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(reasons[i].feature, "link-share") == 0) {
            link = true;
            assert_int_equal(strncmp(reasons[i].value, "all", 3), 0);
            assert_true(reasons[i].weight < -0.5);
        }
        if (strcmp(reasons[i].feature, "tag") == 0) {
            tag = true;
            assert_string_equal(reasons[i].value, "<li>");
        }
    }
    assert_true(link && tag);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_add_up_to_the_score),
        cmocka_unit_test(reasons_of_both_regimes_add_up),
        cmocka_unit_test(reasons_of_both_stages_add_up),
        cmocka_unit_test(reasons_of_joined_rows_are_those_of_their_paragraph),
        cmocka_unit_test(groups_add_up_to_the_score),
        cmocka_unit_test(words_are_shown_as_they_were_seen),
        cmocka_unit_test(a_long_word_is_cut_between_characters),
        cmocka_unit_test(small_rooms_get_the_strongest_reasons),
        cmocka_unit_test(explaining_changes_nothing),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(errors_leave_no_page_to_explain),
        cmocka_unit_test(reasons_tell_what_was_found),
    };
    return cmocka_run_group_tests(tests, ts_context_open, ts_context_close);
}
