/*
 * Opens model files. runtime/MODEL_FORMAT.md is the specification.
 *
 * Nothing of a file is used before it was checked, in the order in which a
 * person would want to be told: is it a model at all, of a version that we
 * know, complete, undamaged, well-formed, and made for this library's features.
 * Integers are put together byte by byte, so neither the machine's byte order
 * nor the alignment of the caller's buffer matters. The layout allows no gaps
 * and no slack: every byte of a valid file means something.
 */
#include "base/file_bytes.h"
#include "base/memory.h"
#include "features/features.h"
#include "features/interleaved_weights.h"
#include "model/model.h"
#include "unicode/utf8.h"

#include <string.h>

/* The compiled-in model; length 0 in a build that has none (the one that trains the first). */
extern const unsigned char dhk_default_model[];
extern const size_t dhk_default_model_length;

enum {
    /* No model is larger; an endless file is not read to its end. Both modes with 2^21 features each would fit. */
    MODEL_SIZE_MAX = 16 * 1024 * 1024,
    SECTION_COUNT_MAX = 64,
    INFO_SIZE_MAX = 64 * 1024, /* its keys are compared pairwise */

    /* With these bounds, no sum of DHK_VECTOR_MAX weights and no logit made of it leaves 32 bits:
     * |score| <= 2^24 + 1346 * 2^15 < 2^25.9, the site's two among them, and 2^25.9 * 2^17 / 2^12 + 2^24 < 2^31. */
    CONSTANT_MAX = 1 << 24, /* bias, offsets and shift: 4096.0 */
    SLOPE_MAX = 1 << 17,    /* 32.0 */

    /* The same for the second stage, which may have seen a score of the first one's bounds: 2^25.9 + 2^24 +
     * 5 * 66 * 2^15 < 2^26.5, and 2^26.5 * 2^16 / 2^12 + 2^24 < 2^31. A column's value is below 2^22, so that its distance
     * from the mean times the scale is below 2^49, and a sum of what is kept of that is below 2^45. */
    STACK_SLOPE_MAX = 1 << 16,
    STACK_KEEP_MAX = 1 << 12,
    STACK_SCALE_MAX = 1 << 24,
    STACK_WEIGHT_MAX = 1 << 15
};

_Static_assert(DHK_VECTOR_MAX <= 1344, "the bounds above were computed for vectors of at most 1344 features");
_Static_assert(DHK_WEIGHT_FRACTION_BITS == 12, "the bounds above were computed for 12 bits after the point");

/* A file being read: where the first wrong byte stands is noted on the way. */
typedef struct source {
    const unsigned char *bytes;
    size_t length;
    size_t error_offset;
} source;

typedef struct section {
    uint32_t id;
    uint32_t flags;
    size_t offset;
    size_t length;
    size_t entry; /* where its entry stands in the section table */
} section;

static uint32_t read_u32(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint64_t read_u64(const unsigned char *at) {
    return (uint64_t)read_u32(at) | (uint64_t)read_u32(at + 4) << 32;
}

/* Two's complement without relying on how the compiler converts. */
static int32_t read_i32(const unsigned char *at) {
    uint32_t value = read_u32(at);
    return value <= INT32_MAX ? (int32_t)value : -(int32_t)(UINT32_MAX - value) - 1;
}

static int16_t read_i16(const unsigned char *at) {
    int32_t value = (int32_t)at[0] | (int32_t)at[1] << 8;
    return (int16_t)(value <= INT16_MAX ? value : value - 65536);
}

static dehusk_status fail(source *file, size_t offset, dehusk_status status) {
    file->error_offset = offset;
    return status;
}

/* Magic, version, size, checksum. */
static dehusk_status check_header(source *file) {
    static const char magic[8] = DHK_MODEL_MAGIC; /* eight characters, so without a zero */
    for (size_t i = 0; i < sizeof magic; i++)
        if (i >= file->length || file->bytes[i] != (unsigned char)magic[i])
            /* A proper beginning that ends too early is a cut model, nothing at all is none. */
            return fail(file, i, i >= file->length && i > 0 ? DEHUSK_MODEL_TRUNCATED : DEHUSK_MODEL_NOT_A_MODEL);
    if (file->length < 12)
        return fail(file, file->length, DEHUSK_MODEL_TRUNCATED);
    uint32_t version = read_u32(file->bytes + 8);
    if (version < DHK_MODEL_VERSION_MIN || version > DHK_MODEL_VERSION)
        return fail(file, 8, DEHUSK_MODEL_VERSION);
    if (file->length < DHK_MODEL_HEADER_SIZE)
        return fail(file, file->length, DEHUSK_MODEL_TRUNCATED);
    uint64_t total = read_u64(file->bytes + 16);
    if (total < DHK_MODEL_HEADER_SIZE || total > MODEL_SIZE_MAX)
        return fail(file, 16, DEHUSK_MODEL_CORRUPT);
    if (file->length < total)
        return fail(file, file->length, DEHUSK_MODEL_TRUNCATED);
    if (file->length > total)
        return fail(file, (size_t)total, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + 28) != 0)
        return fail(file, 28, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + 24) !=
        dhk_crc32(file->bytes + DHK_MODEL_HEADER_SIZE, file->length - DHK_MODEL_HEADER_SIZE))
        return fail(file, 24, DEHUSK_MODEL_CHECKSUM);
    return DEHUSK_OK;
}

