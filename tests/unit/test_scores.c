/* Quick ways and plain ways give the same: scores and vectors, decoders, counts of ASCII. */
#include "base/memory.h"
#include "features/features.h"
#include "features/interleaved_weights.h"
#include "lines/line_builder.h"
#include "support/page_helper.h"
#include "unicode/utf8.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    dhk_extractor *extractor;
    int16_t *weights;
    uint64_t random;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->extractor = dhk_extractor_new(NULL);
    f->weights = calloc((size_t)dhk_feature_count(DEHUSK_FORMAT_HTML) + dhk_feature_count(DEHUSK_FORMAT_TEXT),
                        sizeof *f->weights);
    f->random = 12345;
    assert_non_null(f->extractor);
    assert_non_null(f->weights);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    dhk_extractor_free(f->extractor);
    free(f->weights);
    free(f);
    ts_page_done();
    return 0;
}

/* Scores all lines of a page of markup both ways, with weights that no two features share by design. */
static void check_page(fixture *f, const void *bytes, size_t length) {
    const dhk_document *document = ts_read_bytes(bytes, length, DEHUSK_FORMAT_HTML, NULL);
    uint32_t indices[DHK_VECTOR_MAX];
    for (uint32_t i = 0; i < dhk_feature_count(DEHUSK_FORMAT_HTML); i++)
        f->weights[i] = (int16_t)((int32_t)ts_random(&f->random, 65535) - 32767);
    assert_true(dhk_extractor_page(f->extractor, document));
    assert_true(dhk_extractor_weigh(f->extractor, &(dhk_weights){f->weights, NULL}));
    for (uint32_t line = 0; line < document->line_count; line++) {
        int32_t quick = dhk_extractor_scores(f->extractor, line).content;
        uint32_t count = dhk_extractor_line(f->extractor, line, indices);
        int32_t plain = 0;
        for (uint32_t i = 0; i < count; i++)
            plain += f->weights[indices[i]];
        assert_int_equal(quick, plain);
        /* and again, the other way before it */
        assert_int_equal(dhk_extractor_scores(f->extractor, line).content, plain);
    }
}

/* The four sums of a page of plain text, with weights as a model has them and the largest ones that one can have. */
static void check_interleaved_scores(fixture *f, const char *text, bool largest) {
    const dhk_document *document = ts_read_bytes(text, strlen(text), DEHUSK_FORMAT_TEXT, NULL);
    uint32_t count = dhk_feature_count(DEHUSK_FORMAT_TEXT);
    int16_t *all[4];
    uint32_t indices[DHK_VECTOR_MAX];
    dhk_interleaved_weights *interleaved = malloc(sizeof *interleaved);
    assert_non_null(interleaved);
    for (int k = 0; k < 4; k++) {
        all[k] = malloc(count * sizeof *all[k]);
        assert_non_null(all[k]);
        for (uint32_t i = 0; i < count; i++) {
            int range = k % 3 == 0 ? 32768 : 128;
            int weight =
                largest ? (i % 64 < 32 ? -range : range - 1) : (int)ts_random(&f->random, 2 * (uint32_t)range) - range;
            all[k][i] = (int16_t)(weight * (k % 3 == 0 ? 1 : k == 1 ? 256 : 4));
        }
    }
    dhk_interleaved_weights_fill(interleaved, &(dhk_separate_weights){.text = all[0],
                                                                      .extract = all[3],
                                                                      .title = all[1],
                                                                      .caption = all[2],
                                                                      .title_scale = 8,
                                                                      .caption_scale = 2});
    assert_true(dhk_extractor_page(f->extractor, document));
    assert_true(dhk_extractor_weigh(f->extractor, &(dhk_weights){NULL, interleaved}));
    for (uint32_t line = 0; line < document->line_count; line++) {
        dhk_line_scores scores = dhk_extractor_scores(f->extractor, line);
        uint32_t features = dhk_extractor_line(f->extractor, line, indices);
        int32_t sums[4] = {0, 0, 0, 0};
        for (uint32_t i = 0; i < features; i++)
            for (int k = 0; k < 4; k++)
                sums[k] += all[k][indices[i]];
        assert_int_equal(scores.content, sums[0]);
        assert_int_equal(scores.extract, sums[3]);
        assert_int_equal(scores.title, sums[1]);
        assert_int_equal(scores.caption, sums[2]);
    }
    for (int k = 0; k < 4; k++)
        free(all[k]);
    free(interleaved);
}

