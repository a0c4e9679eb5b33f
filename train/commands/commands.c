/*
 * The commands of dehusk-train.
 */
#include "commands/commands.h"

#include "calibrate/centre.h"
#include "calibrate/detectors.h"
#include "calibrate/model_writer.h"
#include "calibrate/stack_fit.h"
#include "classify/decide.h"
#include "commands/material.h"
#include "evaluate/leave_out.h"
#include "evaluate/site_fit.h"
#include "features/features.h"
#include "report/report_html.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

/* The files for figures of single pages, for the rows of the tables and to look at; all modes go into one. */
typedef struct reports {
    FILE *pages, *tables, *html; /* NULL: none */
} reports;

static bool open_report(const char *path, FILE **file, tr_error *error) {
    *file = path != NULL ? fopen(path, "w") : NULL;
    return path == NULL || *file != NULL || tr_fail(error, "%s: %s", path, strerror(errno));
}

static bool close_report(const char *path, FILE *file, tr_error *error) {
    bool fine = file == NULL || ferror(file) == 0;
    fine = (file == NULL || fclose(file) == 0) && fine;
    return fine || tr_fail(error, "%s: %s", path, errno != 0 ? strerror(errno) : "cannot be written");
}

/* What was found best by cross-validation on seven sets (2026-11) where the user says nothing: words want more lines
 * and weaker regularisation than markup. */
static tr_recipe recipe_of(const tr_settings *settings, dehusk_format format) {
    tr_recipe recipe = settings->recipe;
    bool html = format == DEHUSK_FORMAT_HTML;
    recipe.shift = html ? settings->html_shift : settings->text_shift;
    if (recipe.lines == 0)
        recipe.lines = html ? 300000 : 400000;
    if (recipe.svm.cost <= 0)
        recipe.svm.cost = recipe.svm.loss == TR_LOSS_SQUARED_HINGE ? (html ? 0.0005 : 0.002) : (html ? 0.0015 : 0.008);
    return recipe;
}

static const char *solver_name(tr_solver solver) {
    return solver == TR_SOLVER_LIBSVM ? "libsvm" : "liblinear";
}