/* The section table. Payloads follow it and each other without gaps, so that
 * a wrong count cannot go unnoticed. */
static dehusk_status check_sections(source *file, section sections[SECTION_COUNT_MAX], uint32_t *count) {
    *count = read_u32(file->bytes + 12);
    if (*count == 0 || *count > SECTION_COUNT_MAX ||
        *count > (file->length - DHK_MODEL_HEADER_SIZE) / DHK_MODEL_SECTION_SIZE)
        return fail(file, 12, DEHUSK_MODEL_CORRUPT);
    size_t expected = DHK_MODEL_HEADER_SIZE + *count * (size_t)DHK_MODEL_SECTION_SIZE;
    for (uint32_t i = 0; i < *count; i++) {
        size_t entry = DHK_MODEL_HEADER_SIZE + i * (size_t)DHK_MODEL_SECTION_SIZE;
        section *one = &sections[i];
        one->entry = entry;
        one->id = read_u32(file->bytes + entry);
        one->flags = read_u32(file->bytes + entry + 4);
        if (one->id == 0)
            return fail(file, entry, DEHUSK_MODEL_CORRUPT);
        for (uint32_t j = 0; j < i; j++)
            if (sections[j].id == one->id)
                return fail(file, entry, DEHUSK_MODEL_CORRUPT);
        if ((one->flags & ~(uint32_t)DHK_SECTION_REQUIRED) != 0)
            return fail(file, entry + 4, DEHUSK_MODEL_CORRUPT);
        if (read_u64(file->bytes + entry + 8) != expected)
            return fail(file, entry + 8, DEHUSK_MODEL_CORRUPT);
        uint64_t length = read_u64(file->bytes + entry + 16);
        if (length > file->length - expected)
            return fail(file, entry + 16, DEHUSK_MODEL_CORRUPT);
        one->offset = expected;
        one->length = (size_t)length;
        expected += one->length;
    }
    if (expected != file->length)
        return fail(file, expected, DEHUSK_MODEL_CORRUPT);
    return DEHUSK_OK;
}

/* A field within [low, high], read into `*value`. */
static bool bounded(const source *file, size_t offset, int32_t low, int32_t high, int32_t *value) {
    *value = read_i32(file->bytes + offset);
    return *value >= low && *value <= high;
}

/* How many items of `size` bytes stand behind the `header` bytes of a section, which states their number behind its first
 * field. */
static dehusk_status read_count(source *file, const section *part, size_t header, size_t size, uint32_t *count) {
    if (part->length < header)
        return fail(file, part->entry + 16, DEHUSK_MODEL_CORRUPT);
    *count = read_u32(file->bytes + part->offset + 4);
    if (*count == 0 || *count != (part->length - header) / size || (part->length - header) % size != 0)
        return fail(file, part->offset + 4, DEHUSK_MODEL_CORRUPT);
    return DEHUSK_OK;
}

