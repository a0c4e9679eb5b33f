/* Labels by alignment: what matches, what must not, and where memory is short. */
#include "align/align.h"
#include "align/align_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINES_MAX = 4096 };

static uint8_t covered[LINES_MAX];

/* Aligns lines, one a row of `page`, with `gold`. */
static size_t align(const char *page, const char *gold, size_t cell_limit) {
    tr_tokens tokens = {0}, gold_tokens = {0};
    size_t starts[LINES_MAX + 1], count = 0;
    for (const char *at = page; *at != '\0' && count < LINES_MAX;) {
        size_t length = strcspn(at, "\n");
        starts[count++] = tokens.count;
        tr_tokenize(&tokens, at, length);
        at += length + (at[length] == '\n');
    }
    starts[count] = tokens.count;
    tr_tokenize(&gold_tokens, gold, strlen(gold));
    tr_line_tokens lines = {tokens.hashes, starts, count};
    tr_align(&lines, gold_tokens.hashes, gold_tokens.count, cell_limit, covered);
    tr_tokens_free(&tokens);
    tr_tokens_free(&gold_tokens);
    return count;
}

/* Expects of each line: '+' content, '-' not. */
static void expect(const char *page, const char *gold, const char *labels) {
    size_t count = align(page, gold, 0);
    char found[LINES_MAX + 1];
    for (size_t i = 0; i < count; i++)
        found[i] = covered[i] >= TR_CONTENT_PERCENT ? '+' : '-';
    found[count] = '\0';
    assert_string_equal(found, labels);
}

static void text_is_found_and_the_rest_is_not(void **state) {
    (void)state;
    expect("Home\nNews about us\nThe river rose by two metres overnight\nand fell again\nCopyright 2026",
           "The river rose by two metres overnight and fell again", "--++-");
}

static void stop_words_of_a_menu_do_not_match(void **state) {
    (void)state;
    expect("the\nof\nand\nThe end of the road and the sea\nof\nthe", "The end of the road and the sea", "---+--");
}

static void one_word_line_matches_inside_a_run_only(void **state) {
    (void)state;
    expect("Apples\nPeel the\nApples\nand cook them", "Peel the apples and cook them", "-+++");
}

static void repeat_in_a_menu_is_not_content(void **state) {
    (void)state;
    expect("Storm over the bay\nSports results\nStorm over the bay\nA storm hit the bay at noon and left by night",
           "Storm over the bay\nA storm hit the bay at noon and left by night", "--++");
}

static void moved_text_is_found_in_a_second_round(void **state) {
    (void)state;
    /* The gold has the lead at its end. */
    expect("A lead that somebody wrote with care\nFirst paragraph of the long story goes here\n"
           "Second paragraph of the long story goes here",
           "First paragraph of the long story goes here Second paragraph of the long story goes here "
           "A lead that somebody wrote with care",
           "+++");
}

static void short_moved_lines_are_not_believed(void **state) {
    (void)state;
    expect("read more\nFirst paragraph of the long story goes here\nSecond paragraph follows it",
           "First paragraph of the long story goes here Second paragraph follows it read more", "-++");
}

static void share_covered_is_counted(void **state) {
    (void)state;
    align("one two three four five six seven eight nine ten", "one two three four five", 0);
    assert_int_equal(covered[0], 50);
}

static void nothing_comes_of_nothing(void **state) {
    (void)state;
    expect("some words\n...\nmore", "", "---");
    expect("...\n!!\n", "gold text here", "--");
    assert_int_equal(align("", "gold", 0), 0);
}

static void unspaced_text_aligns_by_characters(void **state) {
    (void)state;
    expect("首页\n昨天夜里河水上涨了两米\n今天早上又退了\n联系我们", "昨天夜里河水上涨了两米\n今天早上又退了", "-++-");
}

/* With few cells allowed, lines that share three words in a row with the gold are still aligned. */
static void short_memory_keeps_the_lines_that_matter(void **state) {
    (void)state;
    char *page = malloc(200000), *at = page;
    assert_non_null(page);
    for (int i = 0; i < 1000; i++)
        at += sprintf(at, "river by the noise%d\n", i % 7);
    at += sprintf(at, "The river rose by two metres over the night\n");
    size_t count = align(page, "The river rose by two metres over the night", 500);
    assert_int_equal(covered[count - 1], 100);
    for (size_t i = 0; i + 1 < count; i++)
        assert_true(covered[i] < TR_CONTENT_PERCENT);
    free(page);
}