static void print_fit(const char *name, const tr_recipe *recipe, const tr_fit *fit) {
    printf("%s: %zu lines, %.1f%% content, %s %.1f s", name, fit->lines,
           100.0 * (double)fit->content_lines / (double)fit->lines, solver_name(recipe->solver), fit->solution.seconds);
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
static void take_stack(const tr_material *all, dhk_classifier *classifier) {
    if (!all->stack.present)
        return;
    dhk_classifier both = tr_material_evaluation(all, classifier).classifier;
    tr_crossval_calibrate_verdict(&all->dataset, all->bases, NULL, all->scores, &both);
    classifier->verdict_slope = both.verdict_slope;
    classifier->verdict_offset = both.verdict_offset;
    printf("second stage: slope %.4f, offset %.4f\n", (double)all->stack.slope / FRACTION,
           (double)all->stack.offset / FRACTION);
}

/* Out-of-fold scores, and the constants fitted to them. `seconds` unless NULL: what a model took on average. */
static bool cross_validate(tr_material *all, const tr_recipe *recipe, dhk_classifier *classifier, double *seconds,
                           tr_error *error) {
    tr_fit *fits = tr_zeroed(recipe->folds, sizeof *fits);
    bool fine = tr_crossval_scores(&all->dataset, recipe, all->bases, all->weights, NULL, all->scores, fits, error);
    for (unsigned i = 0; i < recipe->folds && fine; i++) {
        char name[32];
        snprintf(name, sizeof name, "fold %u", i + 1);
        print_fit(name, recipe, &fits[i]);
        if (seconds != NULL)
            *seconds += fits[i].solution.seconds / recipe->folds;
    }
    for (unsigned i = 0; i < recipe->folds; i++)
        tr_fit_free(&fits[i]);
    free(fits);
    if (fine) {
        tr_crossval_calibrate(&all->pages, recipe, all->bases, all->weights, NULL, all->scores, classifier);
        tr_stack_cross_validate(&all->pages, recipe, all->bases, all->weights, NULL, classifier, all->scores, all->best,
                                &all->stack);
        take_stack(all, classifier);
        tr_print_constants(classifier);
    }
    return fine;
}

/* The regime of extracts: less varied than pages, so half of their lines do. */
static tr_recipe extract_recipe(const tr_recipe *recipe) {
    tr_recipe extract = *recipe;
    extract.lines = recipe->lines / 2;
    return extract;
}

/* Out-of-fold scores of the second regime of plain text, and all constants of both. */
static bool cross_validate_regimes(const tr_settings *settings, tr_material *all, const tr_recipe *recipe,
                                   dhk_classifier *classifier, tr_error *error) {
    tr_recipe extract = extract_recipe(recipe);
    tr_fit *fits = tr_zeroed(recipe->folds, sizeof *fits);
    bool fine =
        all->extract_weights == NULL || tr_crossval_scores(&all->dataset, &extract, all->bases, all->extract_weights,
                                                           NULL, all->extract_scores, fits, error);
    for (unsigned i = 0; i < recipe->folds && fine && all->extract_weights != NULL; i++) {
        char name[32];
        snprintf(name, sizeof name, "extracts, fold %u", i + 1);
        print_fit(name, &extract, &fits[i]);
    }
    free(fits);
    if (fine && all->extract_weights != NULL) {
        tr_regime_scores from = tr_material_regime_scores(all);
        tr_regime_fit(&from, settings->extract_shift, classifier, &all->regimes);
        tr_print_constants(classifier);
        tr_regime_print(&all->regimes, stdout);
    }
    return fine;
}

/* The figures of texts that are no page's lines one a row, where there are any. */
static void print_forms(const tr_material *all, const tr_evaluation *evaluation) {
    tr_evaluation of_all = *evaluation;
    of_all.dataset = &all->dataset;
    if (all->page_count < all->dataset.document_count)
        tr_evaluate_forms(&of_all, stdout);
}

static bool each_mode(const tr_settings *settings,
                      bool (*run)(const tr_settings *, dehusk_format, const reports *, tr_error *), tr_error *error) {
    reports to = {NULL, NULL, NULL};
    bool fine = open_report(settings->pages, &to.pages, error) && open_report(settings->tables, &to.tables, error) &&
                open_report(settings->report, &to.html, error);
    if (fine && to.html != NULL)
        tr_report_begin(to.html, settings->model != NULL ? settings->model : "cross-validation",
                        settings->corpus != NULL ? settings->corpus : settings->folders[0]);
    if (fine && settings->html)
        fine = run(settings, DEHUSK_FORMAT_HTML, &to, error);
    if (fine && settings->text)
        fine = run(settings, DEHUSK_FORMAT_TEXT, &to, error);
    if (fine && to.html != NULL)
        tr_report_end(to.html);
    fine = close_report(settings->report, to.html, error) && fine;
    fine = close_report(settings->pages, to.pages, error) && fine;
    return close_report(settings->tables, to.tables, error) && fine;
}

/* Prints a page's lines: what the gold says, what the model says. */
static bool show_page(const tr_material *all, const char *wanted, const dhk_classifier *classifier, tr_error *error) {
    for (size_t i = 0; i < all->dataset.document_count; i++) {
        const tr_document *document = &all->dataset.documents[i];
        char name[256];
        snprintf(name, sizeof name, "%s/%s", document->page->set, document->page->id);
        if (strcmp(name, wanted) != 0)
            continue;
        printf("%s: oracle %.4f, %u tokens of gold\n", name, document->oracle, document->gold_token_count);
        for (uint32_t line = 0; line < document->line_count; line++) {
            printf("%c %3u%% %4u", tr_is_content(document, line) ? '+' : '-', document->covered[line],
                   document->token_counts[line]);
            if (classifier != NULL)
                printf("  %.3f",
                       (double)dhk_probability(dhk_calibrate(classifier, all->scores[all->bases[i] + line])) / 65536);
            printf("  %.*s\n", (int)document->lines.lines[line].text_length,
                   document->lines.text + document->lines.lines[line].text);
        }
        return true;
    }
    return tr_fail(error, "no page %s in the corpus", wanted);
}

/* In plain text, the evidence of roles: nothing to do in HTML, whose markup gives it. */
static bool cross_validate_detectors(tr_material *all, const tr_recipe *recipe, dhk_classifier *title,
                                     dhk_classifier *caption, tr_error *error) {
    return all->dataset.format == DEHUSK_FORMAT_HTML ||
           (tr_detector_cross_validate(&all->pages, recipe, all->bases, all->weights, TR_ORIGIN_TITLE, title, stdout,
                                       error) &&
            tr_detector_cross_validate(&all->pages, recipe, all->bases, all->weights, TR_ORIGIN_CAPTION, caption,
                                       stdout, error));
}

static bool run_cv(const tr_settings *settings, dehusk_format format, const reports *to, tr_error *error) {
    tr_material all;
    tr_recipe recipe = recipe_of(settings, format);
    dhk_classifier classifier = {.present = true}, title = {0}, caption = {0};
    bool fine = tr_material_read(&all, settings, format, true, error) &&
                cross_validate(&all, &recipe, &classifier, NULL, error) &&
                cross_validate_regimes(settings, &all, &recipe, &classifier, error) &&
                (recipe.no_roles || cross_validate_detectors(&all, &recipe, &title, &caption, error));
    if (fine) {
        tr_evaluation evaluation = tr_material_evaluation(&all, &classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        print_forms(&all, &evaluation);
        fine = to->html == NULL || tr_report_add(to->html, &evaluation, error);
        tr_evaluate_shifts(&evaluation, stdout);
        if (!recipe.no_roles)
            tr_evaluate_roles(&evaluation, stdout);
        if (settings->site_counts > 0) {
            tr_site_fit sites;
            putchar('\n');
            tr_site_fit_make(&evaluation, &recipe, settings->site_counts, &sites, stdout);
        }
        if (fine && settings->show != NULL)
            fine = show_page(&all, settings->show, &evaluation.classifier, error);
        if (fine && settings->leave_out != NULL)
            fine = tr_leave_out(&all.pages, &recipe, all.bases, all.weights, all.scores, &evaluation.classifier,
                                settings->leave_out, stdout, error);
    }
    tr_material_free(&all);
    return fine;
}

bool tr_command_cv(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_cv, error);
}

static bool run_align(const tr_settings *settings, dehusk_format format, const reports *to, tr_error *error) {
    tr_material all;
    bool fine = tr_material_read(&all, settings, format, false, error);
    if (fine && settings->show != NULL)
        fine = show_page(&all, settings->show, NULL, error);
    else if (fine)
        tr_evaluate_labels(&all.pages, stdout, to->pages);
    tr_material_free(&all);
    return fine;
}

bool tr_command_align(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_align, error);
}

