#include "calibrate/detectors.h"

#include "calibrate/calibrate.h"
#include "classify/decide.h"
#include "corpus/folds.h"
#include "features/features.h"
#include "matrix/sample.h"

#include <math.h>
#include <stdlib.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

enum {
    /* Lines for one model, unless --lines is less; a quarter of them is what is to be found, which is one line in a hundred by nature. */
    DETECTOR_LINES = 80000,
    DETECTOR_SHARE = 4,
    SMALL_WEIGHT_MAX = 127
};

/* What a detector is trained on: pages that have lines of the kind. On the others a title stands in another
 * element, and would be taught to be none. */
typedef struct kind {
    const tr_dataset *dataset;
    const size_t *bases;
    const double *weights;
    const uint8_t *folds;
    uint8_t *eligible; /* by page */
    uint8_t origin;
    size_t lines; /* of the kind, in eligible pages */
    size_t all;   /* all lines of eligible pages */
} kind;

static bool is_of_kind(const kind *self, const tr_document *document, uint32_t line) {
    return (document->origins[line] & self->origin) != 0;
}

static void find_pages(kind *self) {
    self->eligible = tr_zeroed(self->dataset->document_count, 1);
    self->lines = self->all = 0;
    for (size_t i = 0; i < self->dataset->document_count; i++) {
        const tr_document *document = &self->dataset->documents[i];
        size_t found = 0;
        if (document->origins == NULL || document->gold == TR_GOLD_BAD)
            continue;
        for (uint32_t line = 0; line < document->line_count; line++)
            found += is_of_kind(self, document, line);
        self->eligible[i] = found > 0;
        self->lines += found;
        self->all += found > 0 ? document->line_count : 0;
    }
}

/* Systematic sampling by weight, as for the content's model, of one label. */
static void sample_class(const kind *self, int without, bool positive, size_t count, double first,
                         tr_problem *problem) {
    double total = 0, end = 0;
    size_t taken = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < self->dataset->document_count; i++) {
            const tr_document *document = &self->dataset->documents[i];
            if (!self->eligible[i] || (without >= 0 && self->folds[i] == without))
                continue;
            for (uint32_t line = 0; line < document->line_count; line++) {
                if (is_of_kind(self, document, line) != positive)
                    continue;
                if (pass == 0) {
                    total += self->weights[self->bases[i] + line];
                    continue;
                }
                end += self->weights[self->bases[i] + line];
                for (; taken < count && ((double)taken + first) * total < end * (double)count; taken++) {
                    size_t at = problem->count++;
                    problem->rows[at] = document->vectors + document->vector_starts[line];
                    problem->lengths[at] = document->vector_starts[line + 1] - document->vector_starts[line];
                    problem->labels[at] = positive ? 1 : -1;
                }
            }
        }
}

/* Weights as a file holds them: eight bits and one power of two for all. */
static void round_weights(tr_fit *fit) {
    int largest = 0;
    for (uint32_t i = 0; i < fit->feature_count; i++)
        if (abs(fit->weights[i]) > largest)
            largest = abs(fit->weights[i]);
    int factor = 1;
    while (largest > SMALL_WEIGHT_MAX * factor && factor < 1 << DHK_DETECTOR_SCALE_MAX)
        factor *= 2;
    for (uint32_t i = 0; i < fit->feature_count; i++) {
        int rounded = (int)nearbyint((double)fit->weights[i] / factor);
        if (abs(rounded) > SMALL_WEIGHT_MAX)
            rounded = rounded > 0 ? SMALL_WEIGHT_MAX : -SMALL_WEIGHT_MAX;
        fit->weights[i] = (int16_t)(rounded * factor);
    }
}

static bool train(const kind *self, const tr_recipe *recipe, int without, tr_fit *fit, tr_error *error) {
    tr_problem problem = {.columns = self->dataset->feature_count};
    tr_recipe quiet = *recipe;
    quiet.svm.verbose = false;
    double first = tr_unit(tr_mix(recipe->seed));
    size_t lines = recipe->lines < DETECTOR_LINES ? recipe->lines : DETECTOR_LINES;
    if (lines > self->all)
        lines = self->all;
    problem.rows = tr_resize(NULL, lines, sizeof *problem.rows);
    problem.lengths = tr_resize(NULL, lines, sizeof *problem.lengths);
    problem.labels = tr_resize(NULL, lines, sizeof *problem.labels);
    sample_class(self, without, true, lines / DETECTOR_SHARE, first, &problem);
    sample_class(self, without, false, lines - lines / DETECTOR_SHARE, first, &problem);
    bool fine = tr_fit_problem(&problem, &quiet, fit, error);
    if (fine)
        round_weights(fit);
    tr_problem_free(&problem);
    return fine;
}

typedef struct fold_work {
    const kind *self;
    const tr_recipe *recipe;
    int32_t *scores;
    tr_error *errors;
} fold_work;

static bool run_fold(void *data, unsigned thread, size_t fold) {
    fold_work *all = data;
    const kind *self = all->self;
    tr_fit fit;
    (void)thread;
    if (!train(self, all->recipe, (int)fold, &fit, &all->errors[fold]))
        return false;
    for (size_t i = 0; i < self->dataset->document_count; i++)
        if (self->folds[i] == fold)
            tr_score_document(fit.weights, fit.bias, &self->dataset->documents[i], all->scores + self->bases[i]);
    tr_fit_free(&fit);
    return true;
}

