/*
 * Lines that the caller has cut, through the public interface: each row of the
 * input is a path, a tab, and a text.
 * Options: [format] [flags and breaks] [limits, two bytes]
 */
#include "classify/context.h"
#include "fuzz.h"
#include "support/model_bytes.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 512 };

/* The rows of `bytes` (which are changed) as lines; returns how many. */
static size_t cut(char *bytes, size_t length, uint8_t facts, dehusk_source_line *lines, const dehusk_range *range) {
    size_t count = 0;
    size_t at = 0;
    while (at < length && count < LINES_MAX) {
        char *end = memchr(bytes + at, '\n', length - at);
        size_t stop = end != NULL ? (size_t)(end - bytes) : length;
        char *tab = memchr(bytes + at, '\t', stop - at);
        dehusk_source_line *line = &lines[count++];
        dehusk_source_line_init(line);
        line->text = bytes + at;
        line->text_length = stop - at;
        if (tab != NULL) {
            *tab = '\0';
            line->path = bytes + at;
            line->text = tab + 1;
            line->text_length = (size_t)(bytes + stop - line->text);
        }
        line->link_characters = facts & 1 ? count % 7 : 0;
        line->link_count = facts & 2 ? count % 3 : 0;
        if (facts & 4 && line->text_length >= range->end) {
            line->links = range;
            line->link_count = 1;
        }
        line->inside = facts & 8 ? line->path : NULL;
        line->breaks = facts & 16 ? count % 300 : 0;
        line->flags = facts & 32 ? (unsigned)(count % 4) : 0;
        at = stop + 1;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const dehusk_range range = {1, 3};
    static dehusk_model *model;
    static dehusk_source_line lines[LINES_MAX];
    fz_account account = {0, 0};
    fz_input input = {data, size};
    dehusk_options options;
    dehusk_request request;
    dehusk_context *context;
    const dehusk_page *page;
    unsigned char *bytes;
    uint8_t facts;
    size_t count;
    uint64_t digest;

    if (model == NULL)
        model = ts_model_open();
    dehusk_options_init(&options);
    dehusk_request_init(&request);
    request.format = (dehusk_format)(fz_take(&input) % 3);
    facts = fz_take(&input);
    fz_take_limits(&input, &options);
    options.allocator = fz_allocator(&account);
    bytes = fz_copy_rest(&input);
    count = cut((char *)bytes, input.left, facts, lines, &range);

    FZ_CHECK(dehusk_context_new(model, &options, &context) == DEHUSK_OK);
    FZ_CHECK(dehusk_classify_lines(context, lines, count, &request, &page) == DEHUSK_OK);
    fz_check_lines(&context->document, NULL, count);
    fz_check_page(context, page, count, count / 16 + 1);
    digest = fz_page_digest(page);
    FZ_CHECK(dehusk_classify_lines(context, lines, count, &request, &page) == DEHUSK_OK);
    FZ_CHECK(fz_page_digest(page) == digest);
    dehusk_context_free(context);
    FZ_CHECK(account.bytes == 0);
    free(bytes);
    return 0;
}