/* Everything of a classifier but its weights. */
static dehusk_status check_classifier(source *file, const section *part, dehusk_format format,
                                      dhk_classifier *classifier) {
    size_t at = part->offset;
    dehusk_status status =
        read_count(file, part, DHK_CLASSIFIER_HEADER_SIZE, sizeof(int16_t), &classifier->feature_count);
    if (status != DEHUSK_OK)
        return status;
    classifier->schema = read_u32(file->bytes + at);
    if (!bounded(file, at + 8, -CONSTANT_MAX, CONSTANT_MAX, &classifier->bias))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 12, 1, SLOPE_MAX, &classifier->slope))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 16, -CONSTANT_MAX, CONSTANT_MAX, &classifier->offset))
        return fail(file, at + 16, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 20, -CONSTANT_MAX, CONSTANT_MAX, &classifier->shift))
        return fail(file, at + 20, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 24, 0, SLOPE_MAX, &classifier->verdict_slope))
        return fail(file, at + 24, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 28, -CONSTANT_MAX, CONSTANT_MAX, &classifier->verdict_offset))
        return fail(file, at + 28, DEHUSK_MODEL_CORRUPT);
    if (classifier->schema != dhk_feature_schema(format))
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (classifier->feature_count != dhk_feature_count(format))
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    classifier->present = true;
    return DEHUSK_OK;
}

/* Everything of a detector but its weights, the power of two that they are multiplied by among it. */
static dehusk_status check_detector(source *file, const section *part, dhk_classifier *detector) {
    size_t at = part->offset;
    int32_t scale;
    dehusk_status status = read_count(file, part, DHK_DETECTOR_HEADER_SIZE, sizeof(int8_t), &detector->feature_count);
    if (status != DEHUSK_OK)
        return status;
    detector->schema = read_u32(file->bytes + at);
    if (!bounded(file, at + 8, -CONSTANT_MAX, CONSTANT_MAX, &detector->bias))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 12, 1, SLOPE_MAX, &detector->slope))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 16, -CONSTANT_MAX, CONSTANT_MAX, &detector->offset))
        return fail(file, at + 16, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 20, 0, DHK_DETECTOR_SCALE_MAX, &scale))
        return fail(file, at + 20, DEHUSK_MODEL_CORRUPT);
    if (detector->schema != dhk_feature_schema(DEHUSK_FORMAT_TEXT))
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (detector->feature_count != dhk_feature_count(DEHUSK_FORMAT_TEXT))
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    detector->present = true;
    return DEHUSK_OK;
}

/* Reads `count` fields in 2^-12 from `at` on. */
static bool read_constants(source *file, size_t at, size_t count, int32_t *const to[]) {
    for (size_t i = 0; i < count; i++)
        if (!bounded(file, at + 4 * i, -CONSTANT_MAX, CONSTANT_MAX, to[i])) {
            fail(file, at + 4 * i, DEHUSK_MODEL_CORRUPT);
            return false;
        }
    return true;
}

/* Everything of the regime of extracts but its weights. */
static dehusk_status check_extract(source *file, const section *part, dhk_text_regimes *regimes) {
    dhk_classifier *extract = &regimes->extract;
    dhk_page_calibration *page = &regimes->page;
    dhk_fact_calibration *own = &regimes->extract_page;
    size_t at = part->offset;
    dehusk_status status = read_count(file, part, DHK_EXTRACT_HEADER_SIZE, sizeof(int16_t), &extract->feature_count);
    if (status != DEHUSK_OK)
        return status;
    extract->schema = read_u32(file->bytes + at);
    if (!bounded(file, at + 12, 1, SLOPE_MAX, &extract->slope))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    int32_t *const first[] = {&extract->bias};
    int32_t *const nothing[] = {&regimes->nothing_bias};
    int32_t *const others[] = {&extract->offset, &extract->shift, &page->constant, &page->slope,       &page->of_mean,
                               &page->of_both,   &own->constant,  &own->slope,     &regimes->gate_bias};
    int32_t *facts[4 * DHK_GATE_FACTS];
    for (size_t i = 0; i < DHK_GATE_FACTS; i++) {
        facts[i] = &regimes->gate[i];
        facts[DHK_GATE_FACTS + i] = &own->of_facts[i];
        facts[2 * DHK_GATE_FACTS + i] = &own->of_both[i];
        facts[3 * DHK_GATE_FACTS + i] = &regimes->nothing[i];
    }
    if (!read_constants(file, at + 8, 1, first) || !read_constants(file, at + 16, 9, others) ||
        !read_constants(file, at + 56, 1, nothing) ||
        !read_constants(file, at + 60, sizeof facts / sizeof *facts, facts))
        return DEHUSK_MODEL_CORRUPT;
    if (extract->schema != dhk_feature_schema(DEHUSK_FORMAT_TEXT))
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (extract->feature_count != dhk_feature_count(DEHUSK_FORMAT_TEXT))
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    if (read_u32(file->bytes + at + 52) != DHK_GATE_REVISION)
        return fail(file, at + 52, DEHUSK_MODEL_SCHEMA);
    regimes->present = extract->present = true;
    return DEHUSK_OK;
}

