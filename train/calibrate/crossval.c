/*
 * Cross-validation: one model a fold, out-of-fold scores, calibration on them.
 *
 * Scores come from the quantised weights, so that what is calibrated and
 * measured is what ships.
 */
#include "calibrate/crossval.h"

#include "calibrate/calibrate.h"
#include "classify/decide.h"
#include "classify/verdict.h"
#include "corpus/folds.h"
#include "matrix/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

static void quantise(const tr_svm_result *solution, uint32_t feature_count, tr_fit *fit) {
    fit->feature_count = feature_count;
    fit->weights = tr_resize(NULL, feature_count, sizeof *fit->weights);
    fit->clipped = 0;
    for (uint32_t i = 0; i < feature_count; i++) {
        double scaled = nearbyint(solution->weights[i] * FRACTION);
        if (scaled > INT16_MAX || scaled < -INT16_MAX) {
            scaled = scaled > 0 ? INT16_MAX : -INT16_MAX;
            fit->clipped++;
        }
        fit->weights[i] = (int16_t)scaled;
    }
    fit->bias = (int32_t)nearbyint(solution->constant * FRACTION);
}

/* What rounding the weights costs. `room` is overwritten. */
static double shipped_objective(const tr_problem *problem, const tr_svm_options *options, const tr_fit *fit,
                                double *room) {
    for (uint32_t i = 0; i < fit->feature_count; i++)
        room[i] = (double)fit->weights[i] / FRACTION;
    return tr_svm_objective(problem, options, room, (double)fit->bias / FRACTION);
}

bool tr_fit_problem(const tr_problem *problem, const tr_recipe *recipe, tr_fit *fit, tr_error *error) {
    tr_svm_options options = recipe->svm;
    *fit = (tr_fit){0};
    options.keep_multipliers = recipe->check_solver;
    fit->lines = problem->count;
    for (size_t i = 0; i < problem->count; i++)
        fit->content_lines += problem->labels[i] > 0;
    bool fine = (fit->content_lines > 0 && fit->content_lines < problem->count) ||
                tr_fail(error, "%zu lines to train on, %zu of them positive: both kinds are needed", problem->count,
                        fit->content_lines);
    if (fine)
        fine = recipe->solver == TR_SOLVER_LIBSVM ? tr_svm_solve_libsvm(problem, &options, &fit->solution, error)
                                                  : tr_svm_solve_liblinear(problem, &options, &fit->solution, error);
    if (fine && recipe->check_solver) {
        fit->check = tr_svm_check_result(problem, &options, &fit->solution);
        fine = tr_svm_check_passed(&fit->check, &options, error);
    }
    if (fine) {
        quantise(&fit->solution, problem->columns, fit);
        fit->shipped = shipped_objective(problem, &options, fit, fit->solution.weights);
    }
    free(fit->solution.weights);
    free(fit->solution.multipliers);
    fit->solution.weights = fit->solution.multipliers = NULL;
    return fine;
}

bool tr_fit_make(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *folds, int without,
                 tr_fit *fit, tr_error *error) {
    tr_problem problem;
    tr_sample(lines, folds, without, recipe->lines, recipe->seed, &problem);
    bool fine = tr_fit_problem(&problem, recipe, fit, error);
    tr_problem_free(&problem);
    return fine;
}

void tr_fit_free(tr_fit *fit) {
    free(fit->weights);
    fit->weights = NULL;
}

void tr_score_document(const int16_t *weights, int32_t bias, const tr_document *document, int32_t *scores) {
    for (uint32_t line = 0; line < document->line_count; line++) {
        int32_t score = bias;
        for (uint32_t k = document->vector_starts[line]; k < document->vector_starts[line + 1]; k++)
            score += weights[document->vectors[k]];
        scores[line] = score;
    }
}

typedef struct fold_work {
    const tr_weighted_lines *lines;
    const tr_recipe *recipe;
    const uint8_t *folds;
    const uint8_t *left_out;
    int32_t *scores;
    tr_fit *fits;
    tr_error *errors; /* one for each model */
} fold_work;

/* What a model is tested on, and so not trained on: its fold, or for the last one what is left out. */
static bool is_tested(const fold_work *all, size_t model, size_t i) {
    bool out = all->left_out != NULL && all->left_out[i] != 0;
    return model == all->recipe->folds ? out : !out && all->folds[i] == model;
}

static bool run_fold(void *data, unsigned thread, size_t fold) {
    fold_work *all = data;
    const tr_dataset *dataset = all->lines->dataset;
    tr_fit *fit = &all->fits[fold];
    tr_recipe recipe = *all->recipe;
    recipe.svm.verbose = recipe.svm.verbose && thread == 0;
    uint8_t *hidden = tr_resize(NULL, dataset->document_count, 1);
    for (size_t i = 0; i < dataset->document_count; i++)
        hidden[i] = is_tested(all, fold, i) || (all->left_out != NULL && all->left_out[i] != 0);
    bool fine = tr_fit_make(all->lines, &recipe, hidden, 1, fit, &all->errors[fold]);
    free(hidden);
    if (!fine)
        return false;
    for (size_t i = 0; i < dataset->document_count; i++)
        if (is_tested(all, fold, i))
            tr_score_document(fit->weights, fit->bias, &dataset->documents[i], all->scores + all->lines->bases[i]);
    tr_fit_free(fit);
    return true;
}

