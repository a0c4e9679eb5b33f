/*
 * The commands of dehusk-train.
 */
#include "commands.h"

#include "classify/decide.h"
#include "evaluate.h"
#include "features/features.h"
#include "model_writer.h"
#include "sample.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

static const char *mode_name(dehusk_format format) {
    return format == DEHUSK_FORMAT_HTML ? "html" : "text";
}

/* A corpus read in one mode, with what goes by line. */
typedef struct material {
    tr_corpus corpus;
    tr_dataset dataset;
    uint8_t *left_out;
    size_t *bases;
    double *weights;
    int32_t *scores;
} material;

/* By feature: 1 for those whose name is in the list. */
static bool mark_left_out(const char *names, dehusk_format format, uint8_t **marks, tr_error *error) {
    uint32_t count = dhk_feature_count(format);
    *marks = NULL;
    if (names == NULL)
        return true;
    *marks = tr_zeroed(count, 1);
    for (const char *name = names; *name != '\0';) {
        size_t length = strcspn(name, ",");
        bool found = false;
        for (uint32_t i = 0; i < count; i++) {
            dehusk_reason reason;
            dhk_feature_describe(format, i, &reason);
            if (strlen(reason.feature) == length && memcmp(reason.feature, name, length) == 0)
                (*marks)[i] = found = true;
        }
        if (!found)
            return tr_fail(error, "no feature %.*s in mode %s", (int)length, name, mode_name(format));
        name += length + (name[length] == ',');
    }
    return true;
}

static bool read_material(const tr_settings *settings, dehusk_format format, bool vectors, material *all,
                          tr_error *error) {
    tr_align_cache *cache = NULL;
    double begun = tr_seconds();
    *all = (material){0};
    if (settings->corpus == NULL)
        return tr_fail(error, "no corpus given (--corpus DIR)");
    if (!tr_corpus_open(&all->corpus, settings->corpus, settings->sets, error))
        return false;
    if (settings->cache != NULL && (cache = tr_align_cache_open(settings->cache, error)) == NULL)
        return false;
    bool fine = mark_left_out(settings->without, format, &all->left_out, error) &&
                tr_dataset_read(&all->dataset, &all->corpus, format, vectors, all->left_out, cache,
                                settings->recipe.threads, error);
    tr_align_cache_close(cache);
    if (!fine)
        return false;
    all->bases = tr_line_bases(&all->dataset);
    all->weights = tr_line_weights(&all->dataset, all->bases);
    all->scores = tr_zeroed(all->dataset.line_count, sizeof *all->scores);
    printf("%s: %zu pages of %u sites, %zu lines", mode_name(format), all->dataset.document_count,
           all->corpus.site_count, all->dataset.line_count);
    if (vectors)
        printf(", %u features, %.1f a line", all->dataset.feature_count,
               (double)all->dataset.feature_total / (double)all->dataset.line_count);
    printf("; %zu pages with bad gold, %zu without main content", all->dataset.bad_gold_count,
           all->dataset.empty_gold_count);
    if (all->dataset.wrong_charset_count > 0)
        printf("; %zu unknown charsets", all->dataset.wrong_charset_count);
    printf("; read in %.0f s\n", tr_seconds() - begun);
    return true;
}

static void free_material(material *all) {
    free(all->left_out);
    free(all->bases);
    free(all->weights);
    free(all->scores);
    tr_dataset_free(&all->dataset);
    tr_corpus_close(&all->corpus);
}

/* The file for single pages' figures; with both modes the mode's name goes before it. */
static bool open_pages(const tr_settings *settings, FILE **pages, tr_error *error) {
    *pages = NULL;
    if (settings->pages == NULL)
        return true;
    *pages = fopen(settings->pages, "w");
    return *pages != NULL || tr_fail(error, "%s: %s", settings->pages, strerror(errno));
}

