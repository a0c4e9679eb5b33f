/*
 * Newton's method on the penalised likelihood: few columns, many lines.
 */
#include "calibrate/stack_fit.h"

#include "calibrate/calibrate.h"
#include "corpus/folds.h"
#include "matrix/sample.h"
#include "model/logit.h"
#include "stacking/stack_stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)
#define Z_FRACTION (1 << 24)

enum {
    COLUMNS = DHK_STACK_COLUMN_COUNT,
    NUMBERS = COLUMNS + 1, /* columns, and the constant, which comes last */
    LINES = 150000,        /* as many as gain anything */
    STEPS_MAX = 25,
    HALVINGS_MAX = 20,
    WEIGHT_LIMIT = 1 << 15, /* what the reader of model files accepts */
    SCALE_LIMIT = 1 << 24,
    SLOPE_LIMIT = 1 << 16
};

/* What the losses count beside the weights' squares. */
static const double cost = 0.02;

/* How much of the score of both stages is the second one's. Out of fold, seven sets of the corpus, page token F1, mean over
 * sets, with 27 columns: 0.9290 at 0.5, 0.9292 at 0.7, 0.9288 at 1; Russian gains on the way (0.918, 0.921, 0.929), forums
 * lose (0.871, 0.868, 0.865) (2026-11-29). */
static const double share = 0.7;

/* Lines that are learnt from: columns, standardised once their means are known. */
typedef struct examples {
    int32_t *columns; /* COLUMNS of each */
    float *z;         /* the columns, standardised */
    bool *labels;
    size_t count;
} examples;

typedef struct fold_work {
    const tr_dataset *dataset;
    const size_t *bases;
    const double *weights;
    const dhk_classifier *first;
    const int32_t *scores; /* of the first stage */
    int32_t *made;         /* scores of both stages */
    uint8_t *folds;        /* by document; the number of folds for those that are left out */
    unsigned fold_count;
    uint64_t seed;
    dhk_stack_stage *stages; /* of the folds, then of all */
} fold_work;

/* The highest logit of each document. */
static void find_best(const tr_dataset *dataset, const size_t *bases, const dhk_classifier *first,
                      const int32_t *scores, int32_t *best) {
    for (size_t i = 0; i < dataset->document_count; i++) {
        best[i] = INT32_MIN;
        for (size_t at = bases[i]; at < bases[i + 1]; at++) {
            int32_t logit = dhk_calibrate(first, scores[at]);
            best[i] = logit > best[i] ? logit : best[i];
        }
    }
}

/* Looks a document over by its scores. */
static void begin_document(dhk_stack_work *work, const tr_document *document, const dhk_classifier *first,
                           const int32_t *scores) {
    int32_t *logits = tr_resize(NULL, document->line_count, sizeof *logits);
    for (uint32_t line = 0; line < document->line_count; line++)
        logits[line] = dhk_calibrate(first, scores[line]);
    if (!dhk_stack_begin(work, &tr_allocator, &document->frame, logits))
        tr_resize(NULL, SIZE_MAX, 1); /* ends the program as any lack of memory does */
    free(logits);
}

static void end_work(dhk_stack_work *work) {
    dhk_stack_free(work, &tr_allocator);
}

