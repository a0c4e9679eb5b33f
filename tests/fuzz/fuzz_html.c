/*
 * Tokenizer, tree and lines of HTML. Options: [limits, two bytes]
 */
#include "fuzz.h"

#include "html/html_reader.h"
#include "html/html_tokenizer.h"
#include "lines/line_builder.h"

#include <stdlib.h>
#include <string.h>

static void check_tokens(const unsigned char *bytes, uint32_t length, bool all, uint32_t attribute_bytes) {
    static dhk_token token;
    dhk_tokenizer tokenizer;
    uint32_t position = 0;
    uint32_t steps = 0;
    dhk_tokenizer_init(&tokenizer, bytes, length);
    tokenizer.all_attributes = all;
    tokenizer.cdata_allowed = all;
    tokenizer.max_attribute_bytes = attribute_bytes;
    for (;;) {
        dhk_tokenizer_next(&tokenizer, &token);
        FZ_CHECK(steps++ <= length);
        if (token.kind == DHK_TOKEN_END_OF_FILE)
            break;
        FZ_CHECK(token.span.begin >= position && token.span.begin < token.span.end && token.span.end <= length);
        /* Left out is nothing but "</>". */
        for (; position < token.span.begin; position += 3)
            FZ_CHECK(memcmp(bytes + position, "</>", 3) == 0);
        position = token.span.end;
        if (token.kind == DHK_TOKEN_START_TAG || token.kind == DHK_TOKEN_END_TAG) {
            FZ_CHECK(token.span.begin < token.name.begin && token.name.begin < token.name.end);
            FZ_CHECK(token.name.end < token.span.end);
            FZ_CHECK(token.attribute_count <= DHK_ATTRIBUTES_MAX);
            for (uint32_t i = 0; i < token.attribute_count; i++) {
                const dhk_attribute *attribute = &token.attributes[i];
                FZ_CHECK(attribute->name.begin < attribute->name.end && attribute->name.end <= token.span.end);
                FZ_CHECK(attribute->value.begin <= attribute->value.end && attribute->value.end <= token.span.end);
                FZ_CHECK(attribute->value.end - attribute->value.begin <= attribute_bytes);
            }
            if (token.kind == DHK_TOKEN_START_TAG && token.tag == DHK_TAG_SCRIPT)
                dhk_tokenizer_enter(&tokenizer, DHK_TEXT_SCRIPT, &token);
            else if (token.kind == DHK_TOKEN_START_TAG && token.tag == DHK_TAG_TITLE)
                dhk_tokenizer_enter(&tokenizer, DHK_TEXT_RCDATA, &token);
            else if (token.kind == DHK_TOKEN_START_TAG && token.tag == DHK_TAG_STYLE)
                dhk_tokenizer_enter(&tokenizer, DHK_TEXT_RAWTEXT, &token);
        } else {
            FZ_CHECK(token.text.begin >= token.span.begin && token.text.begin <= token.text.end);
            FZ_CHECK(token.text.end <= token.span.end);
        }
        if (token.kind == DHK_TOKEN_TEXT) {
            uint32_t at = token.text.begin;
            while (at < token.text.end) {
                dhk_text_piece piece;
                uint32_t before = at;
                dhk_text_next(bytes, token.text, token.mode, &at, &piece);
                FZ_CHECK(piece.source.begin == before && piece.source.end == at && at > before && at <= token.text.end);
                FZ_CHECK(piece.length > 0 && (piece.bytes != piece.decoded || piece.length <= sizeof piece.decoded));
            }
        }
    }
    dhk_tokenizer_next(&tokenizer, &token);
    FZ_CHECK(token.kind == DHK_TOKEN_END_OF_FILE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dhk_html_reader *kept;
    static dehusk_options kept_options;
    static dhk_document kept_page;
    fz_account account = {0, 0};
    fz_input input = {data, size};
    dehusk_options options;
    dhk_html_reader *fresh;
    dhk_document document;
    unsigned char *bytes;
    uint64_t digest;
    size_t calls;

    memset(&document, 0, sizeof document);
    dehusk_options_init(&options);
    fz_take_limits(&input, &options);
    options.max_bytes = (size_t)64 << 20;
    bytes = fz_copy_rest(&input);
    if (bytes == NULL) {
        bytes = malloc(1);
        FZ_CHECK(bytes != NULL);
    }
    check_tokens(bytes, (uint32_t)input.left, true, (uint32_t)options.max_attribute_bytes);
    check_tokens(bytes, (uint32_t)input.left, false, UINT32_MAX);

    options.allocator = fz_allocator(&account);
    fresh = dhk_html_reader_new(&options);
    FZ_CHECK(fresh != NULL);
    dhk_document_clear(&document);
    FZ_CHECK(dhk_html_reader_read(fresh, bytes, (uint32_t)input.left, &document) == DEHUSK_OK);
    fz_check_lines(&document, bytes, input.left);
    FZ_CHECK(document.line_count <= options.max_lines);
    digest = fz_lines_digest(&document);
    calls = account.calls;
    dhk_document_clear(&document);
    FZ_CHECK(dhk_html_reader_read(fresh, bytes, (uint32_t)input.left, &document) == DEHUSK_OK);
    FZ_CHECK(fz_lines_digest(&document) == digest && account.calls == calls);
    dhk_html_reader_free(fresh);

    /* A reader that has seen many other pages. Its limits are the defaults. */
    if (kept == NULL) {
        static fz_account kept_account;
        dehusk_options_init(&kept_options);
        kept_options.allocator = fz_allocator(&kept_account);
        kept = dhk_html_reader_new(&kept_options);
        FZ_CHECK(kept != NULL);
    }
    dhk_document_clear(&kept_page);
    FZ_CHECK(dhk_html_reader_read(kept, bytes, (uint32_t)input.left, &kept_page) == DEHUSK_OK);
    fz_check_lines(&kept_page, bytes, input.left);
    if (options.max_attribute_bytes == kept_options.max_attribute_bytes &&
        (document.truncated == 0 ||
         (options.max_lines == kept_options.max_lines && options.max_depth == kept_options.max_depth &&
          options.max_steps == kept_options.max_steps)))
        FZ_CHECK(fz_lines_digest(&kept_page) == digest);
    dhk_document_free(&document, &options.allocator);
    FZ_CHECK(account.bytes == 0);
    free(bytes);
    return 0;
}
