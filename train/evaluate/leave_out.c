/*
 * One language left out at a time.
 *
 * A page in another language of a site that has pages in the one left out is
 * neither trained on nor measured: the template would give it away, as it would
 * in a fold.
 */
#include "evaluate/leave_out.h"

#include "calibrate/stack_fit.h"
#include "evaluate/bootstrap.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 64, TRAINED = 0, TESTED = 1, SAME_SITE = 2 };

typedef struct left_out {
    const tr_dataset *dataset;
    const char *language;
    uint8_t *marks;         /* by page: TRAINED and so on */
    int32_t *best;          /* as in tr_evaluation */
    int32_t *scores;        /* of the models without the language */
    double *full, *without; /* page F1 */
    size_t trained, tested, same_site;
} left_out;

static void mark_pages(left_out *self) {
    const tr_corpus *corpus = self->dataset->corpus;
    uint8_t *sites = tr_zeroed(corpus->site_count, 1);
    for (size_t i = 0; i < corpus->page_count; i++)
        if (strcmp(corpus->pages[i].lang, self->language) == 0)
            sites[corpus->pages[i].site_index] = 1;
    for (size_t i = 0; i < corpus->page_count; i++) {
        bool tested = strcmp(corpus->pages[i].lang, self->language) == 0;
        bool good = self->dataset->documents[i].gold != TR_GOLD_BAD;
        self->marks[i] = tested ? TESTED : sites[corpus->pages[i].site_index] != 0 ? SAME_SITE : TRAINED;
        self->tested += good && tested;
        self->trained += good && self->marks[i] == TRAINED;
        self->same_site += good && self->marks[i] == SAME_SITE;
    }
    free(sites);
}

/* One row: the pages of a set, or of all (`set` is the number of sets). */
static void print_row(const left_out *self, size_t set, FILE *out) {
    const tr_corpus *corpus = self->dataset->corpus;
    double *losses = tr_resize(NULL, self->dataset->document_count, sizeof *losses), full = 0, without = 0;
    uint32_t *sites = tr_resize(NULL, self->dataset->document_count, sizeof *sites);
    size_t count = 0;
    for (size_t i = 0; i < self->dataset->document_count; i++) {
        const tr_page *page = &corpus->pages[i];
        if (self->marks[i] != TESTED || self->dataset->documents[i].gold == TR_GOLD_BAD ||
            (set < corpus->set_count && page->set_index != set))
            continue;
        full += self->full[i];
        without += self->without[i];
        losses[count] = self->full[i] - self->without[i];
        sites[count++] = page->site_index;
    }
    if (count > 0) {
        char name[NAME_SIZE];
        tr_stratum all = {losses, sites, count, 1};
        tr_interval loss = tr_bootstrap(&all, 1, TR_RESAMPLES, 1);
        if (set < corpus->set_count)
            snprintf(name, sizeof name, "  %s", corpus->sets[set]);
        else
            snprintf(name, sizeof name, "%s", self->language);
        fprintf(out, "%-16s %6zu %6zu %8.4f %8.4f %8.4f  [%7.4f, %7.4f]\n", name, count, loss.clusters,
                full / (double)count, without / (double)count, loss.mean, loss.low, loss.high);
    }
    free(losses);
    free(sites);
}

static void print_rows(const left_out *self, FILE *out) {
    const tr_corpus *corpus = self->dataset->corpus;
    size_t sets = 0;
    print_row(self, corpus->set_count, out);
    for (size_t set = 0; set < corpus->set_count; set++) {
        bool any = false;
        for (size_t i = 0; i < corpus->page_count && !any; i++)
            any = self->marks[i] == TESTED && corpus->pages[i].set_index == set;
        sets += any;
    }
    for (size_t set = 0; sets > 1 && set < corpus->set_count; set++)
        print_row(self, set, out);
}

