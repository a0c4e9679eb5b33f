/* Reading and decoding when memory runs out, at each call for it in turn. The calls of the command's own code are
 * caught by the linker (--wrap). */
#include "archives/archive_bytes.h"
#include "input/folder_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT = 200000 };

static size_t calls_left = SIZE_MAX; /* until one fails, and all after it */

static bool fails(void) {
    if (calls_left == SIZE_MAX)
        return false;
    if (calls_left == 0)
        return true;
    calls_left--;
    return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return fails() ? NULL : __real_realloc(block, size);
}

char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

/* Reads all there is. False: some of it failed, and only for want of memory. */
static bool read_all(const char *path, size_t *pages) {
    record_source *source = NULL;
    record item = {0};
    bool is_good = true;
    *pages = 0;
    const char *problem = record_source_open(path, INPUT_AUTO, LIMIT, &source);
    if (problem != NULL) {
        assert_string_equal(problem, "out of memory");
        assert_null(source);
        return false;
    }
    for (;;) {
        page_input page;
        record_result result = record_source_next(source, &item);
        if (result == RECORD_END)
            break;
        if (result == RECORD_PAGE)
            result = record_decode(&item, &page);
        if (result == RECORD_PAGE)
            (*pages)++;
        if (result == RECORD_FAILED) {
            assert_string_equal(item.reason, "out of memory");
            is_good = false;
        }
    }
    record_source_close(source);
    record_free(&item);
    return is_good;
}

/* Lets the n-th call fail, for all n until none does. */
static void fail_each_call(const byte_buffer *archive, size_t expected) {
    char path[] = "/tmp/dehusk-memory-XXXXXX";
    int descriptor = mkstemp(path);
    size_t pages = 0;
    bool is_good = false;
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, archive->bytes, archive->length), (ssize_t)archive->length);
    close(descriptor);
    size_t n = 0;
    for (; !is_good && n < 1000; n++) {
        calls_left = n;
        is_good = read_all(path, &pages);
        calls_left = SIZE_MAX;
        assert_true(pages <= expected);
    }
    assert_true(is_good && n > 2);
    assert_int_equal(pages, expected);
    unlink(path);
}

static void archives(void **state) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n";
    static const char text[] = "<p>The ferry sails again.";
    byte_buffer body = {0};
    byte_buffer one = {0};
    byte_buffer archive = {0};
    char *large = __real_calloc(LIMIT, 1);
    (void)state;
    assert_non_null(large);
    memset(large, 'x', LIMIT);
    ar_gzip(&body, text, sizeof text - 1);
    ar_response(&one, "u", head, body.bytes, body.length);
    ar_record(&one, "resource", "u", "text/html", large, LIMIT);
    assert_true(byte_buffer_append(&archive, one.bytes, one.length));
    fail_each_call(&archive, 2);
    archive.length = 0;
    ar_gzip(&archive, one.bytes, one.length);
    fail_each_call(&archive, 2);
    archive.length = 0;
    ar_zstd(&body, text, sizeof text - 1, NULL, 0);
    ar_skippable(&archive, 0x184D2A5D, text, sizeof text - 1);
    ar_zstd(&archive, one.bytes, one.length, text, sizeof text - 1);
    fail_each_call(&archive, 2);
    byte_buffer_free(&body);
    byte_buffer_free(&one);
    byte_buffer_free(&archive);
    free(large);
}

static void lines_and_pages(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"id\": 1, \"text\": \"one\", \"a\": 2}\n{\"html\": \"two\"}\n");
    fail_each_call(&file, 2);
    file.length = 0;
    ar_put(&file, "<p>The ferry sails again.");
    fail_each_call(&file, 1);
    byte_buffer_free(&file);
}

static void no_complaint(void *user, const char *path, const char *reason) {
    (void)user;
    fail_msg("%s: %s", path, reason);
}

static void folders(void **state) {
    char root[] = "/tmp/dehusk-memory-XXXXXX";
    char path[128];
    bool is_good = false;
    size_t n = 0;
    (void)state;
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/a", root);
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(path, sizeof path, "%s/a/b", root);
    fclose(fopen(path, "wb"));
    for (; !is_good && n < 1000; n++) {
        folder_list list = {0};
        calls_left = n;
        is_good = folder_walk(root, &list, no_complaint, NULL);
        calls_left = SIZE_MAX;
        assert_true(list.count <= 1 && (!is_good || list.count == 1));
        folder_list_free(&list);
    }
    assert_true(is_good && n > 5);
    unlink(path);
    snprintf(path, sizeof path, "%s/a", root);
    rmdir(path);
    rmdir(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(archives),
        cmocka_unit_test(lines_and_pages),
        cmocka_unit_test(folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
