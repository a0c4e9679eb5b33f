/*
 * Cross-validation of all stages of a mode.
 */
#include "commands/cross_validation.h"

#include "calibrate/detectors.h"
#include "calibrate/stack_fit.h"

#include <stdio.h>
#include <stdlib.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

/* What was found best by cross-validation on seven sets (2026-11) where the user says nothing: words want more lines
 * and weaker regularisation than markup. */
tr_recipe tr_recipe_of(const tr_settings *settings, dehusk_format format) {
    tr_recipe recipe = settings->recipe;
    bool html = format == DEHUSK_FORMAT_HTML;
    recipe.shift = html ? settings->html_shift : settings->text_shift;
    if (recipe.lines == 0)
        recipe.lines = html ? 300000 : 400000;
    if (recipe.svm.cost <= 0)
        recipe.svm.cost = recipe.svm.loss == TR_LOSS_SQUARED_HINGE ? (html ? 0.0005 : 0.002) : (html ? 0.0015 : 0.008);
    return recipe;
}

const char *tr_solver_name(tr_solver solver) {
    return solver == TR_SOLVER_LIBSVM ? "libsvm" : "liblinear";
}

void tr_print_fit(const char *name, const tr_recipe *recipe, const tr_fit *fit) {
    printf("%s: %zu lines, %.1f%% content, %s %.1f s", name, fit->lines,
           100.0 * (double)fit->content_lines / (double)fit->lines, tr_solver_name(recipe->solver),
           fit->solution.seconds);
    printf(", objective %.6g (rounded %.6g)", fit->solution.primal, fit->shipped);
    if (recipe->solver == TR_SOLVER_LIBSVM)
        printf(", dual %.6g, gap %.2e, violation %.1e, %zu support lines (%zu free), %zu rounds", fit->solution.dual,
               fit->solution.primal - fit->solution.dual, fit->solution.violation, fit->solution.support,
               fit->solution.free_support, fit->solution.rounds);
    if (fit->clipped > 0)
        printf(", %u weights clipped", fit->clipped);
    putchar('\n');
    if (recipe->check_solver)
        printf("%s, checked: violation %.3e (mean %.1e, %zu above the tolerance), objective %.6g, dual %.6g, "
               "weights within %.1e of the multipliers\n",
               name, fit->check.violation, fit->check.mean_violation, fit->check.violated, fit->check.primal,
               fit->check.dual, fit->check.residue);
}

void tr_print_constants(const dhk_classifier *classifier) {
    printf("slope %.4f, offset %.4f, shift %.4f, verdict slope %.4f, verdict offset %.4f\n",
           (double)classifier->slope / FRACTION, (double)classifier->offset / FRACTION,
           (double)classifier->shift / FRACTION, (double)classifier->verdict_slope / FRACTION,
           (double)classifier->verdict_offset / FRACTION);
}

/* The verdict rests on the last stage's scores. */
static void take_stack(const tr_mode_data *all, dhk_classifier *classifier) {
    if (!all->stack.present)
        return;
    dhk_classifier both = tr_mode_data_evaluation(all, classifier).classifier;
    tr_crossval_calibrate_verdict(&all->dataset, all->bases, NULL, all->scores, &both);
    classifier->verdict_slope = both.verdict_slope;
    classifier->verdict_offset = both.verdict_offset;
    printf("second stage: slope %.4f, offset %.4f\n", (double)all->stack.slope / FRACTION,
           (double)all->stack.offset / FRACTION);
}

/* Which short pages have no content is fitted to what both stages leave of them. */
static bool judge_short_pages(tr_mode_data *all, const tr_recipe *recipe, const dhk_classifier *classifier,
                              tr_error *error) {
    if (!all->stack.present)
        return true;
    dhk_classifier both = tr_mode_data_evaluation(all, classifier).classifier;
    tr_page_scores from = {&all->dataset, all->bases, all->scores, all->best, &both};
    bool fine = tr_empty_cross_validate(&from, recipe, all->emptiness, &all->empty, stdout, error);
    all->judged = fine && all->empty.stage.present;
    return fine;
}