static void scores_are_sums_of_vectors_of_a_long_text_line(void **state) {
    static char words[20000];
    for (size_t i = 0; i + 1 < sizeof words; i++) /* one long line, of words that come again and words that do not */
        words[i] = (char)(i % 4 == 3 ? ' ' : 'a' + (int)(i * i / 7 % (i < 4000 ? 2 : 26)));
    check_interleaved_scores(*state, words, false);
}

static void scores_are_sums_of_vectors_on_labelled_pages(void **state) {
    const char *root = getenv("DEHUSK_SOURCE");
    char path[1024];
    size_t pages = 0;
    const struct dirent *entry;
    DIR *folder;
    snprintf(path, sizeof path, "%s/datasets/pages", root != NULL ? root : ".");
    folder = opendir(path);
    if (folder == NULL)
        fail_msg("no folder %s", path);
    while ((entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        static char bytes[1 << 20];
        size_t length;
        FILE *file;
        if (dot == NULL || (strcmp(dot, ".html") != 0 && strcmp(dot, ".txt") != 0))
            continue;
        snprintf(path, sizeof path, "%s/datasets/pages/%s", root != NULL ? root : ".", entry->d_name);
        file = fopen(path, "rb");
        assert_non_null(file);
        length = fread(bytes, 1, sizeof bytes - 1, file);
        bytes[length] = '\0';
        fclose(file);
        if (strcmp(dot, ".html") == 0)
            check_page(*state, bytes, length);
        else
            check_interleaved_scores(*state, bytes, false);
        pages++;
    }
    closedir(folder);
    assert_true(pages > 0);
}

static void scores_are_sums_of_vectors_on_made_pages(void **state) {
    for (unsigned seed = 0; seed < 20; seed++) {
        char *html = ts_make_html(seed, 200);
        char *text = ts_make_text(seed, 200);
        check_page(*state, html, strlen(html));
        check_interleaved_scores(*state, text, seed % 2 == 0);
        free(html);
        free(text);
    }
}

/* Random nests of elements with words that repeat up, down and beside, deeper than ancestors are looked at. */
static void scores_are_sums_of_vectors_in_deep_trees(void **state) {
    static const char *const names[] = {"div", "section", "ul", "li", "p", "article", "main", "custom-tag"};
    fixture *f = *state;
    for (unsigned round = 0; round < 40; round++) {
        char *html = malloc(1 << 20);
        size_t length = 0;
        unsigned depth = 0;
        assert_non_null(html);
        for (unsigned step = 0; step < 600; step++) {
            if (depth > 0 && ts_random(&f->random, 5) < 2) {
                length += (size_t)sprintf(html + length, "</div></section></ul>");
                depth--;
            } else {
                length += (size_t)sprintf(html + length, "<%s class=\"", names[ts_random(&f->random, 8)]);
                for (uint32_t words = ts_random(&f->random, round % 2 == 0 ? 4 : 24); words > 0; words--)
                    length += (size_t)sprintf(html + length, "word%c%c ", 'a' + (char)ts_random(&f->random, 26),
                                              'a' + (char)ts_random(&f->random, round % 4 == 0 ? 1 : 26));
                length += (size_t)sprintf(html + length, "\"%s>", ts_random(&f->random, 8) == 0 ? " id=one" : "");
                depth++;
            }
            if (ts_random(&f->random, 3) == 0)
                length += (size_t)sprintf(html + length, "Some text %u, and more.", step);
        }
        check_page(f, html, length);
        free(html);
    }
}

/* Elements of as many words as count, deeper than ancestors are looked at, with blocks that open and close below. */
static void scores_are_sums_of_vectors_with_all_words(void **state) {
    fixture *f = *state;
    char *html = malloc(1 << 18);
    size_t length = 0;
    assert_non_null(html);
    for (unsigned level = 0; level < 60; level++) {
        length += (size_t)sprintf(html + length, "<div class=\"");
        for (unsigned word = 0; word < 24; word++)
            length += (size_t)sprintf(html + length, "%c%c%c ", 'a' + (int)level % 26, 'a' + (int)word,
                                      'k' + (int)level / 26);
        length += (size_t)sprintf(html + length, "\">%s", level % 7 == 0 ? "x<p>y<p>z" : "");
    }
    for (unsigned line = 0; line < 50; line++)
        length += (size_t)sprintf(html + length, "<p>x<ul class=\"%c%c\"><li>y</ul>", 'a' + (int)line % 26, 'b');
    check_page(f, html, length);
    free(html);
}

static void decoders_agree(void **state) {
    (void)state;
    for (unsigned lead = 0; lead < 256; lead++)
        for (unsigned second = 0; second < 256; second++)
            for (unsigned third = 0; third < 256; third += third < 0x7E || third > 0xC1 ? 3 : 1)
                for (size_t length = 1; length <= 4; length++) {
                    unsigned char bytes[4] = {(unsigned char)lead, (unsigned char)second, (unsigned char)third, 0x80};
                    uint32_t quick_width;
                    uint32_t plain_width;
                    uint32_t quick = dhk_utf8_decode(bytes, bytes + length, &quick_width);
                    uint32_t plain = dhk_utf8_decode_slowly(bytes, bytes + length, &plain_width);
                    if (quick != plain || quick_width != plain_width)
                        fail_msg("%02X %02X %02X, %zu bytes", lead, second, third, length);
                }
}

/* Counts of lines of ASCII, long enough to overflow the packed counters many times, beside a count by character. */
static void packed_counts_are_counts(void **state) {
    fixture *f = *state;
    dehusk_allocator allocator;
    dhk_line_builder *builder = calloc(1, sizeof *builder);
    dhk_document document = {0};
    assert_non_null(builder);
    assert_true(dhk_allocator_or_default(&allocator, NULL));
    dhk_line_builder_init(builder, &allocator, &document, 1000);
    for (unsigned round = 0; round < 50; round++) {
        unsigned char text[3000];
        uint32_t length = 1 + ts_random(&f->random, sizeof text - 1);
        uint32_t counts[DHK_CHAR_CLASS_COUNT] = {0};
        uint32_t tokens = 0;
        bool in_token = false;
        uint32_t range = round % 3 == 0 ? 2 : 94; /* two characters only: the same counter again and again */
        for (uint32_t i = 0; i < length; i++) {
            bool space = i > 0 && i + 1 < length && text[i - 1] != ' ' && ts_random(&f->random, 6) == 0;
            const dhk_char *properties;
            text[i] = (unsigned char)(space ? ' ' : 0x21 + ts_random(&f->random, range) + (range == 2 ? 0x40 : 0));
            properties = dhk_char_of(text[i]);
            counts[properties->class_]++;
            tokens += (properties->flags & DHK_CHAR_WORD) != 0 && !in_token;
            in_token = (properties->flags & DHK_CHAR_WORD) != 0;
        }
        for (uint32_t at = 0; at < length;) {
            uint32_t piece = 1 + ts_random(&f->random, 700);
            piece = piece < length - at ? piece : length - at;
            dhk_line_builder_append(builder, text + at, piece, at, at + piece, DHK_APPEND_LITERAL);
            at += piece;
        }
        assert_true(dhk_line_builder_end(builder));
        const dhk_line *line = &document.lines[document.line_count - 1];
        assert_int_equal(line->text_length, length);
        assert_memory_equal(document.text + line->text, text, length);
        assert_memory_equal(line->measure.counts, counts, sizeof counts);
        assert_int_equal(line->measure.tokens, tokens);
        assert_int_equal(line->measure.units, 10 * length);
    }
    dhk_document_free(&document, &allocator);
    free(builder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(scores_are_sums_of_vectors_on_labelled_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scores_are_sums_of_vectors_on_made_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scores_are_sums_of_vectors_in_deep_trees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scores_are_sums_of_vectors_with_all_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scores_are_sums_of_vectors_of_a_long_text_line, set_up, tear_down),
        cmocka_unit_test(decoders_agree),
        cmocka_unit_test_setup_teardown(packed_counts_are_counts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
