/* The feature extractor: vectors of lines, and features in words. */
#include "base/hash.h"
#include "base/memory.h"
#include "features/bins.h"
#include "features/features.h"
#include "features/frame.h"
#include "features/key_map.h"
#include "features/registry.h"
#include "features/seen_words.h"
#include "features/vocabulary.h"
#include "support/counting_allocator.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All vectors of a page, one after another, each led by its length; to be freed. */
static uint32_t *all_vectors(dhk_extractor *extractor, const dhk_document *document, size_t *length) {
    uint32_t *all = malloc((document->line_count + 1) * (DHK_VECTOR_MAX + 1) * sizeof *all);
    *length = 0;
    assert_non_null(all);
    assert_true(dhk_extractor_page(extractor, document));
    for (uint32_t i = 0; i < document->line_count; i++) {
        uint32_t count = dhk_extractor_line(extractor, i, all + *length + 1);
        all[*length] = count;
        *length += count + 1;
    }
    return all;
}

static bool has(const uint32_t *vector, uint32_t count, uint32_t feature) {
    for (uint32_t i = 0; i < count; i++)
        if (vector[i] == feature)
            return true;
    return false;
}

/* The vector of the line with this text. */
static uint32_t vector_of(const dhk_document *document, const char *text, uint32_t *vector) {
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    uint32_t count;
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    count = dhk_extractor_line(extractor, (uint32_t)(ts_line(document, text) - document->lines), vector);
    dhk_extractor_free(extractor);
    return count;
}

static void check_vectors(const dhk_document *document) {
    uint32_t features = dhk_feature_count(document->format);
    uint8_t *seen = calloc(features, 1);
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    uint32_t vector[DHK_VECTOR_MAX];
    assert_non_null(seen);
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    for (uint32_t i = 0; i < document->line_count; i++) {
        uint32_t count = dhk_extractor_line(extractor, i, vector);
        assert_in_range(count, 1, DHK_VECTOR_MAX);
        for (uint32_t k = 0; k < count; k++) {
            if (vector[k] >= features)
                fail_msg("line %u: feature %u of %u", i, vector[k], features);
            if (seen[vector[k]])
                fail_msg("line %u: feature %u twice", i, vector[k]);
            seen[vector[k]] = 1;
        }
        for (uint32_t k = 0; k < count; k++)
            seen[vector[k]] = 0;
    }
    dhk_extractor_free(extractor);
    free(seen);
}

static void indices_are_in_range_and_none_stands_twice(void **state) {
    (void)state;
    for (unsigned seed = 0; seed < 12; seed++) {
        char *html = ts_make_html(seed, 40);
        char *text = ts_make_text(seed, 40);
        check_vectors(ts_read(html, DEHUSK_FORMAT_HTML));
        check_vectors(ts_read(text, DEHUSK_FORMAT_TEXT));
        free(html);
        free(text);
    }
}

static void odd_pages_have_vectors_too(void **state) {
    (void)state;
    static const char *const pages[] = {
        "x",
        "&#x200E;x&#x200E;",
        "!",
        "<p>&#x301;",
        "<title>x</title><p>x",
        "<p>\xEF\xBF\xBD<p>\xF3\xA0\x80\x81x",
        "<main><main><article><article><h1></h1><h6>x</h6><p>y",
        "<p class='a a a A' id=a role=a itemprop=a>x",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        check_vectors(ts_read(pages[i], DEHUSK_FORMAT_HTML));
        check_vectors(ts_read(pages[i], DEHUSK_FORMAT_TEXT));
    }
}

static void page_without_lines_is_fine(void **state) {
    (void)state;
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, ts_read("", DEHUSK_FORMAT_HTML)));
    assert_true(dhk_extractor_page(extractor, ts_read("", DEHUSK_FORMAT_TEXT)));
    dhk_extractor_free(extractor);
    dhk_extractor_free(NULL);
}

