/* A corpus looked over: each fault and warning, that all are found at once, and that training agrees. */
#define _XOPEN_SOURCE 700

#include "commands/check.h"
#include "corpus/corpus.h"
#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#define HEAD "id\tlang\tdomain\ttype\tcharset\turl\n"

static char printed[16384];

static void write_html(const char *name, const char *html) {
    gzFile file = gzopen(ts_path(name), "wb");
    assert_non_null(file);
    if (html[0] != '\0')
        assert_int_not_equal(gzwrite(file, html, (unsigned)strlen(html)), 0);
    assert_int_equal(gzclose(file), Z_OK);
}

/* Two sets without a fault, and nothing to warn of. */
static int set_up(void **state) {
    (void)state;
    ts_make_folders("a", "a/html", "a/gold", "b", "b/html", "b/gold");
    ts_write("a/pages.tsv", HEAD "one\tde\thttp://a.example/\tarticle\tutf-8\t\n"
                                 "two\ten\twww.second.example\tforum\t\t\r\n");
    ts_write("b/pages.tsv", HEAD "one\tde\tthird.example\tarticle\tlatin1\t\n");
    write_html("a/html/one.html.gz", "<p>Vier Enten schwimmen heute");
    write_html("a/html/two.html.gz", "<ul><li>Home<li>Help</ul>");
    write_html("b/html/one.html.gz", "<p>Ein \xe4lterer Teich");
    ts_write("a/gold/one.txt", "Vier Enten schwimmen heute\n");
    ts_write("a/gold/two.txt", "");
    ts_write("b/gold/one.txt", "Ein \xc3\xa4lterer Teich");
    return 0;
}

static tr_check_counts run_check(const char *sets, bool everything) {
    tr_check_options options = {.folder = ts_folder, .sets = sets, .threads = 2, .everything = everything};
    tr_check_counts counts;
    tr_error error;
    FILE *out = tmpfile();
    assert_non_null(out);
    if (!tr_check_corpus(&options, out, &counts, &error))
        fail_msg("%s", error.message);
    rewind(out);
    size_t length = fread(printed, 1, sizeof printed - 1, out);
    printed[length] = '\0';
    fclose(out);
    size_t sum = 0;
    for (size_t i = 0; i < TR_CHECK_KIND_COUNT; i++)
        sum += counts.kinds[i];
    assert_int_equal(sum, counts.faults + counts.warnings);
    return counts;
}

static void expect_text(const char *text) {
    if (strstr(printed, text) == NULL)
        fail_msg("nothing of '%s' in\n%s", text, printed);
}

static bool training_opens(void) {
    tr_corpus corpus;
    tr_error error;
    bool fine = tr_corpus_open(&corpus, ts_folder, NULL, &error);
    tr_corpus_close(&corpus);
    return fine;
}

/* `count` findings of a kind, nothing else found, and all of the words printed. */
static void expect_only(tr_check_kind kind, size_t count, bool fault, const char *first, const char *second) {
    tr_check_counts counts = run_check(NULL, false);
    if (counts.kinds[kind] != count || counts.faults + counts.warnings != count)
        fail_msg("expected %zu of kind %d alone:\n%s", count, (int)kind, printed);
    assert_int_equal(fault ? counts.faults : counts.warnings, count);
    expect_text(fault ? "fault: " : "warning: ");
    expect_text(first);
    expect_text(second);
}

static void expect_fault(tr_check_kind kind, size_t count, const char *first, const char *second) {
    expect_only(kind, count, true, first, second);
}

static void expect_warning(tr_check_kind kind, const char *first, const char *second) {
    expect_only(kind, 1, false, first, second);
    assert_true(training_opens());
}

static void good_corpus_has_no_findings(void **state) {
    (void)state;
    tr_check_counts counts = run_check(NULL, false);
    if (counts.faults + counts.warnings > 0)
        fail_msg("%s", printed);
    assert_int_equal(counts.sets, 2);
    assert_int_equal(counts.pages, 3);
    assert_int_equal(counts.empty_gold, 1);
    assert_null(strstr(printed, "warning:"));
    expect_text("de 1, en 1");
    expect_text("100.0%");
    expect_text("3 pages in 2 sets: 0 faults, 0 warnings\n");
    counts = run_check("b", false);
    assert_int_equal(counts.pages, 1);
}