/* What stands around a line of plain text. */
static dehusk_status read_around(source *file, const section *part, dhk_around_stage *stage) {
    size_t at = part->offset;
    uint32_t count;
    dehusk_status status = read_count(file, part, DHK_AROUND_HEADER_SIZE, 4, &count);
    if (status != DEHUSK_OK)
        return status;
    if (!bounded(file, at + 8, -CONSTANT_MAX, CONSTANT_MAX, &stage->constant))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 12, 0, CONSTANT_MAX, &stage->keep))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + at) != DHK_AROUND_REVISION)
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (count != DHK_AROUND_COLUMNS)
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    for (uint32_t i = 0; i < count; i++)
        if (!bounded(file, at + DHK_AROUND_HEADER_SIZE + 4 * (size_t)i, -CONSTANT_MAX, CONSTANT_MAX,
                     &stage->weights[i]))
            return fail(file, at + DHK_AROUND_HEADER_SIZE + 4 * (size_t)i, DEHUSK_MODEL_CORRUPT);
    stage->present = true;
    return DEHUSK_OK;
}

/* Everything of a site stage but its weights. */
static dehusk_status check_site(source *file, const section *part, dhk_site_stage *stage) {
    size_t at = part->offset;
    uint32_t count;
    dehusk_status status = read_count(file, part, DHK_SITE_HEADER_SIZE, sizeof(int16_t), &count);
    if (status != DEHUSK_OK)
        return status;
    if (!bounded(file, at + 8, 1, SLOPE_MAX, &stage->slope))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 12, -CONSTANT_MAX, CONSTANT_MAX, &stage->offset))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + at) != DHK_SITE_REVISION)
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (count != DHK_SITE_BINS)
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    stage->present = true;
    return DEHUSK_OK;
}

/* Reads the section of the second stage. */
static dehusk_status read_stack(source *file, const section *part, dhk_stack_stage *stage) {
    size_t at = part->offset;
    uint32_t count;
    dehusk_status status = read_count(file, part, DHK_STACK_HEADER_SIZE, DHK_STACK_COLUMN_SIZE, &count);
    if (status != DEHUSK_OK)
        return status;
    if (!bounded(file, at + 8, 1, STACK_SLOPE_MAX, &stage->slope))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 12, -CONSTANT_MAX, CONSTANT_MAX, &stage->offset))
        return fail(file, at + 12, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 16, 0, STACK_KEEP_MAX, &stage->keep))
        return fail(file, at + 16, DEHUSK_MODEL_CORRUPT);
    if (!bounded(file, at + 20, -CONSTANT_MAX, CONSTANT_MAX, &stage->bias))
        return fail(file, at + 20, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + at) != DHK_STACK_REVISION)
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (count != DHK_STACK_COLUMN_COUNT)
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    for (uint32_t i = 0; i < count; i++) {
        size_t column = at + DHK_STACK_HEADER_SIZE + (size_t)i * DHK_STACK_COLUMN_SIZE;
        if (!bounded(file, column, -CONSTANT_MAX, CONSTANT_MAX, &stage->columns[i].mean))
            return fail(file, column, DEHUSK_MODEL_CORRUPT);
        if (!bounded(file, column + 4, 0, STACK_SCALE_MAX, &stage->columns[i].scale))
            return fail(file, column + 4, DEHUSK_MODEL_CORRUPT);
        if (!bounded(file, column + 8, -STACK_WEIGHT_MAX, STACK_WEIGHT_MAX, &stage->columns[i].weight))
            return fail(file, column + 8, DEHUSK_MODEL_CORRUPT);
        dhk_stack_column_complete(&stage->columns[i]);
    }
    stage->present = true;
    return DEHUSK_OK;
}