static void deep_pages_with_many_words_stay_within_the_vector(void **state) {
    (void)state;
    enum { DEPTH = 400 };
    char *source = malloc(DEPTH * 260);
    size_t at = 0;
    assert_non_null(source);
    for (int i = 0; i < DEPTH; i++) {
        at += (size_t)sprintf(source + at, "<div class='");
        for (int k = 0; k < 24; k++) /* and as many pairs, or nearly */
            at +=
                (size_t)sprintf(source + at, "%c%c%c%c", 'a' + i % 26, 'a' + k, 'a' + i / 26, k % 12 == 11 ? ' ' : '-');
        at += (size_t)sprintf(source + at, "'>");
    }
    strcpy(source + at, "<p>One line, at the very bottom of it all.");
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint32_t vector[DHK_VECTOR_MAX];
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    check_vectors(document);
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    /* All of them, and none cut off. */
    assert_in_range(dhk_extractor_line(extractor, 0, vector), 24 * 36, DHK_VECTOR_MAX - 1);
    dhk_extractor_free(extractor);
    free(source);
}

static void vectors_are_the_same_again_and_again(void **state) {
    (void)state;
    dhk_extractor *used = dhk_extractor_new(NULL);
    assert_non_null(used);
    for (unsigned seed = 0; seed < 6; seed++) {
        dehusk_format format = seed % 2 == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
        char *source = format == DEHUSK_FORMAT_HTML ? ts_make_html(seed, 50 - 7 * seed) : ts_make_text(seed, 20 + seed);
        const dhk_document *document = ts_read(source, format);
        dhk_extractor *fresh = dhk_extractor_new(NULL);
        size_t lengths[3];
        uint32_t *all[3];
        assert_non_null(fresh);
        all[0] = all_vectors(used, document, &lengths[0]);
        all[1] = all_vectors(used, document, &lengths[1]);
        all[2] = all_vectors(fresh, document, &lengths[2]);
        for (size_t i = 1; i < 3; i++) {
            assert_int_equal(lengths[i], lengths[0]);
            assert_memory_equal(all[i], all[0], lengths[0] * sizeof *all[0]);
        }
        for (size_t i = 0; i < 3; i++)
            free(all[i]);
        dhk_extractor_free(fresh);
        free(source);
    }
    dhk_extractor_free(used);
}

static void lines_may_be_asked_for_in_any_order(void **state) {
    (void)state;
    char *source = ts_make_html(3, 30);
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    uint32_t first[DHK_VECTOR_MAX], again[DHK_VECTOR_MAX];
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    for (uint32_t i = 0; i < document->line_count; i++) {
        uint32_t count = dhk_extractor_line(extractor, i, first);
        for (uint32_t k = (uint32_t)document->line_count; k-- > 0;)
            if (k % 7 == 0)
                dhk_extractor_line(extractor, k, again);
        assert_int_equal(dhk_extractor_line(extractor, i, again), count);
        assert_memory_equal(first, again, count * sizeof *first);
    }
    dhk_extractor_free(extractor);
    free(source);
}

static void features_say_what_is_there(void **state) {
    (void)state;
    uint32_t vector[DHK_VECTOR_MAX];
    const dhk_document *document =
        ts_read("<title>The lantern keeper</title><nav class=menu><a href=x>Home</a></nav>"
                "<main><h1>The lantern keeper</h1><p>Every evening the keeper lit the lantern, and "
                "every morning he blew it out again.<p hidden>Quiet<p>Seven sevens</main>",
                DEHUSK_FORMAT_HTML);
    uint32_t count = vector_of(document, "Home", vector);
    assert_true(has(vector, count, DHK_F_LENGTH + dhk_length_bin(40)));
    assert_true(has(vector, count, DHK_F_TOKENS + 1));
    assert_true(has(vector, count, DHK_F_FIRST + DHK_CHAR_UPPER));
    assert_true(has(vector, count, DHK_F_FROM_START + 0));
    assert_true(has(vector, count, DHK_F_LINK_COUNT + 1));
    assert_true(has(vector, count, DHK_F_LINK_SHARE + 11 * DHK_LENGTH_CLASSES + 0));
    assert_true(has(vector, count, DHK_F_TAG + DHK_TAG_NAV));
    assert_true(has(vector, count, DHK_F_MAIN + 1));
    count = vector_of(document, "The lantern keeper", vector);
    assert_true(has(vector, count, DHK_F_TAG + DHK_TAG_H1));
    assert_true(has(vector, count, DHK_F_MAIN + 2));
    assert_true(has(vector, count, DHK_F_TITLE_COVERED + 11));
    assert_true(has(vector, count, DHK_F_ANCESTOR_TAGS + DHK_TAG_MAIN));
    assert_true(has(vector, count, DHK_F_FIRST_HEADING + (DHK_DISTANCE_BINS - 1) / 2));
    count = vector_of(document, "Quiet", vector);
    assert_true(has(vector, count, DHK_F_HIDDEN + 1 * DHK_LENGTH_CLASSES + 0));
    assert_true(has(vector, count, DHK_F_LAST_PREVIOUS + DHK_CHAR_SENTENCE_END));
    count = vector_of(document, "Seven sevens", vector);
    assert_true(has(vector, count, DHK_F_FROM_END + 0));
    assert_true(has(vector, count, DHK_F_HIDDEN + 0 * DHK_LENGTH_CLASSES + 1));
}

