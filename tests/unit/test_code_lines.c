/* Code among the text of a page of HTML: short commands stay with the sentence that tells of them, numbers of rows go. */
#include "classify/code_lines.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 8, FROM = 0, NEAR = -4096, FAR = -8192 };

/* `labels` before and `after`, a digit a line; `logit` is that of all lines. */
static void expect(const char *source, const char *labels, int32_t logit, const char *after) {
    const dhk_document *document = ts_read(source, DEHUSK_FORMAT_HTML);
    uint8_t found[LINES_MAX];
    int32_t logits[LINES_MAX];
    assert_int_equal(document->line_count, strlen(labels));
    for (size_t i = 0; i < document->line_count; i++) {
        found[i] = labels[i] == '1';
        logits[i] = logit;
    }
    dhk_code_stays(document, FROM, logits, found);
    dhk_row_numbers_go(document, found);
    for (size_t i = 0; i < document->line_count; i++)
        assert_int_equal(found[i], after[i] == '1');
    ts_page_done();
}

static void commands_stay_with_their_sentence(void **state) {
    (void)state;
    expect("<p>Say where it is:<pre>mv ./-f f</pre><p>votes", "100", NEAR, "110");
    expect("<p>Say where it is.<pre>mv ./-f f</pre><p>That is all.", "101", NEAR, "111");
    expect("<p>Say where it is.<pre>mv ./-f f</pre><p>votes", "100", NEAR, "100");
    expect("<p>Say where it is:<pre>mv ./-f f</pre>", "10", FAR, "10");
    expect("<p>Say where it is:<pre>mv ./-f f</pre>", "00", NEAR, "00");
    expect("<p>Say where it is:<p>mv ./-f f", "10", NEAR, "10");
    expect("<p>Say where it is:<pre>cd /\nmv ./-f f</pre>", "10", NEAR, "10");
    expect("<p>Say where it is:<pre hidden>mv ./-f f</pre>", "10", NEAR, "10");
    expect("<pre>mv ./-f f</pre><p>a", "01", NEAR, "01");
}

static void numbers_of_rows_go(void **state) {
    (void)state;
    expect("<table><tr><td><pre>1\n2\n3\n</pre><td><pre>a = 1\nb = 2\nc = 3</pre></table>", "11", NEAR, "01");
    expect("<pre>\n  9\n 10\n 11\n</pre>", "1", NEAR, "0");
    expect("<pre>1\n2\n4</pre>", "1", NEAR, "1");
    expect("<pre>7</pre>", "1", NEAR, "1");
    expect("<pre>1 2\n3 4</pre>", "1", NEAR, "1");
    expect("<pre>1\n2\nend</pre>", "1", NEAR, "1");
    expect("<pre>999999999999\n1000000000000</pre>", "1", NEAR, "1");
    expect("<p>1<p>2", "11", NEAR, "11");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_stay_with_their_sentence),
        cmocka_unit_test(numbers_of_rows_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