/* Even where that is too much, it ends, within the limit. */
static void hopelessly_short_memory_is_survived(void **state) {
    (void)state;
    align("The river rose by two metres over the night", "The river rose by two metres over the night", 9);
    assert_true(covered[0] <= 100);
    align("The river rose by two metres over the night", "The river rose by two metres over the night", 1);
    assert_true(covered[0] <= 100);
}

static void bag_scores_are_what_they_say(void **state) {
    (void)state;
    tr_bag_score score = tr_bag_score_of(10, 20, 5);
    assert_true(score.precision == 0.5 && score.recall == 0.25);
    assert_true(score.f1 > 0.3333 && score.f1 < 0.3334);
    score = tr_bag_score_of(0, 0, 0);
    assert_true(score.f1 == 1);
    score = tr_bag_score_of(3, 0, 0);
    assert_true(score.f1 == 0);
    score = tr_bag_score_of(0, 3, 0);
    assert_true(score.f1 == 0);
}

static void kept_alignments_come_back(void **state) {
    (void)state;
    char folder[] = "/tmp/dehusk-align-XXXXXX", path[64];
    tr_error error;
    uint8_t found[3] = {0};
    const uint8_t given[3] = {1, 50, 100};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/alignments.cache", folder);
    tr_align_cache *cache = tr_align_cache_open(folder, &error);
    assert_non_null(cache);
    assert_false(tr_align_cache_get(cache, 42, found, 3));
    tr_align_cache_put(cache, 42, given, 3);
    for (uint64_t key = 1000; key < 4000; key++)
        tr_align_cache_put(cache, key, given, 2);
    tr_align_cache_close(cache);
    cache = tr_align_cache_open(folder, &error);
    assert_non_null(cache);
    assert_true(tr_align_cache_get(cache, 42, found, 3));
    assert_memory_equal(found, given, 3);
    assert_true(tr_align_cache_get(cache, 3999, found, 2));
    assert_false(tr_align_cache_get(cache, 42, found, 2)); /* another number of lines */
    assert_false(tr_align_cache_get(cache, 43, found, 3));
    tr_align_cache_close(cache);
    /* A cut file gives what is whole of it, another file nothing. */
    assert_int_equal(truncate(path, 100), 0);
    cache = tr_align_cache_open(folder, &error);
    assert_non_null(cache);
    tr_align_cache_close(cache);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("something else\n", file);
    fclose(file);
    cache = tr_align_cache_open(folder, &error);
    assert_non_null(cache);
    assert_false(tr_align_cache_get(cache, 42, found, 3));
    tr_align_cache_close(cache);
    remove(path);
    rmdir(folder);
    assert_null(tr_align_cache_open("/dev/null/nowhere", &error));
    assert_non_null(strstr(error.message, "/dev/null/nowhere"));
}

static void key_depends_on_everything(void **state) {
    (void)state;
    const uint64_t tokens[4] = {1, 2, 3, 4}, gold[2] = {1, 2};
    const size_t starts[3] = {0, 2, 4}, other_starts[3] = {0, 3, 4};
    tr_line_tokens page = {tokens, starts, 2}, other = {tokens, other_starts, 2}, fewer = {tokens, starts, 1};
    uint64_t key = tr_align_cache_key(&page, gold, 2);
    assert_true(key == tr_align_cache_key(&page, gold, 2));
    assert_true(key != tr_align_cache_key(&page, gold, 1));
    assert_true(key != tr_align_cache_key(&other, gold, 2));
    assert_true(key != tr_align_cache_key(&fewer, gold, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_found_and_the_rest_is_not),
        cmocka_unit_test(stop_words_of_a_menu_do_not_match),
        cmocka_unit_test(one_word_line_matches_inside_a_run_only),
        cmocka_unit_test(repeat_in_a_menu_is_not_content),
        cmocka_unit_test(moved_text_is_found_in_a_second_round),
        cmocka_unit_test(short_moved_lines_are_not_believed),
        cmocka_unit_test(share_covered_is_counted),
        cmocka_unit_test(nothing_comes_of_nothing),
        cmocka_unit_test(unspaced_text_aligns_by_characters),
        cmocka_unit_test(short_memory_keeps_the_lines_that_matter),
        cmocka_unit_test(hopelessly_short_memory_is_survived),
        cmocka_unit_test(bag_scores_are_what_they_say),
        cmocka_unit_test(kept_alignments_come_back),
        cmocka_unit_test(key_depends_on_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