/* Features of words that both lines have. */
static uint32_t shared_words(const dhk_document *document, const char *one, const char *other) {
    uint32_t vectors[2][DHK_VECTOR_MAX];
    uint32_t count = vector_of(document, one, vectors[0]);
    uint32_t other_count = vector_of(document, other, vectors[1]);
    uint32_t shared = 0;
    for (uint32_t i = 0; i < count; i++)
        shared += vectors[0][i] >= (uint32_t)DHK_COMMON_COUNT && has(vectors[1], other_count, vectors[0][i]);
    return shared;
}

static bool has_script(const uint32_t *vector, uint32_t count, uint32_t sameness) {
    bool found = false;
    for (uint32_t class_ = 0; class_ < DHK_LENGTH_CLASSES; class_++)
        found |= has(vector, count, DHK_F_SCRIPT + sameness * DHK_LENGTH_CLASSES + class_);
    return found;
}

/* The script that most of the page is in, against that of a line. */
static void lines_of_the_page_s_script_are_told(void **state) {
    static const char *const words[] = {"Ferry", "Паром", "Πλοίο", "渡轮", "นกนางนวล", "שלום", "مرحبا", "Բարեւ"};
    enum { COUNT = sizeof words / sizeof *words };
    (void)state;
    for (size_t most = 0; most < COUNT; most++)
        for (size_t other = 0; other < COUNT; other++) {
            char page[600];
            char whole[200];
            uint32_t vector[DHK_VECTOR_MAX];
            if (most == other)
                continue;
            snprintf(whole, sizeof whole, "%s %s %s %s", words[most], words[most], words[most], words[most]);
            snprintf(page, sizeof page, "<p>%s<p>%s<p>%s<p>7", words[other], whole, whole);
            const dhk_document *document = ts_read(page, DEHUSK_FORMAT_HTML);
            uint32_t count = vector_of(document, whole, vector);
            assert_true(has_script(vector, count, 1));
            count = vector_of(document, words[other], vector);
            assert_true(has_script(vector, count, 2));
            count = vector_of(document, "7", vector);
            assert_true(has_script(vector, count, 0));
        }
}

/* A word whose hash has this rest. */
static void find_word(uint32_t modulus, uint32_t rest, char word[16]) {
    dhk_text_run found;
    uint32_t number = 0;
    do
        snprintf(word, 16, "w%ux", number++);
    while (!dhk_vocabulary_find(word, (uint32_t)strlen(word), modulus, rest, &found) ||
           found.text_length != strlen(word));
}

static void expect_seen(const dhk_document *document, uint32_t index, const char *word) {
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    uint32_t vector[DHK_VECTOR_MAX];
    uint32_t line = (uint32_t)document->line_count - 1;
    char value[48] = "";
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    uint32_t count = dhk_extractor_line(extractor, line, vector);
    assert_true(has(vector, count, index));
    dhk_seen_word(extractor, line, index, value, sizeof value);
    assert_string_equal(value, word);
    dhk_extractor_free(extractor);
}