bool tr_cross_validate(tr_mode_data *all, const tr_recipe *recipe, dhk_classifier *classifier, double *seconds,
                       tr_error *error) {
    tr_fit *fits = tr_zeroed(recipe->folds, sizeof *fits);
    tr_weighted_lines lines = {&all->dataset, all->bases, all->weights},
                      pages = {&all->pages, all->bases, all->weights};
    bool fine = tr_crossval_scores(&lines, recipe, NULL, all->scores, fits, error);
    for (unsigned i = 0; i < recipe->folds && fine; i++) {
        char name[32];
        snprintf(name, sizeof name, "fold %u", i + 1);
        tr_print_fit(name, recipe, &fits[i]);
        if (seconds != NULL)
            *seconds += fits[i].solution.seconds / recipe->folds;
    }
    for (unsigned i = 0; i < recipe->folds; i++)
        tr_fit_free(&fits[i]);
    free(fits);
    if (fine) {
        tr_crossval_calibrate(&pages, recipe, NULL, all->scores, classifier);
        tr_stack_cross_validate(&pages, recipe, NULL, classifier, &(tr_staged_scores){all->scores, all->best},
                                &all->stack);
        take_stack(all, classifier);
        tr_print_constants(classifier);
        fine = judge_short_pages(all, recipe, classifier, error);
    }
    return fine;
}

/* Out of fold, without roles and by liblinear: with half the lines and half the cost, clean texts come out whole in 0.778
 * and labelled texts have a line F1 of 0.798; with these 0.794 and 0.804, with twice the cost 0.823 and 0.803. Token F1
 * of extractors' outputs with intruders is 0.934 and 0.935 (2026-11-29). */
tr_recipe tr_extract_recipe(const tr_recipe *recipe) {
    tr_recipe extract = *recipe;
    extract.svm.cost = 2 * recipe->svm.cost;
    return extract;
}

bool tr_cross_validate_regimes(const tr_settings *settings, tr_mode_data *all, const tr_recipe *recipe,
                               dhk_classifier *classifier, tr_error *error) {
    tr_recipe extract = tr_extract_recipe(recipe);
    tr_weighted_lines lines = {&all->dataset, all->bases, all->extract_weights};
    tr_fit *fits = tr_zeroed(recipe->folds, sizeof *fits);
    bool fine =
        all->extract_weights == NULL || tr_crossval_scores(&lines, &extract, NULL, all->extract_scores, fits, error);
    for (unsigned i = 0; i < recipe->folds && fine && all->extract_weights != NULL; i++) {
        char name[32];
        snprintf(name, sizeof name, "extracts, fold %u", i + 1);
        tr_print_fit(name, &extract, &fits[i]);
    }
    free(fits);
    if (fine && all->extract_weights != NULL) {
        tr_regime_scores from = tr_mode_data_regime_scores(all);
        tr_regime_fit(&from, (tr_regime_shifts){settings->extract_shift, settings->gate_shift}, classifier,
                      &all->regimes);
        tr_print_constants(classifier);
        tr_regime_print(&all->regimes, stdout);
    }
    return fine;
}

void tr_print_forms(const tr_mode_data *all, const tr_evaluation *evaluation) {
    tr_evaluation of_all = *evaluation;
    of_all.dataset = &all->dataset;
    if (all->page_count < all->dataset.document_count)
        tr_evaluate_forms(&of_all, stdout);
}

bool tr_cross_validate_detectors(tr_mode_data *all, const tr_recipe *recipe, dhk_classifier *title,
                                 dhk_classifier *caption, tr_error *error) {
    tr_weighted_lines pages = {&all->pages, all->bases, all->weights};
    return all->dataset.format == DEHUSK_FORMAT_HTML ||
           (tr_detector_cross_validate(&pages, recipe, TR_ORIGIN_TITLE, title, stdout, error) &&
            tr_detector_cross_validate(&pages, recipe, TR_ORIGIN_CAPTION, caption, stdout, error));
}
