#include "calibrate/empty_fit.h"

#include "classify/decide.h"
#include "classify/empty_page.h"
#include "corpus/folds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The cost of a page on the wrong side. With .005, .05 and .1 what is found changes by less than 3% of the pages. */
static const double cost = 0.02;

/* A page must be this much on the side of having no content. Of generated short pages in languages that the classifier had
 * not seen, 155 of 2,160 with content are lost and 1,111 of 1,405 others found (datasets/generate_pages.py --short --count
 * 3600 --seed 7, by liblinear, 2026-11-29). With .15, texts about cookies and data come to nothing; with .45 half as many
 * pages are found as with .15. */
static const double margin = 0.25;

/* A page is asked about if it has features; rows are those of the documents. */
typedef struct asked {
    const tr_page_scores *from;
    uint32_t **rows; /* by document; NULL: not asked about */
    uint32_t *lengths;
    uint8_t *folds; /* by document */
} asked;

/* Decides on a page as if it had content. */
static dhk_empty_page look(const tr_page_scores *from, size_t i, int32_t *logits, uint32_t *order, uint8_t *labels) {
    const tr_document *document = &from->dataset->documents[i];
    dhk_page_signs signs = {from->best[i], document->copies, false, true, document->evidence};
    dhk_decision_rule rule = {from->classifier->shift, DEHUSK_FAVOR_BALANCED, -1};
    for (uint32_t line = 0; line < document->line_count; line++)
        logits[line] = dhk_calibrate(from->classifier, from->scores[from->bases[i] + line]);
    dhk_decide(&rule, &document->lines, &signs, logits, order, labels);
    return (dhk_empty_page){&document->lines, logits, labels, from->best[i]};
}

static void find_rows(asked *all) {
    const tr_dataset *dataset = all->from->dataset;
    tr_page_scratch of = tr_page_scratch_of(dataset);
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    for (size_t i = 0; i < dataset->document_count; i++) {
        if (dataset->documents[i].gold == TR_GOLD_BAD)
            continue;
        dhk_empty_page page = look(all->from, i, of.logits, of.order, of.labels);
        all->lengths[i] = dhk_empty_features(&page, features);
        if (all->lengths[i] == 0)
            continue;
        all->rows[i] = tr_resize(NULL, all->lengths[i], sizeof *features);
        memcpy(all->rows[i], features, all->lengths[i] * sizeof *features);
    }
    tr_page_scratch_free(&of);
}

static bool is_empty(const asked *all, size_t i) {
    return all->from->dataset->documents[i].gold == TR_GOLD_EMPTY;
}

/* A page that lines are learned from too, with content, counts as often as this: to lose it is worse than to keep a page
 * without. With 1, and 2,400 generated pages in 16 languages, a page of DAnIEL comes to nothing (page token F1 0.9437) and
 * one page of WCXB without content does (0.8799); with 3, and 3,600 in 24, neither (0.9450, 0.8791). Out of fold, seven
 * sets of the corpus, 2026-11-29. */
enum { COUNTS = 3 };

static bool is_precious(const asked *all, size_t i) {
    const tr_dataset *dataset = all->from->dataset;
    return !is_empty(all, i) && tr_corpus_terms(dataset->corpus, dataset->documents[i].page).weight > 0;
}

/* To the pages of all folds but one; the number of folds leaves out none. */
static bool fit_fold(const asked *all, const tr_recipe *recipe, unsigned fold, tr_fit *fit, tr_error *error) {
    size_t count = all->from->dataset->document_count, empty = 0;
    tr_problem problem = {.rows = tr_resize(NULL, COUNTS * count, sizeof *problem.rows),
                          .lengths = tr_resize(NULL, COUNTS * count, sizeof *problem.lengths),
                          .labels = tr_resize(NULL, COUNTS * count, sizeof *problem.labels),
                          .columns = DHK_EMPTY_FEATURES};
    for (size_t i = 0; i < count; i++) {
        if (all->rows[i] == NULL || all->folds[i] == fold)
            continue;
        for (int times = 0; times < (is_precious(all, i) ? COUNTS : 1); times++) {
            problem.rows[problem.count] = all->rows[i];
            problem.lengths[problem.count] = all->lengths[i];
            problem.labels[problem.count++] = is_empty(all, i) ? 1 : -1;
            empty += is_empty(all, i);
        }
    }
    tr_recipe own = *recipe;
    own.svm.cost = cost;
    own.svm.verbose = false;
    *fit = (tr_fit){0};
    bool fine = empty == 0 || empty == problem.count || tr_fit_problem(&problem, &own, fit, error);
    fit->bias -= (int32_t)(margin * (1 << DHK_WEIGHT_FRACTION_BITS));
    free(problem.rows);
    free(problem.lengths);
    free(problem.labels);
    return fine;
}