/* Text that grows, for what a model says of itself. */
typedef struct note {
    char text[4096];
} note;

static void describe_data(const tr_material *all, note *out) {
    size_t at = 0;
    out->text[0] = '\0';
    for (size_t set = 0; set < all->corpus.set_count; set++) {
        size_t pages = 0;
        for (size_t i = 0; i < all->dataset.document_count; i++)
            pages += all->dataset.documents[i].page->set_index == set && all->dataset.documents[i].gold != TR_GOLD_BAD;
        int length = snprintf(out->text + at, sizeof out->text - at, "%s%s %zu", set > 0 ? ", " : "",
                              all->corpus.sets[set], pages);
        if (length < 0 || (size_t)length >= sizeof out->text - at)
            return;
        at += (size_t)length;
    }
}

static void describe_settings(const tr_settings *settings, note *out) {
    size_t at = 0;
    out->text[0] = '\0';
    for (int mode = 0; mode < 2; mode++) {
        dehusk_format format = mode == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
        tr_recipe recipe = recipe_of(settings, format);
        if (format == DEHUSK_FORMAT_HTML ? !settings->html : !settings->text)
            continue;
        int length =
            snprintf(out->text + at, sizeof out->text - at,
                     "%s%s: %s, %s, C %g, B %g, tolerance %g, %zu lines, %u folds, seed %llu", at > 0 ? "; " : "",
                     tr_mode_name(format), solver_name(recipe.solver),
                     recipe.svm.loss == TR_LOSS_HINGE ? "hinge" : "squared hinge", recipe.svm.cost, recipe.svm.bias,
                     recipe.svm.tolerance, recipe.lines, recipe.folds, (unsigned long long)recipe.seed);
        if (length < 0 || (size_t)length >= sizeof out->text - at)
            return;
        at += (size_t)length;
    }
}

