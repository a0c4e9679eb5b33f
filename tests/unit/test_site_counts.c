/* Counts of lines across the pages of a site: counting, files, merging, looking up, and what a model makes of them. */
#include "dehusk.h"
#include "sites/site_counts.h"
#include "sites/site_format.h"
#include "sites/site_stage.h"
#include "support/counting_allocator.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const size_t MEMORY = 1 << 20;

/* -- Bytes --------------------------------------------------------------- */

typedef struct bytes {
    unsigned char *at;
    size_t length;
    size_t left; /* that may still be written; then the function fails */
} bytes;

static const bytes EMPTY = {NULL, 0, SIZE_MAX};

static int take(void *user, const void *from, size_t length) {
    bytes *to = user;
    if (length > to->left)
        return 1;
    to->left -= length;
    to->at = realloc(to->at, to->length + length + 1);
    assert_non_null(to->at);
    memcpy(to->at + to->length, from, length);
    to->length += length;
    return 0;
}

/* Gives bytes in pieces of odd sizes. */
typedef struct reading {
    const bytes *from;
    size_t at;
    size_t piece;
    bool fails;
} reading;

static int give(void *user, void *to, size_t capacity, size_t *length) {
    reading *self = user;
    size_t count = self->from->length - self->at;
    if (self->fails && count == 0)
        return 1;
    count = count < self->piece ? count : self->piece;
    count = count < capacity ? count : capacity;
    if (count > 0)
        memcpy(to, self->from->at + self->at, count);
    self->at += count;
    *length = count;
    return 0;
}

static void assert_same(const bytes *a, const bytes *b) {
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->at, b->at, a->length);
}

/* -- Counting -------------------------------------------------------------- */

static dehusk_request request_for(const char *host) {
    dehusk_request request;
    dehusk_request_init(&request);
    request.host = host;
    request.format = DEHUSK_FORMAT_HTML;
    return request;
}

static void add(dehusk_site_counter *counter, const char *host, const char *page) {
    dehusk_request request = request_for(host);
    assert_int_equal(dehusk_site_counter_add(counter, page, strlen(page), &request), DEHUSK_OK);
}

static dehusk_site_counter *new_counter(void) {
    dehusk_site_counter *counter;
    assert_int_equal(dehusk_site_counter_new(NULL, MEMORY, &counter), DEHUSK_OK);
    return counter;
}

static bytes written(dehusk_site_counter *counter) {
    bytes file = EMPTY;
    assert_int_equal(dehusk_site_counter_write(counter, take, &file), DEHUSK_OK);
    return file;
}

static dehusk_site_counts *opened(const bytes *file) {
    dehusk_site_counts *counts;
    size_t wrong = 1;
    assert_int_equal(dehusk_site_counts_open_memory(file->at, file->length, NULL, &counts, &wrong), DEHUSK_OK);
    assert_int_equal(wrong, 0);
    return counts;
}

/* A file of some random pages of some hosts. */
static bytes random_file(uint64_t seed, size_t pages) {
    static const char *const hosts[] = {"a.example", "b.example", "WWW.C.example", "c.example.", "d.example"};
    dehusk_site_counter *counter = new_counter();
    for (size_t i = 0; i < pages; i++) {
        char page[512] = "";
        size_t at = 0;
        for (uint32_t lines = ts_random(&seed, 8); lines > 0; lines--)
            at += (size_t)snprintf(page + at, sizeof page - at, "<p>line %c", (char)('a' + ts_random(&seed, 20)));
        add(counter, hosts[ts_random(&seed, 5)], page);
    }
    bytes file = written(counter);
    dehusk_site_counter_free(counter);
    return file;
}

static uint32_t found(const dehusk_site_counts *counts, const char *host, const char *text) {
    dhk_site_host at = dhk_site_find_host(counts, dhk_site_host_key(host));
    const dhk_document *document = ts_read(text, DEHUSK_FORMAT_HTML);
    assert_int_equal(document->line_count, 1);
    return dhk_site_find_line(&at, dhk_site_line_key(&document->lines[0]));
}

static uint32_t pages_of(const dehusk_site_counts *counts, const char *host) {
    return dhk_site_find_host(counts, dhk_site_host_key(host)).pages;
}

