/*
 * Puts a model file together byte by byte, little-endian on every machine.
 */
#define _POSIX_C_SOURCE 200809L

#include "calibrate/model_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct buffer {
    unsigned char *bytes;
    size_t length, capacity;
} buffer;

static void put(buffer *out, const void *bytes, size_t length) {
    TR_RESERVE(out->bytes, out->capacity, out->length + length);
    if (length > 0)
        memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
}

static void put_integer(buffer *out, uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)(value >> (8 * i) & 0xff);
        put(out, &byte, 1);
    }
}

static void put_u32(buffer *out, uint32_t value) {
    put_integer(out, value, 4);
}

static void put_classifier(buffer *out, const dhk_classifier *classifier) {
    put_u32(out, classifier->schema);
    put_u32(out, classifier->feature_count);
    put_u32(out, (uint32_t)classifier->bias);
    put_u32(out, (uint32_t)classifier->slope);
    put_u32(out, (uint32_t)classifier->offset);
    put_u32(out, (uint32_t)classifier->shift);
    put_u32(out, (uint32_t)classifier->verdict_slope);
    put_u32(out, (uint32_t)classifier->verdict_offset);
    for (uint32_t i = 0; i < classifier->feature_count; i++)
        put_integer(out, (uint16_t)classifier->weights[i], 2);
}

static void put_info_text(buffer *out, const char *text, char end) {
    for (; *text != '\0'; text++) {
        char byte = (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text;
        put(out, &byte, 1);
    }
    put(out, &end, 1);
}

/* The least power of two that leaves each weight eight bits. */
static uint32_t scale_of(const dhk_classifier *detector) {
    uint32_t scale = 0;
    for (uint32_t i = 0; i < detector->feature_count; i++)
        while (abs(detector->weights[i]) > INT8_MAX * (1 << scale) && scale < DHK_DETECTOR_SCALE_MAX)
            scale++;
    return scale;
}

static void put_detector(buffer *out, const dhk_classifier *detector) {
    uint32_t scale = scale_of(detector);
    put_u32(out, detector->schema);
    put_u32(out, detector->feature_count);
    put_u32(out, (uint32_t)detector->bias);
    put_u32(out, (uint32_t)detector->slope);
    put_u32(out, (uint32_t)detector->offset);
    put_u32(out, scale);
    for (uint32_t i = 0; i < detector->feature_count; i++)
        put_integer(out, (uint8_t)(detector->weights[i] / (1 << scale)), 1);
}

static void put_site_stage(buffer *out, const dhk_site_stage *stage) {
    put_u32(out, DHK_SITE_REVISION);
    put_u32(out, DHK_SITE_BINS);
    put_u32(out, (uint32_t)stage->slope);
    put_u32(out, (uint32_t)stage->offset);
    for (uint32_t i = 0; i < DHK_SITE_BINS; i++)
        put_integer(out, (uint16_t)stage->weights[i], 2);
}

static void put_page_calibration(buffer *out, const dhk_page_calibration *by) {
    put_u32(out, (uint32_t)by->constant);
    put_u32(out, (uint32_t)by->slope);
    put_u32(out, (uint32_t)by->of_mean);
    put_u32(out, (uint32_t)by->of_both);
}

static void put_facts(buffer *out, const int32_t *weights) {
    for (uint32_t i = 0; i < DHK_GATE_FACTS; i++)
        put_u32(out, (uint32_t)weights[i]);
}

static void put_regimes(buffer *out, const dhk_text_regimes *regimes) {
    const dhk_classifier *extract = &regimes->extract;
    put_u32(out, extract->schema);
    put_u32(out, extract->feature_count);
    put_u32(out, (uint32_t)extract->bias);
    put_u32(out, (uint32_t)extract->slope);
    put_u32(out, (uint32_t)extract->offset);
    put_u32(out, (uint32_t)extract->shift);
    put_page_calibration(out, &regimes->page);
    put_u32(out, (uint32_t)regimes->extract_page.constant);
    put_u32(out, (uint32_t)regimes->extract_page.slope);
    put_u32(out, (uint32_t)regimes->gate_bias);
    put_u32(out, DHK_GATE_REVISION);
    put_u32(out, (uint32_t)regimes->nothing_bias);
    put_facts(out, regimes->gate);
    put_facts(out, regimes->extract_page.of_facts);
    put_facts(out, regimes->extract_page.of_both);
    put_facts(out, regimes->nothing);
    for (uint32_t i = 0; i < extract->feature_count; i++)
        put_integer(out, (uint16_t)extract->weights[i], 2);
}

static void put_around(buffer *out, const dhk_around_stage *stage) {
    put_u32(out, DHK_AROUND_REVISION);
    put_u32(out, DHK_AROUND_COLUMNS);
    put_u32(out, (uint32_t)stage->constant);
    put_u32(out, (uint32_t)stage->keep);
    for (uint32_t i = 0; i < DHK_AROUND_COLUMNS; i++)
        put_u32(out, (uint32_t)stage->weights[i]);
}

static void put_stack_stage(buffer *out, const dhk_stack_stage *stage) {
    put_u32(out, DHK_STACK_REVISION);
    put_u32(out, DHK_STACK_COLUMN_COUNT);
    put_u32(out, (uint32_t)stage->slope);
    put_u32(out, (uint32_t)stage->offset);
    put_u32(out, (uint32_t)stage->keep);
    put_u32(out, (uint32_t)stage->bias);
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++) {
        put_u32(out, (uint32_t)stage->columns[i].mean);
        put_u32(out, (uint32_t)stage->columns[i].scale);
        put_u32(out, (uint32_t)stage->columns[i].weight);
    }
}

