/* Lists in the text of a page of HTML: their items stay together where the text around them stays. */
#include "classify/whole_lists.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 8, FROM = 0, NEAR = -4000, FAR = -10000, FARTHER = -10300 };

/* What to keep of plain text: of a page, or of an extract? */
static bool extract;

/* No line of the pages leads away unless it stands here. */
static dhk_role_evidence evidence[LINES_MAX];

/* `labels` before and `after`, a digit a line; `logit` is that of all lines. */
static void expect_of(dehusk_format format, const char *source, const char *labels, int32_t logit, const char *after) {
    const dhk_document *document = ts_read(source, format);
    uint8_t found[LINES_MAX];
    int32_t logits[LINES_MAX];
    const dhk_page_signs signs = {0, NULL, extract, false, evidence};
    assert_int_equal(document->line_count, strlen(labels));
    for (size_t i = 0; i < document->line_count; i++) {
        found[i] = labels[i] == '1';
        logits[i] = logit;
    }
    if (format == DEHUSK_FORMAT_HTML)
        dhk_lists_stay_whole(document, &signs, FROM, logits, found);
    else
        dhk_announced_rows_stay(document, &signs, FROM, logits, found);
    for (size_t i = 0; i < document->line_count; i++)
        assert_int_equal(found[i], after[i] == '1');
    ts_page_done();
}

static void expect(const char *html, const char *labels, int32_t logit, const char *after) {
    expect_of(DEHUSK_FORMAT_HTML, html, labels, logit, after);
}

static void expect_rows(const char *text, const char *labels, int32_t logit, const char *after) {
    expect_of(DEHUSK_FORMAT_TEXT, text, labels, logit, after);
}

static void an_announced_list_stays(void **state) {
    (void)state;
    expect("<p>Bring these:<ul><li>oars<li>a <b>rope</b></ul><p>votes", "1000", FAR, "1110");
    expect("<p>带上这些：<ol><li>桨<li>绳子</ol>", "100", FAR, "111");
    expect("<p>Bring these:<ul><li>oars</ul>", "10", FARTHER, "10");
    expect("<p>Bring these:<ul><li>oars</ul>", "00", NEAR, "00");
    expect("<p>Bring these.<ul><li>oars</ul>", "10", NEAR, "10");
    expect("<p>Bring these:<ul><li>oars<li hidden>a rope</ul>", "100", NEAR, "110");
    expect("<p>Bring these:<p>oars", "10", NEAR, "10");
    expect("<ul><li>oars</ul>", "0", NEAR, "0");
}

static void announced_links_stay_between_text(void **state) {
    (void)state;
    expect("<p>They say so:<ul><li><a href=/a>gulls</a><li><a href=/b>terns</a></ul><p>And more.", "1001", FAR, "1111");
    expect("<p>They say so:<ul><li><a href=/a>gulls</a><li><a href=/b>terns</a></ul><p>votes", "1000", NEAR, "1000");
    expect("<p>They say so.<ul><li><a href=/a>gulls</a></ul><p>And more.", "101", NEAR, "101");
    expect("<p>They say so.<ul><li><a href=/a>gulls</a></ul>", "10", NEAR, "10");
}

static void items_stay_between_text(void **state) {
    (void)state;
    expect("<p>They say so.<ul><li>gulls<li>terns</ul><p>And more.", "1001", NEAR, "1111");
    expect("<p>They say so.<ul><li>gulls<li>terns</ul><p>And more.", "1001", FAR, "1001");
    expect("<p>They say so.<ul><li>gulls<li>terns</ul><p>And more.", "1000", NEAR, "1000");
}

static void lists_in_lists_go_with_them(void **state) {
    (void)state;
    expect("<p>Bring these:<ul><li>oars<ul><li>two</ul><li>a rope</ul><ul><li>menu</ul>", "10000", NEAR, "11110");
    expect("<ul><li>Bring these:<ul><li>oars<li>a rope</ul><li>votes</ul>", "1000", NEAR, "1110");
}

static void announced_rows_stay(void **state) {
    (void)state;
    expect_rows("Bring these:\n\noars\n\na rope\n\nIt is far.", "1001", FAR, "1111");
    expect_rows("Bring these:\n\noars\n\na rope\n\nIt is far.", "1001", FARTHER, "1001");
    expect_rows("Bring these.\n\noars\n\na rope\n\nIt is far.", "1001", NEAR, "1001");
    expect_rows("Bring these:\n\noars\n\na rope\n\nvotes", "1000", NEAR, "1000");
    expect_rows("Bring these:\n\noars\n\nhttps://gull.example/rope\n\nIt is far.", "1001", NEAR, "1001");
    extract = true;
    expect_rows("Bring these:\n\noars\n\na rope", "100", NEAR, "111");
    expect_rows("Bring these:\n\noars\n\na rope", "000", NEAR, "000");
    extract = false;
}

static void what_leads_away_announces_nothing(void **state) {
    (void)state;
    evidence[1].signs = DHK_SIGN_READ_MORE | DHK_SIGN_LEAD_IN;
    expect("<p>They say so.<p>See also:<ul><li><a href=/a>gulls</a></ul><p>And more.", "1101", NEAR, "1101");
    expect("<p>They say so.<p>See also:<ul><li>gulls<li>terns</ul><p>And more.", "11001", NEAR, "11001");
    expect_rows("They say so.\n\nSee also:\n\ngulls\n\nterns\n\nAnd more.", "11001", NEAR, "11001");
    evidence[1].signs = 0;
    expect("<p>They say so.<p>Also these:<ul><li>gulls<li>terns</ul><p>And more.", "11001", NEAR, "11111");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_announced_list_stays), cmocka_unit_test(announced_links_stay_between_text),
        cmocka_unit_test(items_stay_between_text), cmocka_unit_test(lists_in_lists_go_with_them),
        cmocka_unit_test(announced_rows_stay),     cmocka_unit_test(what_leads_away_announces_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