/* Systematic sampling, as tr_sample: a line comes as often as marks at equal distances fall on its weight. */
static void draw_examples(const fold_work *all, unsigned fold, examples *out) {
    dhk_stack_work work = {0};
    double total = 0, end = 0, begin = tr_unit(tr_mix(all->seed));
    size_t count = 0;
    *out = (examples){0};
    for (size_t i = 0; i < all->dataset->document_count; i++) {
        if (all->folds[i] == fold || all->folds[i] >= all->fold_count)
            continue;
        count += all->dataset->documents[i].line_count;
        for (size_t at = all->bases[i]; at < all->bases[i + 1]; at++)
            total += all->weights[at];
    }
    count = count < LINES ? count : LINES;
    if (total <= 0)
        return;
    out->columns = tr_resize(NULL, count * COLUMNS, sizeof *out->columns);
    out->labels = tr_resize(NULL, count, sizeof *out->labels);
    for (size_t i = 0; i < all->dataset->document_count; i++) {
        const tr_document *document = &all->dataset->documents[i];
        bool begun = false;
        if (all->folds[i] == fold || all->folds[i] >= all->fold_count)
            continue;
        for (uint32_t line = 0; line < document->line_count; line++) {
            end += all->weights[all->bases[i] + line];
            for (; out->count < count && ((double)out->count + begin) * total < end * (double)count; out->count++) {
                int32_t facts[DHK_STACK_FACT_COUNT];
                if (!begun)
                    begin_document(&work, document, all->first, all->scores + all->bases[i]);
                begun = true;
                dhk_stack_facts(&work, line, facts);
                dhk_stack_columns(facts, out->columns + out->count * COLUMNS);
                out->labels[out->count] = tr_is_content(document, line);
            }
        }
    }
    end_work(&work);
}

static int32_t rounded(double value, double limit) {
    double scaled = nearbyint(value * FRACTION);
    return (int32_t)(scaled > limit ? limit : scaled < -limit ? -limit : scaled);
}

/* Means and deviations, rounded as they ship, and what they make of the columns. */
static void standardise(examples *all, dhk_stack_stage *stage) {
    all->z = tr_resize(NULL, all->count * COLUMNS, sizeof *all->z);
    for (uint32_t k = 0; k < COLUMNS; k++) {
        double sum = 0, squares = 0, n = (double)all->count;
        for (size_t i = 0; i < all->count; i++)
            sum += (double)all->columns[i * COLUMNS + k] / FRACTION;
        for (size_t i = 0; i < all->count; i++) {
            double from_mean = (double)all->columns[i * COLUMNS + k] / FRACTION - sum / n;
            squares += from_mean * from_mean;
        }
        double deviation = sqrt(squares / n);
        stage->columns[k].mean = rounded(sum / n, SCALE_LIMIT);
        stage->columns[k].scale = deviation > 1e-3 ? rounded(1 / deviation, SCALE_LIMIT) : 0;
        dhk_stack_column_complete(&stage->columns[k]);
        for (size_t i = 0; i < all->count; i++)
            all->z[i * COLUMNS + k] =
                (float)((double)dhk_stack_from_mean(&stage->columns[k], all->columns[i * COLUMNS + k]) *
                        stage->columns[k].scale / Z_FRACTION);
    }
}

static double product_of(const double *numbers, const float *z) {
    double sum = numbers[COLUMNS];
    for (uint32_t k = 0; k < COLUMNS; k++)
        sum += numbers[k] * (double)z[k];
    return sum;
}

/* Penalised loss. */
static double loss_of(const examples *all, const double *numbers) {
    double loss = 0;
    for (size_t i = 0; i < all->count; i++) {
        double logit = product_of(numbers, all->z + i * COLUMNS);
        double margin = all->labels[i] ? logit : -logit;
        loss += margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin;
    }
    loss *= cost;
    for (uint32_t k = 0; k < COLUMNS; k++)
        loss += numbers[k] * numbers[k] / 2;
    return loss;
}

/* Slope and curvature of the loss; the upper half of the matrix. */
static void differentiate(const examples *all, const double *numbers, double slope[NUMBERS],
                          double curve[NUMBERS][NUMBERS]) {
    memset(slope, 0, NUMBERS * sizeof *slope);
    memset(curve, 0, NUMBERS * sizeof *curve);
    for (size_t i = 0; i < all->count; i++) {
        const float *z = all->z + i * COLUMNS;
        double logit = product_of(numbers, z);
        double p = 1 / (1 + exp(-logit));
        double error = cost * (p - (all->labels[i] ? 1 : 0)), bend = cost * p * (1 - p);
        for (uint32_t k = 0; k < COLUMNS; k++) {
            double scaled = bend * (double)z[k];
            slope[k] += error * (double)z[k];
            for (uint32_t j = k; j < COLUMNS; j++)
                curve[k][j] += scaled * (double)z[j];
            curve[k][COLUMNS] += scaled;
        }
        slope[COLUMNS] += error;
        curve[COLUMNS][COLUMNS] += bend;
    }
    for (uint32_t k = 0; k < COLUMNS; k++) {
        slope[k] += numbers[k];
        curve[k][k] += 1;
    }
    curve[COLUMNS][COLUMNS] += 1e-9;
}

