/*
 * What tests of several rooms need: pages read without a model, lines looked up
 * by their text, results as one string to compare.
 */
#ifndef TS_PAGE_HELPER_H
#define TS_PAGE_HELPER_H

#include "dehusk.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a page of UTF-8 with a reader of its own; `options` NULL means the
 * defaults. The page lives until the next one or ts_page_done(). */
const dhk_document *ts_read(const char *source, dehusk_format format);
const dhk_document *ts_read_bytes(const void *bytes, size_t length, dehusk_format format,
                                  const dehusk_options *options);
void ts_page_done(void);

/* ts_page_done() as a teardown of cmocka's. */
int ts_page_after_each(void **state);

/* Fails the test unless the page's lines have exactly these texts. The list ends with NULL. */
void ts_expect_lines(const char *source, dehusk_format format, const char *const *expected);

/* ts_expect_html("<p>a<p>b", "a", "b"). */
#define ts_expect_html(source, ...)                                                                                    \
    ts_expect_lines((source), DEHUSK_FORMAT_HTML, (const char *const[]){__VA_ARGS__, NULL})
#define ts_expect_text(source, ...)                                                                                    \
    ts_expect_lines((source), DEHUSK_FORMAT_TEXT, (const char *const[]){__VA_ARGS__, NULL})
#define ts_expect_no_lines(source, format) ts_expect_lines((source), (format), (const char *const[]){NULL})

/* The first line with this text; fails the test if there is none. */
const dhk_line *ts_line(const dhk_document *document, const char *text);

/* The texts of all lines, a line end behind each, as one zero-terminated text that has room for them. */
void ts_join_lines(const dhk_document *document, char *text);

/* True if the line's text is `text`. */
bool ts_line_is(const dhk_document *document, const dhk_line *line, const char *text);

/* A title or description as a zero-terminated string in a static buffer, "" without it. */
const char *ts_head_text(const dhk_document *document, const dhk_text_run *run);

/* All of a result in words, to be freed: equal strings mean equal results. */
char *ts_dump(const dehusk_page *page);

/* A long word-like page of HTML, or of text, to be freed: `lines` lines, different ones for each seed. */
char *ts_make_html(unsigned seed, size_t lines);
char *ts_make_text(unsigned seed, size_t lines);

/* A random number below `limit` from a state of its own. */
uint32_t ts_random(uint64_t *state, uint32_t limit);

#endif
