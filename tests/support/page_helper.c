#include "support/page_helper.h"

#include "base/memory.h"
#include "html/html_reader.h"
#include "lines/line_builder.h"
#include "text/text_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static dhk_document present;
static const dehusk_allocator *present_allocator; /* NULL: there is no page */

const dhk_document *ts_read_bytes(const void *bytes, size_t length, dehusk_format format,
                                  const dehusk_options *options) {
    static dehusk_options complete;
    unsigned char *copy;

    ts_page_done();
    dehusk_options_init(&complete);
    if (options != NULL)
        complete = *options;
    assert_true(dhk_allocator_or_default(&complete.allocator, &complete.allocator));
    present_allocator = &complete.allocator;
    /* A block of just this length, for a sanitizer to see who reads beyond it. */
    copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    if (length > 0)
        memcpy(copy, bytes, length);
    dhk_document_clear(&present);
    if (format == DEHUSK_FORMAT_HTML) {
        dhk_html_reader *reader = dhk_html_reader_new(&complete);
        assert_non_null(reader);
        assert_int_equal(dhk_html_reader_read(reader, copy, (uint32_t)length, &present), DEHUSK_OK);
        dhk_html_reader_free(reader);
    } else {
        dhk_text_reader *reader = dhk_text_reader_new(&complete);
        assert_non_null(reader);
        assert_int_equal(dhk_text_reader_read(reader, copy, (uint32_t)length, &present), DEHUSK_OK);
        dhk_text_reader_free(reader);
    }
    free(copy);
    return &present;
}

void ts_page_done(void) {
    if (present_allocator != NULL)
        dhk_document_free(&present, present_allocator);
    present_allocator = NULL;
}

int ts_page_after_each(void **state) {
    (void)state;
    ts_page_done();
    return 0;
}

const dhk_document *ts_read(const char *source, dehusk_format format) {
    return ts_read_bytes(source, strlen(source), format, NULL);
}

void ts_join_lines(const dhk_document *document, char *text) {
    for (size_t i = 0; i < document->line_count; i++) {
        memcpy(text, document->text + document->lines[i].text, document->lines[i].text_length);
        text += document->lines[i].text_length;
        *text++ = '\n';
    }
    *text = '\0';
}

bool ts_line_is(const dhk_document *document, const dhk_line *line, const char *text) {
    return line->text_length == strlen(text) && memcmp(document->text + line->text, text, line->text_length) == 0;
}

void ts_expect_lines(const char *source, dehusk_format format, const char *const *expected) {
    const dhk_document *document = ts_read(source, format);
    bool rows = format == DEHUSK_FORMAT_TEXT;
    size_t count = rows ? document->row_count : document->line_count;
    for (size_t i = 0; i < count || expected[i] != NULL; i++) {
        const char *text = i >= count ? "" : document->text + (rows ? document->rows[i].text : document->lines[i].text);
        size_t length = i >= count ? 0 : rows ? document->rows[i].text_length : document->lines[i].text_length;
        if (i >= count)
            fail_msg("%s: line %zu, \"%s\", is missing", source, i + 1, expected[i]);
        if (expected[i] == NULL)
            fail_msg("%s: line %zu, \"%.*s\", is one too many", source, i + 1, (int)length, text);
        if (length != strlen(expected[i]) || memcmp(text, expected[i], length) != 0)
            fail_msg("%s: line %zu is \"%.*s\", not \"%s\"", source, i + 1, (int)length, text, expected[i]);
    }
    ts_page_done();
}

const dhk_line *ts_line(const dhk_document *document, const char *text) {
    for (size_t i = 0; i < document->line_count; i++)
        if (ts_line_is(document, &document->lines[i], text))
            return &document->lines[i];
    fail_msg("no line \"%s\"", text);
    return NULL;
}

const char *ts_head_text(const dhk_document *document, const dhk_text_run *run) {
    static char buffer[8192];
    snprintf(buffer, sizeof buffer, "%.*s", (int)run->text_length,
             run->text_length > 0 ? document->text + run->text : "");
    return buffer;
}

char *ts_dump(const dehusk_page *page) {
    char *dump = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&dump, &size);
    const dehusk_summary *summary = dehusk_page_summary(page);
    dehusk_script_share shares[8];
    size_t scripts = dehusk_page_scripts(page, shares, 8);
    assert_non_null(out);
    fprintf(out, "%d %s %s malformed %zu truncated %u verdict %d %.17g removed %.17g title %.*s\n",
            (int)summary->format, summary->charset, summary->charset_source, summary->malformed, summary->truncated,
            (int)summary->verdict, summary->verdict_probability, summary->removed, (int)summary->title_length,
            summary->title != NULL ? summary->title : "");
    for (size_t i = 0; i < scripts && i < 8; i++)
        fprintf(out, "%s %.17g\n", shares[i].script, shares[i].share);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        fprintf(out, "%d %d %d %d %d %zu %zu %.17g %.17g %.*s\n", (int)line->label, (int)line->role, (int)line->kind,
                line->heading_level, line->hidden, line->begin, line->end, line->probability, line->score,
                (int)line->text_length, line->text);
    }
    assert_int_equal(fclose(out), 0);
    return dump;
}

uint32_t ts_random(uint64_t *state, uint32_t limit) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % limit);
}

static void put_words(FILE *out, uint64_t *state, size_t count) {
    static const char *const words[] = {"river", "lantern", "солнце", "дорога", "水面", "図書館", "그림자", "مدينة",
                                        "olive", "copper",  "water",  "and",    "the",  "of",     "ночь",   "7"};
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", words[ts_random(state, sizeof words / sizeof *words)]);
}

char *ts_make_html(unsigned seed, size_t lines) {
    char *page = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&page, &size);
    uint64_t state = seed * UINT64_C(977) + 1;
    assert_non_null(out);
    fputs("<!doctype html><html><head><title>", out);
    put_words(out, &state, 4);
    fputs("</title><meta name=description content='", out);
    put_words(out, &state, 9);
    fputs("'></head><body class='page wide'><main id=content>", out);
    for (size_t i = 0; i < lines; i++) {
        switch (ts_random(&state, 5)) {
        case 0:
            fputs("<ul class=\"menu navLinks\"><li><a href='/x'>", out);
            put_words(out, &state, 2);
            fputs("</a></ul>", out);
            break;
        case 1:
            fprintf(out, "<h%u>", ts_random(&state, 6) + 1);
            put_words(out, &state, 5);
            fputs("</h1>", out);
            break;
        case 2:
            fputs("<div class='box side'><table><tr><td>", out);
            put_words(out, &state, 3);
            fputs("</table></div>", out);
            break;
        default:
            fputs("<p class=body-text>", out);
            put_words(out, &state, 20 + ts_random(&state, 40));
            fputs(". <b>", out);
            put_words(out, &state, 3);
            fputs("</b>!</p>\n", out);
            break;
        }
    }
    fputs("</main></body></html>", out);
    assert_int_equal(fclose(out), 0);
    return page;
}

char *ts_make_text(unsigned seed, size_t lines) {
    char *page = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&page, &size);
    uint64_t state = seed * UINT64_C(1543) + 1;
    assert_non_null(out);
    for (size_t i = 0; i < lines; i++) {
        bool sentence = ts_random(&state, 2) == 0;
        if (ts_random(&state, 4) == 0)
            fputs("[home](http://example.org/) ", out);
        put_words(out, &state, sentence ? 25 + ts_random(&state, 30) : 3);
        fputs(sentence ? ".\n\n" : "\n", out);
    }
    assert_int_equal(fclose(out), 0);
    return page;
}
