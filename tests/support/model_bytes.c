#include "support/model_bytes.h"

#include "features/bins.h"
#include "features/features.h"
#include "features/registry.h"
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ONE = 1 << DHK_WEIGHT_FRACTION_BITS, CLASSIFIER_FIELDS = 8 };

typedef struct bytes {
    unsigned char *at;
    size_t length, capacity;
} bytes;

static void put(bytes *out, uint64_t value, size_t size) {
    if (out->length + size > out->capacity) {
        out->capacity = 2 * (out->capacity + size);
        out->at = realloc(out->at, out->capacity);
        assert_non_null(out->at);
    }
    for (size_t i = 0; i < size; i++)
        out->at[out->length++] = (unsigned char)(value >> (8 * i) & 0xff);
}

static void put_text(bytes *out, const char *text) {
    for (; *text != '\0'; text++)
        put(out, (unsigned char)*text, 1);
}

/* Between -1/16 and 1/16, the same on every machine. */
static int16_t small_weight(uint32_t index) {
    uint32_t mixed = index * UINT32_C(2654435761);
    return (int16_t)((int32_t)(mixed >> 16) % 513 - 256);
}

static int16_t weight_of(uint32_t index, bool quiet) {
    int32_t weight = quiet ? 0 : small_weight(index);
    if (index - DHK_F_LENGTH < (uint32_t)DHK_LENGTH_BINS)
        weight += ((int32_t)(index - DHK_F_LENGTH) - 10) * ONE / 4;
    if (index - DHK_F_LINK_SHARE < (uint32_t)DHK_TOTAL_BINS(DHK_SHARE_BINS, 1))
        weight -= (int32_t)(index - DHK_F_LINK_SHARE) / DHK_LENGTH_CLASSES * ONE / 4;
    return (int16_t)weight;
}

static void put_classifier(bytes *out, dehusk_format format, bool quiet) {
    uint32_t count = dhk_feature_count(format);
    put(out, dhk_feature_schema(format), 4);
    put(out, count, 4);
    put(out, (uint32_t) - (ONE / 2), 4); /* bias */
    put(out, 3 * ONE / 2, 4);            /* slope */
    put(out, ONE / 8, 4);                /* offset */
    put(out, 0, 4);                      /* shift */
    put(out, ONE, 4);                    /* verdict slope */
    put(out, (uint32_t) - (5 * ONE), 4); /* verdict offset: 31 expected tokens */
    for (uint32_t i = 0; i < count; i++)
        put(out, (uint16_t)weight_of(i, quiet), 2);
}

/* Weights of eight bits, here in 2^-6: long lines lose, and for captions all do. */
static void put_detector(bytes *out, bool title) {
    uint32_t count = dhk_feature_count(DEHUSK_FORMAT_TEXT);
    put(out, dhk_feature_schema(DEHUSK_FORMAT_TEXT), 4);
    put(out, count, 4);
    put(out, (uint32_t)(title ? ONE / 2 : -ONE), 4); /* bias */
    put(out, ONE, 4);                                /* slope */
    put(out, 0, 4);                                  /* offset */
    put(out, 6, 4);                                  /* scale */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bin = i - DHK_F_LENGTH;
        int weight = title && bin < (uint32_t)DHK_LENGTH_BINS && (bin < 8 || bin > 12) ? -64 : 0;
        put(out, (uint8_t)weight, 1);
    }
}

/* The more other pages hold a line, the more it loses. */
static void put_site_stage(bytes *out) {
    put(out, DHK_SITE_REVISION, 4);
    put(out, DHK_SITE_BINS, 4);
    put(out, 3 * ONE / 2, 4); /* slope */
    put(out, ONE / 4, 4);     /* offset */
    for (uint32_t i = 0; i < DHK_SITE_BINS; i++) {
        int32_t share = (int32_t)(i / DHK_SITE_LENGTH_STEPS % DHK_SITE_SHARE_STEPS);
        int32_t weight = small_weight(i) - (i < DHK_SITE_LINE_BINS ? share * ONE : 0);
        put(out, (uint16_t)weight, 2);
    }
}

/* Other small weights, a bias of 2, and a gate that finds every text an extract by half. */
static void put_extract(bytes *out) {
    uint32_t count = dhk_feature_count(DEHUSK_FORMAT_TEXT);
    put(out, dhk_feature_schema(DEHUSK_FORMAT_TEXT), 4);
    put(out, count, 4);
    put(out, 2 * ONE, 4); /* bias */
    put(out, ONE, 4);     /* slope */
    put(out, 0, 4);       /* offset */
    put(out, ONE, 4);     /* shift */
    put(out, 0, 4);       /* calibrations by the page: none */
    put(out, ONE, 4);
    put(out, 0, 4);
    put(out, 0, 4);
    put(out, 0, 4);
    put(out, ONE, 4);
    put(out, 0, 4); /* bias of the gate */
    put(out, DHK_GATE_REVISION, 4);
    put(out, 0, 4);
    for (uint32_t i = 0; i < 4 * DHK_GATE_FACTS; i++)
        put(out, 0, 4);
    for (uint32_t i = 0; i < count; i++)
        put(out, (uint16_t)small_weight(i + 7), 2);
}

