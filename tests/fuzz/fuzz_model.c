/*
 * The model loader, and a page classified with what it lets through.
 * Options: [bits, see below] [seed of the weights]
 *
 * A whole model is half a megabyte of weights. Inputs leave them out: they are
 * made up, and put behind the first payload of each kind that has some.
 */
#include "features/features.h"
#include "fuzz.h"
#include "model/model.h"
#include "support/model_bytes.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIX_CHECKSUM = 1, /* otherwise nearly every input ends there */
    FIX_SIZE = 2,
    FIX_SCHEMA = 4, /* also the count of features: seeds outlive a change of the features */
    WITH_WEIGHTS = 8
};

/* Mean, scale and weight of a column of the second stage, within what is allowed. */
static void put_column(unsigned char *at, uint32_t state, uint8_t seed) {
    bool extreme = seed >= 254; /* as far from 0 as can be */
    ts_set_field(at, extreme ? 1u << 24 : (state >> 12) - (1u << 19), 4);
    ts_set_field(at + 4, extreme ? 1u << 24 : state >> 8, 4);
    ts_set_field(at + 8, extreme ? (seed == 255 ? 1u << 15 : 0u - (1u << 15)) : (state >> 16) % (1u << 15), 4);
}

/* The same for the same seed; extreme ones, too. */
static void put_weights(unsigned char *at, uint32_t count, size_t width, uint8_t seed) {
    uint32_t state = seed * UINT32_C(2654435761) + 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t weight;
        state = state * UINT32_C(1664525) + UINT32_C(1013904223);
        if (width == DHK_STACK_COLUMN_SIZE) {
            put_column(at + width * i, state, seed);
            continue;
        }
        weight = width == 2 ? (state >> 20) - 2048 : state >> 24;
        if (seed >= 254) /* as far from 0 as can be */
            weight = (width == 2 ? 0x8000u : 0x80u) - (seed == 255 ? 1 : 0);
        ts_set_field(at + width * i, weight, width);
    }
}

/* A section that has weights. */
typedef struct weighted {
    size_t header; /* bytes before them */
    uint32_t count;
    size_t width; /* of one, in bytes; 0: it is another section */
} weighted;

static weighted weighted_section(uint64_t id) {
    switch (id) {
    case DHK_SECTION_HTML:
        return (weighted){32, dhk_feature_count(DEHUSK_FORMAT_HTML), 2};
    case DHK_SECTION_TEXT:
        return (weighted){32, dhk_feature_count(DEHUSK_FORMAT_TEXT), 2};
    case DHK_SECTION_TEXT_TITLE:
    case DHK_SECTION_TEXT_CAPTION:
        return (weighted){DHK_DETECTOR_HEADER_SIZE, dhk_feature_count(DEHUSK_FORMAT_TEXT), 1};
    case DHK_SECTION_HTML_SITE:
    case DHK_SECTION_TEXT_SITE:
        return (weighted){DHK_SITE_HEADER_SIZE, DHK_SITE_BINS, 2};
    case DHK_SECTION_HTML_STACK:
        return (weighted){DHK_STACK_HEADER_SIZE, DHK_STACK_COLUMN_COUNT, DHK_STACK_COLUMN_SIZE};
    default:
        return (weighted){0, 0, 0};
    }
}

/* Copies a payload of `length` bytes, and what its section gets besides. Returns the length in the file. */
static size_t put_payload(unsigned char *to, const uint8_t *from, size_t length, uint64_t id, uint8_t bits,
                          uint8_t seed) {
    weighted kind = weighted_section(id);
    memcpy(to, from, length);
    if (kind.width == 0 || length < kind.header)
        return length;
    if (bits & FIX_SCHEMA) {
        ts_set_field(to,
                     id == DHK_SECTION_HTML_STACK ? DHK_STACK_REVISION
                     : id >= DHK_SECTION_HTML_SITE
                         ? DHK_SITE_REVISION
                         : dhk_feature_schema(id == DHK_SECTION_HTML ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT),
                     4);
        ts_set_field(to + 4, kind.count, 4);
    }
    if (!(bits & WITH_WEIGHTS))
        return length;
    put_weights(to + length, kind.count, kind.width, seed);
    return length + kind.count * kind.width;
}

/* The file that the input stands for. Wrong offsets and lengths stay wrong by as much. */
static unsigned char *make_file(fz_input *input, size_t *length) {
    uint8_t bits = fz_take(input);
    uint8_t seed = fz_take(input);
    size_t read = input->left < DHK_MODEL_HEADER_SIZE ? input->left : DHK_MODEL_HEADER_SIZE;
    uint64_t sections = read < DHK_MODEL_HEADER_SIZE ? 0 : ts_field(input->at + 12, 4);
    size_t capacity = input->left + 1;
    size_t shift = 0;
    unsigned char *file;

    for (uint64_t id = 0; id <= DHK_SECTION_HTML_STACK; id++)
        capacity += weighted_section(id).count * weighted_section(id).width;
    file = malloc(capacity);
    FZ_CHECK(file != NULL);
    if (sections > (input->left - read) / DHK_MODEL_SECTION_SIZE)
        sections = 0;
    read += (size_t)sections * DHK_MODEL_SECTION_SIZE;
    if (read > 0)
        memcpy(file, input->at, read);
    *length = read;
    for (uint64_t i = 0; i < sections; i++) {
        unsigned char *entry = file + DHK_MODEL_HEADER_SIZE + i * DHK_MODEL_SECTION_SIZE;
        uint64_t id = ts_field(entry, 4);
        uint64_t wanted = ts_field(entry + 16, 8);
        size_t taken = wanted < input->left - read ? (size_t)wanted : input->left - read;
        size_t made;
        for (uint64_t before = 0; before < i; before++) /* weights once for each kind */
            if (ts_field(file + DHK_MODEL_HEADER_SIZE + before * DHK_MODEL_SECTION_SIZE, 4) == id)
                id = 0;
        made = put_payload(file + *length, input->at + read, taken, id, bits, seed);
        ts_set_field(entry + 8, ts_field(entry + 8, 8) + shift, 8);
        ts_set_field(entry + 16, wanted + (made - taken), 8);
        shift += made - taken;
        *length += made;
        read += taken;
    }
    if (read < input->left)
        memcpy(file + *length, input->at + read, input->left - read);
    *length += input->left - read;
    file = realloc(file, *length > 0 ? *length : 1); /* reading beyond it is noticed */
    FZ_CHECK(file != NULL);
    if (bits & FIX_SIZE && *length >= 24)
        ts_set_field(file + 16, *length, 8);
    if (bits & FIX_CHECKSUM && *length >= DHK_MODEL_HEADER_SIZE)
        ts_set_field(file + 24, dhk_crc32(file + DHK_MODEL_HEADER_SIZE, *length - DHK_MODEL_HEADER_SIZE), 4);
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
