/* The corpus on disk: what is read, what is refused and how that is said; folds. */
#include "corpus/corpus.h"
#include "corpus/folds.h"
#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#define HEAD "id\tlang\tdomain\ttype\tcharset\turl\n"

static void write_page(const char *set, const char *id, const char *html, const char *gold) {
    char name[256];
    snprintf(name, sizeof name, "%s/html/%s.html.gz", set, id);
    gzFile file = gzopen(ts_path(name), "wb");
    assert_non_null(file);
    gzwrite(file, html, (unsigned)strlen(html));
    gzclose(file);
    snprintf(name, sizeof name, "%s/gold/%s.txt", set, id);
    ts_write(name, gold);
}

static int set_up(void **state) {
    (void)state;
    ts_make_folders("b", "b/html", "b/gold", "a", "a/html", "a/gold");
    write_page("a", "one", "<p>eins", "eins\n");
    write_page("a", "two", "<p>zwei", "");
    write_page("b", "one", "<p>three", "three");
    ts_write("a/pages.tsv",
             HEAD "one\tde\thttps://www.Example.co.uk:80/x\tarticle\tutf-8\thttp://u\ntwo\tde\t\tarticle\t\t\n");
    ts_write("b/pages.tsv", HEAD "one\ten\tnews.example.co.uk\tforum\t\t\r\n");
    return 0;
}

static void pages_come_in_order(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_error error;
    tr_bytes bytes = {0};
    if (!tr_corpus_open(&corpus, ts_folder, NULL, &error))
        fail_msg("%s", error.message);
    assert_int_equal(corpus.page_count, 3);
    assert_int_equal(corpus.set_count, 2);
    const tr_page *page = &corpus.pages[0];
    assert_string_equal(page->set, "a");
    assert_string_equal(page->id, "one");
    assert_string_equal(page->lang, "de");
    assert_string_equal(page->charset, "utf-8");
    assert_string_equal(page->url, "http://u");
    assert_string_equal(page->site, "example.co.uk");
    assert_string_equal(corpus.pages[1].site, "a/two/"); /* without a domain, a site of its own */
    assert_string_equal(corpus.pages[2].url, "");        /* the line ends with CR LF */
    assert_int_equal(corpus.site_count, 2);
    assert_int_equal(page->site_index, corpus.pages[2].site_index);
    assert_int_equal(corpus.group_count, 2);
    assert_true(tr_corpus_read_html(page, &bytes, &error));
    assert_int_equal(bytes.length, 7);
    assert_memory_equal(bytes.at, "<p>eins", 7);
    assert_true(tr_corpus_read_gold(&corpus.pages[1], &bytes, &error));
    assert_int_equal(bytes.length, 0);
    tr_bytes_free(&bytes);
    tr_corpus_close(&corpus);
}

static void sets_can_be_chosen(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_error error;
    assert_true(tr_corpus_open(&corpus, ts_folder, "b", &error));
    assert_int_equal(corpus.page_count, 1);
    tr_corpus_close(&corpus);
    assert_true(tr_corpus_open(&corpus, ts_folder, "b,a", &error));
    assert_int_equal(corpus.page_count, 3);
    assert_string_equal(corpus.pages[0].set, "a");
    tr_corpus_close(&corpus);
}

static void refuses(const char *sets, const char *first, const char *second) {
    tr_corpus corpus;
    tr_error error = {{0}};
    assert_false(tr_corpus_open(&corpus, ts_folder, sets, &error));
    if (strstr(error.message, first) == NULL || strstr(error.message, second) == NULL)
        fail_msg("'%s' says nothing of '%s' or '%s'", error.message, first, second);
    tr_corpus_close(&corpus);
}

static void what_is_wrong_is_named(void **state) {
    (void)state;
    refuses("c", "c/pages.tsv", "");
    refuses("a,a", "twice", "a");
    ts_write("a/pages.tsv", "id\tlang\n");
    refuses(NULL, "a/pages.tsv:1:", "header");
    ts_write("a/pages.tsv", "");
    ts_write("b/pages.tsv", "");
    refuses(NULL, "no page", "");
    ts_write("a/pages.tsv", HEAD "one\tde\n");
    refuses("a", "a/pages.tsv:2:", "found 2");
    ts_write("a/pages.tsv", HEAD "one\tde\t\t\t\t\t\n");
    refuses("a", "a/pages.tsv:2:", "found 7");
    ts_write("a/pages.tsv", HEAD "\tde\t\t\t\t\n");
    refuses("a", "a/pages.tsv:2:", "empty");
    ts_write("a/pages.tsv", HEAD "../one\tde\t\t\t\t\n");
    refuses("a", "a/pages.tsv:2:", "file name");
    ts_write("a/pages.tsv", HEAD "one\tde\t\t\t\t\n\none\tde\t\t\t\t\n");
    refuses("a", "a/pages.tsv:4:", "second time");
    ts_write("a/pages.tsv", HEAD "ten\tde\t\t\t\t\n");
    refuses("a", "a/pages.tsv:2:", "html/ten.html.gz");
    ts_write("a/html/ten.html.gz", "plain");
    refuses("a", "a/pages.tsv:2:", "gold/ten.txt");
}

