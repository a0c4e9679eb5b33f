/* Counts of the command that do not fit into memory: parts on the disk, and their sum. */
#include "run/count_parts.h"
#include "support/golden_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SPILLS = 600 /* more than may be open at a time */ };

static char folder[] = "/tmp/dehusk-counts-XXXXXX";

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL && setenv("TMPDIR", folder, 1) == 0 ? 0 : 1;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder); /* fails if something was left in it */
}

static void add(dehusk_site_counter *counter, unsigned number) {
    char page[128], host[32];
    dehusk_request request;
    snprintf(page, sizeof page, "<p>Menu<p>Text %c%c", (char)('a' + number % 26), (char)('a' + number / 26));
    snprintf(host, sizeof host, "site%u.example", number % 7);
    dehusk_request_init(&request);
    request.host = host;
    request.format = DEHUSK_FORMAT_HTML;
    assert_int_equal(dehusk_site_counter_add(counter, page, strlen(page), &request), DEHUSK_OK);
}

static char *merged(const count_parts *parts, const char *name, size_t *length) {
    char path[64];
    output_sink sink = {0};
    size_t failed;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_null(sink_open(&sink, path, false));
    assert_null(count_parts_merge(parts, &sink, &failed));
    assert_null(sink_commit(&sink));
    char *bytes = ts_file_read(path, length);
    assert_non_null(bytes);
    remove(path);
    return bytes;
}

static void many_parts_are_one_sum(void **state) {
    (void)state;
    count_parts parts = {0}, one = {0}, all = {0};
    dehusk_site_counter *small, *large;
    size_t length, expected_length;
    assert_int_equal(dehusk_site_counter_new(NULL, 0, &small), DEHUSK_OK);
    assert_int_equal(dehusk_site_counter_new(NULL, 1 << 24, &large), DEHUSK_OK);
    for (unsigned i = 0; i < SPILLS; i++) {
        add(small, i);
        add(large, i);
        assert_null(count_parts_spill(&parts, small));
        assert_true(parts.count < 300);
    }
    assert_null(count_parts_spill(&one, large));
    char *expected = merged(&one, "one", &expected_length);
    assert_null(count_parts_take(&all, &parts));
    assert_int_equal(parts.count, 0);
    char *sum = merged(&all, "sum", &length);
    assert_int_equal(length, expected_length);
    assert_memory_equal(sum, expected, length);
    assert_memory_equal(sum, "DEHUSKS\n", 8);
    free(expected);
    free(sum);
    count_parts_free(&parts);
    count_parts_free(&one);
    count_parts_free(&all);
    dehusk_site_counter_free(small);
    dehusk_site_counter_free(large);
}

static void no_folder_for_parts(void **state) {
    (void)state;
    count_parts parts = {0};
    dehusk_site_counter *counter;
    assert_int_equal(dehusk_site_counter_new(NULL, 0, &counter), DEHUSK_OK);
    assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    assert_string_equal(count_parts_spill(&parts, counter), "no temporary file can be made (TMPDIR, or /tmp)");
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    assert_string_equal(count_parts_open(&parts, "/nowhere/at/all"), "No such file or directory");
    assert_int_equal(parts.count, 0);
    count_parts_free(&parts);
    dehusk_site_counter_free(counter);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_parts_are_one_sum),
        cmocka_unit_test(no_folder_for_parts),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
