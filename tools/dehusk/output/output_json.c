/*
 * JSON Lines output: one object for each page, on one line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A page can have a million lines, and a tree of them all takes a thousand
 * times their number in bytes. So the page's object is written in two parts:
 * first all members but the lines, without the closing brace; then the lines,
 * each an object that is gone once it is written.
 */
#include "output/output.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/printable.h"

enum {
    MOST_SCRIPTS = 256 /* more than Unicode has */
};

/* Shares and probabilities are rounded to five decimals before they are given
 * to jansson; 15 significant digits then print exactly these five. */
#define DUMP_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

static json_t *share(double value) {
    return json_real((double)(long)(value * 100000.0 + 0.5) / 100000.0);
}

/* A string; null for NULL. jansson refuses what is not UTF-8: a file name can
 * be anything. */
static json_t *string(const char *text, size_t length) {
    if (text == NULL)
        return json_null();
    json_t *made = json_stringn(text, length);
    if (made != NULL)
        return made;
    size_t copy_length = 0;
    char *copy = printable_utf8(text, length, &copy_length);
    if (copy == NULL)
        return NULL;
    made = json_stringn(copy, copy_length);
    free(copy);
    return made;
}

static json_t *word(const char *text) {
    return string(text, text != NULL ? strlen(text) : 0);
}

static json_t *truncated(unsigned bits) {
    json_t *names = json_array();
    for (size_t i = 0; i < truncation_count; i++)
        if ((bits & truncations[i].bit) != 0 && json_array_append_new(names, json_string(truncations[i].name)) != 0) {
            json_decref(names);
            return NULL;
        }
    return names;
}

static json_t *scripts(const dehusk_page *page) {
    dehusk_script_share shares[MOST_SCRIPTS];
    size_t count = dehusk_page_scripts(page, shares, MOST_SCRIPTS);
    json_t *all = json_object(); /* members keep their order: most frequent first */
    for (size_t i = 0; i < count && i < MOST_SCRIPTS; i++)
        if (json_object_set_new(all, shares[i].script, share(shares[i].share)) != 0) {
            json_decref(all);
            return NULL;
        }
    return all;
}

/* The setters of jansson take NULL values and objects as failures, so what a
 * function above could not make is noticed here. */
static json_t *page_object(const char *source, const dehusk_page *page) {
    const dehusk_summary *summary = dehusk_page_summary(page);
    json_t *object = json_object();
    int failed = 0;
    failed |= json_object_set_new(object, "source", word(source));
    failed |= json_object_set_new(object, "format", word(summary->format == DEHUSK_FORMAT_HTML ? "html" : "text"));
    failed |= json_object_set_new(object, "charset", word(summary->charset));
    failed |= json_object_set_new(object, "charset_source", word(summary->charset_source));
    failed |= json_object_set_new(object, "malformed", json_integer((json_int_t)summary->malformed));
    failed |= json_object_set_new(object, "truncated", truncated(summary->truncated));
    failed |= json_object_set_new(object, "verdict", word(dehusk_verdict_name(summary->verdict)));
    failed |= json_object_set_new(object, "verdict_probability", share(summary->verdict_probability));
    failed |= json_object_set_new(object, "removed", share(summary->removed));
    failed |= json_object_set_new(object, "title", string(summary->title, summary->title_length));
    failed |= json_object_set_new(object, "scripts", scripts(page));
    if (failed == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *line_object(const dehusk_line *line) {
    json_t *object = json_object();
    int failed = 0;
    failed |= json_object_set_new(object, "text", string(line->text, line->text_length));
    failed |= json_object_set_new(object, "label", word(line->label == DEHUSK_CONTENT ? "content" : "chrome"));
    failed |= json_object_set_new(object, "probability", share(line->probability));
    failed |= json_object_set_new(object, "kind", word(dehusk_kind_name(line->kind)));
    if (line->heading_level > 0)
        failed |= json_object_set_new(object, "level", json_integer(line->heading_level));
    if (line->hidden != 0)
        failed |= json_object_set_new(object, "hidden", json_true());
    if (line->role != DEHUSK_ROLE_NONE)
        failed |= json_object_set_new(object, "role", word(dehusk_role_name(line->role)));
    failed |= json_object_set_new(object, "begin", json_integer((json_int_t)line->begin));
    failed |= json_object_set_new(object, "end", json_integer((json_int_t)line->end));
    if (failed == 0)
        return object;
    json_decref(object);
    return NULL;
}

dehusk_status output_jsonl(const char *source, const dehusk_page *page) {
    json_t *object = page_object(source, page);
    char *head = object != NULL ? json_dumps(object, DUMP_FLAGS) : NULL;
    json_decref(object);
    if (head == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    fwrite(head, 1, strlen(head) - 1, stdout); /* without "}" */
    free(head);

    fputs(",\"lines\":[", stdout);
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count; i++) {
        object = line_object(dehusk_page_line(page, i));
        if (object == NULL)
            return DEHUSK_OUT_OF_MEMORY;
        if (i > 0)
            putchar(',');
        /* Fails if stdout does, whose error flag is looked at later, or
         * without memory. */
        int failed = json_dumpf(object, stdout, DUMP_FLAGS);
        json_decref(object);
        if (failed != 0)
            return ferror(stdout) != 0 ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
    }
    fputs("]}\n", stdout);
    return DEHUSK_OK;
}