static void put_empty_stage(buffer *out, const dhk_empty_stage *stage) {
    put_u32(out, DHK_EMPTY_REVISION);
    put_u32(out, DHK_EMPTY_FEATURES);
    put_u32(out, (uint32_t)stage->bias);
    for (uint32_t i = 0; i < DHK_EMPTY_FEATURES; i++)
        put_integer(out, (uint16_t)stage->weights[i], 2);
}

static bool is_present(const dhk_classifier *part) {
    return part != NULL && part->present;
}

/* The sections of a model file, one of each kind, in the order of the file. */
typedef struct sections {
    uint32_t ids[DHK_SECTION_KINDS];
    buffer payloads[DHK_SECTION_KINDS];
    uint32_t count;
} sections;

/* The bytes of a new section of the kind. */
static buffer *new_section(sections *all, uint32_t id) {
    all->ids[all->count] = id;
    return &all->payloads[all->count++];
}

static void put_info(sections *all, const tr_model_info *info, size_t count) {
    buffer *out = new_section(all, DHK_SECTION_INFO);
    for (size_t i = 0; i < count; i++) {
        put_info_text(out, info[i].key, '\t');
        put_info_text(out, info[i].value, '\n');
    }
}

static void put_parts(sections *all, const tr_model_parts *parts) {
    if (is_present(parts->html))
        put_classifier(new_section(all, DHK_SECTION_HTML), parts->html);
    if (is_present(parts->text))
        put_classifier(new_section(all, DHK_SECTION_TEXT), parts->text);
    if (is_present(parts->title))
        put_detector(new_section(all, DHK_SECTION_TEXT_TITLE), parts->title);
    if (is_present(parts->caption))
        put_detector(new_section(all, DHK_SECTION_TEXT_CAPTION), parts->caption);
    if (parts->regimes != NULL && parts->regimes->present)
        put_regimes(new_section(all, DHK_SECTION_TEXT_EXTRACT), parts->regimes);
    if (parts->regimes != NULL && parts->regimes->present && parts->regimes->around.present)
        put_around(new_section(all, DHK_SECTION_TEXT_AROUND), &parts->regimes->around);
    if (parts->regimes != NULL && parts->regimes->present && parts->regimes->page_around.present)
        put_around(new_section(all, DHK_SECTION_TEXT_BESIDE), &parts->regimes->page_around);
    if (parts->html_site != NULL && parts->html_site->present)
        put_site_stage(new_section(all, DHK_SECTION_HTML_SITE), parts->html_site);
    if (parts->text_site != NULL && parts->text_site->present)
        put_site_stage(new_section(all, DHK_SECTION_TEXT_SITE), parts->text_site);
    if (parts->html_stack != NULL && parts->html_stack->present)
        put_stack_stage(new_section(all, DHK_SECTION_HTML_STACK), parts->html_stack);
    if (parts->html_empty != NULL && parts->html_empty->present)
        put_empty_stage(new_section(all, DHK_SECTION_HTML_EMPTY), parts->html_empty);
}

