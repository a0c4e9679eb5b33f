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
        cmocka_unit_test(other_tables_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
