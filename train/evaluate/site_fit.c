#include "evaluate/site_fit.h"

#include "calibrate/calibrate.h"
#include "classify/decide.h"
#include "corpus/folds.h"
#include "sites/site_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

enum {
    DRAWS = 3, /* of other pages for each page to learn from, so that every number of them is seen */
    NEWTON_PASSES = 36
};

/* How strongly weights are drawn to 0, in lines of mean weight. */
static const double RIDGE = 20;

/* How many other pages are drawn to learn from, if there are as many. */
static const uint8_t other_counts[] = {1, 2, 3, 4, 6, 8, 16, TR_SITE_OTHERS_MAX};

/* The pages of one host in one set: another set may hold a page a second time. */
typedef struct member {
    uint64_t site;
    size_t document;
} member;

typedef struct sites {
    const tr_evaluation *without;
    const tr_dataset *dataset;
    member *members; /* by site; pages without a domain are not among them */
    size_t member_count;
    size_t *first;   /* for each document: where its site begins in `members` */
    size_t *pages;   /* for each document: how many pages its site has; 0: it has no site */
    uint32_t **keys; /* for each document: what its lines are looked up by, ascending, none twice */
    uint32_t *key_counts;
} sites;

/* Lines of pages that have others to be compared to. */
typedef struct examples {
    double *offsets; /* logits that weights are added to */
    double *weights;
    uint32_t (*bins)[2];
    bool *labels;
    uint8_t *folds;
    size_t count;
} examples;

static int compare_members(const void *left, const void *right) {
    const member *a = left, *b = right;
    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    return a->document < b->document ? -1 : a->document > b->document;
}