static void counts_pages_and_lines(void **state) {
    (void)state;
    dehusk_site_counter *counter = new_counter();
    add(counter, "example.org", "<p>Menu<p>Menu<p>Page 1 of 20<p>One");
    add(counter, "www.Example.ORG", "<p>Menu<p>Page 2 of 20<p>Two");
    add(counter, "example.org.", "<p>Page 13 of 20<p>Three");
    add(counter, "example.net", "<p>Menu");
    add(counter, "empty.example", "");
    bytes file = written(counter);
    dehusk_site_counts *counts = opened(&file);
    assert_int_equal(counts->host_count, 3);
    assert_int_equal(pages_of(counts, "example.org"), 3);
    assert_int_equal(pages_of(counts, "example.net"), 1);
    assert_int_equal(pages_of(counts, "empty.example"), 1);
    assert_int_equal(pages_of(counts, "example.com"), 0);
    assert_int_equal(found(counts, "example.org", "<p>Menu"), 2);
    assert_int_equal(found(counts, "example.org", "<p>Page 7 of 9"), 3);
    assert_int_equal(found(counts, "example.org", "<p>Two"), 1);
    assert_int_equal(found(counts, "example.org", "<p>Four"), 0);
    assert_int_equal(found(counts, "example.net", "<p>Menu"), 1);
    assert_int_equal(found(counts, "example.com", "<p>Menu"), 0);
    dehusk_site_counts_close(counts);
    free(file.at);

    /* Written, the counter is empty. */
    file = written(counter);
    assert_int_equal(file.length, 32);
    counts = opened(&file);
    assert_int_equal(counts->host_count, 0);
    dehusk_site_counts_close(counts);
    free(file.at);
    dehusk_site_counter_free(counter);
}

/* Many more counts than there are slots, of few lines; and what is no page counts as none. */
static void repeated_pages_do_not_fill_a_counter(void **state) {
    enum { PAGES = 3000 };
    dehusk_site_counter *counter;
    (void)state;
    assert_int_equal(dehusk_site_counter_new(NULL, 0, &counter), DEHUSK_OK);
    for (int i = 0; i < PAGES; i++)
        add(counter, i % 2 == 0 ? "example.org" : "example.net", i % 3 == 0 ? "<p>Menu<p>One" : "<p>Two<p>Menu");
    add(counter, "example.org", "%PDF-1.4");
    bytes file = written(counter);
    dehusk_site_counts *counts = opened(&file);
    assert_int_equal(pages_of(counts, "example.org"), PAGES / 2);
    assert_int_equal(found(counts, "example.org", "<p>Menu"), PAGES / 2);
    assert_int_equal(found(counts, "example.net", "<p>One"), PAGES / 6);
    dehusk_site_counts_close(counts);
    free(file.at);
    dehusk_site_counter_free(counter);
}

static void same_host_by_any_spelling(void **state) {
    (void)state;
    uint64_t key = dhk_site_host_key("example.org");
    assert_true(key != 0);
    assert_true(dhk_site_host_key("EXAMPLE.org") == key);
    assert_true(dhk_site_host_key("www.example.org.") == key);
    assert_true(dhk_site_host_key("ww.example.org") != key);
    assert_true(dhk_site_host_key("example.or") != key);
    assert_true(dhk_site_host_key(NULL) == 0 && dhk_site_host_key("") == 0);
    assert_true(dhk_site_host_key("www.") == 0 && dhk_site_host_key(".") == 0);
}

static void order_does_not_matter(void **state) {
    (void)state;
    static const char *const pages[] = {"<p>a<p>b<p>c", "<p>b", "<p>c<p>b", "<p>a<p>d", ""};
    dehusk_site_counter *counter = new_counter();
    for (size_t i = 0; i < 5; i++)
        add(counter, i % 2 != 0 ? "odd" : "even", pages[i]);
    bytes forward = written(counter);
    for (size_t i = 5; i-- > 0;)
        add(counter, i % 2 != 0 ? "odd" : "even", pages[i]);
    bytes backward = written(counter);
    assert_same(&forward, &backward);
    free(forward.at);
    free(backward.at);
    dehusk_site_counter_free(counter);
}