/* Everything of the classifier of short pages but its weights. */
static dehusk_status check_empty(source *file, const section *part, dhk_empty_stage *stage) {
    size_t at = part->offset;
    uint32_t count;
    dehusk_status status = read_count(file, part, DHK_EMPTY_HEADER_SIZE, sizeof(int16_t), &count);
    if (status != DEHUSK_OK)
        return status;
    if (!bounded(file, at + 8, -CONSTANT_MAX, CONSTANT_MAX, &stage->bias))
        return fail(file, at + 8, DEHUSK_MODEL_CORRUPT);
    if (read_u32(file->bytes + at) != DHK_EMPTY_REVISION)
        return fail(file, at, DEHUSK_MODEL_SCHEMA);
    if (count != DHK_EMPTY_FEATURES)
        return fail(file, at + 4, DEHUSK_MODEL_SCHEMA);
    stage->present = true;
    return DEHUSK_OK;
}

/* One field of INFO, up to `stop`; where it is malformed goes to `*wrong`. */
static bool check_field(const source *file, size_t *at, size_t end, unsigned char stop, size_t *wrong) {
    while (*at < end && file->bytes[*at] != stop) {
        uint32_t length;
        uint32_t character = dhk_utf8_decode(file->bytes + *at, file->bytes + end, &length);
        if (character < 0x20 || character == 0x7F || character == DHK_MALFORMED) { /* a zero among them */
            *wrong = *at;
            return false;
        }
        *at += length;
    }
    *wrong = *at;
    return *at < end;
}

static const char *find_info(const char *info, size_t length, const char *key) {
    for (size_t at = 0; at < length;) {
        const char *name = info + at;
        const char *value = name + strlen(name) + 1;
        if (strcmp(name, key) == 0)
            return value;
        at = (size_t)(value - info) + strlen(value) + 1;
    }
    return NULL;
}

