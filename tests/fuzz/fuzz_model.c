/*
 * The model loader, and a page classified with what it lets through.
 * Options: [bits, see below] [length of the tail]
 *
 * A whole model is half a megabyte of weights. Seeds leave them out: the weights
 * of the first classifier go before the tail, those of a second one behind it.
 */
#include "fuzz.h"

#include "features/features.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIX_CHECKSUM = 1, /* otherwise nearly every input ends there */
    FIX_SIZE = 2,
    FIX_SCHEMA = 4, /* also the count of features: seeds outlive a change of the features */
    WITH_WEIGHTS = 8,
    TEXT_FIRST = 16,
    BOTH = 32
};

static void set(unsigned char *at, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> (8 * i) & 0xFF);
}

static uint64_t get(const unsigned char *at, size_t size) {
    uint64_t value = 0;
    while (size-- > 0)
        value = value << 8 | at[size];
    return value;
}

/* The same for the same seed; extreme ones, too. */
static void put_weights(unsigned char *at, uint32_t count, uint8_t seed) {
    uint32_t state = seed * UINT32_C(2654435761) + 1;
    for (uint32_t i = 0; i < count; i++) {
        state = state * UINT32_C(1664525) + UINT32_C(1013904223);
        set(at + 2 * (size_t)i, seed == 255 ? 0x7FFF : seed == 254 ? 0x8000 : (state >> 20) - 2048, 2);
    }
}

static void fix_schema(unsigned char *file, size_t length) {
    uint64_t sections = length >= DHK_MODEL_HEADER_SIZE ? get(file + 12, 4) : 0;
    for (uint64_t i = 0; i < sections && i < 64; i++) {
        size_t entry = DHK_MODEL_HEADER_SIZE + (size_t)i * DHK_MODEL_SECTION_SIZE;
        uint64_t id;
        uint64_t offset;
        if (entry + DHK_MODEL_SECTION_SIZE > length)
            return;
        id = get(file + entry, 4);
        offset = get(file + entry + 8, 8);
        if ((id != DHK_SECTION_HTML && id != DHK_SECTION_TEXT) || offset > length || length - offset < 8)
            continue;
        dehusk_format format = id == DHK_SECTION_HTML ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
        set(file + offset, dhk_feature_schema(format), 4);
        set(file + offset + 4, dhk_feature_count(format), 4);
        if ((uint64_t)length - offset >= 32 + 2 * (uint64_t)dhk_feature_count(format))
            set(file + entry + 16, 32 + 2 * (uint64_t)dhk_feature_count(format), 8);
        /* The payload behind it. */
        if (i + 1 < sections && entry + 2 * DHK_MODEL_SECTION_SIZE <= length)
            set(file + entry + DHK_MODEL_SECTION_SIZE + 8, offset + get(file + entry + 16, 8), 8);
    }
}

/* The file that the input stands for. */
static unsigned char *make_file(fz_input *input, size_t *length) {
    uint8_t bits = fz_take(input);
    size_t tail = fz_take(input);
    dehusk_format first = bits & TEXT_FIRST ? DEHUSK_FORMAT_TEXT : DEHUSK_FORMAT_HTML;
    dehusk_format second = bits & TEXT_FIRST ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
    uint32_t weights[2] = {bits & WITH_WEIGHTS ? dhk_feature_count(first) : 0,
                           bits & WITH_WEIGHTS && bits & BOTH ? dhk_feature_count(second) : 0};
    uint8_t seed = input->left > 0 ? input->at[input->left - 1] : 0;
    unsigned char *file;
    size_t head;
    if (!(bits & BOTH) || tail > input->left)
        tail = 0;
    head = input->left - tail;
    *length = input->left + 2 * ((size_t)weights[0] + weights[1]);
    file = malloc(*length > 0 ? *length : 1);
    FZ_CHECK(file != NULL);
    memcpy(file, input->left > 0 ? input->at : (const uint8_t *)"", head);
    put_weights(file + head, weights[0], seed);
    memcpy(file + head + 2 * (size_t)weights[0], tail > 0 ? input->at + head : (const uint8_t *)"", tail);
    put_weights(file + head + 2 * (size_t)weights[0] + tail, weights[1], seed);
    if (bits & FIX_SIZE && *length >= 24)
        set(file + 16, *length, 8);
    if (bits & FIX_SCHEMA)
        fix_schema(file, *length);
    if (bits & FIX_CHECKSUM && *length >= DHK_MODEL_HEADER_SIZE)
        set(file + 24, dhk_crc32(file + DHK_MODEL_HEADER_SIZE, *length - DHK_MODEL_HEADER_SIZE), 4);
    return file;
}

static void use(const dehusk_model *model) {
    static const char page_html[] = "<title>A walk</title><h1>A walk</h1><ul><li><a href=/>Home</a></ul>"
                                    "<p class=body>The river was high, and nobody would take us over it that day. "
                                    "We waited for an hour.<p>Copyright";
    static const char page_text[] = "A walk\n\nHome | About\n\nThe river was high, and nobody would take us over it.\n";
    dehusk_context *context;
    FZ_CHECK(dehusk_context_new(model, NULL, &context) == DEHUSK_OK);
    for (int i = 0; i < 2; i++) {
        dehusk_request request;
        const dehusk_page *page;
        size_t length = i == 0 ? sizeof page_html - 1 : sizeof page_text - 1;
        dehusk_status status;
        dehusk_request_init(&request);
        request.format = i == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
        status = dehusk_classify(context, i == 0 ? page_html : page_text, length, &request, &page);
        FZ_CHECK(status == DEHUSK_OK || status == DEHUSK_MODEL_NO_MODE);
        if (status == DEHUSK_OK)
            fz_check_page(context, page, length, 1);
    }
    dehusk_context_free(context);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const keys[] = {"name", "created", "training-data", "settings", "", "\n", "x\ty"};
    fz_input input = {data, size};
    fz_account account = {0, 0};
    dehusk_allocator allocator = fz_allocator(&account);
    dehusk_model *model = NULL;
    size_t error_offset = SIZE_MAX;
    size_t length;
    unsigned char *file = make_file(&input, &length);
    dehusk_status status = dehusk_model_open_memory(file, length, &allocator, &model, &error_offset);
    free(file);
    if (status == DEHUSK_OK) {
        FZ_CHECK(model != NULL && error_offset == 0);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const char *value = dehusk_model_info(model, keys[i]);
            FZ_CHECK(value == NULL || fz_is_clean_text(value, strlen(value), false) || strlen(value) > 0);
        }
        use(model);
        dehusk_model_close(model);
    } else {
        FZ_CHECK(model == NULL && status >= DEHUSK_MODEL_NOT_A_MODEL && status <= DEHUSK_MODEL_SCHEMA);
        FZ_CHECK(error_offset <= length);
    }
    FZ_CHECK(account.bytes == 0);
    return 0;
}