static bool close_pages(const tr_settings *settings, FILE *pages, tr_error *error) {
    return pages == NULL || fclose(pages) == 0 || tr_fail(error, "%s: %s", settings->pages, strerror(errno));
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
           100.0 * (double)fit->content_lines / (double)fit->lines, solver_name(recipe->solver),
           fit->solution.seconds);
    printf(", objective %.6g", fit->solution.primal);
    if (recipe->solver == TR_SOLVER_LIBSVM)
        printf(", dual %.6g, gap %.2e, violation %.1e, %zu support lines (%zu free), %zu rounds",
               fit->solution.dual, fit->solution.primal - fit->solution.dual, fit->solution.violation,
               fit->solution.support, fit->solution.free_support, fit->solution.rounds);
    if (fit->clipped > 0)
        printf(", %u weights clipped", fit->clipped);
    putchar('\n');
}

static void print_constants(const dhk_classifier *classifier) {
    printf("slope %.4f, offset %.4f, shift %.4f, verdict slope %.4f, verdict offset %.4f\n",
           (double)classifier->slope / FRACTION, (double)classifier->offset / FRACTION,
           (double)classifier->shift / FRACTION, (double)classifier->verdict_slope / FRACTION,
           (double)classifier->verdict_offset / FRACTION);
}

/* Out-of-fold scores, and the constants fitted to them. */
static bool cross_validate(material *all, const tr_recipe *recipe, dhk_classifier *classifier, tr_error *error) {
    tr_fit *fits = tr_zeroed(recipe->folds, sizeof *fits);
    bool fine = tr_crossval_scores(&all->dataset, recipe, all->bases, all->weights, all->scores, fits, error);
    for (unsigned i = 0; i < recipe->folds && fine; i++) {
        char name[32];
        snprintf(name, sizeof name, "fold %u", i + 1);
        print_fit(name, recipe, &fits[i]);
    }
    for (unsigned i = 0; i < recipe->folds; i++)
        tr_fit_free(&fits[i]);
    free(fits);
    if (fine) {
        tr_crossval_calibrate(&all->dataset, recipe, all->bases, all->weights, all->scores, classifier);
        print_constants(classifier);
    }
    return fine;
}

static tr_evaluation evaluation_of(const material *all, const dhk_classifier *classifier) {
    return (tr_evaluation){.dataset = &all->dataset, .bases = all->bases, .weights = all->weights,
                           .scores = all->scores, .classifier = *classifier, .favor = DEHUSK_FAVOR_BALANCED,
                           .threshold = -1};
}

static bool each_mode(const tr_settings *settings, bool (*run)(const tr_settings *, dehusk_format, FILE *, tr_error *),
                      tr_error *error) {
    FILE *pages;
    if (!open_pages(settings, &pages, error))
        return false;
    bool fine = true;
    if (settings->html)
        fine = run(settings, DEHUSK_FORMAT_HTML, pages, error);
    if (fine && settings->text)
        fine = run(settings, DEHUSK_FORMAT_TEXT, pages, error);
    return close_pages(settings, pages, error) && fine;
}

/* Prints a page's lines: what the gold says, what the cross-validated model says. */
static bool show_page(const material *all, const char *wanted, const dhk_classifier *classifier, tr_error *error) {
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

static bool run_cv(const tr_settings *settings, dehusk_format format, FILE *pages, tr_error *error) {
    material all;
    tr_recipe recipe = recipe_of(settings, format);
    dhk_classifier classifier = {.present = true};
    bool fine = read_material(settings, format, true, &all, error) &&
                cross_validate(&all, &recipe, &classifier, error);
    if (fine) {
        tr_evaluation evaluation = evaluation_of(&all, &classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, pages);
        tr_evaluate_shifts(&evaluation, stdout);
        if (settings->show != NULL)
            fine = show_page(&all, settings->show, &classifier, error);
    }
    free_material(&all);
    return fine;
}

bool tr_command_cv(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_cv, error);
}