/* Words are told by their features, those of the first and the last buckets too. */
static void words_of_all_buckets_are_seen(void **state) {
    (void)state;
    for (int last = 0; last < 2; last++) {
        char word[16];
        char page[100];
        uint32_t bucket = last ? DHK_WORD_BUCKETS - 1 : 0;
        find_word(DHK_WORD_BUCKETS, bucket, word);
        snprintf(page, sizeof page, "Tern\n\nThe %s sailed again, they say.\n", word);
        expect_seen(ts_read(page, DEHUSK_FORMAT_TEXT), DHK_F_WORDS + bucket, word);
        bucket = last ? DHK_LABEL_BUCKETS - 1 : 0;
        find_word(DHK_LABEL_BUCKETS, bucket, word);
        snprintf(page, sizeof page, "%s\n\nThe tern sailed again, they say.\n", word);
        expect_seen(ts_read(page, DEHUSK_FORMAT_TEXT), DHK_F_LABEL_WORDS + bucket, word);
        bucket = last ? DHK_CLASS_BUCKETS - 1 : 0;
        uint32_t number = 0;
        do { /* letters alone: digits are no part of a class's word */
            for (uint32_t i = 0, rest = number; i < 6; i++, rest /= 26)
                word[i] = (char)('a' + rest % 26);
            word[6] = '\0';
            number++;
        } while (dhk_hash_bytes(word, 6) % DHK_CLASS_BUCKETS != bucket);
        snprintf(page, sizeof page, "<div class=%s>one two</div>", word);
        expect_seen(ts_read(page, DEHUSK_FORMAT_HTML), DHK_F_OWN_WORDS + bucket, word);
        expect_seen(ts_read(page, DEHUSK_FORMAT_HTML), DHK_F_NEAR_WORDS + bucket, word);
        expect_seen(ts_read(page, DEHUSK_FORMAT_HTML), DHK_F_ANCESTOR_WORDS + bucket, word);
    }
}

/* What the second stage looks at: a line without words weighs as one with one. */
static void frames_say_what_is_there(void **state) {
    static const struct {
        uint32_t tokens, weight, link_share;
        bool hidden, heading;
    } lines[] = {{0, 16, 0, false, false},
                 {1, 16, 4096, false, false},
                 {2, 22, 0, false, true},
                 {4, 32, 862, false, false},
                 {9, 48, 0, true, false}};
    dehusk_allocator allocator;
    dhk_frame frame = {0};
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    (void)state;
    assert_non_null(extractor);
    assert_true(dhk_allocator_or_default(&allocator, NULL));
    const dhk_document *document =
        ts_read("<p>\xE2\x80\x94!<p><a href=x>Home</a><h2>Two words</h2><p><a href=x>Four</a> four four four"
                "<p hidden>a b c d e f g h i",
                DEHUSK_FORMAT_HTML);
    assert_true(dhk_extractor_page(extractor, document));
    assert_true(dhk_frame_fill(&frame, &allocator, extractor));
    assert_int_equal(frame.line_count, sizeof lines / sizeof *lines);
    for (size_t i = 0; i < frame.line_count; i++) {
        assert_int_equal(frame.lines[i].tokens, lines[i].tokens);
        assert_int_equal(frame.lines[i].weight, lines[i].weight);
        assert_int_equal(frame.lines[i].link_share, lines[i].link_share);
        assert_int_equal(frame.lines[i].hidden, lines[i].hidden);
        assert_int_equal(frame.lines[i].heading, lines[i].heading);
        assert_int_equal(frame.lines[i].element, document->lines[i].element);
    }
    dhk_frame_free(&frame, &allocator);
    dhk_extractor_free(extractor);
}

static void words_of_text_are_found_again(void **state) {
    (void)state;
    const dhk_document *document =
        ts_read("Read more\nSomething else\nRead on\nREAD MORE\n«Read», more!", DEHUSK_FORMAT_TEXT);
    uint32_t own = shared_words(document, "Read more", "Read more");
    assert_int_equal(shared_words(document, "Read more", "Something else"), 0);
    assert_in_range(shared_words(document, "Read more", "Read on"), 1, own - 1);
    assert_in_range(shared_words(document, "Read more", "READ MORE"), 2, own);     /* case is no part of a word, */
    assert_in_range(shared_words(document, "Read more", "«Read», more!"), 2, own); /* nor is punctuation */
}