/* The detectors of a model, with their weights. */
typedef struct detectors {
    dhk_classifier title, caption;
    tr_fit title_fit, caption_fit;
} detectors;

/* The second regime of a model, with its weights. */
typedef struct second_regime {
    dhk_text_regimes regimes;
    tr_fit fit;
} second_regime;

static bool fit_regimes(const tr_material *all, const tr_recipe *recipe, second_regime *made, tr_error *error) {
    tr_recipe extract = extract_recipe(recipe);
    dhk_classifier *classifier = &made->regimes.extract;
    made->regimes = all->regimes;
    if (!all->regimes.present)
        return true;
    if (!tr_fit_make(&all->dataset, &extract, all->bases, all->extract_weights, NULL, -1, recipe->svm.verbose,
                     &made->fit, error))
        return false;
    tr_centre(&all->dataset, &made->fit);
    print_fit("extracts, all texts", &extract, &made->fit);
    classifier->present = true;
    classifier->schema = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
    classifier->feature_count = made->fit.feature_count;
    classifier->bias = made->fit.bias;
    classifier->weights = made->fit.weights;
    return true;
}

static bool fit_detectors(const tr_material *all, const tr_recipe *recipe, detectors *made, tr_error *error) {
    bool fine = true;
    if (made->title.present)
        fine = tr_detector_fit(&all->pages, recipe, all->bases, all->weights, TR_ORIGIN_TITLE, &made->title,
                               &made->title_fit, error);
    if (fine && made->caption.present)
        fine = tr_detector_fit(&all->pages, recipe, all->bases, all->weights, TR_ORIGIN_CAPTION, &made->caption,
                               &made->caption_fit, error);
    return fine;
}