/* Cholesky's decomposition in place, in the upper half, and the solution of curve * step = slope. */
static void solve(double curve[NUMBERS][NUMBERS], const double slope[NUMBERS], double step[NUMBERS]) {
    for (uint32_t k = 0; k < NUMBERS; k++) {
        double pivot = sqrt(curve[k][k]);
        for (uint32_t j = k; j < NUMBERS; j++)
            curve[k][j] /= pivot;
        for (uint32_t i = k + 1; i < NUMBERS; i++)
            for (uint32_t j = i; j < NUMBERS; j++)
                curve[i][j] -= curve[k][i] * curve[k][j];
    }
    for (uint32_t k = 0; k < NUMBERS; k++) {
        double value = slope[k];
        for (uint32_t j = 0; j < k; j++)
            value -= curve[j][k] * step[j];
        step[k] = value / curve[k][k];
    }
    for (uint32_t k = NUMBERS; k-- > 0;) {
        for (uint32_t j = k + 1; j < NUMBERS; j++)
            step[k] -= curve[k][j] * step[j];
        step[k] /= curve[k][k];
    }
}

static void minimise(const examples *all, double numbers[NUMBERS]) {
    double slope[NUMBERS], step[NUMBERS], next[NUMBERS];
    double(*curve)[NUMBERS] = tr_resize(NULL, NUMBERS, sizeof *curve);
    memset(numbers, 0, NUMBERS * sizeof *numbers);
    double loss = loss_of(all, numbers);
    for (int round = 0; round < STEPS_MAX; round++) {
        differentiate(all, numbers, slope, curve);
        solve(curve, slope, step);
        double length = 1, made;
        int halvings = 0;
        do {
            for (uint32_t k = 0; k < NUMBERS; k++)
                next[k] = numbers[k] - length * step[k];
            made = loss_of(all, next);
            length /= 2;
        } while (made > loss && ++halvings < HALVINGS_MAX);
        if (made >= loss)
            break;
        memcpy(numbers, next, NUMBERS * sizeof *numbers);
        bool done = loss - made < 1e-7 * loss;
        loss = made;
        if (done)
            break;
    }
    free(curve);
}

static bool has_both_labels(const examples *all) {
    size_t content = 0;
    for (size_t i = 0; i < all->count; i++)
        content += all->labels[i];
    return content > 0 && content < all->count;
}

static void fit_stage(const fold_work *all, unsigned fold, dhk_stack_stage *stage) {
    examples drawn;
    double numbers[NUMBERS], unit = share * FRACTION / all->first->slope;
    draw_examples(all, fold, &drawn);
    *stage = (dhk_stack_stage){.slope = all->first->slope, .keep = rounded(1 - share, FRACTION)};
    stage->present = has_both_labels(&drawn);
    if (stage->present) {
        standardise(&drawn, stage);
        minimise(&drawn, numbers);
        for (uint32_t k = 0; k < COLUMNS; k++)
            stage->columns[k].weight = rounded(numbers[k] * unit, WEIGHT_LIMIT);
        for (uint32_t k = 0; k < COLUMNS; k++)
            dhk_stack_column_complete(&stage->columns[k]);
        stage->bias = rounded(numbers[COLUMNS] * unit, SCALE_LIMIT);
    }
    free(drawn.columns);
    free(drawn.z);
    free(drawn.labels);
}

static void score_document(const dhk_stack_stage *stage, dhk_stack_work *work, const tr_document *document,
                           const dhk_classifier *first, const int32_t *scores, int32_t *made) {
    begin_document(work, document, first, scores);
    for (uint32_t line = 0; line < document->line_count; line++)
        made[line] = dhk_stack_score(stage, work, line, scores[line]);
}