/* Hidden text is a copy if the page shows the most of it elsewhere, be it in other lines; short text never is. */
static void hidden_copies_are_found(void **state) {
    (void)state;
    const dhk_document *document = ts_read(
        "<p>The ferry left the northern pier a little after nine and turned its bow.</p>"
        "<p>It headed towards the open sound, where the fog lay thick upon the water.</p>"
        "<p hidden>The ferry left the northern pier a little after nine and turned its bow. It headed towards the "
        "open sound.</p>"
        "<p hidden>The ferry left the northern pier.</p>"
        "<p hidden>We use cookies to make your visit as pleasant as it can be on this site of ours.</p>"
        "<p>We use many things to make your visit as pleasant as it can be.</p>",
        DEHUSK_FORMAT_HTML);
    static const uint8_t expected[] = {0, 0, 1, 0, 0, 0};
    uint8_t marks[6];
    dhk_extractor *extractor = dhk_extractor_new(NULL);
    assert_non_null(extractor);
    assert_int_equal(document->line_count, 6);
    assert_true(dhk_extractor_page(extractor, document));
    assert_true(dhk_extractor_hidden_copies(extractor, marks));
    assert_memory_equal(marks, expected, sizeof expected);
    dhk_extractor_free(extractor);
}

static void markup_has_no_words(void **state) {
    (void)state;
    uint32_t one[DHK_VECTOR_MAX], two[DHK_VECTOR_MAX];
    uint32_t count = vector_of(ts_read("Read more", DEHUSK_FORMAT_HTML), "Read more", one);
    assert_int_equal(vector_of(ts_read("Dear sons", DEHUSK_FORMAT_HTML), "Dear sons", two), count);
    assert_memory_equal(one, two, count * sizeof *one);
}

/* -- Bins ------------------------------------------------------------------- */

static void bins_ascend_and_stay_in_range(void **state) {
    (void)state;
    uint32_t last[4] = {0};
    for (uint64_t value = 0; value < 300000; value += value < 3000 ? 1 : 97) {
        uint32_t bins[4] = {dhk_count_bin(value, 12), dhk_length_bin(value), dhk_text_bin(value),
                            dhk_length_class((uint32_t)value)};
        static const uint32_t limits[4] = {12, DHK_LENGTH_BINS, DHK_LEVEL_LENGTH_BINS, DHK_LENGTH_CLASSES};
        for (size_t i = 0; i < 4; i++) {
            assert_true(bins[i] >= last[i] && bins[i] - last[i] <= 1 && bins[i] < limits[i]);
            last[i] = bins[i];
        }
    }
    assert_int_equal(dhk_count_bin(UINT64_MAX, 12), 11);
    assert_int_equal(dhk_length_bin(UINT64_MAX), DHK_LENGTH_BINS - 1);
}

static void shares_ascend_from_none_to_all(void **state) {
    (void)state;
    uint32_t last = 0;
    for (uint64_t part = 0; part <= 1000; part++) {
        uint32_t bin = dhk_share_bin(part, 1000);
        assert_true(bin >= last && bin < DHK_SHARE_BINS);
        assert_true((bin == 0) == (part == 0) && (bin == 11) == (part == 1000));
        last = bin;
    }
    assert_int_equal(dhk_share_bin(5, 0), 0);
    assert_int_equal(dhk_share_bin(2000, 1000), 11);
}

static void distances_are_symmetric(void **state) {
    (void)state;
    enum { MIDDLE = (DHK_DISTANCE_BINS - 1) / 2 };
    assert_int_equal(dhk_distance_bin(0), MIDDLE);
    for (int64_t distance = 1; distance < 100000; distance += distance < 100 ? 1 : 37) {
        uint32_t after = dhk_distance_bin(distance);
        uint32_t before = dhk_distance_bin(-distance);
        assert_true(after > MIDDLE && after < DHK_DISTANCE_BINS - 1);
        assert_int_equal(after - MIDDLE, MIDDLE - before);
    }
}

