/* Tokens: where they begin and end, and which spellings are one token. */
#include "align/tokens.h"
#include "unicode/char_class.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t count_of(const char *text) {
    tr_tokens tokens = {0};
    tr_tokenize(&tokens, text, strlen(text));
    size_t count = tokens.count;
    tr_tokens_free(&tokens);
    return count;
}

/* The hash of a text that is one token. */
static uint64_t only(const char *text) {
    tr_tokens tokens = {0};
    tr_tokenize(&tokens, text, strlen(text));
    assert_int_equal(tokens.count, 1);
    uint64_t hash = tokens.hashes[0];
    tr_tokens_free(&tokens);
    return hash;
}

static void runs_of_letters_and_digits_are_tokens(void **state) {
    (void)state;
    assert_int_equal(count_of(""), 0);
    assert_int_equal(count_of(" .,;!? \n\t"), 0);
    assert_int_equal(count_of("one two2 3three"), 3);
    assert_int_equal(count_of("it's"), 2);
    assert_int_equal(count_of("а б-в"), 3);
    assert_int_equal(count_of("नमस्ते दुनिया"), 2);
}

static void each_character_of_an_unspaced_script_is_one(void **state) {
    (void)state;
    assert_int_equal(count_of("你好世界"), 4);
    assert_int_equal(count_of("abc你好def"), 4);
    assert_int_equal(count_of("すし、スシ。"), 4);
    assert_true(count_of("สวัสดี") >= 3); /* marks stay with the character below them */
}

static void spellings_of_one_word_are_one_token(void **state) {
    (void)state;
    assert_true(only("Word") == only("wORD"));
    assert_true(only("ÉTÉ") == only("e\xCC\x81t\xC3\xA9")); /* composed or not */
    assert_true(only("Straße") == only("STRASSE"));
    assert_true(only("ＡＢＣ") == only("abc"));                  /* full-width */
    assert_true(only("co\xC2\xADoperate") == only("cooperate")); /* soft hyphen */
    assert_true(only("Ω") == only("ω"));
    assert_true(only("word") != only("ward"));
}

static void ideographs_have_a_token_each(void **state) {
    (void)state;
    assert_true(only("你") == only("你"));
    assert_true(only("你") != only("好"));
}

static void malformed_bytes_separate(void **state) {
    (void)state;
    assert_int_equal(count_of("ab\xFF"
                              "cd"),
                     2);
    assert_int_equal(count_of("\xE4\xBD"), 0);
}

static void lone_marks_are_no_token(void **state) {
    (void)state;
    assert_int_equal(count_of(" \xCC\x81 "), 0);
}

static void endless_token_is_cut(void **state) {
    (void)state;
    size_t length = 1000000;
    char *text = malloc(length + 1);
    assert_non_null(text);
    memset(text, 'x', length);
    text[length] = '\0';
    assert_int_equal(count_of(text), 1);
    free(text);
}

static void vocabulary_numbers_by_first_appearance(void **state) {
    (void)state;
    const uint64_t hashes[] = {7, 0, 7, 9, 0};
    tr_vocabulary vocabulary;
    tr_vocabulary_make(&vocabulary, hashes, 5);
    assert_int_equal(vocabulary.count, 3);
    assert_int_equal(tr_vocabulary_find(&vocabulary, 7), 0);
    assert_int_equal(tr_vocabulary_find(&vocabulary, 0), 1);
    assert_int_equal(tr_vocabulary_find(&vocabulary, 9), 2);
    assert_int_equal(tr_vocabulary_find(&vocabulary, 8), TR_NO_TOKEN);
    tr_vocabulary_free(&vocabulary);
    tr_vocabulary_make(&vocabulary, NULL, 0);
    assert_int_equal(tr_vocabulary_find(&vocabulary, 7), TR_NO_TOKEN);
    tr_vocabulary_free(&vocabulary);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_of_letters_and_digits_are_tokens),
        cmocka_unit_test(each_character_of_an_unspaced_script_is_one),
        cmocka_unit_test(spellings_of_one_word_are_one_token),
        cmocka_unit_test(ideographs_have_a_token_each),
        cmocka_unit_test(malformed_bytes_separate),
        cmocka_unit_test(lone_marks_are_no_token),
        cmocka_unit_test(endless_token_is_cut),
        cmocka_unit_test(vocabulary_numbers_by_first_appearance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
