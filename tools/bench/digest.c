#include "digest.h"

#include "classify/context.h"

#include <string.h>

#define FNV_BASIS UINT64_C(0xCBF29CE484222325)

static uint64_t add_bytes(uint64_t hash, const void *data, size_t length) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001B3); /* FNV-1a */
    return hash;
}

static uint64_t add_number(uint64_t hash, uint64_t number) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    return add_bytes(hash, bytes, sizeof bytes);
}

static void add_result(digest *out, const dehusk_page *page) {
    const dehusk_summary *summary = dehusk_page_summary(page);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        out->lines_hash = add_bytes(out->lines_hash, line->text, line->text_length);
        out->lines_hash = add_number(out->lines_hash, line->begin);
        out->lines_hash = add_number(out->lines_hash, line->end);
        out->lines_hash = add_number(out->lines_hash, line->row);
        out->lines_hash = add_number(out->lines_hash, (uint64_t)line->kind << 16 | (uint64_t)line->heading_level << 8 |
                                                          (uint64_t)line->hidden);
        out->scores = add_number(out->scores, (uint64_t)(line->probability * 65536));
        out->scores = add_number(out->scores, (uint64_t)(int64_t)(line->score * (1 << 24))); /* a text's are in 2^-24 */
        out->labels = add_number(out->labels, (uint64_t)line->label << 8 | (uint64_t)line->role);
    }
    out->lines += dehusk_page_line_count(page);
    out->labels = add_bytes(out->labels, summary->charset, strlen(summary->charset));
    out->labels = add_number(out->labels, summary->malformed);
    out->labels = add_number(out->labels, summary->truncated);
    out->labels = add_number(out->labels, (uint64_t)summary->verdict);
    out->labels = add_number(out->labels, (uint64_t)(summary->verdict_probability * 65536));
    out->labels = add_bytes(out->labels, summary->title, summary->title_length);
}

bool take_digest(const dehusk_model *model, const page_set *set, dehusk_format format, digest *out) {
    uint32_t indices[DHK_VECTOR_MAX];
    dehusk_context *context = NULL;
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = format;
    bool good = dehusk_context_new(model, NULL, &context) == DEHUSK_OK;
    *out = (digest){FNV_BASIS, FNV_BASIS, FNV_BASIS, FNV_BASIS, 0};
    for (size_t i = 0; good && i < set->count; i++) {
        const dehusk_page *page;
        good = dehusk_classify(context, set->pages[i].bytes, set->pages[i].length, &request, &page) == DEHUSK_OK;
        if (!good)
            break;
        add_result(out, page);
        for (uint32_t line = 0; line < context->document.line_count; line++) {
            uint32_t count = dhk_extractor_line(context->extractor, line, indices);
            out->features = add_number(out->features, count);
            for (uint32_t k = 0; k < count; k++)
                out->features = (out->features ^ indices[k]) * UINT64_C(0x100000001B3);
        }
    }
    dehusk_context_free(context);
    return good;
}