static bool run_language(left_out *self, const tr_evaluation *full, const tr_recipe *recipe, FILE *out,
                         tr_error *error) {
    tr_fit *fits = tr_zeroed((size_t)recipe->folds + 1, sizeof *fits);
    dhk_classifier without = {.present = true};
    tr_weighted_lines lines = {self->dataset, full->bases, full->weights};
    tr_evaluation evaluation = {.dataset = self->dataset,
                                .bases = full->bases,
                                .weights = full->weights,
                                .scores = full->scores,
                                .classifier = full->classifier,
                                .favor = DEHUSK_FAVOR_BALANCED,
                                .threshold = -1,
                                .no_roles = recipe->no_roles,
                                .keep = recipe->keep};
    fprintf(stderr, "without %s: %zu pages to train on\n", self->language, self->trained);
    bool fine = tr_crossval_scores(&lines, recipe, self->marks, self->scores, fits, error);
    if (fine) {
        tr_evaluate_f1(&evaluation, self->full);
        tr_crossval_calibrate(&lines, recipe, self->marks, self->scores, &without);
        dhk_stack_stage stack;
        tr_stack_cross_validate(&lines, recipe, self->marks, &without, &(tr_staged_scores){self->scores, self->best},
                                &stack);
        if (stack.present) {
            evaluation.best = self->best;
            without.slope = stack.slope;
            without.offset = stack.offset;
        }
        evaluation.scores = self->scores;
        evaluation.classifier = without;
        evaluation.left_out = self->marks;
        double shift = tr_evaluate_best_shift(&evaluation);
        evaluation.classifier.shift = (int32_t)(shift * (1 << DHK_WEIGHT_FRACTION_BITS));
        evaluation.left_out = NULL;
        tr_evaluate_f1(&evaluation, self->without);
        print_rows(self, out);
        fprintf(out, "  trained on %zu pages, %zu of the same sites left out; slope %.4f, offset %.4f, shift %.1f\n",
                self->trained, self->same_site, (double)without.slope / (1 << DHK_WEIGHT_FRACTION_BITS),
                (double)without.offset / (1 << DHK_WEIGHT_FRACTION_BITS), shift);
        fflush(out);
    }
    for (unsigned i = 0; i <= recipe->folds; i++)
        tr_fit_free(&fits[i]);
    free(fits);
    return fine;
}

static bool leave_one_out(const tr_evaluation *full, const tr_recipe *recipe, const char *language, FILE *out,
                          tr_error *error) {
    const tr_dataset *dataset = full->dataset;
    left_out self = {.dataset = dataset, .language = language};
    self.marks = tr_zeroed(dataset->document_count, 1);
    self.scores = tr_zeroed(dataset->line_count, sizeof *self.scores);
    self.best = tr_zeroed(dataset->document_count, sizeof *self.best);
    self.full = tr_zeroed(dataset->document_count, sizeof *self.full);
    self.without = tr_zeroed(dataset->document_count, sizeof *self.without);
    mark_pages(&self);
    bool fine = self.tested > 0 ? run_language(&self, full, recipe, out, error)
                                : tr_fail(error, "no page in language '%s' that could be measured", language);
    free(self.marks);
    free(self.scores);
    free(self.best);
    free(self.full);
    free(self.without);
    return fine;
}

bool tr_leave_out(const tr_evaluation *full, const tr_recipe *recipe, const char *languages, FILE *out,
                  tr_error *error) {
    bool fine = true;
    fprintf(out, "\n%-16s %6s %6s %8s %8s %8s  %s\n", "left out", "pages", "sites", "F1 full", "F1 w/o", "loss",
            "95% of the loss");
    for (const char *at = languages; *at != '\0' && fine;) {
        size_t length = strcspn(at, ",");
        char *language = tr_copy_text(at, length);
        fine = length == 0 || leave_one_out(full, recipe, language, out, error);
        free(language);
        at += length + (at[length] == ',');
    }
    return fine;
}
