/* Tables of data are kept or dropped as a whole; those that hold a page together are not touched. */
#include "classify/table_vote.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 32 };

/* `before` and `after` have a letter a line: '+' kept, '-' dropped. */
static void expect(const char *source, const char *before, const char *after) {
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint8_t labels[LINES_MAX];
    char found[LINES_MAX + 1] = "";
    assert_int_equal(document->line_count, strlen(before));
    for (size_t i = 0; i < document->line_count; i++)
        labels[i] = before[i] == '+';
    dhk_tables_agree(document, labels);
    for (size_t i = 0; i < document->line_count; i++)
        found[i] = labels[i] ? '+' : '-';
    found[document->line_count] = '\0';
    assert_string_equal(found, after);
}

static void tables_of_data_follow_most_of_their_text(void **state) {
    static const char source[] = "<p>p<table><tr><th>name<th>length<tr><td>herring gull, large<td>60<tr><td>tern<td>35"
                                 "</table><p>q";
    (void)state;
    expect(source, "-++----+", "-------+"); /* the header cells alone */
    expect(source, "+--+-+-+", "++++++++");
    expect(source, "--------", "--------");
    expect(source, "-++++++-", "-++++++-");
}

static void tables_between_kept_blocks_of_their_box_stay(void **state) {
    static const char source[] = "<p>p</p><table><tr><th>year<th>pairs<tr><td>2020<td>12</table><p>q";
    (void)state;
    expect(source, "+----+", "++++++");
    expect(source, "-----+", "-----+");
    expect(source, "+-----", "+-----");
    expect("<blockquote><p>p</p></blockquote><table><tr><th>year<th>pairs<tr><td>2020<td>12</table><ul><li>q</ul>",
           "+----+", "++++++");
    expect("<div><blockquote><p>p</p></blockquote></div><table><tr><th>year<th>pairs<tr><td>2020<td>12</table><p>q",
           "+----+", "++++++");
    expect("<p>p</p><table><tr><th>year<th>pairs<tr><td>2020<td>12</table><div><blockquote><p>q</blockquote></div>",
           "+----+", "++++++");
    expect("<div><div><ul><li>p</ul></div></div><table><tr><th>year<th>pairs<tr><td>2020<td>12</table><p>q", "+----+",
           "+----+"); /* too deep */
    expect("<p>p</p><table><tr><th>year<th>pairs<tr><td><a href=/a>2020</a><td>12</table><p>q", "+----+", "+----+");
    expect("<p>p</p><div><table><tr><th>year<th>pairs<tr><td>2020<td>12</table></div><p>q", "+----+", "+----+");
    expect("<table><tr><th>year<th>pairs<tr><td>2020<td>12</table>", "----", "----");
}

/* Tables in others are not data; those beside others may be. */
static void tables_beside_others_are_tables_of_their_own(void **state) {
#define TABLE "<table><tr><th>name<th>length<tr><td>herring gull, large<td>60</table>"
    (void)state;
    expect(TABLE TABLE, "--+----+", "++++----");
    expect(TABLE TABLE TABLE, "--+----+--+-", "++++----++++");
    expect("<div>" TABLE "</div><div>" TABLE "</div>", "--+----+", "++++----");
    expect("<table><tr><td>" TABLE "<td>a<tr><td>b<td>" TABLE "</table>", "--+-----+-", "++++--++++");
    expect("<table><tr><td>a<td>b<tr><td>c<td>" TABLE "</table>", "+----+-", "+--++++");
    expect("<table><tr><td>" TABLE "<td>a<tr><td>b<td>c</table>", "--+-+--", "+++++--");
#undef TABLE
}

static void hidden_cells_stay_out(void **state) {
    (void)state;
    expect("<table><tr><td>a<td>b<tr><td>c<td hidden>d</table>", "+++-", "+++-");
}

static void buttons_do_not_part_a_table(void **state) {
    (void)state;
    expect("<table><tr><th>speed<button>i</button><td>32 km an hour<tr><th>range<button>i</button><td>48 km</table>",
           "--+-++", "+-++-+");
    expect("<table><tr><td>a<button>b</button><button>c</button><td>d<tr><td>e<button>f</button><td>g</table>",
           "+--+---", "+--+---"); /* more buttons than rows: a form */
}

static void other_tables_are_left_alone(void **state) {
    (void)state;
    expect("<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>", "+------",
           "+------");
    expect("<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>", "+---", "+---");
    expect("<table><tr><td>a<tr><td>b<tr><td>c</table>", "++-", "++-"); /* one column: a list */
    expect("<table><tr><td>a<td>b<td>c</table>", "++-", "++-");         /* one row: a menu */
    expect("<p>a<p>b", "+-", "+-");
}

static int tear_down(void **state) {
    (void)state;
    ts_page_done();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_data_follow_most_of_their_text),
        cmocka_unit_test(tables_between_kept_blocks_of_their_box_stay),
        cmocka_unit_test(tables_beside_others_are_tables_of_their_own),
        cmocka_unit_test(hidden_cells_stay_out),
        cmocka_unit_test(buttons_do_not_part_a_table),
        cmocka_unit_test(other_tables_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