static int compare_keys(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void sort_keys(sites *self, size_t i) {
    const tr_document *document = &self->dataset->documents[i];
    uint32_t *keys = tr_resize(NULL, document->line_count, sizeof *keys);
    uint32_t kept = 0;
    for (uint32_t line = 0; line < document->line_count; line++)
        keys[line] = dhk_site_line_key(&document->lines.lines[line]);
    qsort(keys, document->line_count, sizeof *keys, compare_keys);
    for (uint32_t line = 0; line < document->line_count; line++)
        if (kept == 0 || keys[line] != keys[kept - 1])
            keys[kept++] = keys[line];
    self->keys[i] = keys;
    self->key_counts[i] = kept;
}

static void find_sites(sites *self) {
    size_t count = self->dataset->document_count;
    self->members = tr_resize(NULL, count, sizeof *self->members);
    self->first = tr_zeroed(count, sizeof *self->first);
    self->pages = tr_zeroed(count, sizeof *self->pages);
    self->keys = tr_zeroed(count, sizeof *self->keys);
    self->key_counts = tr_zeroed(count, sizeof *self->key_counts);
    for (size_t i = 0; i < count; i++) {
        const tr_page *page = self->dataset->documents[i].page;
        uint64_t host = dhk_site_host_key(page->domain);
        if (host != 0)
            self->members[self->member_count++] = (member){tr_mix(host + page->set_index), i};
        sort_keys(self, i);
    }
    qsort(self->members, self->member_count, sizeof *self->members, compare_members);
    for (size_t begin = 0, end; begin < self->member_count; begin = end) {
        for (end = begin; end < self->member_count && self->members[end].site == self->members[begin].site;)
            end++;
        for (size_t k = begin; k < end; k++) {
            self->first[self->members[k].document] = begin;
            self->pages[self->members[k].document] = end - begin;
        }
    }
}

static void free_sites(sites *self) {
    for (size_t i = 0; i < self->dataset->document_count; i++)
        free(self->keys[i]);
    free(self->members);
    free(self->first);
    free(self->pages);
    free(self->keys);
    free(self->key_counts);
}

/* Compares a page to `wanted` other pages of its site, or all if there are fewer. Returns how many. */
static uint32_t draw(const sites *self, size_t i, size_t wanted, uint64_t seed, uint32_t *holding) {
    const tr_document *document = &self->dataset->documents[i];
    size_t count = 0, *others = tr_resize(NULL, self->pages[i], sizeof *others);
    for (size_t k = self->first[i]; k < self->first[i] + self->pages[i]; k++)
        if (self->members[k].document != i)
            others[count++] = self->members[k].document;
    memset(holding, 0, document->line_count * sizeof *holding);
    for (size_t k = 0; k < count && k < wanted; k++) {
        seed = tr_mix(seed);
        size_t at = k + (size_t)(seed % (count - k)), other = others[at];
        others[at] = others[k];
        others[k] = other;
        for (uint32_t line = 0; line < document->line_count; line++) {
            uint32_t key = dhk_site_line_key(&document->lines.lines[line]);
            holding[line] +=
                bsearch(&key, self->keys[other], self->key_counts[other], sizeof key, compare_keys) != NULL;
        }
    }
    free(others);
    return (uint32_t)(count < wanted ? count : wanted);
}

static size_t drawn_count(uint64_t seed) {
    return other_counts[tr_mix(seed) % (sizeof other_counts / sizeof *other_counts)];
}

static uint64_t draw_seed(const tr_recipe *recipe, size_t i, int time) {
    return tr_mix(recipe->seed + tr_mix(i * DRAWS + (size_t)time));
}

static void make_examples(const sites *self, const tr_recipe *recipe, const uint8_t *folds, examples *out) {
    const tr_evaluation *without = self->without;
    const size_t most = self->dataset->line_count * DRAWS;
    *out = (examples){tr_resize(NULL, most, sizeof(double)),
                      tr_resize(NULL, most, sizeof(double)),
                      tr_resize(NULL, most, sizeof *out->bins),
                      tr_resize(NULL, most, sizeof(bool)),
                      tr_resize(NULL, most, 1),
                      0};
    for (size_t i = 0; i < self->dataset->document_count; i++) {
        const tr_document *document = &self->dataset->documents[i];
        if (self->pages[i] < 2 || document->gold == TR_GOLD_BAD)
            continue;
        uint32_t *holding = tr_resize(NULL, document->line_count, sizeof *holding);
        for (int time = 0; time < DRAWS; time++) {
            uint64_t seed = draw_seed(recipe, i, time);
            uint32_t others = draw(self, i, drawn_count(seed), seed, holding);
            for (uint32_t line = 0; line < document->line_count; line++) {
                size_t at = without->bases[i] + line;
                out->offsets[out->count] = (double)dhk_calibrate(&without->classifier, without->scores[at]) / FRACTION;
                out->weights[out->count] = without->weights[at] / DRAWS;
                out->labels[out->count] = tr_is_content(document, line);
                out->folds[out->count] = folds[i];
                dhk_site_bins(&document->lines, holding, others, line, out->bins[out->count++]);
            }
        }
        free(holding);
    }
}

static void free_examples(examples *all) {
    free(all->offsets);
    free(all->weights);
    free(all->bins);
    free(all->labels);
    free(all->folds);
}

/* Far from the solution the parabola may point beyond it. */
static double bounded_step(double step) {
    return step > 1 ? 1 : step < -1 ? -1 : step;
}

/* Newton's method on the likelihood, one table of bins at a time: bins of a table share no line, so that each weight
 * has a parabola of its own. What all lines have in common goes to a constant, which calibration finds again, so that
 * weights stay small. `without`: the fold that is not learnt from, or -1. */
static void fit_bins(const examples *all, int without, double weights[DHK_SITE_BINS]) {
    double slopes[DHK_SITE_BINS], curves[DHK_SITE_BINS], constant = 0;
    memset(weights, 0, DHK_SITE_BINS * sizeof *weights);
    for (int pass = 0; pass < NEWTON_PASSES; pass++) {
        int table = pass % 3; /* the last one has no bins */
        uint32_t from = table == 0 ? 0 : DHK_SITE_LINE_BINS, to = table == 0 ? DHK_SITE_LINE_BINS : DHK_SITE_BINS;
        double common_slope = 0, common_curve = 0;
        for (uint32_t bin = from; bin < to; bin++) {
            slopes[bin] = -RIDGE * weights[bin];
            curves[bin] = RIDGE;
        }
        for (size_t k = 0; k < all->count; k++) {
            if (all->folds[k] == without)
                continue;
            const uint32_t *bins = all->bins[k];
            double p = 1 / (1 + exp(-all->offsets[k] - constant - weights[bins[0]] - weights[bins[1]]));
            double slope = all->weights[k] * ((all->labels[k] ? 1 : 0) - p), curve = all->weights[k] * p * (1 - p);
            common_slope += slope;
            common_curve += curve;
            if (table < 2) {
                slopes[bins[table]] += slope;
                curves[bins[table]] += curve;
            }
        }
        if (table == 2 && common_curve > 0)
            constant += bounded_step(common_slope / common_curve);
        for (uint32_t bin = from; bin < to && table < 2; bin++)
            weights[bin] += bounded_step(slopes[bin] / curves[bin]);
    }
}

/* From logits to what is added to scores. */
static void round_bins(const double weights[DHK_SITE_BINS], const dhk_classifier *classifier,
                       int16_t rounded[DHK_SITE_BINS]) {
    double slope = (double)classifier->slope / FRACTION;
    for (uint32_t bin = 0; bin < DHK_SITE_BINS; bin++) {
        double scaled = nearbyint(weights[bin] / slope * FRACTION);
        rounded[bin] = (int16_t)(scaled > INT16_MAX ? INT16_MAX : scaled < -INT16_MAX ? -INT16_MAX : scaled);
    }
}

/* Slope and offset, from scores of lines whose weights have not seen their site. */
static void calibrate(const examples *all, const dhk_classifier *classifier, int16_t (*fold_weights)[DHK_SITE_BINS],
                      dhk_site_stage *stage) {
    double *scores = tr_resize(NULL, all->count, sizeof *scores);
    double slope = (double)classifier->slope / FRACTION, offset = (double)classifier->offset / FRACTION;
    for (size_t k = 0; k < all->count; k++) {
        const int16_t *weights = fold_weights[all->folds[k]];
        scores[k] = (all->offsets[k] - offset) / slope +
                    (double)(weights[all->bins[k][0]] + weights[all->bins[k][1]]) / FRACTION;
    }
    tr_platt platt = tr_platt_fit(scores, all->labels, all->weights, all->count);
    tr_platt_quantise(&platt, 1, &stage->slope, &stage->offset);
    free(scores);
}

/* -- Figures ---------------------------------------------------------------- */

typedef struct figures {
    size_t pages;
    double without, with;
} figures;

static void print_row(FILE *out, const char *name, const figures *row) {
    double pages = (double)row->pages;
    if (row->pages > 0)
        fprintf(out, "%-16s %6zu %9.4f %9.4f %+9.4f\n", name, row->pages, row->without / pages, row->with / pages,
                (row->with - row->without) / pages);
}

static bool is_measured(const sites *self, size_t i) {
    const tr_document *document = &self->dataset->documents[i];
    return self->pages[i] >= TR_SITE_PAGES_MIN && document->gold != TR_GOLD_BAD &&
           !tr_corpus_terms(self->dataset->corpus, document->page).train_only;
}

static void print_figures(const sites *self, const double *without, const double *with, FILE *out) {
    figures all = {0}, by_site = {0};
    fprintf(out, "%-16s %6s %9s %9s\n", "set", "pages", "without", "with");
    for (uint32_t set = 0; set < self->dataset->corpus->set_count; set++) {
        figures row = {0};
        for (size_t i = 0; i < self->dataset->document_count; i++) {
            const tr_document *document = &self->dataset->documents[i];
            if (document->page->set_index != set || !is_measured(self, i))
                continue;
            row.pages++;
            row.without += without[i];
            row.with += with[i];
        }
        print_row(out, self->dataset->corpus->sets[set], &row);
        all.pages += row.pages;
        all.without += row.without;
        all.with += row.with;
    }
    print_row(out, "all pages", &all);
    for (size_t begin = 0, end; begin < self->member_count; begin = end) {
        figures site = {0};
        for (end = begin; end < self->member_count && self->members[end].site == self->members[begin].site; end++) {
            size_t i = self->members[end].document;
            if (!is_measured(self, i))
                continue;
            site.pages++;
            site.without += without[i];
            site.with += with[i];
        }
        if (site.pages > 0) {
            by_site.pages++;
            by_site.without += site.without / (double)site.pages;
            by_site.with += site.with / (double)site.pages;
        }
    }
    print_row(out, "mean of sites", &by_site);
}

/* Weights that have not seen the pages that they are measured on. */
typedef struct fold_weights {
    const uint8_t *folds; /* by page */
    int16_t (*weights)[DHK_SITE_BINS];
    const dhk_site_stage *stage; /* slope and offset */
} fold_weights;

/* Page F1 with counts from so many other pages, beside that without. */
static void measure(const sites *self, const tr_recipe *recipe, unsigned others, const fold_weights *fitted,
                    FILE *out) {
    const tr_dataset *dataset = self->dataset;
    int32_t *scores = tr_resize(NULL, dataset->line_count, sizeof *scores);
    uint8_t *left_out = tr_zeroed(dataset->document_count, 1);
    double *f1_without = tr_zeroed(dataset->document_count, sizeof *f1_without);
    double *f1_with = tr_zeroed(dataset->document_count, sizeof *f1_with);
    memcpy(scores, self->without->scores, dataset->line_count * sizeof *scores);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        left_out[i] = self->pages[i] < TR_SITE_PAGES_MIN;
        if (left_out[i])
            continue;
        uint32_t *holding = tr_resize(NULL, document->line_count, sizeof *holding);
        uint32_t pages = draw(self, i, others, draw_seed(recipe, i, DRAWS), holding);
        for (uint32_t line = 0; line < document->line_count; line++) {
            uint32_t bins[2];
            dhk_site_bins(&document->lines, holding, pages, line, bins);
            const int16_t *weights = fitted->weights[fitted->folds[i]];
            scores[self->without->bases[i] + line] += weights[bins[0]] + weights[bins[1]];
        }
        free(holding);
    }
    tr_evaluation one = *self->without;
    one.left_out = left_out;
    tr_evaluate_f1(&one, f1_without);
    one.scores = scores;
    one.classifier.slope = fitted->stage->slope;
    one.classifier.offset = fitted->stage->offset;
    tr_evaluate_f1(&one, f1_with);
    fprintf(out, "\ncounts of up to %u other pages, sites of %d pages and more\n", others, TR_SITE_PAGES_MIN);
    print_figures(self, f1_without, f1_with, out);
    free(scores);
    free(left_out);
    free(f1_without);
    free(f1_with);
}

