/*
 * The page in a JSON line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * jansson checks the line and undoes the escapes of its strings.
 */
#include "input/json_page.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "input/json_fields.h"

static record_result fail(record *item, const char *reason) {
    item->reason = reason;
    return RECORD_FAILED;
}

static bool add_field(record *item, page_input *page, const json_field *field) {
    if (page->field_count == item->field_capacity) {
        size_t capacity = 2 * item->field_capacity + 16;
        json_field *fields = realloc(item->fields, capacity * sizeof *fields);
        if (fields == NULL)
            return false;
        item->fields = fields;
        item->field_capacity = capacity;
    }
    item->fields[page->field_count++] = *field;
    return true;
}

/* All fields but the page's. A name with escapes is another name here, and passed
 * through. */
static bool pass_fields(record *item, byte_slice line, const char *page_name, page_input *page) {
    json_field field;
    for (size_t at = 0; json_field_next(line, &at, &field);)
        if (field.name_length != strlen(page_name) || memcmp(field.name, page_name, field.name_length) != 0)
            if (!add_field(item, page, &field))
                return false;
    page->fields = item->fields;
    return true;
}

/* A string without a NUL, which zero-terminated strings cannot have. */
static const char *plain_string(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    const char *string = json_string_value(value);
    return string != NULL && strlen(string) == json_string_length(value) ? string : NULL;
}

/* An identifier may be a number; its text is the line's own. */
static const char *identifier(record *item, const page_input *page, const json_t *object) {
    if (!json_is_number(json_object_get(object, "id")))
        return plain_string(object, "id");
    const char *id = NULL;
    for (size_t i = 0; i < page->field_count; i++) {
        const json_field *field = &page->fields[i];
        if (field->name_length != 2 || memcmp(field->name, "id", 2) != 0)
            continue;
        item->strings.length = 0;
        if (!byte_buffer_append(&item->strings, field->value, field->value_length) ||
            !byte_buffer_append(&item->strings, "", 1))
            return NULL;
        id = item->strings.bytes;
    }
    return id;
}

record_result json_page_decode(record *item, page_input *page) {
    static const char bom[] = "\xEF\xBB\xBF";
    byte_slice line = byte_slice_trim((byte_slice){item->block.bytes, item->block.length});
    if (item->line == 1 && line.length >= sizeof bom - 1 && memcmp(line.bytes, bom, sizeof bom - 1) == 0) {
        line.bytes += sizeof bom - 1;
        line.length -= sizeof bom - 1;
    }
    json_error_t error;
    json_decref(item->json);
    /* Numbers are passed through as text; that one is too large for C is no error. */
    json_t *object = json_loadb(line.bytes, line.length, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    item->json = object;
    if (object == NULL && json_error_code(&error) == json_error_out_of_memory)
        return fail(item, "out of memory");
    if (object == NULL)
        return fail(item, json_error_code(&error) == json_error_invalid_utf8 ? "a line that is not UTF-8"
                                                                             : "a line that is not JSON");
    if (!json_is_object(object))
        return fail(item, "a line that is no JSON object");
    const char *name = "html";
    const json_t *string = json_object_get(object, name);
    page->format = DEHUSK_FORMAT_HTML;
    if (!json_is_string(string)) {
        name = "text";
        string = json_object_get(object, name);
        page->format = DEHUSK_FORMAT_TEXT;
    }
    if (!json_is_string(string))
        return fail(item, "a line without a string \"html\" or \"text\"");
    if (!pass_fields(item, line, name, page))
        return fail(item, "out of memory");
    page->bytes = json_string_value(string);
    page->length = json_string_length(string);
    if (page->length > item->max_bytes)
        page->length = item->max_bytes + 1;
    page->charset = "utf-8";
    page->id = identifier(item, page, object);
    page->url = plain_string(object, "url");
    page->date = plain_string(object, "date");
    return RECORD_PAGE;
}
