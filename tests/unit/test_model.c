/* Model files: what the reader accepts, and that it refuses everything else. */
#include "dehusk.h"
#include "features/features.h"
#include "model/model.h"
#include "support/counting_allocator.h"
#include "support/model_bytes.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TABLE = DHK_MODEL_HEADER_SIZE, ENTRY = DHK_MODEL_SECTION_SIZE };

static unsigned char *model;
static size_t model_length;

/* HTML alone, which is enough and shorter. */
static int make_model(void **state) {
    (void)state;
    model = ts_model_bytes((ts_model_plan){.html = true}, &model_length);
    return 0;
}

static int free_model(void **state) {
    (void)state;
    free(model);
    return 0;
}

static dehusk_status open_bytes(const unsigned char *bytes, size_t length, size_t *error_offset) {
    dehusk_model *opened = NULL;
    dehusk_status status = dehusk_model_open_memory(bytes, length, NULL, &opened, error_offset);
    if (status == DEHUSK_OK)
        dehusk_model_close(opened);
    else
        assert_null(opened);
    return status;
}

/* Opens the model with `size` bytes at `offset` changed, and the checksum made right again. */
static void expect_with(size_t offset, uint64_t value, size_t size, dehusk_status expected, size_t expected_offset) {
    unsigned char before[8];
    size_t error_offset = 12345;
    memcpy(before, model + offset, size);
    ts_set_field(model + offset, value, size);
    ts_set_field(model + 24, dhk_crc32(model + TABLE, model_length - TABLE), 4);
    dehusk_status status = open_bytes(model, model_length, &error_offset);
    memcpy(model + offset, before, size);
    ts_set_field(model + 24, dhk_crc32(model + TABLE, model_length - TABLE), 4);
    assert_int_equal(status, expected);
    assert_int_equal(error_offset, expected_offset);
}

/* Where the payload of the section with this id begins, and its entry in the table. */
static size_t payload_of(uint32_t id, size_t *entry) {
    for (size_t i = 0; i < ts_field(model + 12, 4); i++)
        if (ts_field(model + TABLE + i * ENTRY, 4) == id) {
            if (entry != NULL)
                *entry = TABLE + i * ENTRY;
            return (size_t)ts_field(model + TABLE + i * ENTRY + 8, 8);
        }
    fail_msg("no section %u", id);
    return 0;
}

static void checksum_is_that_of_zlib(void **state) {
    (void)state;
    assert_int_equal(dhk_crc32("", 0), 0);
    assert_int_equal(dhk_crc32("123456789", 9), 0xCBF43926u);
}

static void whole_model_opens(void **state) {
    (void)state;
    dehusk_model *opened = NULL;
    size_t error_offset = 7, length;
    unsigned char *both = ts_model_bytes((ts_model_plan){.html = true, .text = true}, &length);
    assert_int_equal(dehusk_model_open_memory(both, length, NULL, &opened, &error_offset), DEHUSK_OK);
    free(both); /* its bytes were copied */
    assert_int_equal(error_offset, 0);
    assert_true(opened->html.present && opened->text.present);
    assert_int_equal(opened->html.feature_count, dhk_feature_count(DEHUSK_FORMAT_HTML));
    assert_int_equal(opened->text.schema, dhk_feature_schema(DEHUSK_FORMAT_TEXT));
    assert_int_equal(opened->html.bias, -2048);
    assert_int_equal(opened->html.verdict_offset, -5 * 4096);
    assert_ptr_equal(opened->text.weights, opened->html.weights + opened->html.feature_count);
    dehusk_model_close(opened);
    dehusk_model_close(NULL);
}

static void one_mode_is_enough(void **state) {
    (void)state;
    dehusk_model *opened = ts_model_open_plan((ts_model_plan){.text = true});
    assert_false(opened->html.present);
    assert_true(opened->text.present);
    dehusk_model_close(opened);
}

static void weights_are_read_byte_by_byte(void **state) {
    (void)state;
    dehusk_model *opened = NULL;
    size_t begin = model_length - 2 * (size_t)dhk_feature_count(DEHUSK_FORMAT_HTML);
    unsigned char *shifted = malloc(model_length + 1);
    assert_non_null(shifted);
    memcpy(shifted + 1, model, model_length); /* at an odd address */
    assert_int_equal(dehusk_model_open_memory(shifted + 1, model_length, NULL, &opened, NULL), DEHUSK_OK);
    for (uint32_t i = 0; i < opened->html.feature_count; i++) {
        long weight = (long)ts_field(model + begin + 2 * (size_t)i, 2);
        assert_int_equal(opened->html.weights[i], weight >= 32768 ? weight - 65536 : weight);
    }
    dehusk_model_close(opened);
    free(shifted);
}

