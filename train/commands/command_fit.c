/*
 * fit: a model, trained on all pages.
 */
#include "calibrate/constant_weight.h"
#include "calibrate/detectors.h"
#include "calibrate/model_writer.h"
#include "commands/cross_validation.h"
#include "commands/report_files.h"
#include "evaluate/site_fit.h"
#include "features/features.h"

#include <stdio.h>
#include <stdlib.h>

/* Text that grows, for what a model says of itself. */
typedef struct note {
    char text[4096];
} note;

static void describe_data(const tr_mode_data *all, note *out) {
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
        tr_recipe recipe = tr_recipe_of(settings, format);
        if (format == DEHUSK_FORMAT_HTML ? !settings->html : !settings->text)
            continue;
        int length =
            snprintf(out->text + at, sizeof out->text - at,
                     "%s%s: %s, %s, C %g, B %g, tolerance %g, %zu lines, %u folds, seed %llu", at > 0 ? "; " : "",
                     tr_mode_name(format), tr_solver_name(recipe.solver),
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

static bool fit_regimes(const tr_mode_data *all, const tr_recipe *recipe, second_regime *made, tr_error *error) {
    tr_recipe extract = tr_extract_recipe(recipe);
    tr_weighted_lines lines = {&all->dataset, all->bases, all->extract_weights};
    dhk_classifier *classifier = &made->regimes.extract;
    made->regimes = all->regimes;
    if (!all->regimes.present)
        return true;
    if (!tr_fit_make(&lines, &extract, NULL, -1, &made->fit, error))
        return false;
    tr_move_constant_weight(&all->dataset, &made->fit);
    tr_print_fit("extracts, all texts", &extract, &made->fit);
    classifier->present = true;
    classifier->schema = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
    classifier->feature_count = made->fit.feature_count;
    classifier->bias = made->fit.bias;
    classifier->weights = made->fit.weights;
    return true;
}

static bool fit_detectors(const tr_mode_data *all, const tr_recipe *recipe, detectors *made, tr_error *error) {
    tr_weighted_lines pages = {&all->pages, all->bases, all->weights};
    bool fine = true;
    if (made->title.present)
        fine = tr_detector_fit(&pages, recipe, TR_ORIGIN_TITLE, &made->title, &made->title_fit, error);
    if (fine && made->caption.present)
        fine = tr_detector_fit(&pages, recipe, TR_ORIGIN_CAPTION, &made->caption, &made->caption_fit, error);
    return fine;
}

/* One mode of a model, with its weights. */
typedef struct mode_parts {
    dhk_classifier classifier;
    tr_fit fit;
    dhk_stack_stage stack; /* of HTML only, as the next one */
    tr_empty_fit empty;
    tr_site_fit sites;
} mode_parts;

/* A model in the making. */
typedef struct making {
    mode_parts html, text;
    detectors roles;
    second_regime second;
    note data, how;
} making;

/* On all pages. */
static bool train_mode(tr_mode_data *all, const tr_recipe *recipe, double seconds, making *made, tr_error *error) {
    mode_parts *mode = all->dataset.format == DEHUSK_FORMAT_HTML ? &made->html : &made->text;
    dhk_classifier *classifier = &mode->classifier;
    tr_weighted_lines lines = {&all->dataset, all->bases, all->weights};
    tr_progress *progress = tr_progress_begin("training on all pages", 1, seconds);
    bool fine = tr_fit_make(&lines, recipe, NULL, -1, &mode->fit, error) &&
                fit_detectors(all, recipe, &made->roles, error) && fit_regimes(all, recipe, &made->second, error);
    tr_progress_end(progress, fine);
    if (!fine)
        return false;
    tr_move_constant_weight(&all->dataset, &mode->fit);
    tr_print_fit("all pages", recipe, &mode->fit);
    classifier->present = true;
    classifier->schema = dhk_feature_schema(all->dataset.format);
    classifier->feature_count = mode->fit.feature_count;
    classifier->bias = mode->fit.bias;
    classifier->weights = mode->fit.weights;
    mode->stack = all->stack;
    mode->empty = all->empty;
    all->empty = (tr_empty_fit){0};
    describe_data(all, &made->data);
    return true;
}

/* Cross-validates for the constants, then trains on all pages. */
static bool fit_mode(const tr_settings *settings, dehusk_format format, const tr_report_files *to, making *made,
                     tr_error *error) {
    tr_mode_data all;
    tr_recipe recipe = tr_recipe_of(settings, format);
    mode_parts *mode = format == DEHUSK_FORMAT_HTML ? &made->html : &made->text;
    double seconds = 0;
    bool fine = tr_mode_data_read(&all, settings, format, true, error) &&
                tr_cross_validate(&all, &recipe, &mode->classifier, &seconds, error) &&
                tr_cross_validate_regimes(settings, &all, &recipe, &mode->classifier, error) &&
                tr_cross_validate_detectors(&all, &recipe, &made->roles.title, &made->roles.caption, error);
    if (fine) {
        tr_evaluation evaluation = tr_mode_data_evaluation(&all, &mode->classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, to->pages, to->tables);
        tr_print_forms(&all, &evaluation);
        tr_evaluate_roles(&evaluation, stdout);
        putchar('\n');
        tr_site_fit_make(&evaluation, &recipe, settings->site_counts, &mode->sites, stdout);
        fine = train_mode(&all, &recipe, seconds, made, error);
    }
    tr_mode_data_free(&all);
    return fine;
}

/* Nothing leaves that the library would refuse. */
static bool read_back(const unsigned char *bytes, size_t length, tr_error *error) {
    dehusk_model *model;
    size_t wrong;
    dehusk_status status = dehusk_model_open_memory(bytes, length, NULL, &model, &wrong);
    if (status != DEHUSK_OK)
        return tr_fail(error, "the model cannot be read back: %s (at byte %zu)", dehusk_status_message(status), wrong);
    dehusk_model_close(model);
    return true;
}

static bool write_model(const tr_settings *settings, making *made, tr_error *error) {
    describe_settings(settings, &made->how);
    tr_model_info info[] = {{"name", settings->name},           {"created", settings->created},
                            {"training-data", made->data.text}, {"settings", made->how.text},
                            {"trainer", dehusk_version()},      {"unicode", dehusk_unicode_version()}};
    size_t length;
    made->html.sites.stage.weights = made->html.sites.weights;
    made->text.sites.stage.weights = made->text.sites.weights;
    tr_model_parts parts = {.html = &made->html.classifier,
                            .text = &made->text.classifier,
                            .title = &made->roles.title,
                            .caption = &made->roles.caption,
                            .html_site = &made->html.sites.stage,
                            .text_site = &made->text.sites.stage,
                            .regimes = &made->second.regimes,
                            .html_stack = &made->html.stack,
                            .html_empty = &made->html.empty.stage};
    unsigned char *bytes = tr_model_bytes(&parts, info, sizeof info / sizeof *info, &length);
    bool fine = read_back(bytes, length, error) && tr_model_write(settings->output, bytes, length, error);
    if (fine)
        printf("%s: %zu bytes\n", settings->output, length);
    free(bytes);
    return fine;
}

/* Trains the modes, and writes what came out. */
static bool fit_all(const tr_settings *settings, const tr_report_files *to, tr_error *error) {
    making made = {0};
    bool fine = !settings->html || fit_mode(settings, DEHUSK_FORMAT_HTML, to, &made, error);
    fine = fine && (!settings->text || fit_mode(settings, DEHUSK_FORMAT_TEXT, to, &made, error));
    fine = fine && write_model(settings, &made, error);
    tr_fit_free(&made.html.fit);
    tr_empty_free(&made.html.empty);
    tr_fit_free(&made.text.fit);
    tr_fit_free(&made.second.fit);
    tr_fit_free(&made.roles.title_fit);
    tr_fit_free(&made.roles.caption_fit);
    return fine;
}

bool tr_command_fit(const tr_settings *settings, tr_error *error) {
    tr_report_files to;
    if (!tr_model_can_write(settings->output, error))
        return false;
    bool fine = tr_report_files_open(settings, &to, error) && fit_all(settings, &to, error);
    return tr_report_files_close(settings, &to, error) && fine;
}
