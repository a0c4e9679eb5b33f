/*
 * Tokenizer, tree and lines of HTML. Options: [limits, two bytes]
 */
#include "html/html_reader.h"
#include "html/html_tokenizer.h"
#include "reader_checks.h"

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
            if (token.kind == DHK_TOKEN_START_TAG)
                dhk_tokenizer_enter_content(&tokenizer, &token);
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

static void check_bytes(const unsigned char *bytes, uint32_t length, const dehusk_options *options) {
    check_tokens(bytes, length, true, (uint32_t)options->max_attribute_bytes);
    check_tokens(bytes, length, false, UINT32_MAX);
}

static void *make(const dehusk_options *options) {
    return dhk_html_reader_new(options);
}

static dehusk_status read_page(void *reader, const unsigned char *bytes, uint32_t length, dhk_document *document) {
    return dhk_html_reader_read(reader, bytes, length, document);
}

static void release(void *reader) {
    dhk_html_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const fz_reader functions = {make, read_page, release, check_bytes, true};
    return fz_check_reader(&functions, data, size);
}