static bool run_align(const tr_settings *settings, dehusk_format format, FILE *pages, tr_error *error) {
    material all;
    bool fine = read_material(settings, format, false, &all, error);
    if (fine && settings->show != NULL)
        fine = show_page(&all, settings->show, NULL, error);
    else if (fine)
        tr_evaluate_labels(&all.dataset, stdout, pages);
    free_material(&all);
    return fine;
}

bool tr_command_align(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_align, error);
}

/* Text that grows, for what a model says of itself. */
typedef struct note {
    char text[1024];
} note;

static void describe_data(const material *all, note *out) {
    size_t at = 0;
    out->text[0] = '\0';
    for (size_t set = 0; set < all->corpus.set_count; set++) {
        size_t pages = 0;
        for (size_t i = 0; i < all->dataset.document_count; i++)
            pages += all->dataset.documents[i].page->set_index == set &&
                     all->dataset.documents[i].gold != TR_GOLD_BAD;
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
        int length = snprintf(out->text + at, sizeof out->text - at,
                              "%s%s: %s, %s, C %g, B %g, tolerance %g, %zu lines, %u folds, seed %llu",
                              at > 0 ? "; " : "", mode_name(format), solver_name(recipe.solver),
                              recipe.svm.loss == TR_LOSS_HINGE ? "hinge" : "squared hinge", recipe.svm.cost,
                              recipe.svm.bias, recipe.svm.tolerance, recipe.lines, recipe.folds,
                              (unsigned long long)recipe.seed);
        if (length < 0 || (size_t)length >= sizeof out->text - at)
            return;
        at += (size_t)length;
    }
}

/* Cross-validates for the constants, then trains on all pages. */
static bool fit_mode(const tr_settings *settings, dehusk_format format, dhk_classifier *classifier, tr_fit *fit,
                     note *data, tr_error *error) {
    material all;
    tr_recipe recipe = recipe_of(settings, format);
    bool fine = read_material(settings, format, true, &all, error) &&
                cross_validate(&all, &recipe, classifier, error);
    if (fine) {
        tr_evaluation evaluation = evaluation_of(&all, classifier);
        putchar('\n');
        tr_evaluate_print(&evaluation, stdout, NULL);
        putchar('\n');
        fprintf(stderr, "training on all pages\n");
        fine = tr_fit_make(&all.dataset, &recipe, all.bases, all.weights, NULL, -1, recipe.svm.verbose, fit, error);
    }
    if (fine) {
        print_fit("all pages", &recipe, fit);
        classifier->present = true;
        classifier->schema = dhk_feature_schema(format);
        classifier->feature_count = fit->feature_count;
        classifier->bias = fit->bias;
        classifier->weights = fit->weights;
        describe_data(&all, data);
    }
    free_material(&all);
    return fine;
}

bool tr_command_fit(const tr_settings *settings, tr_error *error) {
    dhk_classifier html = {0}, text = {0};
    tr_fit html_fit = {0}, text_fit = {0};
    note data, how;
    if (settings->output == NULL)
        return tr_fail(error, "no file to write given (--output MODEL)");
    bool fine = true;
    if (settings->html)
        fine = fit_mode(settings, DEHUSK_FORMAT_HTML, &html, &html_fit, &data, error);
    if (fine && settings->text)
        fine = fit_mode(settings, DEHUSK_FORMAT_TEXT, &text, &text_fit, &data, error);
    if (fine) {
        describe_settings(settings, &how);
        tr_model_info info[] = {{"name", settings->name},       {"created", settings->created},
                                {"training-data", data.text},   {"settings", how.text},
                                {"trainer", dehusk_version()},  {"unicode", dehusk_unicode_version()}};
        size_t length;
        unsigned char *bytes = tr_model_bytes(&html, &text, info, sizeof info / sizeof *info, &length);
        dehusk_model *model;
        size_t wrong;
        /* Nothing leaves that the library would refuse. */
        dehusk_status status = dehusk_model_open_memory(bytes, length, NULL, &model, &wrong);
        if (status == DEHUSK_OK)
            dehusk_model_close(model);
        else
            fine = tr_fail(error, "the model cannot be read back: %s (at byte %zu)", dehusk_status_message(status),
                           wrong);
        fine = fine && tr_model_write(settings->output, bytes, length, error);
        if (fine)
            printf("%s: %zu bytes\n", settings->output, length);
        free(bytes);
    }
    tr_fit_free(&html_fit);
    tr_fit_free(&text_fit);
    return fine;
}

