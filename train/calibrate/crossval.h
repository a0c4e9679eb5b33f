/*
 * Scores of lines by models that have not seen their site: one model for each
 * fold, trained on all others.
 */
#ifndef TR_CROSSVAL_H
#define TR_CROSSVAL_H

#include "matrix/sample.h"
#include "model/model.h"
#include "solver/svm.h"
#include "solver/svm_check.h"

typedef enum tr_solver { TR_SOLVER_LIBSVM = 0, TR_SOLVER_LIBLINEAR = 1 } tr_solver;

/* How a model is trained. */
typedef struct tr_recipe {
    tr_solver solver;
    tr_svm_options svm;
    size_t lines; /* sampled for each model */
    unsigned folds;
    uint64_t seed; /* of folds and samples */
    unsigned threads;
    double shift;      /* of the decision, in logits */
    bool no_roles;     /* decide without roles */
    unsigned keep;     /* roles that are kept, where lines are decided with roles: DEHUSK_KEEP_... bits */
    bool check_solver; /* tr_svm_check on each solution of libsvm, and fail if it is none */
} tr_recipe;

/* A trained model as it ships: weights in 2^-12. */
typedef struct tr_fit {
    int16_t *weights; /* free with free() */
    uint32_t feature_count;
    int32_t bias;
    uint32_t clipped; /* weights that did not fit in 16 bits */
    size_t lines;     /* trained on */
    size_t content_lines;
    tr_svm_result solution; /* its weights and multipliers are freed and NULL */
    double shipped;         /* objective of the weights in 2^-12 */
    tr_svm_check check;     /* if asked for */
} tr_fit;

/* Samples and solves. `folds` NULL or `without` -1: all pages. */
bool tr_fit_make(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *folds, int without,
                 tr_fit *fit, tr_error *error);
void tr_fit_free(tr_fit *fit);

/* Solves, checks if that is asked for, and rounds the weights. */
bool tr_fit_problem(const tr_problem *problem, const tr_recipe *recipe, tr_fit *fit, tr_error *error);

/* Scores in 2^-12 of one document's lines, exactly as the runtime adds them up. */
void tr_score_document(const int16_t *weights, int32_t bias, const tr_document *document, int32_t *scores);

/* Fills `scores` (one for each line of the dataset) with out-of-fold scores,
 * those of pages with bad gold included. `fits`, of recipe->folds items, receives
 * what each model's solver said, without weights.
 *
 * Pages with a mark in `left_out`, unless that is NULL, are trained on by no
 * model; they get their scores from one more, which is trained on all others,
 * and whose item comes last in `fits`. */
bool tr_crossval_scores(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                        int32_t *scores, tr_fit *fits, tr_error *error);

/* What the verdict of pages is fitted to: the evidence of each, and whether it has content. */
typedef struct tr_verdicts {
    double *evidence;
    bool *content;
    size_t count;
} tr_verdicts;

tr_verdicts tr_verdicts_begin(const tr_dataset *dataset);

/* Adds a document by its lines' calibrated logits, unless its gold is bad. */
void tr_verdicts_add(tr_verdicts *verdicts, const tr_document *document, const int32_t *logits);

/* Fits the classifier's verdict, and frees. */
void tr_verdicts_fit(tr_verdicts *verdicts, dhk_classifier *classifier);

/* The page's verdict alone, by the lines' calibration as it is. */
void tr_crossval_calibrate_verdict(const tr_dataset *dataset, const size_t *bases, const uint8_t *left_out,
                                   const int32_t *scores, dhk_classifier *classifier);

/* Fits slope and offset of the lines' calibration and of the page's verdict to
 * out-of-fold scores of all pages without a mark in `left_out` (NULL: all), and
 * sets the shift. */
void tr_crossval_calibrate(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                           const int32_t *scores, dhk_classifier *classifier);

#endif
