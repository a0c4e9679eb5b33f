/* Folders of labelled pages: what is read, in both modes, and what is refused and how that is said. */
#include "corpus/own_pages.h"
#include "matrix/dataset.h"
#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The labels are as dehusk --output annotated --explain writes them, with a sign corrected by hand. */
static int set_up(void **state) {
    (void)state;
    ts_folder_make(NULL);
    ts_write("page.html", "<!doctype html><ul><li>Home</ul><p>The river\n rose in the night.</p>"
                          "<pre>int main(void)\n{\n\n}</pre><footer> Imprint </footer>");
    ts_write("page.labels", "# page.html\n- 0.013\tHome\n+ 0.912\tThe river rose in the night.\n"
                            "    +0.412  words: many\n    -0.100  the constant; score +0.312\n"
                            "+ title\tint main(void)\n|\t{\n|\t\n|\t}\n\n-\tImprint\n");
    ts_write("notes.txt", "Menu\r\n\r\n  A long   day on the hills.  \r\n***\r\nEnd\r\n");
    ts_write("notes.labels", "\xEF\xBB\xBF-\tMenu\r\n+\tA long day on the hills.\r\n+\t***\r\n-\tEnd");
    ts_write("readme.md", "not a page");
    return 0;
}

static void read_folder(tr_corpus *corpus, tr_dataset *dataset, dehusk_format format) {
    tr_error error;
    *corpus = (tr_corpus){0};
    if (!tr_corpus_add_folder(corpus, ts_folder, format == DEHUSK_FORMAT_TEXT, &error) ||
        !tr_dataset_read(dataset, corpus, &(tr_reading){.format = format, .vectors = true, .threads = 2}, &error))
        fail_msg("%s", error.message);
}

static void close_folder(tr_corpus *corpus, tr_dataset *dataset) {
    tr_dataset_free(dataset);
    tr_corpus_close(corpus);
}

static void expect_content(const tr_document *document, const char *signs) {
    assert_int_equal(document->line_count, strlen(signs));
    for (uint32_t i = 0; i < document->line_count; i++)
        assert_int_equal(tr_is_content(document, i), signs[i] == '+');
    assert_int_equal(document->gold, strchr(signs, '+') != NULL ? TR_GOLD_GOOD : TR_GOLD_EMPTY);
    assert_true(document->oracle == 1);
}

static void html_pages_are_read_as_html(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_dataset dataset;
    read_folder(&corpus, &dataset, DEHUSK_FORMAT_HTML);
    assert_int_equal(corpus.page_count, 1);
    assert_int_equal(corpus.set_count, 1);
    assert_string_equal(corpus.pages[0].set, strrchr(ts_folder, '/') + 1);
    assert_string_equal(corpus.pages[0].id, "page");
    expect_content(&dataset.documents[0], "-++-");
    assert_int_equal(dataset.documents[0].gold_token_count, 6 + 3);
    close_folder(&corpus, &dataset);
}

static void all_pages_are_read_as_text(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_dataset dataset;
    read_folder(&corpus, &dataset, DEHUSK_FORMAT_TEXT);
    assert_int_equal(corpus.page_count, 2);
    assert_int_equal(corpus.site_count, 2); /* each its own */
    assert_string_equal(corpus.pages[0].id, "notes");
    expect_content(&dataset.documents[0], "-++-"); /* a line without tokens is what its label says */
    /* The lines of a pre are rows of their own, with its label. */
    assert_string_equal(corpus.pages[1].id, "page");
    expect_content(&dataset.documents[1], "-++++-");
    close_folder(&corpus, &dataset);
}

/* The rows of a hard-wrapped paragraph are one line: the label that most tokens have. */
static void wrapped_rows_vote(void **state) {
    (void)state;
    char text[4096] = "", labels[4096] = "";
    static const char row[] = "the water had risen to the second step of the old mill by the time we came";
    for (int i = 0; i < 40; i++) {
        bool last = i % 10 == 9;
        const char *words = last ? "and went home." : row;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\n%s", words, last ? "\n" : "");
        /* The third paragraph has most of its rows labelled chrome. */
        bool chrome = i / 10 == 0 || (i / 10 == 2 && i % 10 > 2);
        snprintf(labels + strlen(labels), sizeof labels - strlen(labels), "%c\t%s\n", chrome ? '-' : '+', words);
    }
    ts_write("notes.txt", text);
    ts_write("notes.labels", labels);
    tr_corpus corpus;
    tr_dataset dataset;
    read_folder(&corpus, &dataset, DEHUSK_FORMAT_TEXT);
    const tr_document *document = &dataset.documents[0];
    assert_int_equal(document->line_count, 4);
    assert_int_equal(document->covered[0], 0);
    assert_int_equal(document->covered[1], 100);
    assert_in_range(document->covered[2], 25, 40);
    assert_int_equal(document->covered[3], 100);
    assert_int_equal(document->gold, TR_GOLD_GOOD);
    close_folder(&corpus, &dataset);
}

static void a_page_of_chrome_has_no_gold(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_dataset dataset;
    ts_write("page.html", "<p>Home<p>Imprint");
    ts_write("page.labels", "-\tHome\n-\tImprint\n");
    read_folder(&corpus, &dataset, DEHUSK_FORMAT_HTML);
    expect_content(&dataset.documents[0], "--");
    assert_int_equal(dataset.empty_gold_count, 1);
    close_folder(&corpus, &dataset);
}

