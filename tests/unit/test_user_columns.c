/* Forums in tables: what stands below a writer's name goes, and tables of other kinds are left alone. */
#include "classify/user_columns.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 64 };

#define POST "You stretch a wire along the ridge of the roof, so that they find no place."

static char source[8192];

/* `expected` has a letter a line: '+' kept, '-' dropped; all were kept. */
static void expect(const char *expected) {
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint8_t labels[LINES_MAX];
    char found[LINES_MAX + 1] = "";
    assert_true(document->line_count <= LINES_MAX);
    memset(labels, 1, sizeof labels);
    dhk_user_columns_go(document, labels);
    for (size_t i = 0; i < document->line_count; i++)
        found[i] = labels[i] ? '+' : '-';
    found[document->line_count] = '\0';
    assert_string_equal(found, expected);
    ts_page_done();
}

/* A thread of so many posts: the same cell, with the post's number in it where "%d" stands, and a post beside it. */
static void thread(int posts, const char *writer, const char *between, const char *post) {
    size_t length = (size_t)snprintf(source, sizeof source, "<p>a<table>");
    for (int i = 0; i < posts; i++) {
        length += (size_t)snprintf(source + length, sizeof source - length, "<tr><td>");
        length += (size_t)snprintf(source + length, sizeof source - length, writer, i);
        length += (size_t)snprintf(source + length, sizeof source - length, "<td>%s%s", post, between);
    }
    snprintf(source + length, sizeof source - length, "</table><p>b");
}

static void what_is_said_of_writers_goes(void **state) {
    static const char writer[] = "<b>anna</b><br>Full Member<br>Posts: %d<br>Joined in March";
    (void)state;
    thread(3, writer, "", POST);
    expect("++---++---++---++");
    thread(3, writer, "<tr><td>top<td>mail", POST); /* buttons below each */
    expect("++---++++---++++---++++");
    thread(3, writer, "</table><table><tr><td colspan=2>12 October", POST); /* a table each */
    expect("++---+++---+++---+++");
    thread(4, writer, "", "Seconded."); /* no text */
    expect("++++++++++++++++++++++");
}

/* One row a letter: 'p' is a post, 'q' and 'r' are posts of writers with other numbers, 's' is one without text, 'b' a row
 * between them. Returns the posts of which what is said of the writer went. */
static size_t dropped_posts(const char *before, const char *rows, const char *post) {
    static const char *const numbers[] = {"Posts: 7", "Age 7", "7th year"};
    size_t length = (size_t)snprintf(source, sizeof source, "%s<table>", before);
    size_t dropped = 0;
    for (; *rows != '\0'; rows++) {
        size_t writer = *rows == 'q' ? 1 : *rows == 'r' ? 2 : 0;
        length += *rows == 'b' ? (size_t)snprintf(source + length, sizeof source - length, "<tr><td>top<td>mail")
                               : (size_t)snprintf(source + length, sizeof source - length,
                                                  "<tr><td>anna<br>Full Member<br>%s<td>%s", numbers[writer],
                                                  *rows == 's' ? "Seconded." : post);
    }
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint8_t labels[LINES_MAX];
    assert_true(document->line_count <= LINES_MAX);
    memset(labels, 1, sizeof labels);
    dhk_user_columns_go(document, labels);
    for (size_t i = 0; i < document->line_count; i++)
        dropped += labels[i] == 0;
    ts_page_done();
    assert_int_equal(dropped % 2, 0);
    return dropped / 2;
}

static void threads_are_told_by_their_posts(void **state) {
    static const struct {
        const char *rows;
        size_t dropped;
    } cases[] = {
        {"ppp", 3},        {"pp", 0},         {"bpppb", 3},      {"ppppbbbb", 4},
        {"pbbbpp", 3},     {"pbbbbpp", 0},                       /* three rows between two posts, not four */
        {"ppbbbbppp", 3},  {"pppbbbbpp", 3},  {"pppbbbbppp", 6}, /* each thread by itself */
        {"pppbbbbpqq", 3}, {"pppbbbbqqp", 3}, {"pppq", 4},       {"ppqq", 4},
        {"ppqr", 0},       {"ppq", 0},        {"pqp", 0},        {"ppppqq", 6},
        {"ppppqr", 0},     {"pppqrq", 0},     {"psps", 4},       {"ppss", 4},
        {"psss", 0},       {"ssss", 0},       {"pps", 3},        {"pss", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t dropped = dropped_posts("", cases[i].rows, POST);
        if (dropped != cases[i].dropped)
            fail_msg("%s: %zu", cases[i].rows, dropped);
        assert_int_equal(dropped_posts("<p>a<p>b", cases[i].rows, POST), cases[i].dropped);
    }
    /* Eight words are a text. */
    assert_int_equal(dropped_posts("", "ppp", "They all found their place on the roof"), 3);
    assert_int_equal(dropped_posts("", "ppp", "They found their place on the roof"), 0);
}

static void other_tables_are_left_alone(void **state) {
    (void)state;
    thread(2, "anna<br>Member<br>Posts: %d", "", POST); /* no thread yet */
    expect("++++++++++");
    thread(4, "12 October<br>at %d", "", POST); /* a programme */
    expect("++++++++++++++");
    thread(4, "The gulls of the old quay, who came back<br>in number %d<br>again", "", POST);
    expect("++++++++++++++++++");
    thread(4, "slip<br>way<br>stone", "", POST); /* words, without a number */
    expect("++++++++++++++++++");
    strcpy(source, "<p>a<p>b");
    expect("++");
    strcpy(source, "");
    expect("");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_of_writers_goes),
        cmocka_unit_test(threads_are_told_by_their_posts),
        cmocka_unit_test(other_tables_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
