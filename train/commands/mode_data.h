/*
 * What every command starts from: the corpora and folders that the command line
 * names, read in one mode.
 */
#ifndef TR_MODE_DATA_H
#define TR_MODE_DATA_H

#include "calibrate/empty_fit.h"
#include "calibrate/regime_fit.h"
#include "commands/commands.h"
#include "evaluate/evaluate.h"

#include <stdio.h>

typedef struct tr_mode_data {
    tr_corpus corpus;
    tr_dataset dataset;
    size_t page_count, set_count; /* of the corpus, without forms */
    tr_corpus page_corpus;        /* the corpus without forms: a view, which owns nothing */
    tr_dataset pages;             /* the dataset without forms: a view, too */
    uint8_t *left_out;            /* features, by number */
    size_t *bases;
    double *weights;
    int32_t *scores;         /* zero until somebody scores */
    double *extract_weights; /* of the regime of extracted text; NULL without forms */
    int32_t *extract_scores;
    dhk_text_regimes regimes; /* present once they are fitted or read */
    int32_t *best;            /* by page, as in tr_evaluation, where there is a second stage */
    int32_t *emptiness;       /* by page, as in tr_evaluation, where there is a classifier of short pages */
    tr_empty_fit empty;       /* the classifier of short pages, where it was fitted */
    bool judged;              /* there is a classifier of short pages */
    dhk_stack_stage stack;    /* the second stage that made the scores; not present: none did */
    bool no_roles;            /* how lines are decided on, as in tr_evaluation */
    unsigned keep;
} tr_mode_data;

const char *tr_mode_name(dehusk_format format);

/* Reads, and prints what was read; `vectors` as for tr_dataset_read. Free in any case. */
bool tr_mode_data_read(tr_mode_data *all, const tr_settings *settings, dehusk_format format, bool vectors,
                       tr_error *error);
void tr_mode_data_free(tr_mode_data *all);

/* All lines' scores, and evidence of roles, by a model that has the mode. */
void tr_mode_data_score(tr_mode_data *all, const dehusk_model *model);

/* A line for people if the model says that it was trained on sets that are called like some of these. */
void tr_mode_data_tell_seen(const tr_mode_data *all, const char *path, const dehusk_model *model, FILE *out);

/* What both regimes say, of all forms. */
tr_regime_scores tr_mode_data_regime_scores(const tr_mode_data *all);

/* How the decision is measured where nothing else is said; its calibration is that of the last stage. */
tr_evaluation tr_mode_data_evaluation(const tr_mode_data *all, const dhk_classifier *classifier);

/* Opens a model file. */
bool tr_open_model(const char *path, dehusk_model **model, tr_error *error);

#endif
