#include "calibrate/constant_weight.h"

#include "features/features.h"

#include <stdlib.h>

/* Answers of one feature: columns begin to end. */
typedef struct answers {
    uint32_t begin, end;
} answers;

static answers answers_of(dehusk_format format, uint32_t begin, uint32_t count) {
    dehusk_reason first, next;
    uint32_t end = begin + 1;
    dhk_feature_describe(format, begin, &first);
    for (; end < count; end++) {
        dhk_feature_describe(format, end, &next);
        if (next.feature != first.feature)
            break;
    }
    return (answers){begin, end};
}

/* Marks features, by their first column, of which some line has none or several. */
static void find_irregular(const tr_dataset *dataset, const uint32_t *feature_of, uint8_t *irregular,
                           uint32_t feature_count, uint64_t *counts) {
    uint64_t *last = tr_zeroed(feature_count, sizeof *last); /* line + 1 */
    uint64_t *lines = tr_zeroed(feature_count, sizeof *lines);
    uint64_t line_number = 0;
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        for (uint32_t line = 0; line < document->line_count; line++) {
            line_number++;
            for (uint32_t k = document->vector_starts[line]; k < document->vector_starts[line + 1]; k++) {
                uint32_t feature = feature_of[document->vectors[k]];
                counts[document->vectors[k]]++;
                irregular[feature] |= last[feature] == line_number;
                last[feature] = line_number;
                lines[feature]++;
            }
        }
    }
    for (uint32_t feature = 0; feature < feature_count; feature++)
        irregular[feature] |= lines[feature] != line_number;
    free(last);
    free(lines);
}

static void move_weight(answers one, const uint64_t *counts, tr_fit *fit) {
    uint32_t common = one.begin;
    for (uint32_t i = one.begin; i < one.end; i++)
        if (counts[i] > counts[common])
            common = i;
    int32_t moved = fit->weights[common];
    for (uint32_t i = one.begin; i < one.end; i++)
        if (fit->weights[i] - moved > INT16_MAX || fit->weights[i] - moved < INT16_MIN)
            return;
    for (uint32_t i = one.begin; i < one.end; i++)
        fit->weights[i] = (int16_t)(fit->weights[i] - moved);
    fit->bias += moved;
}

void tr_move_constant_weight(const tr_dataset *dataset, tr_fit *fit) {
    uint32_t columns = fit->feature_count, feature_count = 0;
    uint32_t *feature_of = tr_resize(NULL, columns, sizeof *feature_of);
    answers *features = tr_resize(NULL, columns, sizeof *features);
    for (uint32_t begin = 0; begin < columns; feature_count++) {
        features[feature_count] = answers_of(dataset->format, begin, columns);
        for (; begin < features[feature_count].end; begin++)
            feature_of[begin] = feature_count;
    }
    uint8_t *irregular = tr_zeroed(feature_count, 1);
    uint64_t *counts = tr_zeroed(columns, sizeof *counts);
    find_irregular(dataset, feature_of, irregular, feature_count, counts);
    for (uint32_t feature = 0; feature < feature_count; feature++)
        if (!irregular[feature])
            move_weight(features[feature], counts, fit);
    free(feature_of);
    free(features);
    free(irregular);
    free(counts);
}