/* Cross-validates for the constants, then trains on all pages. */
static bool fit_mode(const tr_settings *settings, dehusk_format format, const reports *to, dhk_classifier *classifier,
                     tr_fit *fit, detectors *made, second_regime *second, dhk_stack_stage *stack, tr_site_fit *sites,
                     note *data, tr_error *error) {
    tr_material all;
    tr_recipe recipe = recipe_of(settings, format);
    double seconds = 0;
    bool fine = tr_material_read(&all, settings, format, true, error) &&
                cross_validate(&all, &recipe, classifier, &seconds, error) &&
                cross_validate_regimes(settings, &all, &recipe, classifier, error) &&
                cross_validate_detectors(&all, &recipe, &made->title, &made->caption, error);
    if (fine) {
        tr_evaluation evaluation = tr_material_evaluation(&all, classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        print_forms(&all, &evaluation);
        tr_evaluate_roles(&evaluation, stdout);
        putchar('\n');
        tr_site_fit_make(&evaluation, &recipe, settings->site_counts, sites, stdout);
        tr_progress *progress = tr_progress_begin("training on all pages", 1, seconds);
        fine = tr_fit_make(&all.dataset, &recipe, all.bases, all.weights, NULL, -1, recipe.svm.verbose, fit, error) &&
               fit_detectors(&all, &recipe, made, error) && fit_regimes(&all, &recipe, second, error);
        tr_progress_end(progress, fine);
    }
    if (fine) {
        tr_centre(&all.dataset, fit);
        print_fit("all pages", &recipe, fit);
        classifier->present = true;
        classifier->schema = dhk_feature_schema(format);
        classifier->feature_count = fit->feature_count;
        classifier->bias = fit->bias;
        classifier->weights = fit->weights;
        *stack = all.stack;
        describe_data(&all, data);
    }
    tr_material_free(&all);
    return fine;
}

/* Trains the modes, and writes what came out. */
static bool fit_all(const tr_settings *settings, const reports *to, tr_error *error) {
    dhk_classifier html = {0}, text = {0};
    tr_fit html_fit = {0}, text_fit = {0};
    detectors made = {0};
    second_regime second = {0};
    tr_site_fit html_sites = {0}, text_sites = {0};
    dhk_stack_stage html_stack = {0}, text_stack = {0}; /* the second one is never made */
    note data, how;
    bool fine = true;
    if (settings->html)
        fine = fit_mode(settings, DEHUSK_FORMAT_HTML, to, &html, &html_fit, &made, &second, &html_stack, &html_sites,
                        &data, error);
    if (fine && settings->text)
        fine = fit_mode(settings, DEHUSK_FORMAT_TEXT, to, &text, &text_fit, &made, &second, &text_stack, &text_sites,
                        &data, error);
    if (fine) {
        describe_settings(settings, &how);
        tr_model_info info[] = {{"name", settings->name},      {"created", settings->created},
                                {"training-data", data.text},  {"settings", how.text},
                                {"trainer", dehusk_version()}, {"unicode", dehusk_unicode_version()}};
        size_t length;
        html_sites.stage.weights = html_sites.weights;
        text_sites.stage.weights = text_sites.weights;
        tr_model_parts parts = {
            &html,           &text,      &made.title, &made.caption, &html_sites.stage, &text_sites.stage,
            &second.regimes, &html_stack};
        unsigned char *bytes = tr_model_bytes(&parts, info, sizeof info / sizeof *info, &length);
        dehusk_model *model;
        size_t wrong;
        /* Nothing leaves that the library would refuse. */
        dehusk_status status = dehusk_model_open_memory(bytes, length, NULL, &model, &wrong);
        if (status == DEHUSK_OK)
            dehusk_model_close(model);
        else
            fine =
                tr_fail(error, "the model cannot be read back: %s (at byte %zu)", dehusk_status_message(status), wrong);
        fine = fine && tr_model_write(settings->output, bytes, length, error);
        if (fine)
            printf("%s: %zu bytes\n", settings->output, length);
        free(bytes);
    }
    tr_fit_free(&html_fit);
    tr_fit_free(&text_fit);
    tr_fit_free(&second.fit);
    tr_fit_free(&made.title_fit);
    tr_fit_free(&made.caption_fit);
    return fine;
}

bool tr_command_fit(const tr_settings *settings, tr_error *error) {
    reports to = {NULL, NULL, NULL};
    bool fine = tr_model_can_write(settings->output, error) && open_report(settings->pages, &to.pages, error) &&
                open_report(settings->tables, &to.tables, error) && fit_all(settings, &to, error);
    fine = close_report(settings->pages, to.pages, error) && fine;
    return close_report(settings->tables, to.tables, error) && fine;
}

static bool run_evaluate(const tr_settings *settings, dehusk_format format, const reports *to, tr_error *error) {
    tr_material all = {0};
    dehusk_model *model;
    if (!tr_open_model(settings->model, &model, error))
        return false;
    const dhk_classifier *classifier = format == DEHUSK_FORMAT_HTML ? &model->html : &model->text;
    bool fine = classifier->present || tr_fail(error, "%s: has no part for %s", settings->model, tr_mode_name(format));
    fine = fine && tr_material_read(&all, settings, format, true, error);
    if (fine) {
        tr_material_score(&all, model);
        tr_material_tell_seen(&all, settings->model, model, stdout);
        tr_evaluation evaluation = tr_material_evaluation(&all, classifier);
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        print_forms(&all, &evaluation);
        fine = to->html == NULL || tr_report_add(to->html, &evaluation, error);
        if (!all.no_roles)
            tr_evaluate_roles(&evaluation, stdout);
        if (fine && settings->show != NULL)
            fine = show_page(&all, settings->show, classifier, error);
    }
    tr_material_free(&all);
    dehusk_model_close(model);
    return fine;
}

bool tr_command_evaluate(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_evaluate, error);
}