static int32_t score_of(const tr_fit *fit, const uint32_t *row, uint32_t length) {
    int32_t score = fit->bias;
    for (uint32_t k = 0; k < length; k++)
        score += fit->weights[row[k]];
    return score;
}

/* Pages that nobody is asked about are judged by their best line. */
static void judge_others(const asked *all, int32_t *emptiness) {
    const tr_dataset *dataset = all->from->dataset;
    for (size_t i = 0; i < dataset->document_count; i++)
        if (all->rows[i] == NULL)
            emptiness[i] = dhk_no_line_is_likely(&dataset->documents[i].lines, all->from->best[i]);
}

static void judge_fold(const asked *all, unsigned fold, const tr_fit *fit, int32_t *emptiness) {
    for (size_t i = 0; i < all->from->dataset->document_count; i++)
        if (all->rows[i] != NULL && all->folds[i] == fold)
            emptiness[i] = score_of(fit, all->rows[i], all->lengths[i]);
}

/* Pages of a set that were asked about, with content and without, and of them those that are said to have none. */
static void print_sets(const asked *all, const int32_t *emptiness, FILE *out) {
    const tr_dataset *dataset = all->from->dataset;
    fprintf(out, "\n%-20s %8s %8s %8s %8s\n", "short pages", "content", "emptied", "without", "emptied");
    for (uint32_t set = 0; set < dataset->corpus->set_count; set++) {
        size_t counts[2][2] = {{0}}; /* by whether it has no content, by what is said */
        for (size_t i = 0; i < dataset->document_count; i++)
            if (all->rows[i] != NULL && dataset->documents[i].page->set_index == set)
                counts[is_empty(all, i)][emptiness[i] > 0]++;
        if (counts[0][0] + counts[0][1] + counts[1][0] + counts[1][1] > 0)
            fprintf(out, "%-20s %8zu %8zu %8zu %8zu\n", dataset->corpus->sets[set], counts[0][0] + counts[0][1],
                    counts[0][1], counts[1][0] + counts[1][1], counts[1][1]);
    }
}

static void free_asked(asked *all) {
    for (size_t i = 0; i < all->from->dataset->document_count; i++)
        free(all->rows[i]);
    free(all->rows);
    free(all->lengths);
    free(all->folds);
}

static void take_fit(tr_fit *from, tr_empty_fit *fit) {
    fit->weights = from->weights;
    fit->stage = (dhk_empty_stage){.present = true, .bias = from->bias, .weights = from->weights};
}

bool tr_empty_cross_validate(const tr_page_scores *from, const tr_recipe *recipe, int32_t *emptiness, tr_empty_fit *fit,
                             FILE *out, tr_error *error) {
    const tr_dataset *dataset = from->dataset;
    asked all = {.from = from,
                 .rows = tr_zeroed(dataset->document_count, sizeof *all.rows),
                 .lengths = tr_zeroed(dataset->document_count, sizeof *all.lengths),
                 .folds = tr_resize(NULL, dataset->corpus->page_count, 1)};
    bool fine = true, present = true;
    *fit = (tr_empty_fit){0};
    tr_folds_make(dataset->corpus, recipe->folds, recipe->seed, all.folds);
    find_rows(&all);
    for (unsigned fold = 0; fold <= recipe->folds && fine && present; fold++) {
        tr_fit made;
        fine = fit_fold(&all, recipe, fold, &made, error);
        present = fine && made.weights != NULL;
        if (present)
            judge_fold(&all, fold, &made, emptiness);
        if (present && fold == recipe->folds)
            take_fit(&made, fit);
        else
            tr_fit_free(&made);
    }
    if (fit->stage.present) {
        judge_others(&all, emptiness);
        print_sets(&all, emptiness, out);
    }
    free_asked(&all);
    return fine;
}

void tr_empty_free(tr_empty_fit *fit) {
    free(fit->weights);
    *fit = (tr_empty_fit){0};
}

void tr_empty_score(const tr_page_scores *from, const dhk_empty_stage *stage, int32_t *emptiness) {
    tr_page_scratch of = tr_page_scratch_of(from->dataset);
    for (size_t i = 0; i < from->dataset->document_count; i++) {
        dhk_empty_page page = look(from, i, of.logits, of.order, of.labels);
        emptiness[i] = dhk_emptiness(stage, &page);
    }
    tr_page_scratch_free(&of);
}
