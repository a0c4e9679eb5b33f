/*
 * constructs.html has forty constructs of HTML, constructs.md the Markdown that
 * must come out of it: headings, lists, quotes, code, tables, styles, links, and
 * what must be escaped. A threshold of 0 keeps every line, so no model matters.
 * With DEHUSK_BLESS=1 in the environment constructs.md is written anew: read the
 * difference before you commit it.
 */
#include "dehusk.h"
#include "support/model_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 1 << 16, NAME_MAX_BYTES = 1024 };

static FILE *open_file(const char *path, const char *mode) {
    const char *root = getenv("DEHUSK_SOURCE");
    char name[NAME_MAX_BYTES];
    FILE *file;
    snprintf(name, sizeof name, "%s/%s", root != NULL ? root : ".", path);
    file = fopen(name, mode);
    if (file == NULL)
        fail_msg("%s cannot be opened", name);
    return file;
}

static size_t read_file(const char *path, char *out) {
    FILE *file = open_file(path, "rb");
    size_t length = fread(out, 1, FILE_MAX - 1, file);
    assert_true(feof(file));
    fclose(file);
    out[length] = '\0';
    return length;
}

static void constructs_come_out_as_markdown(void **state) {
    static char source[FILE_MAX], expected[FILE_MAX], found[FILE_MAX];
    dehusk_model *model = ts_model_open();
    dehusk_context *context;
    dehusk_request request;
    dehusk_rendering rendering;
    const dehusk_page *page;
    const char *text;
    size_t length = read_file("tests/golden/constructs.html", source);
    (void)state;
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
    assert_in_range(length, 1, FILE_MAX - 1);
    memcpy(found, text, length);
    if (getenv("DEHUSK_BLESS") != NULL) {
        FILE *file = open_file("tests/golden/constructs.md", "wb");
        assert_int_equal(fwrite(found, 1, length, file), length);
        assert_int_equal(fclose(file), 0);
    }
    read_file("tests/golden/constructs.md", expected);
    assert_string_equal(found, expected);
    dehusk_context_free(context);
    dehusk_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(constructs_come_out_as_markdown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