static void cut_archive_is_noticed(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_error error;
    tr_bytes bytes = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/a/html/one.html.gz", ts_folder);
    assert_int_equal(truncate(path, 20), 0);
    assert_true(tr_corpus_open(&corpus, ts_folder, NULL, &error));
    assert_false(tr_corpus_read_html(&corpus.pages[0], &bytes, &error));
    assert_non_null(strstr(error.message, "one.html.gz"));
    tr_bytes_free(&bytes);
    tr_corpus_close(&corpus);
}

static void no_corpus_is_an_error(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_error error;
    assert_false(tr_corpus_open(&corpus, "/nowhere/at/all", NULL, &error));
    assert_non_null(strstr(error.message, "/nowhere/at/all"));
    tr_corpus_close(&corpus);
}

static void sites_of_domains(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"example.com", "example.com"},
        {"http://www.example.com/path?x#y", "example.com"},
        {"https://user@News.Example.com:8080/", "example.com"},
        {"www.example.co.uk", "example.co.uk"},
        {"finance.sina.com.cn", "sina.com.cn"},
        {"sina.com.cn", "sina.com.cn"},
        {"a.b.c.example.de", "example.de"},
        {"bbc.co.uk", "bbc.co.uk"},
        {"192.168.1.20", "192.168.1.20"},
        {"cjw", "cjw"},
        {"www.dw.de", "dw.de"},
        {"example.org.", "example.org"},
        {"", ""},
        {"http://", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char site[64];
        tr_site_of_domain(pairs[i][0], site, sizeof site);
        assert_string_equal(site, pairs[i][1]);
    }
}

/* A corpus without files: only what folds look at. */
static void folds_keep_sites_together_and_sets_even(void **state) {
    (void)state;
    enum { PAGES = 400, FOLDS = 5, SITES = 60 };
    static tr_page pages[PAGES];
    static char names[SITES][16];
    tr_corpus corpus = {.pages = pages, .page_count = PAGES, .site_count = SITES, .set_count = 2};
    uint8_t folds[PAGES], again[PAGES], other[PAGES];
    size_t counts[2][FOLDS] = {{0}};
    for (uint32_t i = 0; i < PAGES; i++) {
        /* Four sites of 25 pages, then small ones; the second set has sites of its own. */
        uint32_t site = i < 100 ? i % 4 : i < 200 ? 4 + i % 26 : 30 + i % 30;
        snprintf(names[site], sizeof names[site], "site%u", site);
        pages[i] = (tr_page){.site = names[site], .site_index = site, .set_index = i < 200 ? 0 : 1};
    }
    tr_folds_make(&corpus, FOLDS, 1, folds);
    tr_folds_make(&corpus, FOLDS, 1, again);
    tr_folds_make(&corpus, FOLDS, 2, other);
    assert_memory_equal(folds, again, PAGES);
    assert_memory_not_equal(folds, other, PAGES);
    for (size_t i = 0; i < PAGES; i++) {
        assert_true(folds[i] < FOLDS);
        counts[pages[i].set_index][folds[i]]++;
        for (size_t j = 0; j < i; j++)
            if (pages[i].site_index == pages[j].site_index)
                assert_int_equal(folds[i], folds[j]);
    }
    for (int set = 0; set < 2; set++)
        for (int fold = 0; fold < FOLDS; fold++)
            assert_in_range(counts[set][fold], 30, 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pages_come_in_order, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(sets_can_be_chosen, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_named, set_up, ts_folder_remove),
        cmocka_unit_test_setup_teardown(cut_archive_is_noticed, set_up, ts_folder_remove),
        cmocka_unit_test(no_corpus_is_an_error),
        cmocka_unit_test(sites_of_domains),
        cmocka_unit_test(folds_keep_sites_together_and_sets_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
