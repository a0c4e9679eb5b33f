/*
 * The choice of an encoding, the decoder, and its map back to the input.
 * Options: [label] [bit 0: html; the rest: a limit of the decoded text]
 */
#include "charset/charset_parts.h"
#include "fuzz.h"
#include "unicode/utf8.h"

#include <stdlib.h>
#include <string.h>

static void check_map(const dhk_decoder *decoder, const dhk_charset_result *result, const unsigned char *bytes,
                      size_t length) {
    const unsigned char *end = result->utf8 + result->length;
    size_t last = dhk_decoder_input_offset(decoder, result->length);
    size_t before = 0;
    bool decoded = result->utf8 < bytes || result->utf8 > bytes + length;
    dhk_charset_kind kind = dhk_charset_kind_of(result->encoding);

    FZ_CHECK(last <= length && (result->truncated || last == length));
    FZ_CHECK(dhk_decoder_input_offset(decoder, result->length + 1) == last);
    FZ_CHECK(dhk_decoder_input_offset(decoder, SIZE_MAX) == last);
    if (result->length > 0)
        FZ_CHECK(dhk_decoder_input_offset(decoder, 0) <= 3);
    for (size_t at = 0; at < result->length;) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(result->utf8 + at, end, &width);
        size_t offset = dhk_decoder_input_offset(decoder, at);
        FZ_CHECK(offset >= before && offset < last);
        before = offset;
        FZ_CHECK(!decoded || character != DHK_MALFORMED);
        if (character != DHK_MALFORMED)
            for (uint32_t within = 1; within < width; within++)
                FZ_CHECK(dhk_decoder_input_offset(decoder, at + within) == offset);
        /* Of the parts of a malformed sequence in a page taken as it is, the begin of the first is as good. */
        if (!decoded)
            FZ_CHECK(character != DHK_MALFORMED ? bytes[offset] == result->utf8[at]
                                                : result->utf8 + at - bytes < 4 + (ptrdiff_t)offset);
        else if (kind == DHK_CHARSET_SINGLE)
            FZ_CHECK(bytes[offset] >= 0x80 || character < 0x80);
        else if (kind == DHK_CHARSET_UTF16)
            FZ_CHECK((offset & 1) == 0);
        else if (kind == DHK_CHARSET_MULTI && character < 0x80)
            FZ_CHECK(bytes[offset] == character || (offset + 1 < length && bytes[offset + 1] == character));
        at += width;
    }
}

static uint64_t digest_of(const dhk_decoder *decoder, const dhk_charset_result *result) {
    uint64_t digest = result->malformed * 31 + (uint64_t)result->truncated;
    for (size_t at = 0; at <= result->length; at++) {
        digest = (digest ^ (at < result->length ? result->utf8[at] : 256u)) * UINT64_C(0x100000001B3);
        digest = (digest ^ dhk_decoder_input_offset(decoder, at)) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dhk_decoder *kept;
    static fz_account account;
    dehusk_allocator allocator = fz_allocator(&account);
    fz_input input = {data, size};
    const char *label = fz_charset_label(fz_take(&input));
    uint8_t option = fz_take(&input);
    unsigned char *bytes = fz_copy_rest(&input);
    dhk_charset_result result;
    dehusk_status status;

    if (kept == NULL)
        kept = dhk_decoder_new(&allocator);
    FZ_CHECK(kept != NULL);
    kept->limit = option < 2 ? UINT32_MAX - 64 : (size_t)(option >> 1) * 3;
    status = dhk_decoder_page(kept, bytes, input.left, label, option & 1, &result);
    if (status == DEHUSK_OK) {
        dhk_charset_result again;
        dhk_decoder *fresh = dhk_decoder_new(&allocator);
        uint64_t digest = digest_of(kept, &result);
        size_t calls;
        FZ_CHECK(fresh != NULL && result.length <= kept->limit);
        check_map(kept, &result, bytes != NULL ? bytes : result.utf8, input.left);
        fresh->limit = kept->limit;
        FZ_CHECK(dhk_decoder_page(fresh, bytes, input.left, label, option & 1, &again) == DEHUSK_OK);
        FZ_CHECK(again.encoding == result.encoding && strcmp(again.source, result.source) == 0);
        FZ_CHECK(again.length == result.length && digest_of(fresh, &again) == digest);
        calls = account.calls;
        FZ_CHECK(dhk_decoder_page(kept, bytes, input.left, label, option & 1, &again) == DEHUSK_OK);
        FZ_CHECK(digest_of(kept, &again) == digest && account.calls == calls);
        dhk_decoder_free(fresh);
    } else {
        /* Of the transport's label only, whatever the bytes are. */
        FZ_CHECK(label != NULL || !dehusk_charset_supported("gbk"));
        FZ_CHECK(status == DEHUSK_UNKNOWN_CHARSET || status == DEHUSK_UNSUPPORTED_CHARSET);
    }
    free(bytes);
    return 0;
}