bool tr_crossval_scores(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                        int32_t *scores, tr_fit *fits, tr_error *error) {
    const tr_dataset *dataset = lines->dataset;
    if (recipe->folds > dataset->corpus->site_count)
        return tr_fail(error, "%u folds, but pages of %u sites only (--folds)", recipe->folds,
                       dataset->corpus->site_count);
    unsigned models = recipe->folds + (left_out != NULL);
    uint8_t *folds = tr_resize(NULL, dataset->document_count, 1);
    tr_error *errors = tr_zeroed(models, sizeof *errors);
    tr_folds_make(dataset->corpus, recipe->folds, recipe->seed, folds);
    fold_work all = {lines, recipe, folds, left_out, NULL, fits, errors};
    all.scores = scores; /* not above: clang-tidy 14 would want it const */
    bool fine = tr_parallel(models, recipe->threads, "training fold models", run_fold, &all);
    for (unsigned i = models; !fine && i-- > 0;)
        if (errors[i].message[0] != '\0')
            *error = errors[i];
    free(errors);
    free(folds);
    return fine;
}

static void calibrate_lines(const tr_weighted_lines *lines, const uint8_t *left_out, const int32_t *scores,
                            dhk_classifier *classifier) {
    const tr_dataset *dataset = lines->dataset;
    const size_t *bases = lines->bases;
    double *line_scores = tr_resize(NULL, dataset->line_count, sizeof *line_scores);
    double *line_weights = tr_resize(NULL, dataset->line_count, sizeof *line_weights);
    bool *labels = tr_resize(NULL, dataset->line_count, sizeof *labels);
    size_t count = 0;
    for (size_t i = 0; i < dataset->document_count; i++) {
        if (left_out != NULL && left_out[i] != 0)
            continue;
        for (uint32_t line = 0; line < dataset->documents[i].line_count; line++) {
            line_scores[count] = (double)scores[bases[i] + line] / FRACTION;
            line_weights[count] = lines->weights[bases[i] + line];
            labels[count++] = tr_is_content(&dataset->documents[i], line);
        }
    }
    tr_platt platt = tr_platt_fit(line_scores, labels, line_weights, count);
    tr_platt_quantise(&platt, 1, &classifier->slope, &classifier->offset);
    free(line_scores);
    free(line_weights);
    free(labels);
}

tr_verdicts tr_verdicts_begin(const tr_dataset *dataset) {
    return (tr_verdicts){tr_resize(NULL, dataset->document_count, sizeof(double)),
                         tr_resize(NULL, dataset->document_count, sizeof(bool)), 0};
}

void tr_verdicts_add(tr_verdicts *verdicts, const tr_document *document, const int32_t *logits) {
    if (document->gold == TR_GOLD_BAD)
        return;
    verdicts->evidence[verdicts->count] = (double)dhk_verdict_evidence(&document->lines, logits) / FRACTION;
    verdicts->content[verdicts->count++] = document->gold == TR_GOLD_GOOD;
}

void tr_verdicts_fit(tr_verdicts *verdicts, dhk_classifier *classifier) {
    tr_platt platt = tr_platt_fit(verdicts->evidence, verdicts->content, NULL, verdicts->count);
    tr_platt_quantise(&platt, 0, &classifier->verdict_slope, &classifier->verdict_offset);
    free(verdicts->evidence);
    free(verdicts->content);
}

/* Few pages of any corpus have no main content, so this rests on a handful of them; pages count alike. */
void tr_crossval_calibrate_verdict(const tr_dataset *dataset, const size_t *bases, const uint8_t *left_out,
                                   const int32_t *scores, dhk_classifier *classifier) {
    tr_verdicts verdicts = tr_verdicts_begin(dataset);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        if ((left_out != NULL && left_out[i] != 0) || tr_corpus_terms(dataset->corpus, document->page).weight <= 0)
            continue;
        int32_t *logits = tr_resize(NULL, document->line_count, sizeof *logits);
        for (uint32_t line = 0; line < document->line_count; line++)
            logits[line] = dhk_calibrate(classifier, scores[bases[i] + line]);
        tr_verdicts_add(&verdicts, document, logits);
        free(logits);
    }
    tr_verdicts_fit(&verdicts, classifier);
}

void tr_crossval_calibrate(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                           const int32_t *scores, dhk_classifier *classifier) {
    classifier->shift = (int32_t)nearbyint(recipe->shift * FRACTION);
    calibrate_lines(lines, left_out, scores, classifier);
    tr_crossval_calibrate_verdict(lines->dataset, lines->bases, left_out, scores, classifier);
}