/* -- Words -------------------------------------------------------------------- */

static void every_feature_has_words(void **state) {
    (void)state;
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    for (size_t f = 0; f < 2; f++) {
        uint32_t count = dhk_feature_count(formats[f]);
        for (uint32_t i = 0; i < count; i++) {
            dehusk_reason reason = {.weight = 0.5};
            memset(reason.value, 'x', sizeof reason.value);
            dhk_feature_describe(formats[f], i, &reason);
            if (reason.feature == NULL || *reason.feature == '\0' || reason.description == NULL ||
                *reason.description == '\0')
                fail_msg("feature %u has no name", i);
            if (memchr(reason.value, '\0', sizeof reason.value) == NULL || *reason.value == '\0')
                fail_msg("feature %u, %s, has no value", i, reason.feature);
            assert_true(reason.weight == 0.5);
        }
    }
}

static bool is_hashed(const char *name) {
    static const char *const hashed[] = {"tag-pair",     "tag-triple", "class",    "class-near",
                                         "class-around", "word",       "word-pair"};
    for (size_t i = 0; i < sizeof hashed / sizeof *hashed; i++)
        if (strcmp(name, hashed[i]) == 0)
            return true;
    return false;
}

static void no_two_bins_of_a_feature_read_the_same(void **state) {
    (void)state;
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    for (size_t f = 0; f < 2; f++) {
        uint32_t count = dhk_feature_count(formats[f]);
        uint32_t first = 0;
        dehusk_reason *reasons = calloc(count, sizeof *reasons);
        assert_non_null(reasons);
        for (uint32_t i = 0; i < count; i++) {
            dhk_feature_describe(formats[f], i, &reasons[i]);
            if (reasons[i].feature != reasons[first].feature)
                first = i;
            if (is_hashed(reasons[i].feature))
                continue;
            for (uint32_t k = first; k < i; k++)
                if (strcmp(reasons[k].value, reasons[i].value) == 0)
                    fail_msg("%s: bins %u and %u are both \"%s\"", reasons[i].feature, k - first, i - first,
                             reasons[i].value);
        }
        free(reasons);
    }
}

