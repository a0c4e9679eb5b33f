/*
 * Reading what the command line names.
 */
#include "commands/mode_data.h"

#include "calibrate/detectors.h"
#include "calibrate/stack_fit.h"
#include "corpus/forms.h"
#include "corpus/own_pages.h"
#include "features/features.h"
#include "matrix/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *tr_mode_name(dehusk_format format) {
    return format == DEHUSK_FORMAT_HTML ? "html" : "text";
}

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
            return tr_fail(error, "no feature %.*s in mode %s", (int)length, name, tr_mode_name(format));
        name += length + (name[length] == ',');
    }
    return true;
}

static bool open_corpus(const tr_settings *settings, dehusk_format format, tr_mode_data *all, tr_error *error) {
    tr_corpus *corpus = &all->corpus;
    if (settings->corpus == NULL && settings->folder_count == 0)
        return tr_fail(error, "no pages given (--corpus DIR or --pages-dir DIR)");
    if (settings->corpus != NULL && !tr_corpus_open(corpus, settings->corpus, settings->sets, error))
        return false;
    for (size_t i = 0; i < settings->folder_count; i++)
        if (!tr_corpus_add_folder(corpus, settings->folders[i], format == DEHUSK_FORMAT_TEXT, error))
            return false;
    if (settings->short_pages != NULL && format == DEHUSK_FORMAT_HTML &&
        !tr_corpus_add_folder(corpus, settings->short_pages, false, error))
        return false;
    all->page_count = corpus->page_count;
    all->set_count = corpus->set_count;
    if (corpus->page_count == 0)
        return tr_fail(error, "no HTML page to read (text files are for --mode text)");
    if (format == DEHUSK_FORMAT_TEXT && settings->extract &&
        (!tr_forms_add(corpus, settings->renderings, error) ||
         (settings->line_sets != NULL && !tr_forms_add_lines(corpus, settings->line_sets, error))))
        return false;
    if (!tr_set_terms_take(corpus, &settings->terms, error))
        return false;
    if (settings->short_pages != NULL && format == DEHUSK_FORMAT_HTML)
        corpus->terms[all->set_count - 1] = (tr_set_terms){.weight = 0, .train_only = true};
    return true;
}

static void print_read(const tr_mode_data *all, dehusk_format format, bool vectors, double seconds) {
    printf("%s: %zu pages of %u sites, %zu lines", tr_mode_name(format), all->dataset.document_count,
           all->corpus.site_count, all->dataset.line_count);
    if (vectors && all->dataset.line_count > 0)
        printf(", %u features, %.1f a line", all->dataset.feature_count,
               (double)all->dataset.feature_total / (double)all->dataset.line_count);
    printf("; %zu pages with bad gold, %zu without main content", all->dataset.bad_gold_count,
           all->dataset.empty_gold_count);
    if (all->dataset.wrong_charset_count > 0)
        printf("; %zu unknown charsets", all->dataset.wrong_charset_count);
    printf("; read in %.0f s\n", seconds);
}

/* The pages without their forms, which come after them. */
static void view_pages(tr_mode_data *all) {
    all->page_corpus = all->corpus;
    all->page_corpus.page_count = all->page_count;
    all->page_corpus.set_count = all->set_count;
    all->pages = all->dataset;
    all->pages.corpus = &all->page_corpus;
    all->pages.document_count = all->page_count;
    all->pages.line_count = all->bases[all->page_count];
    all->pages.bad_gold_count = all->pages.empty_gold_count = 0;
    for (size_t i = 0; i < all->page_count; i++) {
        all->pages.bad_gold_count += all->dataset.documents[i].gold == TR_GOLD_BAD;
        all->pages.empty_gold_count += all->dataset.documents[i].gold == TR_GOLD_EMPTY;
    }
}

bool tr_mode_data_read(tr_mode_data *all, const tr_settings *settings, dehusk_format format, bool vectors,
                       tr_error *error) {
    tr_align_cache *cache = NULL;
    double begun = tr_seconds();
    *all = (tr_mode_data){.no_roles = settings->recipe.no_roles, .keep = settings->recipe.keep};
    if (!open_corpus(settings, format, all, error))
        return false;
    if (settings->cache != NULL && (cache = tr_align_cache_open(settings->cache, error)) == NULL)
        return false;
    bool fine = mark_left_out(settings->without, format, &all->left_out, error) &&
                tr_dataset_read(&all->dataset, &all->corpus,
                                &(tr_reading){.format = format,
                                              .vectors = vectors,
                                              .left_out = all->left_out,
                                              .cache = cache,
                                              .threads = settings->recipe.threads},
                                error);
    /* What was aligned before something failed is kept, too. */
    tr_align_cache_close(cache);
    if (!fine)
        return false;
    all->bases = tr_line_bases(&all->dataset);
    all->weights = tr_line_weights(&all->dataset, all->bases);
    all->scores = tr_zeroed(all->dataset.line_count, sizeof *all->scores);
    if (all->page_count < all->corpus.page_count) {
        all->extract_weights = tr_extract_weights(&all->dataset, all->bases);
        all->extract_scores = tr_zeroed(all->dataset.line_count, sizeof *all->extract_scores);
    }
    view_pages(all);
    all->emptiness = tr_zeroed(all->dataset.document_count, sizeof *all->emptiness);
    all->best = tr_zeroed(all->dataset.document_count, sizeof *all->best);
    print_read(all, format, vectors, tr_seconds() - begun);
    return true;
}