static void calibrate(const kind *self, const int32_t *scores, dhk_classifier *detector) {
    size_t most = self->dataset->line_count, count = 0;
    double *line_scores = tr_resize(NULL, most, sizeof *line_scores);
    double *line_weights = tr_resize(NULL, most, sizeof *line_weights);
    bool *labels = tr_resize(NULL, most, sizeof *labels);
    for (size_t i = 0; i < self->dataset->document_count; i++)
        for (uint32_t line = 0; self->eligible[i] && line < self->dataset->documents[i].line_count; line++) {
            line_scores[count] = (double)scores[self->bases[i] + line] / FRACTION;
            line_weights[count] = self->weights[self->bases[i] + line];
            labels[count++] = is_of_kind(self, &self->dataset->documents[i], line);
        }
    tr_platt platt = tr_platt_fit(line_scores, labels, line_weights, count);
    tr_platt_quantise(&platt, 1, &detector->slope, &detector->offset);
    free(line_scores);
    free(line_weights);
    free(labels);
}

static int32_t *logit_of(uint8_t origin, dhk_role_evidence *evidence) {
    return origin == TR_ORIGIN_TITLE ? &evidence->title : &evidence->caption;
}

static const char *name_of(uint8_t origin) {
    return origin == TR_ORIGIN_TITLE ? "title" : "caption";
}

static double share(size_t part, size_t whole) {
    return whole > 0 ? (double)part / (double)whole : 0;
}

static void print_figures(const kind *self, FILE *out) {
    size_t pages = 0, right = 0, wrong = 0, lost = 0;
    for (size_t i = 0; i < self->dataset->document_count; i++) {
        const tr_document *document = &self->dataset->documents[i];
        pages += self->eligible[i];
        for (uint32_t line = 0; self->eligible[i] && line < document->line_count; line++) {
            bool found = *logit_of(self->origin, &document->evidence[line]) > 0;
            bool is = is_of_kind(self, document, line);
            right += found && is;
            wrong += found && !is;
            lost += !found && is;
        }
    }
    fprintf(out, "detector of %ss: %zu lines in %zu pages; precision %.3f, recall %.3f, F1 %.3f\n",
            name_of(self->origin), self->lines, pages, share(right, right + wrong), share(right, right + lost),
            share(2 * right, 2 * right + wrong + lost));
}

bool tr_detector_cross_validate(const tr_weighted_lines *lines, const tr_recipe *recipe, uint8_t origin,
                                dhk_classifier *detector, FILE *out, tr_error *error) {
    const tr_dataset *dataset = lines->dataset;
    uint8_t *folds = tr_resize(NULL, dataset->document_count, 1);
    int32_t *scores = tr_zeroed(dataset->line_count, sizeof *scores);
    tr_error *errors = tr_zeroed(recipe->folds, sizeof *errors);
    kind self = {
        .dataset = dataset, .bases = lines->bases, .weights = lines->weights, .folds = folds, .origin = origin};
    fold_work work = {&self, recipe, scores, errors};
    bool fine = true;
    tr_folds_make(dataset->corpus, recipe->folds, recipe->seed, folds);
    find_pages(&self);
    if (self.lines < recipe->folds) {
        fprintf(out, "detector of %ss: %zu lines in HTML to learn from, none is made\n", name_of(origin), self.lines);
    } else {
        fine = tr_parallel(recipe->folds, recipe->threads, "training detectors", run_fold, &work);
        for (unsigned i = recipe->folds; !fine && i-- > 0;)
            if (errors[i].message[0] != '\0')
                *error = errors[i];
    }
    if (fine && self.lines >= recipe->folds) {
        calibrate(&self, scores, detector);
        detector->present = true;
        for (size_t i = 0; i < dataset->document_count; i++)
            for (uint32_t line = 0; line < dataset->documents[i].line_count; line++)
                *logit_of(origin, &dataset->documents[i].evidence[line]) =
                    dhk_calibrate(detector, scores[lines->bases[i] + line]);
        print_figures(&self, out);
    }
    free(self.eligible);
    free(errors);
    free(scores);
    free(folds);
    return fine;
}

bool tr_detector_fit(const tr_weighted_lines *lines, const tr_recipe *recipe, uint8_t origin, dhk_classifier *detector,
                     tr_fit *fit, tr_error *error) {
    kind self = {.dataset = lines->dataset, .bases = lines->bases, .weights = lines->weights, .origin = origin};
    find_pages(&self);
    bool fine = train(&self, recipe, -1, fit, error);
    if (fine) {
        detector->schema = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
        detector->feature_count = fit->feature_count;
        detector->bias = fit->bias;
        detector->weights = fit->weights;
    }
    free(self.eligible);
    return fine;
}

void tr_detectors_score(tr_dataset *dataset, const dehusk_model *model) {
    const dhk_classifier *const detectors[2] = {&model->title, &model->caption};
    for (size_t i = 0; i < dataset->document_count; i++) {
        tr_document *document = &dataset->documents[i];
        int32_t *scores = tr_zeroed(document->line_count, sizeof *scores);
        for (int k = 0; k < 2; k++) {
            bool asked = dataset->format == DEHUSK_FORMAT_TEXT && detectors[k]->present;
            if (asked)
                tr_score_document(detectors[k]->weights, detectors[k]->bias, document, scores);
            for (uint32_t line = 0; line < document->line_count; line++)
                *logit_of(k == 0 ? TR_ORIGIN_TITLE : TR_ORIGIN_CAPTION, &document->evidence[line]) =
                    asked ? dhk_calibrate(detectors[k], scores[line]) : DHK_NO_LOGIT;
        }
        free(scores);
    }
}