static void explanations_read_well(void **state) {
    (void)state;
    static const struct {
        uint32_t feature;
        const char *name;
        const char *value;
    } cases[] = {
        {DHK_F_TOKENS + 4, "tokens", "4 to 5"},
        {DHK_F_TOKENS + 17, "tokens", "384 or more"},
        {DHK_F_TAG + DHK_TAG_H1, "tag", "<h1>"},
        {DHK_F_LINK_SHARE + 11 * DHK_LENGTH_CLASSES, "link-share", "all (in a word)"},
        {DHK_F_SENTENCE_PATTERN + 0x0C, "sentence-pattern", "--S[S]---"},
        {DHK_F_MAIN + 2, "main", "inside"},
        {DHK_F_AFTER_BREAK + 1, "after-br", "yes"},
        {DHK_F_LINE_DECILE + 2, "place-in-lines", "20 to 30%"},
        {DHK_F_FIRST_HEADING + (DHK_DISTANCE_BINS - 1) / 2, "h1-distance", "it is the line"},
        {DHK_F_FIRST_HEADING + (DHK_DISTANCE_BINS - 1) / 2 - 1, "h1-distance", "1 before"},
        {DHK_F_FIRST_HEADING + (DHK_DISTANCE_BINS - 1) / 2 + 1, "h1-distance", "1 after"},
        {DHK_F_TITLE_DISTANCE + DHK_DISTANCE_BINS - 1, "title-distance", "there is none"},
        {DHK_F_DIGITS, "digit-share", "none (in a word)"},
        {DHK_F_HIDDEN, "hidden", "no (in a word)"},
        {DHK_F_CONTAINER_LENGTH + DHK_LEVEL_LENGTH_BINS, "container-length", "1 up: under 8 letters"},
        {DHK_F_CONTAINER_LINKS + 2 * DHK_SHARE_BINS, "container-link-share", "2 up: none"},
        {DHK_F_OWN_WORDS + 7, "class", "word 7"},
        {DHK_F_TAG_PAIR + 7, "tag-pair", "pattern 7"},
        {DHK_F_DEPTH + 3, "depth", "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dehusk_reason reason;
        dhk_feature_describe(DEHUSK_FORMAT_HTML, cases[i].feature, &reason);
        assert_string_equal(reason.feature, cases[i].name);
        assert_string_equal(reason.value, cases[i].value);
    }
}

static void names_are_unique(void **state) {
    (void)state;
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    for (size_t f = 0; f < 2; f++) {
        const char *names[256];
        size_t known = 0;
        for (uint32_t i = 0; i < dhk_feature_count(formats[f]); i++) {
            dehusk_reason reason;
            dhk_feature_describe(formats[f], i, &reason);
            if (known > 0 && names[known - 1] == reason.feature)
                continue;
            for (size_t k = 0; k < known; k++)
                assert_string_not_equal(names[k], reason.feature);
            assert_in_range(known, 0, 255);
            names[known++] = reason.feature;
        }
        assert_in_range(known, 50, 255);
    }
}

static void schema_is_pinned(void **state) {
    (void)state;
    /* A model carries the schema of the features that it was trained with. If this test fails since a feature was
     * added, removed, renamed or binned anew, that is as it should be: put the new values here and train anew. If the
     * MEANING of a feature has changed though the table has not, nothing here can notice: raise DHK_FEATURE_REVISION
     * in features/registry.h, and put the new values here. */
    uint32_t html = dhk_feature_schema(DEHUSK_FORMAT_HTML);
    uint32_t text = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
    if (html != UINT32_C(0x29BFEDEE) || text != UINT32_C(0xBCF57BC8))
        fail_msg("the schemas are 0x%08X for HTML and 0x%08X for text", html, text);
}

static void vectors_are_pinned(void **state) {
    (void)state;
    /* Catches what the schema cannot: a changed meaning. See schema_is_pinned: if the change is meant, raise
     * DHK_FEATURE_REVISION and put the new values here. */
    static const dehusk_format formats[2] = {DEHUSK_FORMAT_HTML, DEHUSK_FORMAT_TEXT};
    static const uint32_t expected[2] = {UINT32_C(0x9A64E724), UINT32_C(0x8FBA620E)};
    uint32_t hashes[2];
    for (size_t f = 0; f < 2; f++) {
        uint32_t hash = 0;
        for (unsigned seed = 0; seed < 4; seed++) {
            char *source = f == 0 ? ts_make_html(seed, 40) : ts_make_text(seed, 40);
            dhk_extractor *extractor = dhk_extractor_new(NULL);
            size_t length;
            uint32_t *all;
            assert_non_null(extractor);
            all = all_vectors(extractor, ts_read(source, formats[f]), &length);
            for (size_t i = 0; i < length; i++)
                hash = hash * UINT32_C(31) + all[i];
            free(all);
            dhk_extractor_free(extractor);
            free(source);
        }
        hashes[f] = hash;
    }
    if (hashes[0] != expected[0] || hashes[1] != expected[1])
        fail_msg("the vectors hash to 0x%08X for HTML and 0x%08X for text", hashes[0], hashes[1]);
}

/* -- Memory, maps --------------------------------------------------------------- */

static void extractor_gives_all_memory_back(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_allocator allocator = ts_counting_allocator(&account);
    dhk_extractor *extractor = dhk_extractor_new(&allocator);
    char *source = ts_make_html(1, 200);
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    size_t calls;
    assert_non_null(extractor);
    assert_true(dhk_extractor_page(extractor, document));
    calls = account.calls;
    assert_true(dhk_extractor_page(extractor, document));
    assert_int_equal(account.calls, calls); /* warm */
    dhk_extractor_free(extractor);
    assert_int_equal(account.bytes, 0);
    assert_int_equal(account.blocks, 0);
    free(source);
}

static void failing_allocations_are_reported_and_survived(void **state) {
    (void)state;
    char *source = ts_make_html(2, 30);
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    for (size_t n = 1;; n++) {
        ts_account account = {0};
        dehusk_allocator allocator = ts_counting_allocator(&account);
        uint32_t vector[DHK_VECTOR_MAX];
        dhk_extractor *extractor;
        bool done = false;
        ts_fail_at(&account, n, false);
        extractor = dhk_extractor_new(&allocator);
        if (extractor != NULL) {
            done = dhk_extractor_page(extractor, document);
            assert_true(done != account.failed);
            assert_true(done || dhk_extractor_page(extractor, document));
            assert_in_range(dhk_extractor_line(extractor, 0, vector), 1, DHK_VECTOR_MAX);
        }
        dhk_extractor_free(extractor);
        assert_int_equal(account.bytes, 0);
        if (done)
            break;
        assert_in_range(n, 1, 1000);
    }
    free(source);
}

static void key_map_numbers_keys_in_order(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_allocator allocator = ts_counting_allocator(&account);
    dhk_key_map map = {0};
    uint64_t random = 5;
    for (int round = 0; round < 50; round++) {
        uint32_t keys[300], numbers[300];
        size_t count = ts_random(&random, 300);
        uint32_t known = 0;
        assert_true(dhk_key_map_begin(&map, &allocator, count));
        assert_int_equal(map.count, 0);
        for (size_t i = 0; i < count; i++) {
            uint32_t number = UINT32_MAX;
            keys[i] = ts_random(&random, 200) * (round % 2 == 0 ? 1 : UINT32_C(1) << 20);
            for (size_t k = 0; k < i && number == UINT32_MAX; k++)
                if (keys[k] == keys[i])
                    number = numbers[k];
            if (number == UINT32_MAX)
                number = known++;
            numbers[i] = number;
            assert_true(dhk_key_map_reserve(&map, &allocator));
            assert_int_equal(dhk_key_map_add(&map, keys[i]), number);
            assert_int_equal(map.count, known);
        }
        for (size_t i = 0; i < count; i++)
            assert_int_equal(dhk_key_map_add(&map, keys[i]), numbers[i]);
        assert_int_equal(map.count, known);
    }
    /* Many keys, of which some come again and again while the map grows; and a small page after that. */
    for (size_t page = 0; page < 2; page++) {
        uint32_t count = page == 0 ? 20000 : 10;
        size_t calls = account.calls;
        assert_true(dhk_key_map_begin(&map, &allocator, 40000));
        for (uint32_t i = 0; i < count; i++) {
            assert_true(dhk_key_map_reserve(&map, &allocator));
            assert_int_equal(dhk_key_map_add(&map, i * 2654435761u), i);
            assert_int_equal(dhk_key_map_add(&map, i / 2 * 2654435761u), i / 2);
        }
        assert_true(page == 0 || account.calls == calls);
    }
    dhk_key_map_free(&map, &allocator);
    assert_int_equal(account.bytes, 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, ts_page_after_each)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(indices_are_in_range_and_none_stands_twice),
        TEST(odd_pages_have_vectors_too),
        TEST(page_without_lines_is_fine),
        TEST(deep_pages_with_many_words_stay_within_the_vector),
        TEST(vectors_are_the_same_again_and_again),
        TEST(lines_may_be_asked_for_in_any_order),
        TEST(features_say_what_is_there),
        TEST(lines_of_the_page_s_script_are_told),
        TEST(words_of_all_buckets_are_seen),
        TEST(frames_say_what_is_there),
        TEST(words_of_text_are_found_again),
        TEST(hidden_copies_are_found),
        TEST(markup_has_no_words),
        TEST(bins_ascend_and_stay_in_range),
        TEST(shares_ascend_from_none_to_all),
        TEST(distances_are_symmetric),
        TEST(every_feature_has_words),
        TEST(no_two_bins_of_a_feature_read_the_same),
        TEST(explanations_read_well),
        TEST(names_are_unique),
        TEST(schema_is_pinned),
        TEST(vectors_are_pinned),
        TEST(extractor_gives_all_memory_back),
        TEST(failing_allocations_are_reported_and_survived),
        TEST(key_map_numbers_keys_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