void tr_mode_data_free(tr_mode_data *all) {
    free(all->left_out);
    free(all->bases);
    free(all->weights);
    free(all->scores);
    free(all->extract_weights);
    free(all->extract_scores);
    free(all->best);
    free(all->emptiness);
    tr_empty_free(&all->empty);
    tr_dataset_free(&all->dataset);
    tr_corpus_close(&all->corpus);
}

void tr_mode_data_score(tr_mode_data *all, const dehusk_model *model) {
    const dhk_classifier *classifier = all->dataset.format == DEHUSK_FORMAT_HTML ? &model->html : &model->text;
    for (size_t i = 0; i < all->dataset.document_count; i++)
        tr_score_document(classifier->weights, classifier->bias, &all->dataset.documents[i],
                          all->scores + all->bases[i]);
    all->regimes = (dhk_text_regimes){0};
    if (all->dataset.format == DEHUSK_FORMAT_TEXT && model->regimes.present) {
        const dhk_classifier *extract = &model->regimes.extract;
        all->regimes = model->regimes;
        if (all->extract_scores == NULL)
            all->extract_scores = tr_zeroed(all->dataset.line_count, sizeof *all->extract_scores);
        for (size_t i = 0; i < all->dataset.document_count; i++)
            tr_score_document(extract->weights, extract->bias, &all->dataset.documents[i],
                              all->extract_scores + all->bases[i]);
    }
    all->stack = (dhk_stack_stage){0};
    if (all->dataset.format == DEHUSK_FORMAT_HTML && model->html_stack.present) {
        all->stack = model->html_stack;
        tr_stack_score(&all->dataset, all->bases, classifier, &all->stack, all->scores, all->best);
    }
    all->judged = all->stack.present && model->html_empty.present;
    if (all->judged) {
        tr_evaluation evaluation = tr_mode_data_evaluation(all, classifier);
        tr_page_scores from = {&all->dataset, all->bases, all->scores, all->best, &evaluation.classifier};
        tr_empty_score(&from, &model->html_empty, all->emptiness);
    }
    tr_detectors_score(&all->dataset, model);
}

/* True if a model's list of training data, "wcxb 1191, own 65", has the set. */
static bool lists_set(const char *list, const char *set) {
    size_t length = strlen(set);
    for (const char *at = list; (at = strstr(at, set)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && at[length] == ' ')
            return true;
    return false;
}

void tr_mode_data_tell_seen(const tr_mode_data *all, const char *path, const dehusk_model *model, FILE *out) {
    const char *list = dehusk_model_info(model, "training-data");
    size_t seen = 0;
    for (size_t i = 0; list != NULL && i < all->corpus.set_count; i++)
        if (lists_set(list, all->corpus.sets[i]))
            fprintf(out, "%s%s", seen++ > 0 ? ", " : "trained on sets of these names: ", all->corpus.sets[i]);
    if (seen > 0)
        fprintf(out,
                "\n%s has seen these pages, if they are the same: its figures for them are too good. "
                "cv judges each page by a model that has not seen its site\n\n",
                path);
}

tr_regime_scores tr_mode_data_regime_scores(const tr_mode_data *all) {
    return (tr_regime_scores){&all->dataset,        all->bases,  all->weights,
                              all->extract_weights, all->scores, all->extract_scores};
}

tr_evaluation tr_mode_data_evaluation(const tr_mode_data *all, const dhk_classifier *classifier) {
    tr_evaluation evaluation = {.dataset = &all->pages,
                                .bases = all->bases,
                                .weights = all->weights,
                                .scores = all->scores,
                                .classifier = *classifier,
                                .regimes = all->regimes.present ? &all->regimes : NULL,
                                .extract_scores = all->extract_scores,
                                .favor = DEHUSK_FAVOR_BALANCED,
                                .threshold = -1,
                                .no_roles = all->no_roles,
                                .keep = all->keep};
    evaluation.emptiness = all->judged ? all->emptiness : NULL;
    if (all->stack.present) {
        evaluation.best = all->best;
        evaluation.classifier.slope = all->stack.slope;
        evaluation.classifier.offset = all->stack.offset;
    }
    return evaluation;
}

bool tr_open_model(const char *path, dehusk_model **model, tr_error *error) {
    size_t wrong;
    if (path == NULL)
        return tr_fail(error, "no model given");
    dehusk_status status = dehusk_model_open_file(path, NULL, model, &wrong);
    return status == DEHUSK_OK || tr_fail(error, "%s: %s (at byte %zu)", path, dehusk_status_message(status), wrong);
}