/* Turns "key<TAB>value<LF>" into "key\0value\0"; both have the same length. */
static dehusk_status read_info(source *file, const section *part, dehusk_model *model) {
    size_t end = part->offset + part->length;
    if (part->length == 0)
        return DEHUSK_OK;
    if (part->length > INFO_SIZE_MAX)
        return fail(file, part->entry + 16, DEHUSK_MODEL_CORRUPT);
    model->info = dhk_allocate(&model->allocator, part->length, 1);
    if (model->info == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    model->info_length = part->length;
    memcpy(model->info, file->bytes + part->offset, part->length);
    for (size_t at = part->offset; at < end;) {
        size_t begin = at, wrong;
        if (!check_field(file, &at, end, '\t', &wrong) || at == begin)
            return fail(file, wrong, DEHUSK_MODEL_CORRUPT);
        char *key = model->info + (begin - part->offset);
        model->info[at - part->offset] = '\0';
        at++;
        if (!check_field(file, &at, end, '\n', &wrong))
            return fail(file, wrong, DEHUSK_MODEL_CORRUPT);
        model->info[at - part->offset] = '\0';
        at++;
        if (find_info(model->info, begin - part->offset, key) != NULL)
            return fail(file, begin, DEHUSK_MODEL_CORRUPT);
    }
    return DEHUSK_OK;
}

/* Where sections are that have weights, or others beside them; NULL: nowhere. */
typedef struct weight_sections {
    const section *html, *text, *title, *caption, *html_site, *text_site, *extract, *around, *page_around, *empty;
} weight_sections;

static void copy_weights(const source *file, const section *part, size_t header, dhk_classifier *classifier,
                         int16_t **to) {
    const unsigned char *from;
    if (part == NULL)
        return;
    from = file->bytes + part->offset + header;
    classifier->weights = *to;
    for (uint32_t i = 0; i < classifier->feature_count; i++)
        *(*to)++ = read_i16(from + 2 * (size_t)i);
}

static unsigned scale_of(const source *file, const section *part) {
    return part == NULL ? 0 : file->bytes[part->offset + 20];
}

/* A detector's weights have eight bits and one scale. */
static void copy_small_weights(const source *file, const section *part, dhk_classifier *detector, int16_t **to) {
    const unsigned char *from;
    int factor;
    if (part == NULL)
        return;
    from = file->bytes + part->offset + DHK_DETECTOR_HEADER_SIZE;
    factor = 1 << scale_of(file, part);
    detector->weights = *to;
    for (uint32_t i = 0; i < detector->feature_count; i++)
        *(*to)++ = (int16_t)((from[i] <= INT8_MAX ? from[i] : from[i] - 256) * factor);
}

static void copy_site_weights(const source *file, const section *part, dhk_site_stage *stage, int16_t **to) {
    if (part == NULL)
        return;
    stage->weights = *to;
    for (size_t i = 0; i < DHK_SITE_BINS; i++)
        *(*to)++ = read_i16(file->bytes + part->offset + DHK_SITE_HEADER_SIZE + sizeof(int16_t) * i);
}

static void copy_empty_weights(const source *file, const section *part, dhk_empty_stage *stage, int16_t **to) {
    if (part == NULL)
        return;
    stage->weights = *to;
    for (size_t i = 0; i < DHK_EMPTY_FEATURES; i++)
        *(*to)++ = read_i16(file->bytes + part->offset + DHK_EMPTY_HEADER_SIZE + sizeof(int16_t) * i);
}

/* Copies all weights to one array. */
static dehusk_status read_weights(const source *file, const weight_sections *parts, dehusk_model *model) {
    int16_t *to;
    model->weight_count = (size_t)model->html.feature_count + model->text.feature_count + model->title.feature_count +
                          model->caption.feature_count + model->regimes.extract.feature_count +
                          DHK_SITE_BINS * ((size_t)(parts->html_site != NULL) + (parts->text_site != NULL)) +
                          DHK_EMPTY_FEATURES * (size_t)(parts->empty != NULL);
    model->weights = dhk_allocate(&model->allocator, model->weight_count, sizeof *model->weights);
    if (model->weights == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    to = model->weights;
    copy_weights(file, parts->html, DHK_CLASSIFIER_HEADER_SIZE, &model->html, &to);
    copy_weights(file, parts->text, DHK_CLASSIFIER_HEADER_SIZE, &model->text, &to);
    copy_weights(file, parts->extract, DHK_EXTRACT_HEADER_SIZE, &model->regimes.extract, &to);
    copy_small_weights(file, parts->title, &model->title, &to);
    copy_small_weights(file, parts->caption, &model->caption, &to);
    copy_site_weights(file, parts->html_site, &model->html_site, &to);
    copy_site_weights(file, parts->text_site, &model->text_site, &to);
    copy_empty_weights(file, parts->empty, &model->html_empty, &to);
    if (model->text.present) {
        model->interleaved = dhk_allocate(&model->allocator, 1, sizeof *model->interleaved);
        if (model->interleaved == NULL)
            return DEHUSK_OUT_OF_MEMORY;
        dhk_interleaved_weights_fill(model->interleaved,
                                     &(dhk_separate_weights){.text = model->text.weights,
                                                             .extract = model->regimes.extract.weights,
                                                             .title = model->title.weights,
                                                             .caption = model->caption.weights,
                                                             .title_scale = scale_of(file, parts->title),
                                                             .caption_scale = scale_of(file, parts->caption)});
    }
    return DEHUSK_OK;
}

/* A model has a mode, and what corrects another section's numbers is not without it. */
static dehusk_status check_company(source *file, const weight_sections *parts) {
    if (parts->html == NULL && parts->text == NULL)
        return fail(file, 12, DEHUSK_MODEL_CORRUPT);
    if (parts->extract != NULL && parts->text == NULL)
        return fail(file, parts->extract->entry, DEHUSK_MODEL_CORRUPT);
    if (parts->around != NULL && parts->extract == NULL)
        return fail(file, parts->around->entry, DEHUSK_MODEL_CORRUPT);
    if (parts->page_around != NULL && parts->extract == NULL)
        return fail(file, parts->page_around->entry, DEHUSK_MODEL_CORRUPT);
    return DEHUSK_OK;
}

/* A section by itself; `parts` notes those that need others. */
static dehusk_status read_section(source *file, const section *part, weight_sections *parts, dehusk_model *model) {
    switch (part->id) {
    case DHK_SECTION_INFO:
        return read_info(file, part, model);
    case DHK_SECTION_HTML:
        parts->html = part;
        return check_classifier(file, part, DEHUSK_FORMAT_HTML, &model->html);
    case DHK_SECTION_TEXT:
        parts->text = part;
        return check_classifier(file, part, DEHUSK_FORMAT_TEXT, &model->text);
    case DHK_SECTION_TEXT_TITLE:
        parts->title = part;
        return check_detector(file, part, &model->title);
    case DHK_SECTION_TEXT_CAPTION:
        parts->caption = part;
        return check_detector(file, part, &model->caption);
    case DHK_SECTION_HTML_STACK:
        return read_stack(file, part, &model->html_stack);
    case DHK_SECTION_HTML_EMPTY:
        parts->empty = part;
        return check_empty(file, part, &model->html_empty);
    case DHK_SECTION_HTML_SITE:
        parts->html_site = part;
        return check_site(file, part, &model->html_site);
    case DHK_SECTION_TEXT_SITE:
        parts->text_site = part;
        return check_site(file, part, &model->text_site);
    case DHK_SECTION_TEXT_EXTRACT:
        parts->extract = part;
        return check_extract(file, part, &model->regimes);
    case DHK_SECTION_TEXT_AROUND:
        parts->around = part;
        return read_around(file, part, &model->regimes.around);
    case DHK_SECTION_TEXT_BESIDE:
        parts->page_around = part;
        return read_around(file, part, &model->regimes.page_around);
    default:
        return (part->flags & DHK_SECTION_REQUIRED) != 0 ? fail(file, part->entry, DEHUSK_MODEL_VERSION) : DEHUSK_OK;
    }
}

static dehusk_status read_model(source *file, dehusk_model *model) {
    section sections[SECTION_COUNT_MAX];
    weight_sections parts = {0};
    uint32_t count = 0;
    dehusk_status status = check_header(file);
    if (status == DEHUSK_OK)
        status = check_sections(file, sections, &count);
    for (uint32_t i = 0; i < count && status == DEHUSK_OK; i++)
        status = read_section(file, &sections[i], &parts, model);
    if (status == DEHUSK_OK)
        status = check_company(file, &parts);
    return status == DEHUSK_OK ? read_weights(file, &parts, model) : status;
}

dehusk_status dehusk_model_open_memory(const void *bytes, size_t length, const dehusk_allocator *allocator,
                                       dehusk_model **model, size_t *error_offset) {
    source file = {bytes, length, 0};
    dehusk_allocator memory;
    if (error_offset != NULL)
        *error_offset = 0;
    if (model == NULL || (bytes == NULL && length > 0) || !dhk_allocator_or_default(&memory, allocator))
        return DEHUSK_BAD_ARGUMENT;
    dehusk_model *made = dhk_allocate(&memory, 1, sizeof *made);
    if (made == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    memset(made, 0, sizeof *made);
    made->allocator = memory;
    dehusk_status status = read_model(&file, made);
    if (status != DEHUSK_OK) {
        dehusk_model_close(made);
        if (error_offset != NULL && status != DEHUSK_OUT_OF_MEMORY)
            *error_offset = file.error_offset;
        return status;
    }
    *model = made;
    return DEHUSK_OK;
}

dehusk_status dehusk_model_open_file(const char *path, const dehusk_allocator *allocator, dehusk_model **model,
                                     size_t *error_offset) {
    dehusk_allocator memory;
    unsigned char *bytes;
    size_t length, capacity;
    if (error_offset != NULL)
        *error_offset = 0;
    if (path == NULL || model == NULL || !dhk_allocator_or_default(&memory, allocator))
        return DEHUSK_BAD_ARGUMENT;
    /* One byte more than a model can have is enough to see that it is too large. */
    dehusk_status status = dhk_file_read(path, (size_t)MODEL_SIZE_MAX + 1, &memory, &bytes, &length, &capacity);
    if (status == DEHUSK_OK)
        status = dehusk_model_open_memory(bytes, length, allocator, model, error_offset);
    dhk_release(&memory, bytes, capacity, 1);
    return status;
}

dehusk_status dehusk_model_open_default(const dehusk_allocator *allocator, dehusk_model **model) {
    return dehusk_model_open_memory(dhk_default_model, dhk_default_model_length, allocator, model, NULL);
}

void dehusk_model_close(dehusk_model *model) {
    if (model == NULL)
        return;
    dehusk_allocator memory = model->allocator; /* outlives what it frees */
    dhk_release(&memory, model->weights, model->weight_count, sizeof *model->weights);
    dhk_release(&memory, model->interleaved, 1, sizeof *model->interleaved);
    dhk_release(&memory, model->info, model->info_length, 1);
    dhk_release(&memory, model, 1, sizeof *model);
}

const char *dehusk_model_info(const dehusk_model *model, const char *key) {
    if (model == NULL || key == NULL)
        return NULL;
    return find_info(model->info, model->info_length, key);
}
