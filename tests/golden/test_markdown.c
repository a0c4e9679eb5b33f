/*
 * constructs.html has forty constructs of HTML, constructs.md the Markdown that
 * must come out of it: headings, lists, quotes, code, tables, styles, links, and
 * what must be escaped. A threshold of 0 keeps every line, so no model matters.
 * With DEHUSK_BLESS=1 in the environment constructs.md is written anew: read the
 * difference before you commit it.
 */
#include "dehusk.h"
#include "support/golden_files.h"
#include "support/model_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void constructs_come_out_as_markdown(void **state) {
    dehusk_model *model = ts_model_open();
    dehusk_context *context;
    dehusk_request request;
    dehusk_rendering rendering;
    const dehusk_page *page;
    const char *text;
    size_t length;
    char *source = ts_source_read("tests/golden/constructs.html", &length);
    (void)state;
    assert_non_null(source);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    dehusk_request_init(&request);
    request.threshold = 0;
    request.keep = DEHUSK_KEEP_ALL;
    request.markup = 1;
    assert_int_equal(dehusk_classify(context, source, length, &request, &page), DEHUSK_OK);
    dehusk_rendering_init(&rendering);
    rendering.form = DEHUSK_FORM_MARKDOWN;
    rendering.images = DEHUSK_IMAGES_KEEP;
    assert_int_equal(dehusk_render(context, &rendering, &text, &length), DEHUSK_OK);
    char *found = strndup(text, length);
    FILE *blessed = ts_bless("tests/golden/constructs.md");
    if (blessed != NULL) {
        assert_int_equal(fwrite(found, 1, length, blessed), length);
        assert_int_equal(fclose(blessed), 0);
    }
    char *expected = ts_source_read("tests/golden/constructs.md", &length);
    assert_non_null(expected);
    assert_string_equal(found, expected);
    free(source);
    free(expected);
    free(found);
    dehusk_context_free(context);
    dehusk_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(constructs_come_out_as_markdown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