/* The table of sections with their payloads behind it; frees the payloads. */
static buffer table_of(sections *all) {
    buffer table = {0};
    uint64_t offset = DHK_MODEL_HEADER_SIZE + (uint64_t)all->count * DHK_MODEL_SECTION_SIZE;
    for (uint32_t i = 0; i < all->count; i++) {
        bool required = all->ids[i] == DHK_SECTION_HTML || all->ids[i] == DHK_SECTION_TEXT;
        put_u32(&table, all->ids[i]);
        put_u32(&table, required ? DHK_SECTION_REQUIRED : 0);
        put_integer(&table, offset, 8);
        put_integer(&table, all->payloads[i].length, 8);
        offset += all->payloads[i].length;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        put(&table, all->payloads[i].bytes, all->payloads[i].length);
        free(all->payloads[i].bytes);
    }
    return table;
}

unsigned char *tr_model_bytes(const tr_model_parts *parts, const tr_model_info *info, size_t info_count,
                              size_t *length) {
    sections all = {0};
    buffer file = {0};
    put_info(&all, info, info_count);
    put_parts(&all, parts);
    uint32_t count = all.count;
    buffer table = table_of(&all);
    put(&file, DHK_MODEL_MAGIC, 8);
    put_u32(&file, DHK_MODEL_VERSION);
    put_u32(&file, count);
    put_integer(&file, DHK_MODEL_HEADER_SIZE + (uint64_t)table.length, 8);
    put_u32(&file, dhk_crc32(table.bytes, table.length));
    put_u32(&file, 0);
    put(&file, table.bytes, table.length);
    free(table.bytes);
    *length = file.length;
    return file.bytes;
}

/* The file beside `path` that becomes it once it is whole; free with free(). */
static char *temporary_of(const char *path) {
    size_t size = strlen(path) + 5;
    char *temporary = tr_resize(NULL, size, 1);
    snprintf(temporary, size, "%s.new", path);
    return temporary;
}

bool tr_model_can_write(const char *path, tr_error *error) {
    char *temporary = temporary_of(path);
    struct stat there;
    FILE *file = fopen(temporary, "wb");
    bool fine = file != NULL || tr_fail(error, "%s: cannot be written: %s", path, strerror(errno));
    if (file != NULL) {
        fclose(file);
        remove(temporary);
    }
    if (fine && stat(path, &there) == 0 && S_ISDIR(there.st_mode))
        fine = tr_fail(error, "%s: cannot be written: it is a folder", path);
    free(temporary);
    return fine;
}

bool tr_model_write(const char *path, const unsigned char *bytes, size_t length, tr_error *error) {
    char *temporary = temporary_of(path);
    FILE *file = fopen(temporary, "wb");
    bool fine = file != NULL && fwrite(bytes, 1, length, file) == length;
    if (file != NULL && fclose(file) != 0)
        fine = false;
    if (fine)
        fine = rename(temporary, path) == 0;
    if (!fine) {
        tr_fail(error, "%s: %s", path, strerror(errno));
        if (file != NULL)
            remove(temporary);
    }
    free(temporary);
    return fine;
}