static void lists_that_cannot_be_used(void **state) {
    (void)state;
    ts_write("b/pages.tsv", "id\tlang\tdomain\ttype\tcharset\taddress\none\tde\t\t\t\t\n");
    expect_fault(TR_CHECK_LIST, 1, "b/pages.tsv:1: expected the header", "1 lists that cannot be used");
    assert_false(training_opens());
    tr_check_counts counts = run_check("a,a,nowhere", false);
    assert_int_equal(counts.kinds[TR_CHECK_LIST], 2);
    expect_text("set 'a' is named twice");
    expect_text("nowhere/pages.tsv");
    assert_int_equal(counts.pages, 2);
}

static void zero_bytes_are_refused(void **state) {
    (void)state;
    const char *path = ts_path("b/pages.tsv");
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    fputc('\0', file);
    fclose(file);
    expect_fault(TR_CHECK_LIST, 1, "b/pages.tsv: holds a zero byte", "");
    assert_false(training_opens());
}

static void lists_without_a_page(void **state) {
    (void)state;
    ts_write("a/pages.tsv", HEAD);
    ts_write("b/pages.tsv", "");
    tr_check_counts counts = run_check(NULL, false);
    assert_int_equal(counts.faults, 1);
    assert_int_equal(counts.kinds[TR_CHECK_EXTRA_FILE], 6);
    expect_text("name no page");
    assert_false(training_opens());
}

static void broken_rows_are_all_named(void **state) {
    (void)state;
    ts_write("b/pages.tsv", HEAD "one\tde\tthird.example\tarticle\tlatin1\t\n"
                                 "short\tde\n"
                                 "\n"
                                 "\tde\t\t\t\t\n"
                                 "../x\tde\t\t\t\t\n"
                                 "long\tde\t\t\t\t\t\t\n"
                                 ".x\tde\t\t\t\t");
    expect_fault(TR_CHECK_ROW, 5, "b/pages.tsv:3: expected 6 fields separated by tabs, found 2", "found 8");
    expect_text("b/pages.tsv:5: the id is empty");
    expect_text("b/pages.tsv:6: id '../x'");
    expect_text("b/pages.tsv:8: id '.x'");
    assert_false(training_opens());
}

static void repeated_ids_are_named(void **state) {
    (void)state;
    ts_write("a/pages.tsv", HEAD "one\tde\ta.example\t\t\t\n"
                                 "two\ten\tsecond.example\t\t\t\n"
                                 "one\tde\ta.example\t\t\t\n");
    expect_fault(TR_CHECK_REPEATED_ID, 1, "a/pages.tsv:4: id 'one' occurs a second time", "");
    assert_false(training_opens());
}

static void missing_files_are_named(void **state) {
    (void)state;
    ts_remove("a/html/one.html.gz");
    ts_remove("a/gold/two.txt");
    expect_fault(TR_CHECK_MISSING_FILE, 2, "a/pages.tsv:2: the page ", "a/pages.tsv:3: the gold text ");
    expect_text("1 pages in 2 sets: 2 faults");
    assert_false(training_opens());
}

static void cut_archives_are_faults(void **state) {
    (void)state;
    const char *path = ts_path("a/html/one.html.gz");
    assert_int_equal(truncate(path, 24), 0);
    expect_fault(TR_CHECK_UNREADABLE, 1, "a/html/one.html.gz: ", "2 pages in 2 sets: 1 faults");
}

static void broken_archives_are_faults(void **state) {
    (void)state;
    const char *path = ts_path("a/html/one.html.gz");
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, -6, SEEK_END); /* in the checksum */
    fputs("????", file);
    fclose(file);
    expect_fault(TR_CHECK_UNREADABLE, 1, "a/html/one.html.gz: ", "");
}

static void folders_without_a_list(void **state) {
    (void)state;
    assert_int_equal(mkdir(ts_path("c"), 0777), 0);
    assert_int_equal(run_check(NULL, false).warnings, 0); /* anything may lie beside the sets */
    assert_int_equal(mkdir(ts_path("c/html"), 0777), 0);
    expect_warning(TR_CHECK_NO_LIST, "c/pages.tsv is missing", "");
}

static void extra_files_are_named(void **state) {
    (void)state;
    ts_write("a/gold/.hidden", "");
    ts_write("a/gold/one.text", "");
    expect_warning(TR_CHECK_EXTRA_FILE, "a/gold/one.text is in no row", "");
}

static void empty_pages_are_named(void **state) {
    (void)state;
    write_html("a/html/two.html.gz", "");
    expect_warning(TR_CHECK_EMPTY_PAGE, "a/html/two.html.gz is empty", "");
    write_html("a/html/two.html.gz", "<script>1</script>");
    expect_warning(TR_CHECK_EMPTY_PAGE, "a/html/two.html.gz holds no line", "");
}