static void folders_mix_with_a_corpus(void **state) {
    (void)state;
    char other[128];
    tr_corpus corpus = {0};
    tr_error error;
    snprintf(other, sizeof other, "%s/", ts_folder);
    assert_true(tr_corpus_add_folder(&corpus, ts_folder, true, &error));
    /* The second set cannot be called the same. */
    assert_true(tr_corpus_add_folder(&corpus, other, true, &error));
    assert_int_equal(corpus.set_count, 2);
    assert_string_equal(corpus.sets[1], ts_folder);
    assert_int_equal(corpus.page_count, 4);
    assert_int_equal(corpus.site_count, 4);
    assert_int_equal(corpus.group_count, 2);
    assert_false(tr_corpus_add_folder(&corpus, ts_folder, true, &error));
    tr_corpus_close(&corpus);
}

/* What stands before a dot is the site. */
static void names_tell_sites(void **state) {
    (void)state;
    static const char *const names[] = {"el.note", "el.other", "fi.note"};
    char path[64];
    tr_corpus corpus = {0};
    tr_error error;
    ts_make_folders("sites");
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "sites/%s.html", names[i]);
        ts_write(path, "<p>Ferry");
        snprintf(path, sizeof path, "sites/%s.labels", names[i]);
        ts_write(path, "+\tFerry\n");
    }
    assert_true(tr_corpus_add_folder(&corpus, ts_path("sites"), false, &error));
    assert_int_equal(corpus.page_count, 3);
    assert_int_equal(corpus.site_count, 2);
    assert_int_equal(corpus.pages[0].site_index, corpus.pages[1].site_index);
    assert_string_equal(corpus.pages[1].id, "el.other");
    tr_corpus_close(&corpus);
}

static void expect_error(const tr_error *error, const char *first, const char *second) {
    if (strstr(error->message, first) == NULL || strstr(error->message, second) == NULL)
        fail_msg("'%s' says nothing of '%s' or '%s'", error->message, first, second);
}

static void folder_is_refused(const char *first, const char *second) {
    tr_corpus corpus = {0};
    tr_error error = {{0}};
    assert_false(tr_corpus_add_folder(&corpus, ts_folder, true, &error));
    expect_error(&error, first, second);
    tr_corpus_close(&corpus);
}

static void what_is_wrong_with_a_folder_is_named(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_error error;
    ts_write("more.html", "<p>x");
    folder_is_refused("more.html", "more.labels");
    ts_remove("more.html");
    ts_write("page.txt", "x");
    folder_is_refused("page.txt", "page.html");
    ts_remove("page.txt");
    ts_write("none.labels", "+\tx\n");
    folder_is_refused("none.labels", "no page");
    ts_remove("none.labels");
    ts_remove("page.html");
    ts_remove("page.labels");
    /* Text files only: nothing for HTML, but no error. */
    assert_true(tr_corpus_add_folder(&corpus, ts_folder, false, &error));
    assert_int_equal(corpus.page_count, 0);
    assert_int_equal(corpus.set_count, 0);
    tr_corpus_close(&corpus);
    ts_remove("notes.txt");
    ts_remove("notes.labels");
    folder_is_refused(ts_folder, "no labelled page");
    assert_false(tr_corpus_add_folder(&corpus, "/nowhere/at/all", true, &error));
    expect_error(&error, "/nowhere/at/all", "");
    tr_corpus_close(&corpus);
}

static void labels_are_refused(const char *labels, const char *first, const char *second) {
    tr_corpus corpus = {0};
    tr_dataset dataset;
    tr_error error = {{0}};
    ts_write("page.labels", labels);
    assert_true(tr_corpus_add_folder(&corpus, ts_folder, false, &error));
    assert_false(tr_dataset_read(&dataset, &corpus, &(tr_reading){.format = DEHUSK_FORMAT_HTML, .threads = 1}, &error));
    expect_error(&error, first, second);
    close_folder(&corpus, &dataset);
}

static void what_is_wrong_with_labels_is_named(void **state) {
    (void)state;
    ts_write("page.html", "<p>Home<p>Text<p>End");
    labels_are_refused("", "page.labels: ends after 0 lines", "Home");
    labels_are_refused("Home\n", "page.labels:1:", "begins with");
    labels_are_refused("-\tHome\n+ Text\n", "page.labels:2:", "no tab");
    labels_are_refused("# page\n|\tHome\n", "page.labels:2:", "go on");
    labels_are_refused("# page\n-\tHome\n+\tTest\n-\tEnd\n", "page.labels:3: 'Test'", "line 2 of the page is 'Text'");
    labels_are_refused("-\tHome\n+\tText\n", "page.labels: ends after 2 lines, the page has 3", "'End'");
    labels_are_refused("-\tHome\n+\tText\n-\tEnd\n\n-\tMore\n", "page.labels:5: 'More'", "no more than 3");
    labels_are_refused("-\tHome\n+\tText\n|\tEnd\n", "page.labels:2: 'Text'", "is 'Text'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(html_pages_are_read_as_html, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(all_pages_are_read_as_text, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(wrapped_rows_vote, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(a_page_of_chrome_has_no_gold, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(names_tell_sites, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(folders_mix_with_a_corpus, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(what_is_wrong_with_a_folder_is_named, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(what_is_wrong_with_labels_is_named, set_up, ts_folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