/* Half of the logit stays, and each column adds a little. */
static void put_around(bytes *out) {
    put(out, DHK_AROUND_REVISION, 4);
    put(out, DHK_AROUND_COLUMNS, 4);
    put(out, ONE / 8, 4); /* constant */
    put(out, ONE / 2, 4); /* keep */
    for (uint32_t i = 0; i < DHK_AROUND_COLUMNS; i++)
        put(out, (uint32_t)(8 * small_weight(i + 3)), 4);
}

/* Each column adds a little, the same on every machine; half of the own score stays. */
static void put_stack_stage(bytes *out) {
    put(out, DHK_STACK_REVISION, 4);
    put(out, DHK_STACK_COLUMN_COUNT, 4);
    put(out, 5 * ONE / 4, 4);            /* slope */
    put(out, (uint32_t) - (ONE / 8), 4); /* offset */
    put(out, ONE / 2, 4);                /* of the own score */
    put(out, ONE / 16, 4);               /* bias */
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++) {
        put(out, (uint32_t)(small_weight(i) * 8), 4);            /* mean */
        put(out, (uint32_t)(ONE / 4 + small_weight(i + 7)), 4);  /* scale */
        put(out, (uint32_t)(ONE / 16 + small_weight(i * 3)), 4); /* weight */
    }
}

static void put_empty_stage(bytes *out, int empty) {
    put(out, DHK_EMPTY_REVISION, 4);
    put(out, DHK_EMPTY_FEATURES, 4);
    put(out, (uint32_t)(100 * empty * ONE), 4); /* bias */
    for (uint32_t i = 0; i < DHK_EMPTY_FEATURES; i++)
        put(out, (uint16_t)small_weight(i + 3), 2);
}

unsigned char *ts_model_bytes(ts_model_plan plan, size_t *length) {
    bytes payloads[DHK_SECTION_KINDS] = {{0}};
    uint32_t ids[DHK_SECTION_KINDS];
    uint32_t count = 0;
    bytes body = {0};
    bytes file = {0};
    uint64_t offset;

    ids[count] = DHK_SECTION_INFO;
    put_text(&payloads[count++], "name\tmade up\ncreated\t2026-11-22\n");
    if (plan.html) {
        ids[count] = DHK_SECTION_HTML;
        put_classifier(&payloads[count++], DEHUSK_FORMAT_HTML, plan.quiet);
    }
    if (plan.text) {
        ids[count] = DHK_SECTION_TEXT;
        put_classifier(&payloads[count++], DEHUSK_FORMAT_TEXT, plan.quiet);
    }
    if (plan.detectors) {
        ids[count] = DHK_SECTION_TEXT_TITLE;
        put_detector(&payloads[count++], true);
        ids[count] = DHK_SECTION_TEXT_CAPTION;
        put_detector(&payloads[count++], false);
    }
    if (plan.extract) {
        ids[count] = DHK_SECTION_TEXT_EXTRACT;
        put_extract(&payloads[count++]);
    }
    if (plan.around) {
        ids[count] = DHK_SECTION_TEXT_AROUND;
        put_around(&payloads[count++]);
    }
    if (plan.page_around) {
        ids[count] = DHK_SECTION_TEXT_BESIDE;
        put_around(&payloads[count++]);
    }
    if (plan.sites && plan.html) {
        ids[count] = DHK_SECTION_HTML_SITE;
        put_site_stage(&payloads[count++]);
    }
    if (plan.sites && plan.text) {
        ids[count] = DHK_SECTION_TEXT_SITE;
        put_site_stage(&payloads[count++]);
    }
    if (plan.stack && plan.html) {
        ids[count] = DHK_SECTION_HTML_STACK;
        put_stack_stage(&payloads[count++]);
    }
    if (plan.empty != 0 && plan.html) {
        ids[count] = DHK_SECTION_HTML_EMPTY;
        put_empty_stage(&payloads[count++], plan.empty);
    }
    offset = DHK_MODEL_HEADER_SIZE + (uint64_t)count * DHK_MODEL_SECTION_SIZE;
    for (uint32_t i = 0; i < count; i++) {
        put(&body, ids[i], 4);
        put(&body, ids[i] == DHK_SECTION_HTML || ids[i] == DHK_SECTION_TEXT ? DHK_SECTION_REQUIRED : 0, 4);
        put(&body, offset, 8);
        put(&body, payloads[i].length, 8);
        offset += payloads[i].length;
    }
    for (uint32_t i = 0; i < count; i++) {
        for (size_t k = 0; k < payloads[i].length; k++)
            put(&body, payloads[i].at[k], 1);
        free(payloads[i].at);
    }
    put_text(&file, DHK_MODEL_MAGIC);
    put(&file, DHK_MODEL_VERSION, 4);
    put(&file, count, 4);
    put(&file, DHK_MODEL_HEADER_SIZE + (uint64_t)body.length, 8);
    put(&file, dhk_crc32(body.at, body.length), 4);
    put(&file, 0, 4);
    for (size_t k = 0; k < body.length; k++)
        put(&file, body.at[k], 1);
    free(body.at);
    *length = file.length;
    return file.at;
}

dehusk_model *ts_model_open_plan(ts_model_plan plan) {
    size_t length;
    unsigned char *file = ts_model_bytes(plan, &length);
    dehusk_model *model = NULL;
    size_t error_offset;
    assert_int_equal(dehusk_model_open_memory(file, length, NULL, &model, &error_offset), DEHUSK_OK);
    free(file);
    return model;
}

dehusk_model *ts_model_open(void) {
    return ts_model_open_plan((ts_model_plan){.html = true, .text = true});
}