typedef struct fold_work {
    const examples *all;
    const dhk_classifier *classifier;
    int16_t (*weights)[DHK_SITE_BINS]; /* of the folds, then of all */
    unsigned folds;
} fold_work;

static bool run_fold(void *data, unsigned thread, size_t fold) {
    fold_work *work = data;
    double weights[DHK_SITE_BINS];
    (void)thread;
    fit_bins(work->all, fold < work->folds ? (int)fold : -1, weights);
    round_bins(weights, work->classifier, work->weights[fold]);
    return true;
}

void tr_site_fit_make(const tr_evaluation *without, const tr_recipe *recipe, unsigned others, tr_site_fit *fit,
                      FILE *out) {
    sites self = {.without = without, .dataset = without->dataset};
    examples all;
    uint8_t *folds = tr_resize(NULL, without->dataset->document_count, 1);
    *fit = (tr_site_fit){{0}, {0}};
    tr_folds_make(without->dataset->corpus, recipe->folds, recipe->seed, folds);
    find_sites(&self);
    make_examples(&self, recipe, folds, &all);
    if (all.count == 0) {
        fprintf(out, "site counts: no site has two pages, nothing is made of them\n");
    } else {
        fold_work work = {&all, &without->classifier, NULL, recipe->folds};
        work.weights = tr_zeroed(recipe->folds + 1, sizeof *work.weights);
        tr_parallel(recipe->folds + 1, recipe->threads, "weighing site counts", run_fold, &work);
        memcpy(fit->weights, work.weights[recipe->folds], sizeof fit->weights);
        calibrate(&all, &without->classifier, work.weights, &fit->stage);
        fit->stage.present = true;
        fprintf(out, "site counts: %zu lines, slope %.4f, offset %.4f\n", all.count / DRAWS,
                (double)fit->stage.slope / FRACTION, (double)fit->stage.offset / FRACTION);
        if (others > 0)
            measure(&self, recipe, others, &(fold_weights){folds, work.weights, &fit->stage}, out);
        free(work.weights);
    }
    free_examples(&all);
    free_sites(&self);
    free(folds);
}
