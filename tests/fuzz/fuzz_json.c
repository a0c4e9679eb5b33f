/*
 * JSON of strangers: the fields of an object, the page in it, and what the command
 * writes of the others, which must be JSON whatever it was.
 * Options: [bits 0-1: a field is named that holds the page, bit 2: one that holds the URL] [limit of a page, a byte]
 */
#include "common/characters.h"
#include "fuzz.h"
#include "input/json_page.h"
#include "input/record.h"
#include "output/json_writer.h"

#include <string.h>

/* -- A reader of JSON by the book, which trusts nobody ------------------------------ */

typedef struct reader {
    const char *at;
    const char *end;
    unsigned depth;
} reader;

static bool skip_value(reader *self);

static void skip_space(reader *self) {
    while (self->at < self->end && strchr(" \t\n\r", *self->at) != NULL && *self->at != '\0')
        self->at++;
}

static bool skip_byte(reader *self, char byte) {
    if (self->at == self->end || *self->at != byte)
        return false;
    self->at++;
    return true;
}

static bool skip_word(reader *self, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(self->end - self->at) < length || memcmp(self->at, word, length) != 0)
        return false;
    self->at += length;
    return true;
}

static bool at_digit(const reader *self) {
    return self->at < self->end && *self->at >= '0' && *self->at <= '9';
}

static bool skip_digits(reader *self) {
    const char *begin = self->at;
    while (at_digit(self))
        self->at++;
    return self->at > begin;
}

static bool skip_number(reader *self) {
    skip_byte(self, '-');
    if (!skip_byte(self, '0') && !skip_digits(self))
        return false;
    if (skip_byte(self, '.') && !skip_digits(self))
        return false;
    if (skip_byte(self, 'e') || skip_byte(self, 'E')) {
        if (!skip_byte(self, '+'))
            skip_byte(self, '-');
        return skip_digits(self);
    }
    return true;
}

static bool skip_escape(reader *self) {
    if (!skip_byte(self, 'u')) {
        bool known = self->at < self->end && *self->at != '\0' && strchr("\"\\/bfnrt", *self->at) != NULL;
        self->at += known;
        return known;
    }
    for (int i = 0; i < 4; i++) {
        if (self->at == self->end || *self->at == '\0' || strchr("0123456789abcdefABCDEF", *self->at) == NULL)
            return false;
        self->at++;
    }
    return true;
}

static bool skip_string(reader *self) {
    if (!skip_byte(self, '"'))
        return false;
    while (self->at < self->end && *self->at != '"') {
        unsigned char byte = (unsigned char)*self->at++;
        if (byte < ' ' || (byte == '\\' && !skip_escape(self)))
            return false;
    }
    return skip_byte(self, '"');
}

static bool skip_members(reader *self, char end, bool named) {
    skip_space(self);
    if (skip_byte(self, end))
        return true;
    do {
        skip_space(self);
        if (named && !skip_string(self))
            return false;
        skip_space(self);
        if ((named && !skip_byte(self, ':')) || !skip_value(self))
            return false;
        skip_space(self);
    } while (skip_byte(self, ','));
    return skip_byte(self, end);
}

static bool skip_value(reader *self) {
    bool good;
    skip_space(self);
    FZ_CHECK(++self->depth < 5000); /* an input has 4096 bytes */
    if (self->at < self->end && *self->at == '"')
        good = skip_string(self);
    else if (skip_byte(self, '{'))
        good = skip_members(self, '}', true);
    else if (skip_byte(self, '['))
        good = skip_members(self, ']', false);
    else
        good = skip_word(self, "true") || skip_word(self, "false") || skip_word(self, "null") || skip_number(self);
    self->depth--;
    return good;
}

static bool is_json(const byte_buffer *text) {
    reader self = {text->bytes, text->bytes + text->length, 0};
    if (!is_utf8(text->bytes, text->length) || !skip_value(&self))
        return false;
    skip_space(&self);
    return self.at == self.end;
}

/* -- The target ---------------------------------------------------------------------- */

static void check_written(const page_input *page) {
    json_field field;
    size_t hole;
    for (size_t at = 0; json_page_field_next(page, &at, &field, &hole);) {
        output_buffer name = {0};
        output_buffer value = {0};
        FZ_CHECK(hole == SIZE_MAX || hole + page->own_field.value_length <= field.value_length);
        put_char(&name, '"');
        json_put_checked(&name, field.name, field.name_length);
        put_char(&name, '"');
        json_put_value(&value, field.value, field.value_length);
        FZ_CHECK(!name.failed && is_json(&name.held));
        FZ_CHECK(!value.failed && is_json(&value.held));
        FZ_CHECK(value.held.length <= 8 * field.value_length + 8);
        output_buffer_free(&name);
        output_buffer_free(&value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const page_fields[] = {NULL, "html", "page.body", "a"};
    fz_input input = {data, size};
    uint8_t bits = fz_take(&input);
    size_t limit = (size_t)fz_take(&input) * 16 + 1;
    record item = {.kind = RECORD_JSON, .max_bytes = limit};
    page_input page;
    item.page_field = page_fields[bits & 3];
    item.url_field = (bits & 4) != 0 ? "link" : NULL;
    FZ_CHECK(byte_buffer_append(&item.block, (const char *)input.at, input.left));
    record_result result = record_decode(&item, &page);
    FZ_CHECK(result == RECORD_PAGE || result == RECORD_SKIPPED || result == RECORD_FAILED);
    FZ_CHECK(result != RECORD_FAILED || item.reason != NULL);
    if (result == RECORD_PAGE) {
        FZ_CHECK(page.length <= limit + 1 && (page.bytes != NULL || page.length == 0));
        FZ_CHECK(page.url == NULL || is_utf8(page.url, strlen(page.url)));
        FZ_CHECK(page.id == NULL || is_utf8(page.id, strlen(page.id)));
        check_written(&page);
    }
    record_free(&item);
    return 0;
}