static void full_counter_takes_nothing_of_the_page(void **state) {
    (void)state;
    dehusk_site_counter *counter, *large;
    bytes parts[64];
    size_t part_count = 0;
    assert_int_equal(dehusk_site_counter_new(NULL, 0, &counter), DEHUSK_OK);
    assert_int_equal(dehusk_site_counter_new(NULL, 16 * MEMORY, &large), DEHUSK_OK);
    for (unsigned seed = 0; seed < 40; seed++) {
        char *page = ts_make_html(seed, 100);
        dehusk_request request = request_for("example.org");
        dehusk_status status = dehusk_site_counter_add(counter, page, strlen(page), &request);
        if (status == DEHUSK_COUNTER_FULL) {
            parts[part_count++] = written(counter);
            status = dehusk_site_counter_add(counter, page, strlen(page), &request);
        }
        assert_int_equal(status, DEHUSK_OK);
        add(large, "example.org", page);
        free(page);
    }
    assert_true(part_count > 0);
    parts[part_count++] = written(counter);

    dehusk_site_source sources[64];
    reading readings[64];
    for (size_t i = 0; i < part_count; i++) {
        readings[i] = (reading){&parts[i], 0, 1000, false};
        sources[i] = (dehusk_site_source){&readings[i], give};
    }
    bytes sum = EMPTY, whole = written(large);
    assert_int_equal(dehusk_site_merge(sources, part_count, NULL, take, &sum, NULL), DEHUSK_OK);
    assert_same(&sum, &whole);

    char *page = ts_make_html(1, 3000);
    dehusk_request request = request_for("example.org");
    assert_int_equal(dehusk_site_counter_add(counter, page, strlen(page), &request), DEHUSK_COUNTER_FULL);
    bytes nothing = written(counter);
    assert_int_equal(nothing.length, 32);
    free(page);
    for (size_t i = 0; i < part_count; i++)
        free(parts[i].at);
    free(sum.at);
    free(whole.at);
    free(nothing.at);
    dehusk_site_counter_free(counter);
    dehusk_site_counter_free(large);
}

