/*
 * Cross-validation as cv and fit run it: all stages of a mode, printed as they are made.
 */
#ifndef TR_CROSS_VALIDATION_H
#define TR_CROSS_VALIDATION_H

#include "commands/mode_data.h"

const char *tr_solver_name(tr_solver solver);

/* How a mode is trained where the user leaves it open. */
tr_recipe tr_recipe_of(const tr_settings *settings, dehusk_format format);

/* The regime of extracts: less varied than pages, so half of their lines do. */
tr_recipe tr_extract_recipe(const tr_recipe *recipe);

/* Out-of-fold scores, and the constants fitted to them. `seconds` unless NULL: what a model took on average. */
bool tr_cross_validate(tr_mode_data *all, const tr_recipe *recipe, dhk_classifier *classifier, double *seconds,
                       tr_error *error);

/* Out-of-fold scores of the second regime of plain text, and all constants of both. */
bool tr_cross_validate_regimes(const tr_settings *settings, tr_mode_data *all, const tr_recipe *recipe,
                               dhk_classifier *classifier, tr_error *error);

/* In plain text, the evidence of roles: nothing to do in HTML, whose markup gives it. */
bool tr_cross_validate_detectors(tr_mode_data *all, const tr_recipe *recipe, dhk_classifier *title,
                                 dhk_classifier *caption, tr_error *error);

/* What the solver said of a model. */
void tr_print_fit(const char *name, const tr_recipe *recipe, const tr_fit *fit);

/* The figures of texts that are no page's lines one a row, where there are any. */
void tr_print_forms(const tr_mode_data *all, const tr_evaluation *evaluation);

#endif