static void unknown_charsets_are_named(void **state) {
    (void)state;
    ts_write("b/pages.tsv", HEAD "one\tde\tthird.example\tarticle\tlatin-0\t\n");
    expect_warning(TR_CHECK_CHARSET, "b/one: charset 'latin-0'", "");
}

static void gold_is_utf8(void **state) {
    (void)state;
    ts_write("b/gold/one.txt", "Ein \xe4lterer Teich");
    tr_check_counts counts = run_check(NULL, false);
    assert_int_equal(counts.kinds[TR_CHECK_GOLD_BYTES], 1);
    assert_int_equal(counts.faults, 0);
    expect_text("b/gold/one.txt is not UTF-8 from byte 4 on");
}

static void gold_is_on_its_page(void **state) {
    (void)state;
    ts_write("a/gold/one.txt", "Vier Enten tauchen\n"); /* two of three tokens: training may still take it */
    assert_int_equal(run_check(NULL, false).warnings, 0);
    ts_write("a/gold/one.txt", "Vier Enten tauchen Enten Enten\n");
    expect_warning(TR_CHECK_BAD_GOLD, "a/gold/one.txt: 40% of its 5 tokens", "");
}

static void pages_occur_once(void **state) {
    (void)state;
    ts_write("a/pages.tsv", HEAD "one\tde\ta.example\t\t\t\n"
                                 "two\ten\tsecond.example\t\t\t\n"
                                 "zwei\ten\tsecond.example\t\t\t\n");
    write_html("a/html/zwei.html.gz", "<ul><li>Home<li>Help</ul>");
    ts_write("a/gold/zwei.txt", "");
    expect_warning(TR_CHECK_SAME_PAGE, "a/zwei has the bytes of a/two", "");
    write_html("a/html/zwei.html.gz", "<ul><li>Home<li>Hilf</ul>");
    write_html("b/html/one.html.gz", "<ul><li>Home<li>Help</ul>");
    ts_write("b/gold/one.txt", "");
    expect_warning(TR_CHECK_SAME_IN_SETS, "b/one has the bytes of a/two", "");
}

static void sites_of_several_sets_are_named(void **state) {
    (void)state;
    ts_write("b/pages.tsv", HEAD "one\tde\thttps://www.Second.example/x\tarticle\tlatin1\t\n");
    expect_warning(TR_CHECK_SITE_IN_SETS, "second.example has pages in a, b", "");
}

static void long_lists_are_cut_unless_asked_for(void **state) {
    (void)state;
    for (int i = 0; i < 13; i++) {
        char name[64];
        snprintf(name, sizeof name, "a/html/extra%02d", i);
        ts_write(name, "");
    }
    assert_int_equal(run_check(NULL, false).warnings, 13);
    expect_text("extra09 ");
    expect_text("warning: ... and 3 more files that no list names");
    assert_null(strstr(printed, "extra10"));
    assert_int_equal(run_check(NULL, true).warnings, 13);
    expect_text("extra12 ");
    assert_null(strstr(printed, "more files"));
}

static void no_corpus_is_an_error(void **state) {
    (void)state;
    tr_check_options options = {.folder = "/nowhere/at/all", .threads = 1};
    tr_check_counts counts;
    tr_error error;
    assert_false(tr_check_corpus(&options, stdout, &counts, &error));
    assert_non_null(strstr(error.message, "/nowhere/at/all"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, ts_folder_remove)
    const struct CMUnitTest tests[] = {
        TEST(good_corpus_has_no_findings),
        TEST(lists_that_cannot_be_used),
        TEST(zero_bytes_are_refused),
        TEST(lists_without_a_page),
        TEST(broken_rows_are_all_named),
        TEST(repeated_ids_are_named),
        TEST(missing_files_are_named),
        TEST(cut_archives_are_faults),
        TEST(broken_archives_are_faults),
        TEST(folders_without_a_list),
        TEST(extra_files_are_named),
        TEST(empty_pages_are_named),
        TEST(unknown_charsets_are_named),
        TEST(gold_is_utf8),
        TEST(gold_is_on_its_page),
        TEST(pages_occur_once),
        TEST(sites_of_several_sets_are_named),
        TEST(long_lists_are_cut_unless_asked_for),
        cmocka_unit_test(no_corpus_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