static bool open_model(const tr_settings *settings, dehusk_model **model, tr_error *error) {
    size_t wrong;
    if (settings->model == NULL)
        return tr_fail(error, "no model given");
    dehusk_status status = dehusk_model_open_file(settings->model, NULL, model, &wrong);
    return status == DEHUSK_OK ||
           tr_fail(error, "%s: %s (at byte %zu)", settings->model, dehusk_status_message(status), wrong);
}

static bool run_evaluate(const tr_settings *settings, dehusk_format format, FILE *pages, tr_error *error) {
    material all = {0};
    dehusk_model *model;
    if (!open_model(settings, &model, error))
        return false;
    const dhk_classifier *classifier = format == DEHUSK_FORMAT_HTML ? &model->html : &model->text;
    bool fine = classifier->present || tr_fail(error, "%s: has no part for %s", settings->model, mode_name(format));
    fine = fine && read_material(settings, format, true, &all, error);
    if (fine) {
        for (size_t i = 0; i < all.dataset.document_count; i++)
            tr_score_document(classifier->weights, classifier->bias, &all.dataset.documents[i],
                              all.scores + all.bases[i]);
        tr_evaluation evaluation = evaluation_of(&all, classifier);
        tr_evaluate_print(&evaluation, stdout, pages);
    }
    free_material(&all);
    dehusk_model_close(model);
    return fine;
}

bool tr_command_evaluate(const tr_settings *settings, tr_error *error) {
    return each_mode(settings, run_evaluate, error);
}

typedef struct ranked {
    uint32_t index;
    int weight;
} ranked;

static int compare_ranked(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (abs(a->weight) != abs(b->weight))
        return abs(a->weight) > abs(b->weight) ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void dump_classifier(const dhk_classifier *classifier, dehusk_format format, size_t top) {
    ranked *all = tr_resize(NULL, classifier->feature_count, sizeof *all);
    uint32_t used = 0;
    for (uint32_t i = 0; i < classifier->feature_count; i++) {
        all[i] = (ranked){i, classifier->weights[i]};
        used += classifier->weights[i] != 0;
    }
    qsort(all, classifier->feature_count, sizeof *all, compare_ranked);
    printf("\n%s: schema %08x, %u features, %u with a weight, bias %.4f\n", mode_name(format), classifier->schema,
           classifier->feature_count, used, (double)classifier->bias / FRACTION);
    print_constants(classifier);
    for (uint32_t i = 0; i < used && (top == 0 || i < top); i++) {
        dehusk_reason reason = {0};
        dhk_feature_describe(format, all[i].index, &reason);
        printf("%8.4f  %6u  %-28s %s\n", (double)all[i].weight / FRACTION, all[i].index, reason.feature,
               reason.value);
    }
    free(all);
}

bool tr_command_dump(const tr_settings *settings, tr_error *error) {
    dehusk_model *model;
    if (!open_model(settings, &model, error))
        return false;
    for (size_t at = 0; at < model->info_length;) {
        const char *key = model->info + at, *value = key + strlen(key) + 1;
        printf("%s: %s\n", key, value);
        at = (size_t)(value - model->info) + strlen(value) + 1;
    }
    if (model->html.present && settings->html)
        dump_classifier(&model->html, DEHUSK_FORMAT_HTML, settings->top);
    if (model->text.present && settings->text)
        dump_classifier(&model->text, DEHUSK_FORMAT_TEXT, settings->top);
    dehusk_model_close(model);
    return true;
}