static bool run_fold(void *data, unsigned thread, size_t fold) {
    fold_work *all = data;
    dhk_stack_work work = {0};
    dhk_stack_stage *stage = &all->stages[fold];
    (void)thread;
    fit_stage(all, (unsigned)fold, stage);
    for (size_t i = 0; i < all->dataset->document_count && stage->present; i++)
        if (all->folds[i] == fold)
            score_document(stage, &work, &all->dataset->documents[i], all->first, all->scores + all->bases[i],
                           all->made + all->bases[i]);
    end_work(&work);
    return true;
}

/* Slope and offset of what both stages say. */
static void calibrate(const fold_work *all, dhk_stack_stage *stage) {
    const tr_dataset *dataset = all->dataset;
    double *scores = tr_resize(NULL, dataset->line_count, sizeof *scores);
    double *weights = tr_resize(NULL, dataset->line_count, sizeof *weights);
    bool *labels = tr_resize(NULL, dataset->line_count, sizeof *labels);
    size_t count = 0;
    for (size_t i = 0; i < dataset->document_count; i++)
        for (uint32_t line = 0; line < dataset->documents[i].line_count && all->folds[i] < all->fold_count; line++) {
            scores[count] = (double)all->made[all->bases[i] + line] / FRACTION;
            weights[count] = all->weights[all->bases[i] + line];
            labels[count++] = tr_is_content(&dataset->documents[i], line);
        }
    tr_platt platt = tr_platt_fit(scores, labels, weights, count);
    tr_platt_quantise(&platt, 1, &stage->slope, &stage->offset);
    if (stage->slope > SLOPE_LIMIT)
        stage->slope = SLOPE_LIMIT;
    free(scores);
    free(weights);
    free(labels);
}

void tr_stack_cross_validate(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                             const dhk_classifier *first, const tr_staged_scores *both, dhk_stack_stage *stage) {
    const tr_dataset *dataset = lines->dataset;
    *stage = (dhk_stack_stage){0};
    find_best(dataset, lines->bases, first, both->scores, both->best);
    if (dataset->format != DEHUSK_FORMAT_HTML || dataset->line_count == 0)
        return;
    fold_work all = {.dataset = dataset,
                     .bases = lines->bases,
                     .weights = lines->weights,
                     .first = first,
                     .scores = both->scores,
                     .fold_count = recipe->folds,
                     .seed = recipe->seed};
    all.folds = tr_resize(NULL, dataset->corpus->page_count, 1); /* as many as tr_folds_make writes */
    all.made = tr_zeroed(dataset->line_count, sizeof *all.made);
    all.stages = tr_zeroed((size_t)recipe->folds + 1, sizeof *all.stages);
    tr_folds_make(dataset->corpus, recipe->folds, recipe->seed, all.folds);
    for (size_t i = 0; i < dataset->document_count && left_out != NULL; i++)
        if (left_out[i] != 0)
            all.folds[i] = (uint8_t)recipe->folds;
    tr_parallel((size_t)recipe->folds + 1, recipe->threads, "fitting the second stage", run_fold, &all);
    bool present = true;
    for (unsigned fold = 0; fold <= recipe->folds; fold++)
        present = present && all.stages[fold].present;
    if (present) {
        *stage = all.stages[recipe->folds];
        calibrate(&all, stage);
        memcpy(both->scores, all.made, dataset->line_count * sizeof *both->scores);
    }
    free(all.folds);
    free(all.made);
    free(all.stages);
}

void tr_stack_score(const tr_dataset *dataset, const size_t *bases, const dhk_classifier *first,
                    const dhk_stack_stage *stage, int32_t *scores, int32_t *best) {
    dhk_stack_work work = {0};
    find_best(dataset, bases, first, scores, best);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        int32_t *made = tr_resize(NULL, document->line_count, sizeof *made);
        score_document(stage, &work, document, first, scores + bases[i], made);
        if (document->line_count > 0)
            memcpy(scores + bases[i], made, document->line_count * sizeof *made);
        free(made);
    }
    end_work(&work);
}