static void wrong_arguments(void **state) {
    (void)state;
    dehusk_site_counter *counter = new_counter();
    dehusk_request request = request_for(NULL);
    dehusk_site_counts *counts;
    size_t failed;
    assert_int_equal(dehusk_site_counter_new(NULL, MEMORY, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counter_add(counter, "x", 1, &request), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counter_add(counter, "x", 1, NULL), DEHUSK_BAD_ARGUMENT);
    request.host = "example.org";
    assert_int_equal(dehusk_site_counter_add(NULL, "x", 1, &request), DEHUSK_BAD_ARGUMENT);
    request.charset = "no such";
    assert_int_equal(dehusk_site_counter_add(counter, "x", 1, &request), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dehusk_site_counter_write(counter, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counter_write(NULL, take, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_merge(NULL, 1, NULL, take, NULL, &failed), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counts_open_memory(NULL, 1, NULL, &counts, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counts_open_memory("", 0, NULL, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counts_open_file(NULL, NULL, &counts, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_site_counts_open_file("/nowhere/at/all", NULL, &counts, NULL), DEHUSK_IO);
    dehusk_site_counter_free(counter);
    dehusk_site_counter_free(NULL);
    dehusk_site_counts_close(NULL);
}

/* -- Files ----------------------------------------------------------------- */

static dehusk_status open_status(const unsigned char *at, size_t length) {
    dehusk_site_counts *counts = NULL;
    size_t wrong;
    /* A block of its own, so that reading on is seen by sanitizers. */
    unsigned char *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, at, length);
    dehusk_status status = dehusk_site_counts_open_memory(copy, length, NULL, &counts, &wrong);
    bytes whole = {copy, length, 0}, out = EMPTY;
    reading from = {&whole, 0, 24, false};
    dehusk_site_source source = {&from, give};
    /* Who merges is told the same. */
    assert_int_equal(dehusk_site_merge(&source, 1, NULL, take, &out, NULL), status);
    if (status == DEHUSK_OK)
        assert_same(&out, &whole);
    assert_true(wrong <= length);
    dehusk_site_counts_close(counts);
    free(copy);
    free(out.at);
    return status;
}

static void cut_files(void **state) {
    (void)state;
    bytes file = random_file(1, 12);
    assert_int_equal(open_status(file.at, 0), DEHUSK_COUNTS_NOT_COUNTS);
    for (size_t length = 1; length < file.length; length++)
        assert_int_equal(open_status(file.at, length), DEHUSK_COUNTS_TRUNCATED);
    assert_int_equal(open_status(file.at, file.length), DEHUSK_OK);
    for (size_t more = 1; more <= 17; more++) {
        unsigned char *longer = calloc(file.length + more, 1);
        memcpy(longer, file.at, file.length);
        assert_int_equal(open_status(longer, file.length + more), DEHUSK_COUNTS_CORRUPT);
        free(longer);
    }
    free(file.at);
}

static void damaged_files(void **state) {
    (void)state;
    bytes file = random_file(2, 12);
    for (size_t at = 0; at < file.length; at++)
        for (int bit = 0; bit < 8; bit++) {
            file.at[at] ^= (unsigned char)(1 << bit);
            dehusk_status status = open_status(file.at, file.length);
            if (at < 8)
                assert_int_equal(status, DEHUSK_COUNTS_NOT_COUNTS);
            else if (at < 12)
                assert_int_equal(status, DEHUSK_COUNTS_VERSION);
            else
                assert_in_range(status, DEHUSK_COUNTS_TRUNCATED, DEHUSK_COUNTS_CORRUPT);
            file.at[at] ^= (unsigned char)(1 << bit);
        }
    free(file.at);
}

static void file_on_disk(void **state) {
    (void)state;
    char path[] = "/tmp/dehusk-site-counts-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *stream = fdopen(descriptor, "wb");
    bytes file = random_file(3, 2000);
    assert_int_equal(fwrite(file.at, 1, file.length, stream), file.length);
    assert_int_equal(fclose(stream), 0);
    dehusk_site_counts *counts;
    assert_int_equal(dehusk_site_counts_open_file(path, NULL, &counts, NULL), DEHUSK_OK);
    assert_int_equal(counts->length, file.length);
    assert_memory_equal(counts->bytes, file.at, file.length);
    dehusk_site_counts_close(counts);
    remove(path);
    free(file.at);
}

/* -- Merging --------------------------------------------------------------- */

static bytes merged(const bytes *a, const bytes *b, size_t piece) {
    reading readings[] = {{a, 0, piece, false}, {b, 0, piece + 3, false}};
    dehusk_site_source sources[] = {{&readings[0], give}, {&readings[1], give}};
    bytes sum = EMPTY;
    assert_int_equal(dehusk_site_merge(sources, 2, NULL, take, &sum, NULL), DEHUSK_OK);
    return sum;
}

static void merging_is_adding(void **state) {
    (void)state;
    for (uint64_t seed = 10; seed < 30; seed++) {
        bytes a = random_file(seed, 1 + seed % 7), b = random_file(seed + 100, seed % 5),
              c = random_file(seed + 200, 9);
        bytes ab = merged(&a, &b, 1), ba = merged(&b, &a, 1000), bc = merged(&b, &c, 7);
        bytes left = merged(&ab, &c, 64), right = merged(&a, &bc, 100);
        assert_same(&ab, &ba);
        assert_same(&left, &right);
        assert_int_equal(open_status(left.at, left.length), DEHUSK_OK);
        bytes *all[] = {&a, &b, &c, &ab, &ba, &bc, &left, &right};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            free(all[i]->at);
    }
}

/* A file with one host and one line. */
static bytes small_file(uint32_t pages, uint32_t line, uint32_t count) {
    bytes file = EMPTY;
    dhk_site_writer *writer = calloc(1, sizeof *writer);
    assert_non_null(writer);
    writer->write = take;
    writer->user = &file;
    assert_true(dhk_site_write_begin(writer) && dhk_site_write_host(writer, 5, pages) &&
                dhk_site_write_line(writer, line, count) && dhk_site_write_host_end(writer) &&
                dhk_site_write_end(writer));
    free(writer);
    return file;
}

static void counts_stop_at_the_largest(void **state) {
    (void)state;
    bytes a = small_file(UINT32_MAX - 1, 7, UINT32_MAX - 2), b = small_file(5, 7, 5),
          most = small_file(UINT32_MAX, 7, UINT32_MAX);
    bytes ab = merged(&a, &b, 8), again = merged(&ab, &b, 8);
    assert_same(&ab, &most);
    assert_same(&again, &most);
    bytes more_lines_than_pages = small_file(3, 7, 4);
    assert_int_equal(open_status(more_lines_than_pages.at, more_lines_than_pages.length), DEHUSK_COUNTS_CORRUPT);
    bytes *all[] = {&a, &b, &most, &ab, &again, &more_lines_than_pages};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]->at);
}

static void failing_merges(void **state) {
    (void)state;
    bytes a = random_file(5, 900), b = random_file(6, 900), out = {NULL, 0, 100};
    reading readings[] = {{&a, 0, 50, false}, {&b, 0, 50, false}};
    dehusk_site_source sources[] = {{&readings[0], give}, {&readings[1], give}};
    size_t failed = 7;
    assert_int_equal(dehusk_site_merge(sources, 2, NULL, take, &out, &failed), DEHUSK_WRITE);
    out.left = SIZE_MAX;
    readings[0].at = readings[1].at = 0;
    readings[1].fails = true;
    assert_int_equal(dehusk_site_merge(sources, 2, NULL, take, &out, &failed), DEHUSK_IO);
    assert_int_equal(failed, 1);
    b.length -= 8;
    readings[0].at = readings[1].at = 0;
    readings[1].fails = false;
    assert_int_equal(dehusk_site_merge(sources, 2, NULL, take, &out, &failed), DEHUSK_COUNTS_TRUNCATED);
    assert_int_equal(failed, 1);
    bytes none = EMPTY;
    assert_int_equal(dehusk_site_merge(NULL, 0, NULL, take, &none, NULL), DEHUSK_OK);
    assert_int_equal(none.length, 32);
    dehusk_site_counter *counter = new_counter();
    add(counter, "example.org", "<p>x");
    none.left = 3;
    assert_int_equal(dehusk_site_counter_write(counter, take, &none), DEHUSK_WRITE);
    dehusk_site_counter_free(counter);
    free(a.at);
    free(b.at);
    free(out.at);
    free(none.at);
}

/* -- A model's use of them --------------------------------------------------- */

static const char *const news[] = {
    "<p>Home of a long line of news that stands on every page here<p>First text of one page, long enough to be kept",
    "<p>Home of a long line of news that stands on every page here<p>Another text, on the second page of the site",
    "<p>Home of a long line of news that stands on every page here<p>The third page has a text of its own, too"};

static dehusk_site_counts *news_counts(size_t pages) {
    dehusk_site_counter *counter = new_counter();
    for (size_t i = 0; i < pages; i++)
        add(counter, "news.example", news[i]);
    bytes file = written(counter);
    dehusk_site_counts *counts = opened(&file);
    free(file.at);
    dehusk_site_counter_free(counter);
    return counts;
}

static char *dump(dehusk_context *context, const char *page, const dehusk_request *request) {
    const dehusk_page *result;
    assert_int_equal(dehusk_classify(context, page, strlen(page), request, &result), DEHUSK_OK);
    return ts_dump(result);
}

/* The weight of "site-repeats" of the line, 0 without one; checks that reasons add up. */
static double site_reason(dehusk_context *context, const dehusk_page *page, size_t line, char value[48]) {
    static dehusk_reason reasons[2000];
    size_t count;
    double sum = 0, weight = 0;
    value[0] = '\0';
    assert_int_equal(dehusk_explain(context, line, reasons, 2000, &count), DEHUSK_OK);
    for (size_t i = 0; i < count; i++) {
        sum += reasons[i].weight;
        if (strcmp(reasons[i].feature, "site-repeats") != 0)
            continue;
        weight = reasons[i].weight;
        memcpy(value, reasons[i].value, 48);
    }
    assert_true(sum == dehusk_page_line(page, line)->score);
    return weight;
}

static void repeated_lines_lose(void **state) {
    (void)state;
    for (int mode = 0; mode < 2; mode++) {
        dehusk_model *model = ts_model_open_plan((ts_model_plan){.html = true, .text = true, .sites = true});
        dehusk_context *context;
        const dehusk_page *page;
        dehusk_site_counts *counts = news_counts(3);
        dehusk_request request = request_for("news.example");
        char value[48];
        const char *source = mode == 0 ? news[0]
                                       : "Home of a long line of news that stands on every page here\n\n"
                                         "First text of one page, long enough to be kept\n";
        request.format = mode == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
        assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
        assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
        assert_true(site_reason(context, page, 0, value) == 0 && value[0] == '\0');
        double before = dehusk_page_line(page, 0)->score;
        request.site_counts = counts;
        request.host_counted = 1;
        assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
        double weight = site_reason(context, page, 0, value);
        assert_true(weight < -3 && before + weight == dehusk_page_line(page, 0)->score);
        assert_string_equal(value, "2 of 2 other pages");
        site_reason(context, page, dehusk_page_line_count(page) - 1, value);
        assert_string_equal(value, "0 of 2 other pages");
        request.host_counted = 0;
        assert_int_equal(dehusk_classify(context, source, strlen(source), &request, &page), DEHUSK_OK);
        site_reason(context, page, 0, value);
        assert_string_equal(value, "3 of 3 other pages");
        site_reason(context, page, dehusk_page_line_count(page) - 1, value);
        assert_string_equal(value, "1 of 3 other pages");

        /* The same page in pieces. */
        char *whole = ts_dump(page);
        assert_int_equal(dehusk_begin(context, &request), DEHUSK_OK);
        assert_int_equal(dehusk_feed(context, source, 10), DEHUSK_OK);
        assert_int_equal(dehusk_feed(context, source + 10, strlen(source) - 10), DEHUSK_OK);
        assert_int_equal(dehusk_end(context, &page), DEHUSK_OK);
        char *pieces = ts_dump(page);
        assert_string_equal(pieces, whole);
        free(whole);
        free(pieces);
        dehusk_context_free(context);
        dehusk_site_counts_close(counts);
        dehusk_model_close(model);
    }
}

/* Where nothing is known of other pages, counts change nothing. */
static void without_other_pages_nothing_changes(void **state) {
    (void)state;
    dehusk_model *with = ts_model_open_plan((ts_model_plan){.html = true, .text = true, .sites = true});
    dehusk_model *without = ts_model_open();
    dehusk_site_counts *one = news_counts(1), *three = news_counts(3);
    dehusk_context *context, *old;
    dehusk_request request = request_for(NULL);
    assert_int_equal(dehusk_context_new(with, NULL, &context), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(without, NULL, &old), DEHUSK_OK);
    char *expected = dump(old, news[0], &request);
    const struct {
        dehusk_context *context;
        const dehusk_site_counts *counts;
        const char *host;
        int counted;
    } tries[] = {{context, NULL, "news.example", 1},
                 {context, three, NULL, 1},
                 {context, three, "other.example", 1},
                 {context, one, "news.example", 1},
                 {old, three, "news.example", 1},
                 {old, three, "news.example", 0},
                 {context, three, "", 0},
                 {context, NULL, NULL, 0}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        request.site_counts = tries[i].counts;
        request.host = tries[i].host;
        request.host_counted = tries[i].counted;
        char *got = dump(tries[i].context, news[0], &request);
        assert_string_equal(got, expected);
        free(got);
    }
    /* And a page with counts leaves nothing behind. */
    request.site_counts = three;
    request.host = "news.example";
    char *changed = dump(context, news[0], &request);
    assert_string_not_equal(changed, expected);
    char *after = dump(context, news[0], NULL);
    assert_string_equal(after, expected);
    free(changed);
    free(after);
    free(expected);
    dehusk_context_free(context);
    dehusk_context_free(old);
    dehusk_site_counts_close(one);
    dehusk_site_counts_close(three);
    dehusk_model_close(with);
    dehusk_model_close(without);
}

/* A caller that was built before there were counts. */
static void older_request(void **state) {
    (void)state;
    dehusk_model *model = ts_model_open_plan((ts_model_plan){.html = true, .sites = true});
    dehusk_site_counts *counts = news_counts(3);
    dehusk_context *context;
    dehusk_request request = request_for("news.example");
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    char *expected = dump(context, news[0], &request);
    request.site_counts = counts;
    request.size = offsetof(dehusk_request, site_counts);
    char *got = dump(context, news[0], &request);
    assert_string_equal(got, expected);
    free(expected);
    free(got);
    dehusk_context_free(context);
    dehusk_site_counts_close(counts);
    dehusk_model_close(model);
}

static void every_bin_is_in_its_table(void **state) {
    (void)state;
    const dhk_document *document = ts_read("<p>a<p>bb bb bb bb bb bb<p>c<p>d<p>e<p>f<p>g<p>h", DEHUSK_FORMAT_HTML);
    uint64_t seed = 1;
    for (uint32_t round = 0; round < 20000; round++) {
        uint32_t holding[8], bins[2], pages = 1 + ts_random(&seed, round % 40 + 1);
        for (size_t i = 0; i < document->line_count; i++)
            holding[i] = ts_random(&seed, pages + 1);
        for (uint32_t i = 0; i < document->line_count; i++) {
            dhk_site_bins(document, holding, pages, i, bins);
            assert_true(bins[0] < DHK_SITE_LINE_BINS);
            assert_in_range(bins[1], DHK_SITE_LINE_BINS, DHK_SITE_BINS - 1);
        }
    }
    ts_page_done();
}

/* Shares fall between odd eighths, of the line and of what stands beside it. */
static void bins_go_by_shares_of_pages(void **state) {
    static const struct {
        uint32_t holding, pages, step, share, near_step;
    } cases[] = {
        {0, 1, 0, 0, 0},   {1, 1, 0, 5, 5},   {1, 2, 1, 3, 3},   {1, 3, 2, 2, 2},   {2, 3, 2, 4, 4},
        {4, 4, 2, 5, 5},   {1, 5, 3, 2, 2},   {1, 8, 3, 2, 2},   {3, 8, 3, 3, 3},   {5, 8, 3, 4, 4},
        {7, 8, 3, 4, 5},   {1, 9, 4, 1, 1},   {1, 16, 4, 1, 1},  {2, 16, 4, 2, 2},  {5, 16, 4, 2, 2},
        {6, 16, 4, 3, 3},  {9, 16, 4, 3, 3},  {10, 16, 4, 4, 4}, {13, 16, 4, 4, 4}, {14, 16, 4, 4, 5},
        {16, 16, 4, 5, 5}, {2, 17, 4, 1, 1},  {3, 17, 4, 2, 2},  {7, 17, 4, 3, 3},  {8, 25, 4, 2, 2},
        {9, 25, 4, 2, 2},  {10, 25, 4, 3, 3}, {15, 25, 4, 3, 3}, {16, 25, 4, 4, 4},
    };
    const dhk_document *document = ts_read("<p>Home<p>News", DEHUSK_FORMAT_HTML);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t bins[2];
        uint32_t holding[2] = {cases[i].holding, cases[i].holding};
        dhk_site_bins(document, holding, cases[i].pages, 0, bins);
        uint32_t share = bins[0] / DHK_SITE_LENGTH_STEPS % DHK_SITE_SHARE_STEPS;
        uint32_t step = bins[0] / DHK_SITE_LENGTH_STEPS / DHK_SITE_SHARE_STEPS;
        uint32_t near_step = (bins[1] - DHK_SITE_LINE_BINS) % DHK_SITE_NEAR_STEPS;
        if (share != cases[i].share || step != cases[i].step || near_step != cases[i].near_step)
            fail_msg("%u of %u: step %u, share %u, near %u", cases[i].holding, cases[i].pages, step, share, near_step);
        uint32_t class_ = (bins[1] - DHK_SITE_LINE_BINS) / DHK_SITE_NEAR_STEPS % DHK_SITE_NEAR_CLASSES;
        assert_int_equal(class_, share == 0 ? 0 : share <= 2 ? 1 : 2);
    }
    ts_page_done();
}

/* Neighbours are so many lines before and behind, and not the line itself. */
static void bins_see_neighbours(void **state) {
    enum { LINES = 4 * DHK_SITE_NEAR_LINES };
    char page[16 * LINES] = "";
    (void)state;
    for (size_t i = 0; i < LINES; i++)
        strcat(page, "<p>Home");
    const dhk_document *document = ts_read(page, DEHUSK_FORMAT_HTML);
    assert_int_equal(document->line_count, LINES);
    for (uint32_t line = 0; line < LINES; line++)
        for (uint32_t other = 0; other < LINES; other++) {
            uint32_t holding[LINES] = {0};
            uint32_t bins[2];
            uint32_t away = line > other ? line - other : other - line;
            holding[other] = 2;
            dhk_site_bins(document, holding, 2, line, bins);
            uint32_t step = (bins[1] - DHK_SITE_LINE_BINS) % DHK_SITE_NEAR_STEPS;
            assert_int_equal(step > 0, away > 0 && away <= DHK_SITE_NEAR_LINES);
        }
    ts_page_done();
    document = ts_read("<p>Home", DEHUSK_FORMAT_HTML);
    uint32_t bins[2];
    dhk_site_bins(document, &(uint32_t){2}, 2, 0, bins);
    assert_int_equal((bins[1] - DHK_SITE_LINE_BINS) % DHK_SITE_NEAR_STEPS, 0); /* there are none */
    ts_page_done();
}

/* -- Memory ---------------------------------------------------------------- */

static dehusk_status count_open_classify(const dehusk_allocator *allocator) {
    dehusk_options options;
    dehusk_site_counter *counter = NULL;
    dehusk_site_counts *counts = NULL;
    dehusk_model *model = ts_model_open_plan((ts_model_plan){.html = true, .sites = true});
    dehusk_context *context = NULL;
    const dehusk_page *page;
    bytes file = EMPTY;
    dehusk_request request = request_for("news.example");
    dehusk_options_init(&options);
    options.allocator = *allocator;
    dehusk_status status = dehusk_site_counter_new(&options, MEMORY, &counter);
    for (size_t i = 0; i < 3 && status == DEHUSK_OK; i++)
        status = dehusk_site_counter_add(counter, news[i], strlen(news[i]), &request);
    if (status == DEHUSK_OK)
        status = dehusk_site_counter_write(counter, take, &file);
    if (status == DEHUSK_OK) {
        bytes sum = EMPTY;
        reading from = {&file, 0, 100, false};
        dehusk_site_source source = {&from, give};
        status = dehusk_site_merge(&source, 1, allocator, take, &sum, NULL);
        free(sum.at);
    }
    if (status == DEHUSK_OK)
        status = dehusk_site_counts_open_memory(file.at, file.length, allocator, &counts, NULL);
    if (status == DEHUSK_OK)
        status = dehusk_context_new(model, &options, &context);
    request.site_counts = counts;
    if (status == DEHUSK_OK)
        status = dehusk_classify(context, news[0], strlen(news[0]), &request, &page);
    dehusk_context_free(context);
    dehusk_model_close(model);
    dehusk_site_counts_close(counts);
    dehusk_site_counter_free(counter);
    free(file.at);
    return status;
}

static void out_of_memory_anywhere(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_allocator allocator = ts_counting_allocator(&account);
    ts_fail_at(&account, 0, false);
    assert_int_equal(count_open_classify(&allocator), DEHUSK_OK);
    size_t calls = account.calls;
    assert_int_equal(account.blocks, 0);
    for (size_t call = 1; call <= calls; call++) {
        ts_fail_at(&account, call, false);
        assert_int_equal(count_open_classify(&allocator), DEHUSK_OUT_OF_MEMORY);
        assert_int_equal(account.blocks, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_pages_and_lines),
        cmocka_unit_test(repeated_pages_do_not_fill_a_counter),
        cmocka_unit_test(same_host_by_any_spelling),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(full_counter_takes_nothing_of_the_page),
        cmocka_unit_test(wrong_arguments),
        cmocka_unit_test(cut_files),
        cmocka_unit_test(damaged_files),
        cmocka_unit_test(file_on_disk),
        cmocka_unit_test(merging_is_adding),
        cmocka_unit_test(counts_stop_at_the_largest),
        cmocka_unit_test(failing_merges),
        cmocka_unit_test(repeated_lines_lose),
        cmocka_unit_test(without_other_pages_nothing_changes),
        cmocka_unit_test(older_request),
        cmocka_unit_test(every_bin_is_in_its_table),
        cmocka_unit_test(bins_go_by_shares_of_pages),
        cmocka_unit_test(bins_see_neighbours),
        cmocka_unit_test(out_of_memory_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