static void model_tells_of_itself(void **state) {
    (void)state;
    dehusk_model *opened = ts_model_open();
    assert_string_equal(dehusk_model_info(opened, "name"), "made up");
    assert_string_equal(dehusk_model_info(opened, "created"), "2026-11-22");
    assert_null(dehusk_model_info(opened, "nam"));
    assert_null(dehusk_model_info(opened, "made up"));
    assert_null(dehusk_model_info(opened, ""));
    assert_null(dehusk_model_info(opened, NULL));
    assert_null(dehusk_model_info(NULL, "name"));
    dehusk_model_close(opened);
}

static void bad_arguments_are_refused(void **state) {
    (void)state;
    dehusk_model *opened = NULL;
    dehusk_allocator half = {.release = (void (*)(void *, void *, size_t))NULL};
    ts_account account = {0};
    half.resize = ts_counting_allocator(&account).resize;
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_memory(NULL, 1, NULL, &opened, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_memory(model, model_length, &half, &opened, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_file(NULL, NULL, &opened, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_file("x", NULL, NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_default(NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_model_open_memory(NULL, 0, NULL, &opened, NULL), DEHUSK_MODEL_NOT_A_MODEL);
    assert_null(opened);
}

/* Cut after any byte; only one that is empty could be anything else. */
static void truncation_is_noticed_everywhere(void **state) {
    (void)state;
    for (size_t length = 0; length < model_length; length++) {
        size_t error_offset = SIZE_MAX;
        /* A block of exactly this size, so that a sanitizer sees any read beyond, where it is cheap. */
        bool own = length < 600;
        unsigned char *cut = own ? malloc(length > 0 ? length : 1) : model;
        assert_non_null(cut);
        if (own && length > 0)
            memcpy(cut, model, length);
        dehusk_status status = open_bytes(cut, length, &error_offset);
        if (own)
            free(cut);
        assert_int_equal(status, length == 0 ? DEHUSK_MODEL_NOT_A_MODEL : DEHUSK_MODEL_TRUNCATED);
        assert_int_equal(error_offset, length);
    }
}

static dehusk_status expected_of_change(size_t at, bool grows) {
    if (at < 8)
        return DEHUSK_MODEL_NOT_A_MODEL;
    if (at < 12)
        return DEHUSK_MODEL_VERSION;
    if (at < 16)
        return DEHUSK_MODEL_CORRUPT; /* section count */
    if (at < 24)                     /* total size */
        return at < 18 && grows ? DEHUSK_MODEL_TRUNCATED : DEHUSK_MODEL_CORRUPT;
    return at >= 28 && at < 32 ? DEHUSK_MODEL_CORRUPT : DEHUSK_MODEL_CHECKSUM;
}

static void every_changed_byte_is_noticed(void **state) {
    (void)state;
    size_t html = payload_of(DHK_SECTION_HTML, NULL);
    for (size_t at = 0; at < model_length; at += at < html + 64 || at + 8 > model_length ? 1 : 5003) {
        const unsigned char flips[] = {0x01, 0x80, 0xff};
        for (size_t k = 0; k < sizeof flips; k++) {
            uint64_t total = ts_field(model + 16, 8);
            model[at] ^= flips[k];
            bool grows = ts_field(model + 16, 8) > total;
            dehusk_status status = open_bytes(model, model_length, NULL);
            model[at] ^= flips[k];
            if (at >= 16 && at < 24)
                /* Too large for any model is malformed, larger than the file is cut. */
                assert_true(status == DEHUSK_MODEL_CORRUPT || (grows && status == DEHUSK_MODEL_TRUNCATED));
            else
                assert_int_equal(status, expected_of_change(at, grows));
        }
    }
    assert_int_equal(open_bytes(model, model_length, NULL), DEHUSK_OK);
}

static void bytes_after_the_end_are_not_ignored(void **state) {
    (void)state;
    size_t error_offset;
    unsigned char *longer = malloc(model_length + 1);
    assert_non_null(longer);
    memcpy(longer, model, model_length);
    longer[model_length] = 0;
    assert_int_equal(open_bytes(longer, model_length + 1, &error_offset), DEHUSK_MODEL_CORRUPT);
    assert_int_equal(error_offset, model_length);
    free(longer);
}

static void header_fields_are_checked(void **state) {
    (void)state;
    expect_with(8, 0, 4, DEHUSK_MODEL_VERSION, 8);
    expect_with(8, DHK_MODEL_VERSION + 1, 4, DEHUSK_MODEL_VERSION, 8);
    expect_with(12, 0, 4, DEHUSK_MODEL_CORRUPT, 12);
    expect_with(12, 65, 4, DEHUSK_MODEL_CORRUPT, 12);
    expect_with(12, UINT32_MAX, 4, DEHUSK_MODEL_CORRUPT, 12);
    expect_with(12, 1, 4, DEHUSK_MODEL_CORRUPT, TABLE + 8); /* the payload would begin earlier */
    expect_with(16, model_length - 1, 8, DEHUSK_MODEL_CORRUPT, model_length - 1);
    expect_with(16, 31, 8, DEHUSK_MODEL_CORRUPT, 16);
    expect_with(16, UINT64_MAX, 8, DEHUSK_MODEL_CORRUPT, 16);
    expect_with(28, 1, 4, DEHUSK_MODEL_CORRUPT, 28);
}

static void section_table_is_checked(void **state) {
    (void)state;
    size_t info, html;
    (void)payload_of(DHK_SECTION_INFO, &info);
    (void)payload_of(DHK_SECTION_HTML, &html);
    expect_with(info, 0, 4, DEHUSK_MODEL_CORRUPT, info);
    expect_with(html, DHK_SECTION_INFO, 4, DEHUSK_MODEL_CORRUPT, html);
    expect_with(info + 4, 2, 4, DEHUSK_MODEL_CORRUPT, info + 4);
    expect_with(info + 8, 0, 8, DEHUSK_MODEL_CORRUPT, info + 8);
    expect_with(info + 8, UINT64_MAX, 8, DEHUSK_MODEL_CORRUPT, info + 8);
    expect_with(info + 16, UINT64_MAX, 8, DEHUSK_MODEL_CORRUPT, info + 16);
    expect_with(info + 16, model_length, 8, DEHUSK_MODEL_CORRUPT, info + 16);
    expect_with(info + 16, ts_field(model + info + 16, 8) - 1, 8, DEHUSK_MODEL_CORRUPT, html + 8);
    expect_with(html + 16, ts_field(model + html + 16, 8) - 1, 8, DEHUSK_MODEL_CORRUPT, model_length - 1);
}

/* Opens the model with the payload of the section at `entry` cut or drawn out to `length` bytes, and the number of items
 * that it states, if it is as long, multiplied by `times`. */
static void expect_resized(size_t entry, size_t length, uint64_t times, size_t expected_offset) {
    size_t begin = (size_t)ts_field(model + entry + 8, 8);
    size_t before = (size_t)ts_field(model + entry + 16, 8);
    size_t kept = length < before ? length : before;
    size_t all = model_length - before + length;
    size_t error_offset = 12345;
    unsigned char *resized = calloc(1, all);
    assert_non_null(resized);
    memcpy(resized, model, begin + kept);
    memcpy(resized + begin + length, model + begin + before, model_length - begin - before);
    ts_set_field(resized + entry + 16, length, 8);
    for (size_t other = TABLE; other < TABLE + ts_field(model + 12, 4) * ENTRY; other += ENTRY)
        if (ts_field(resized + other + 8, 8) > begin)
            ts_set_field(resized + other + 8, ts_field(resized + other + 8, 8) - before + length, 8);
    if (length >= 8)
        ts_set_field(resized + begin + 4, times * ts_field(resized + begin + 4, 4), 4);
    ts_set_field(resized + 16, all, 8);
    ts_set_field(resized + 24, dhk_crc32(resized + TABLE, all - TABLE), 4);
    assert_int_equal(open_bytes(resized, all, &error_offset), DEHUSK_MODEL_CORRUPT);
    assert_int_equal(error_offset, expected_offset);
    free(resized);
}

static void sections_are_as_long_as_they_say(void **state) {
    static const struct {
        uint32_t id;
        size_t header;
    } sections[] = {
        {DHK_SECTION_HTML, DHK_CLASSIFIER_HEADER_SIZE},      {DHK_SECTION_TEXT, DHK_CLASSIFIER_HEADER_SIZE},
        {DHK_SECTION_TEXT_TITLE, DHK_DETECTOR_HEADER_SIZE},  {DHK_SECTION_TEXT_SITE, DHK_SITE_HEADER_SIZE},
        {DHK_SECTION_TEXT_EXTRACT, DHK_EXTRACT_HEADER_SIZE}, {DHK_SECTION_TEXT_AROUND, DHK_AROUND_HEADER_SIZE},
        {DHK_SECTION_TEXT_BESIDE, DHK_AROUND_HEADER_SIZE},   {DHK_SECTION_HTML_STACK, DHK_STACK_HEADER_SIZE},
        {DHK_SECTION_HTML_EMPTY, DHK_EMPTY_HEADER_SIZE},
    };
    (void)state;
    unsigned char *html_model = model;
    size_t html_length = model_length;
    model = ts_model_bytes((ts_model_plan){.html = true,
                                           .text = true,
                                           .sites = true,
                                           .extract = true,
                                           .around = true,
                                           .page_around = true,
                                           .stack = true,
                                           .empty = 1,
                                           .detectors = true},
                           &model_length);
    assert_int_equal(open_bytes(model, model_length, NULL), DEHUSK_OK);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        size_t entry, at = payload_of(sections[i].id, &entry);
        expect_resized(entry, 0, 1, entry + 16);
        expect_resized(entry, sections[i].header - 1, 0, entry + 16);
        expect_resized(entry, sections[i].header, 0, at + 4);
        expect_resized(entry, (size_t)ts_field(model + entry + 16, 8) + 1, 1, at + 4);
    }
    free(model);
    model = html_model;
    model_length = html_length;
}

static void unknown_sections_are_skipped_unless_required(void **state) {
    (void)state;
    size_t info;
    (void)payload_of(DHK_SECTION_INFO, &info);
    expect_with(info, 77, 4, DEHUSK_OK, 0);
    expect_with(info, 77 | (uint64_t)DHK_SECTION_REQUIRED << 32, 8, DEHUSK_MODEL_VERSION, info);
}

static void file_without_classifier_is_refused(void **state) {
    (void)state;
    size_t html;
    (void)payload_of(DHK_SECTION_HTML, &html);
    expect_with(html, 77, 8, DEHUSK_MODEL_CORRUPT, 12); /* id and flags */
}

static void other_features_are_another_schema(void **state) {
    (void)state;
    size_t html = payload_of(DHK_SECTION_HTML, NULL);
    expect_with(html, ts_field(model + html, 4) + 1, 4, DEHUSK_MODEL_SCHEMA, html);
}

static void classifier_is_checked(void **state) {
    (void)state;
    size_t html = payload_of(DHK_SECTION_HTML, NULL);
    uint32_t count = dhk_feature_count(DEHUSK_FORMAT_HTML);
    expect_with(html + 4, 0, 4, DEHUSK_MODEL_CORRUPT, html + 4);
    expect_with(html + 4, count + 1, 4, DEHUSK_MODEL_CORRUPT, html + 4);
    expect_with(html + 4, count + (UINT64_C(1) << 31), 4, DEHUSK_MODEL_CORRUPT, html + 4);
    expect_with(html + 4, UINT32_MAX, 4, DEHUSK_MODEL_CORRUPT, html + 4);
    expect_with(html + 8, INT32_MAX, 4, DEHUSK_MODEL_CORRUPT, html + 8);
    expect_with(html + 8, (uint32_t)INT32_MIN, 4, DEHUSK_MODEL_CORRUPT, html + 8);
    expect_with(html + 8, 1 << 24, 4, DEHUSK_OK, 0);
    for (size_t at = 12; at < 32; at += 4)
        expect_with(html + at, (uint32_t)INT32_MIN, 4, DEHUSK_MODEL_CORRUPT, html + at);
}

/* Nothing of it can be read as a model whose sums overflow. */
/* Runs with a model of plain text and its second regime in place of the HTML one. */
static void second_regime_is_checked(void **state) {
    (void)state;
    unsigned char *html = model;
    size_t html_length = model_length, entry, at;
    uint32_t count = dhk_feature_count(DEHUSK_FORMAT_TEXT);
    model = ts_model_bytes((ts_model_plan){.text = true, .extract = true}, &model_length);
    at = payload_of(DHK_SECTION_TEXT_EXTRACT, &entry);
    dehusk_model *opened = NULL;
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    assert_true(opened->regimes.present);
    assert_int_equal(opened->regimes.extract.bias, 2 * 4096);
    assert_int_equal(opened->regimes.extract.shift, 4096);
    assert_int_equal(opened->regimes.page.slope, 4096);
    assert_int_equal(opened->regimes.extract_page.slope, 4096);
    dehusk_model_close(opened);
    expect_with(at, 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, count + 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 12, 0, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    for (size_t field = 4; field < 15 + 4 * DHK_GATE_FACTS; field++)
        if (field != 13)
            expect_with(at + 4 * field, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 4 * field);
    expect_with(at + 52, DHK_GATE_REVISION + 1, 4, DEHUSK_MODEL_SCHEMA, at + 52);
    free(model);
    model = html;
    model_length = html_length;
}

/* Runs with a model of plain text that has the section, which is read into this stage. */
static void expect_around_checked(uint32_t section, ts_model_plan plan, size_t stage_offset) {
    unsigned char *html = model;
    size_t html_length = model_length, entry, at;
    model = ts_model_bytes(plan, &model_length);
    at = payload_of(section, &entry);
    dehusk_model *opened = NULL;
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    const dhk_around_stage *stage = (const dhk_around_stage *)((const char *)&opened->regimes + stage_offset);
    assert_true(stage->present);
    assert_int_equal(stage->constant, 512);
    assert_int_equal(stage->keep, 2048);
    dehusk_model_close(opened);
    expect_with(at, DHK_AROUND_REVISION + 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, DHK_AROUND_COLUMNS + 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 12, (uint32_t)-1, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    expect_with(at + 12, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    for (size_t i = 0; i < DHK_AROUND_COLUMNS; i++)
        expect_with(at + 16 + 4 * i, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 16 + 4 * i);
    free(model);
    model = html;
    model_length = html_length;
}

static void what_stands_around_is_checked(void **state) {
    (void)state;
    expect_around_checked(DHK_SECTION_TEXT_AROUND, (ts_model_plan){.text = true, .extract = true, .around = true},
                          offsetof(dhk_text_regimes, around));
    expect_around_checked(DHK_SECTION_TEXT_BESIDE, (ts_model_plan){.text = true, .extract = true, .page_around = true},
                          offsetof(dhk_text_regimes, page_around));
}

static void what_stands_around_needs_the_second_regime(void **state) {
    (void)state;
    for (int of_pages = 0; of_pages < 2; of_pages++) {
        size_t length, wrong = 0;
        ts_model_plan plan = {.text = true, .around = of_pages == 0, .page_around = of_pages != 0};
        unsigned char *bytes = ts_model_bytes(plan, &length);
        assert_int_equal(open_bytes(bytes, length, &wrong), DEHUSK_MODEL_CORRUPT);
        assert_int_equal(wrong, TABLE + 2 * ENTRY);
        free(bytes);
    }
}

/* A regime of extracts is one of two. */
static void second_regime_needs_the_first(void **state) {
    (void)state;
    size_t length, wrong = 0;
    unsigned char *bytes = ts_model_bytes((ts_model_plan){.html = true, .extract = true}, &length);
    assert_int_equal(open_bytes(bytes, length, &wrong), DEHUSK_MODEL_CORRUPT);
    assert_int_equal(wrong, TABLE + 2 * ENTRY);
    free(bytes);
}

/* Runs with a model of plain text and its detectors in place of the HTML one. */
static void detectors_are_checked(void **state) {
    (void)state;
    unsigned char *html_model = model;
    size_t html_length = model_length, entry, at;
    dehusk_model *opened = NULL;
    model = ts_model_bytes((ts_model_plan){.text = true, .detectors = true}, &model_length);
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    at = payload_of(DHK_SECTION_TEXT_TITLE, &entry);
    assert_true(opened->title.present && opened->caption.present);
    assert_int_equal(opened->title.feature_count, dhk_feature_count(DEHUSK_FORMAT_TEXT));
    assert_int_equal(opened->title.bias, 2048);
    assert_int_equal(opened->caption.bias, -4096);
    assert_ptr_equal(opened->caption.weights, opened->title.weights + opened->title.feature_count);
    for (uint32_t i = 0; i < opened->title.feature_count; i++) {
        int weight = (int)ts_field(model + at + DHK_DETECTOR_HEADER_SIZE + i, 1);
        assert_int_equal(opened->title.weights[i], (weight > 127 ? weight - 256 : weight) * 64);
    }
    dehusk_model_close(opened);
    expect_with(at, 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 12, 0, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    expect_with(at + 16, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, at + 16);
    expect_with(at + 20, DHK_DETECTOR_SCALE_MAX, 4, DEHUSK_OK, 0);
    expect_with(at + 20, DHK_DETECTOR_SCALE_MAX + 1, 4, DEHUSK_MODEL_CORRUPT, at + 20);
    expect_with(at + 20, UINT32_MAX, 4, DEHUSK_MODEL_CORRUPT, at + 20);
    expect_with(entry, 77, 4, DEHUSK_OK, 0); /* a library of before skips it */
    free(model);
    model = html_model;
    model_length = html_length;
}

/* What a site's pages add: read, checked, and skipped by a library of before. */
static void site_stages_are_read(void **state) {
    (void)state;
    unsigned char *html_model = model;
    size_t html_length = model_length;
    size_t entry, at;
    dehusk_model *opened = NULL;
    model = ts_model_bytes((ts_model_plan){.html = true, .text = true, .sites = true}, &model_length);
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    at = payload_of(DHK_SECTION_TEXT_SITE, &entry);
    assert_true(opened->html_site.present && opened->text_site.present);
    assert_int_equal(opened->text_site.slope, ts_field(model + at + 8, 4));
    assert_int_equal(opened->text_site.offset, ts_field(model + at + 12, 4));
    assert_ptr_equal(opened->text_site.weights, opened->html_site.weights + DHK_SITE_BINS);
    for (size_t i = 0; i < DHK_SITE_BINS; i++) {
        int weight = (int)ts_field(model + at + DHK_SITE_HEADER_SIZE + 2 * i, 2);
        assert_int_equal(opened->text_site.weights[i], weight >= 32768 ? weight - 65536 : weight);
    }
    dehusk_model_close(opened);
    expect_with(at, DHK_SITE_REVISION + 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, 0, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 12, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    expect_with(entry, 77, 4, DEHUSK_OK, 0);
    free(model);
    model = html_model;
    model_length = html_length;
}

/* The second stage: read, checked, and skipped by a library of before. */
static void second_stages_are_read(void **state) {
    (void)state;
    unsigned char *html_model = model;
    size_t html_length = model_length;
    size_t entry, at;
    dehusk_model *opened = NULL;
    model = ts_model_bytes((ts_model_plan){.html = true, .text = true, .stack = true}, &model_length);
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    at = payload_of(DHK_SECTION_HTML_STACK, &entry);
    assert_true(opened->html_stack.present);
    assert_int_equal(opened->html_stack.slope, ts_field(model + at + 8, 4));
    assert_int_equal((uint32_t)opened->html_stack.offset, ts_field(model + at + 12, 4));
    assert_int_equal(opened->html_stack.keep, ts_field(model + at + 16, 4));
    assert_int_equal(opened->html_stack.bias, ts_field(model + at + 20, 4));
    for (size_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++) {
        const unsigned char *column = model + at + DHK_STACK_HEADER_SIZE + DHK_STACK_COLUMN_SIZE * i;
        assert_int_equal((uint32_t)opened->html_stack.columns[i].mean, ts_field(column, 4));
        assert_int_equal(opened->html_stack.columns[i].scale, ts_field(column + 4, 4));
        assert_int_equal((uint32_t)opened->html_stack.columns[i].weight, ts_field(column + 8, 4));
    }
    dehusk_model_close(opened);
    size_t last = at + DHK_STACK_HEADER_SIZE + DHK_STACK_COLUMN_SIZE * (DHK_STACK_COLUMN_COUNT - 1);
    expect_with(at, DHK_STACK_REVISION + 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, 0, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 8, (1 << 16) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(at + 12, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, at + 12);
    expect_with(at + 16, 4097, 4, DEHUSK_MODEL_CORRUPT, at + 16);
    expect_with(at + 20, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, at + 20);
    expect_with(last, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, last);
    expect_with(last + 4, 1 << 25, 4, DEHUSK_MODEL_CORRUPT, last + 4);
    expect_with(last + 8, (1 << 15) + 1, 4, DEHUSK_MODEL_CORRUPT, last + 8);
    expect_with(entry, 77, 4, DEHUSK_OK, 0);
    free(model);
    model = html_model;
    model_length = html_length;
}

/* The classifier of short pages: read, checked, and skipped by a library of before. */
static void classifiers_of_short_pages_are_read(void **state) {
    (void)state;
    unsigned char *html_model = model;
    size_t html_length = model_length;
    size_t entry, at;
    dehusk_model *opened = NULL;
    model = ts_model_bytes((ts_model_plan){.html = true, .text = true, .empty = -1}, &model_length);
    assert_int_equal(dehusk_model_open_memory(model, model_length, NULL, &opened, NULL), DEHUSK_OK);
    at = payload_of(DHK_SECTION_HTML_EMPTY, &entry);
    assert_true(opened->html_empty.present);
    assert_int_equal((uint32_t)opened->html_empty.bias, ts_field(model + at + 8, 4));
    for (size_t i = 0; i < DHK_EMPTY_FEATURES; i++) {
        int weight = (int)ts_field(model + at + DHK_EMPTY_HEADER_SIZE + 2 * i, 2);
        assert_int_equal(opened->html_empty.weights[i], weight >= 32768 ? weight - 65536 : weight);
    }
    dehusk_model_close(opened);
    expect_with(at, DHK_EMPTY_REVISION + 1, 4, DEHUSK_MODEL_SCHEMA, at);
    expect_with(at + 4, 1, 4, DEHUSK_MODEL_CORRUPT, at + 4);
    expect_with(at + 8, (1 << 24) + 1, 4, DEHUSK_MODEL_CORRUPT, at + 8);
    expect_with(entry, 77, 4, DEHUSK_OK, 0);
    free(model);
    model = html_model;
    model_length = html_length;
}

static void short_section_is_corrupt(void **state) {
    (void)state;
    size_t html, info;
    size_t begin = payload_of(DHK_SECTION_HTML, &html);
    (void)payload_of(DHK_SECTION_INFO, &info);
    for (size_t length = 0; length < 34; length++) {
        size_t error_offset = 0, total = begin + length;
        unsigned char *cut = malloc(total);
        assert_non_null(cut);
        memcpy(cut, model, total);
        ts_set_field(cut + 16, total, 8);
        ts_set_field(cut + html + 16, length, 8);
        ts_set_field(cut + 24, dhk_crc32(cut + TABLE, total - TABLE), 4);
        assert_int_equal(open_bytes(cut, total, &error_offset), DEHUSK_MODEL_CORRUPT);
        free(cut);
    }
}

static void info_is_checked(void **state) {
    (void)state;
    size_t info = payload_of(DHK_SECTION_INFO, NULL); /* "name\tmade up\ncreated\t2026-11-22\n" */
    size_t end = info + strlen("name\tmade up\ncreated\t2026-11-22\n");
    expect_with(info, 0, 1, DEHUSK_MODEL_CORRUPT, info);
    expect_with(info, '\t', 1, DEHUSK_MODEL_CORRUPT, info);
    expect_with(info + 4, 'x', 1, DEHUSK_MODEL_CORRUPT, info + 12); /* no tab in the first line */
    expect_with(info + 6, 0xff, 1, DEHUSK_MODEL_CORRUPT, info + 6); /* not UTF-8 */
    expect_with(info + 6, 0xc3, 1, DEHUSK_MODEL_CORRUPT, info + 6);
    expect_with(info + 6, 0xa9c3, 2, DEHUSK_OK, 0);
    expect_with(info + 6, 0x80edu | 0xa0u << 8, 2, DEHUSK_MODEL_CORRUPT, info + 6);
    expect_with(end - 1, 'x', 1, DEHUSK_MODEL_CORRUPT, end);                          /* no line feed at the end */
    expect_with(info + 13, UINT64_C(0x09646574), 4, DEHUSK_MODEL_CORRUPT, info + 20); /* tab in a value */
    expect_with(info + 13, UINT64_C(0x0a787809656d616e), 8, DEHUSK_MODEL_CORRUPT, info + 13); /* "name" again */
}

static void no_allocation_is_taken_for_granted(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_allocator allocator = ts_counting_allocator(&account);
    size_t call = 0;
    for (bool failed = true; failed;) {
        dehusk_model *opened = NULL;
        size_t error_offset = 7;
        ts_fail_at(&account, ++call, false);
        account.failed = false;
        dehusk_status status = dehusk_model_open_memory(model, model_length, &allocator, &opened, &error_offset);
        failed = account.failed;
        assert_int_equal(status, failed ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK);
        assert_int_equal(error_offset, 0);
        if (!failed)
            dehusk_model_close(opened);
        else
            assert_null(opened);
        assert_int_equal(account.bytes, 0);
        assert_int_equal(account.blocks, 0);
    }
    assert_true(call > 3);
}

static void files_are_read(void **state) {
    (void)state;
    char path[] = "/tmp/dehusk-model-XXXXXX";
    dehusk_model *opened = NULL;
    size_t error_offset = 7;
    ts_account account = {0};
    dehusk_allocator allocator = ts_counting_allocator(&account);
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(model, 1, model_length, file), model_length);
    fclose(file);
    errno = EDOM;
    assert_int_equal(dehusk_model_open_file(path, &allocator, &opened, &error_offset), DEHUSK_OK);
    assert_int_equal(errno, EDOM);
    assert_int_equal(error_offset, 0);
    dehusk_model_close(opened);
    assert_int_equal(account.bytes, 0);
    for (size_t call = 1;; call++) {
        opened = NULL;
        ts_fail_at(&account, call, true);
        account.failed = false;
        dehusk_status status = dehusk_model_open_file(path, &allocator, &opened, NULL);
        dehusk_model_close(opened);
        assert_int_equal(account.bytes, 0);
        assert_int_equal(status, account.failed ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK);
        if (!account.failed)
            break;
    }
    opened = NULL;
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(dehusk_model_open_file(path, NULL, &opened, &error_offset), DEHUSK_MODEL_TRUNCATED);
    assert_int_equal(error_offset, 100);
    remove(path);
    errno = EDOM;
    assert_int_equal(dehusk_model_open_file(path, NULL, &opened, NULL), DEHUSK_IO);
    assert_int_equal(dehusk_model_open_file("/tmp", NULL, &opened, NULL), DEHUSK_IO);
    assert_int_equal(errno, EDOM);
    /* It never ends, but no model is that large. */
    assert_int_equal(dehusk_model_open_file("/dev/zero", NULL, &opened, NULL), DEHUSK_MODEL_NOT_A_MODEL);
    assert_null(opened);
}

static void default_model_opens_if_there_is_one(void **state) {
    (void)state;
    dehusk_model *opened = NULL;
    dehusk_status status = dehusk_model_open_default(NULL, &opened);
    /* A build that trains the first model has none. */
    assert_true(status == DEHUSK_OK || status == DEHUSK_MODEL_NOT_A_MODEL);
    dehusk_model_close(opened);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksum_is_that_of_zlib),
        cmocka_unit_test(whole_model_opens),
        cmocka_unit_test(one_mode_is_enough),
        cmocka_unit_test(weights_are_read_byte_by_byte),
        cmocka_unit_test(model_tells_of_itself),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(truncation_is_noticed_everywhere),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(bytes_after_the_end_are_not_ignored),
        cmocka_unit_test(header_fields_are_checked),
        cmocka_unit_test(section_table_is_checked),
        cmocka_unit_test(sections_are_as_long_as_they_say),
        cmocka_unit_test(unknown_sections_are_skipped_unless_required),
        cmocka_unit_test(file_without_classifier_is_refused),
        cmocka_unit_test(other_features_are_another_schema),
        cmocka_unit_test(classifier_is_checked),
        cmocka_unit_test(detectors_are_checked),
        cmocka_unit_test(second_regime_is_checked),
        cmocka_unit_test(second_regime_needs_the_first),
        cmocka_unit_test(what_stands_around_is_checked),
        cmocka_unit_test(what_stands_around_needs_the_second_regime),
        cmocka_unit_test(site_stages_are_read),
        cmocka_unit_test(second_stages_are_read),
        cmocka_unit_test(classifiers_of_short_pages_are_read),
        cmocka_unit_test(short_section_is_corrupt),
        cmocka_unit_test(info_is_checked),
        cmocka_unit_test(no_allocation_is_taken_for_granted),
        cmocka_unit_test(files_are_read),
        cmocka_unit_test(default_model_opens_if_there_is_one),
    };
    return cmocka_run_group_tests(tests, make_model, free_model);
}
