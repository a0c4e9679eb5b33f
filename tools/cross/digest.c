/*
 * Prints a line for each page that is named: everything that the library says of
 * it, as a text of 16 digits, with the page read as HTML and as plain text. Two
 * builds of the library agree if they print the same.
 *
 *     digest FILE...
 */
#include "dehusk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t digest, uint64_t number) {
    for (int i = 0; i < 8; i++)
        digest = (digest ^ (number >> (8 * i) & 0xFF)) * UINT64_C(0x100000001B3);
    return digest;
}

static uint64_t mix_text(uint64_t digest, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        digest = (digest ^ (unsigned char)text[i]) * UINT64_C(0x100000001B3);
    return mix(digest, length);
}

/* All the bits of it, not those that are printed. */
static uint64_t mix_double(uint64_t digest, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mix(digest, bits);
}

static uint64_t of_summary(uint64_t digest, const dehusk_page *page) {
    const dehusk_summary *summary = dehusk_page_summary(page);
    dehusk_script_share shares[256];
    size_t scripts = dehusk_page_scripts(page, shares, 256);
    digest = mix_text(digest, summary->charset, strlen(summary->charset));
    digest = mix_text(digest, summary->charset_source, strlen(summary->charset_source));
    digest = mix(mix(mix(digest, summary->malformed), summary->truncated), (uint64_t)summary->verdict);
    digest = mix_double(mix_double(digest, summary->verdict_probability), summary->removed);
    digest = mix_text(digest, summary->title, summary->title_length);
    for (size_t i = 0; i < scripts; i++)
        digest = mix_double(mix_text(digest, shares[i].script, 4), shares[i].share);
    return digest;
}

static uint64_t of_line(uint64_t digest, const dehusk_line *line) {
    digest = mix_text(digest, line->text, line->text_length);
    digest = mix(mix(digest, line->begin), line->end);
    digest = mix(mix(digest, (uint64_t)line->label), (uint64_t)line->kind);
    digest = mix(mix(digest, (uint64_t)line->heading_level), (uint64_t)line->hidden);
    digest = mix(digest, (uint64_t)line->role);
    return mix_double(mix_double(digest, line->probability), line->score);
}

static uint64_t of_explanation(uint64_t digest, dehusk_context *context, size_t index) {
    static dehusk_reason reasons[1024];
    size_t count;
    if (dehusk_explain(context, index, reasons, 1024, &count) != DEHUSK_OK)
        return 0;
    for (size_t i = 0; i < count && i < 1024; i++) {
        digest = mix_text(digest, reasons[i].feature, strlen(reasons[i].feature));
        digest = mix_text(digest, reasons[i].value, strlen(reasons[i].value));
        digest = mix_double(digest, reasons[i].weight);
    }
    return digest;
}

static uint64_t of_page(dehusk_context *context, const dehusk_page *page) {
    uint64_t digest = of_summary(UINT64_C(0xCBF29CE484222325), page);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        digest = of_line(digest, dehusk_page_line(page, i));
        if (i % 8 == 0)
            digest = of_explanation(digest, context, i);
    }
    return digest;
}

static unsigned char *read_all(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    size_t capacity = 0;
    *length = 0;
    if (file == NULL)
        return NULL;
    do {
        if (*length == capacity) {
            capacity = 2 * capacity + 65536;
            bytes = realloc(bytes, capacity);
            if (bytes == NULL)
                abort();
        }
        *length += fread(bytes + *length, 1, capacity - *length, file);
    } while (!feof(file) && !ferror(file));
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    dehusk_model *model;
    dehusk_context *context;

    if (dehusk_model_open_default(NULL, &model) != DEHUSK_OK || dehusk_context_new(model, NULL, &context) != DEHUSK_OK)
        return 1;
    for (int i = 1; i < argc; i++) {
        const char *name = strrchr(argv[i], '/') != NULL ? strrchr(argv[i], '/') + 1 : argv[i];
        size_t length;
        unsigned char *bytes = read_all(argv[i], &length);
        if (bytes == NULL)
            return 1;
        for (int format = DEHUSK_FORMAT_HTML; format <= DEHUSK_FORMAT_TEXT; format++) {
            dehusk_request request;
            const dehusk_page *page;
            dehusk_status status;
            dehusk_request_init(&request);
            request.format = (dehusk_format)format;
            status = dehusk_classify(context, bytes, length, &request, &page);
            if (status != DEHUSK_OK)
                printf("%s %s %s\n", name, format == DEHUSK_FORMAT_HTML ? "html" : "text", dehusk_status_name(status));
            else
                printf("%s %s %016" PRIx64 " %zu lines\n", name, format == DEHUSK_FORMAT_HTML ? "html" : "text",
                       of_page(context, page), dehusk_page_line_count(page));
        }
        free(bytes);
    }
    dehusk_context_free(context);
    dehusk_model_close(model);
    return 0;
}
