#include "calibrate/regime_fit.h"

#include "calibrate/calibrate.h"
#include "classify/decide.h"
#include "classify/text_around.h"
#include "classify/text_regime.h"
#include "solver/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Facts hang together, so their weights are held back a little. */
static const double FACT_RIDGE = 10;

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

static int32_t rounded(double value) {
    double limit = 4096.0 * FRACTION;
    double scaled = nearbyint(value * FRACTION);
    return (int32_t)(scaled > limit ? limit : scaled < -limit ? -limit : scaled);
}

/* Slope and offset of a regime's lines, by their weights. */
static void calibrate(const tr_regime_scores *from, const double *weights, const int32_t *scores,
                      dhk_classifier *classifier) {
    size_t most = from->dataset->line_count, count = 0;
    double *values = tr_resize(NULL, most, sizeof *values);
    double *line_weights = tr_resize(NULL, most, sizeof *line_weights);
    bool *labels = tr_resize(NULL, most, sizeof *labels);
    for (size_t i = 0; i < from->dataset->document_count; i++)
        for (size_t at = from->bases[i]; at < from->bases[i + 1]; at++) {
            if (weights[at] <= 0)
                continue;
            values[count] = (double)scores[at] / FRACTION;
            line_weights[count] = weights[at];
            labels[count++] = tr_is_content(&from->dataset->documents[i], (uint32_t)(at - from->bases[i]));
        }
    tr_platt platt = tr_platt_fit(values, labels, line_weights, count);
    tr_platt_quantise(&platt, 1, &classifier->slope, &classifier->offset);
    free(values);
    free(line_weights);
    free(labels);
}

static void document_logits(const tr_regime_scores *from, size_t document, const dhk_classifier *classifier,
                            const int32_t *scores, int32_t *logits) {
    for (size_t at = from->bases[document]; at < from->bases[document + 1]; at++)
        logits[at - from->bases[document]] = dhk_calibrate(classifier, scores[at]);
}

/* The calibration by the page: three columns a line, its logit, the page's mean and their product. */
static dhk_page_calibration calibrate_by_page(const tr_regime_scores *from, const dhk_classifier *classifier) {
    const double *weights = from->weights;
    const int32_t *scores = from->scores;
    enum { COLUMNS = 3 };
    size_t most = from->dataset->line_count, count = 0;
    double *rows = tr_resize(NULL, COLUMNS * most, sizeof *rows);
    double *line_weights = tr_resize(NULL, most, sizeof *line_weights);
    bool *labels = tr_resize(NULL, most, sizeof *labels);
    double found[COLUMNS] = {1, 0, 0}, constant = 0;
    for (size_t i = 0; i < from->dataset->document_count; i++) {
        const tr_document *document = &from->dataset->documents[i];
        int32_t *logits = tr_resize(NULL, document->line_count, sizeof *logits);
        document_logits(from, i, classifier, scores, logits);
        double mean = (double)dhk_regime_mean(logits, document->line_count) / FRACTION;
        for (uint32_t line = 0; line < document->line_count; line++) {
            double logit = (double)logits[line] / FRACTION, *row = rows + COLUMNS * count;
            if (weights[from->bases[i] + line] <= 0)
                continue;
            row[0] = logit;
            row[1] = mean;
            row[2] = logit * mean;
            line_weights[count] = weights[from->bases[i] + line];
            labels[count++] = tr_is_content(document, line);
        }
        free(logits);
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, line_weights, labels, COLUMNS, count}, 1, found, &constant);
    free(rows);
    free(line_weights);
    free(labels);
    return (dhk_page_calibration){rounded(constant), rounded(found[0]), rounded(found[1]), rounded(found[2])};
}

/* What the documents of a form count together in the fit of the gate, and whether they are extracts. Labelled texts are
 * the only ones that no corpus page stands behind, so they count more than their number. With .65 for extracts instead
 * of .57, twice as many lines of short made-up pages stay (datasets/texts), with .5 more clean texts lose a line
 * (2026-11). */
static const struct {
    tr_form form;
    bool extract;
    double share;
    double nothing; /* what one counts in the fit of having no content: see fit_nothing */
} gate_shares[] = {{TR_FORM_PAGE, false, 0.30, 0},       {TR_FORM_RENDERED, false, 0.13, 0},
                   {TR_FORM_EXTRACTED, true, 0.13, 0.2}, {TR_FORM_CUT, true, 0.11, 0.2},
                   {TR_FORM_CLEAN, true, 0.13, 0.4},     {TR_FORM_LABELLED, true, 0.20, 1}};

enum { FORMS = sizeof gate_shares / sizeof *gate_shares };

/* A document's weight is that of its lines, shares of forms made even. */
static void weigh_documents(const tr_regime_scores *from, double *weights, bool *extracts) {
    double totals[FORMS] = {0};
    const tr_dataset *dataset = from->dataset;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < dataset->document_count; i++) {
            size_t form = 0;
            while (gate_shares[form].form != dataset->documents[i].page->form)
                form++;
            const double *of_lines = gate_shares[form].extract ? from->extract_weights : from->weights;
            if (pass == 0) {
                weights[i] = 0;
                extracts[i] = gate_shares[form].extract;
                for (size_t at = from->bases[i]; at < from->bases[i + 1]; at++)
                    weights[i] += of_lines[at];
                totals[form] += weights[i];
            } else if (weights[i] > 0) {
                weights[i] *= gate_shares[form].share * (double)dataset->document_count / totals[form];
            }
        }
}

/* The calibration by the facts of a text: its lines' logits, the facts, and their products, over a sample of the lines
 * that all forms are in. */
static dhk_fact_calibration calibrate_by_facts(const tr_regime_scores *from, const dhk_classifier *classifier) {
    enum { COLUMNS = 1 + 2 * DHK_GATE_FACTS };
    size_t most = from->dataset->line_count, count = 0;
    double *rows = tr_resize(NULL, COLUMNS * most, sizeof *rows);
    double *line_weights = tr_resize(NULL, most, sizeof *line_weights);
    bool *labels = tr_resize(NULL, most, sizeof *labels);
    double found[COLUMNS] = {1}, constant = 0;
    dhk_fact_calibration made;
    for (size_t i = 0; i < from->dataset->document_count; i++) {
        const tr_document *document = &from->dataset->documents[i];
        int32_t facts[DHK_GATE_FACTS], *logits = tr_resize(NULL, document->line_count, sizeof *logits);
        document_logits(from, i, classifier, from->extract_scores, logits);
        dhk_regime_facts(&document->lines, logits, facts);
        for (uint32_t line = 0; line < document->line_count; line++) {
            double *row = rows + COLUMNS * count;
            if (from->extract_weights[from->bases[i] + line] <= 0)
                continue;
            row[0] = (double)logits[line] / FRACTION;
            for (size_t k = 0; k < DHK_GATE_FACTS; k++) {
                row[1 + k] = (double)facts[k] / FRACTION;
                row[1 + DHK_GATE_FACTS + k] = row[0] * row[1 + k];
            }
            line_weights[count] = from->extract_weights[from->bases[i] + line];
            labels[count++] = tr_is_content(document, line);
        }
        free(logits);
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, line_weights, labels, COLUMNS, count}, FACT_RIDGE, found, &constant);
    made.constant = rounded(constant);
    made.slope = rounded(found[0]);
    for (size_t k = 0; k < DHK_GATE_FACTS; k++) {
        made.of_facts[k] = rounded(found[1 + k]);
        made.of_both[k] = rounded(found[1 + DHK_GATE_FACTS + k]);
    }
    free(rows);
    free(line_weights);
    free(labels);
    return made;
}

/* Where rows of a stage that looks around a line are put. */
typedef struct around_rows {
    double *values, *weights;
    bool *labels;
} around_rows;

/* What a stage is fitted to: the lines that these weights are not 0 for, and logits of its regime. */
typedef struct around_work {
    const tr_regime_scores *from;
    const dhk_classifier *pages;
    const dhk_text_regimes *regimes;
    const double *weights;
    bool of_extracts;
} around_work;

/* A document's logits as the regime calibrates them, from the other regime's and its own. */
static void calibrate_document(const around_work *work, const tr_document *document, const int32_t *pages,
                               const int32_t *extracts, int32_t *calibrated) {
    int32_t facts[DHK_GATE_FACTS];
    if (document->line_count == 0)
        return;
    memcpy(calibrated, work->of_extracts ? extracts : pages, document->line_count * sizeof *calibrated);
    if (work->of_extracts) {
        dhk_regime_facts(&document->lines, extracts, facts);
        dhk_regime_calibrate_by_facts(&work->regimes->extract_page, facts, calibrated, document->line_count);
    } else {
        dhk_regime_calibrate(&work->regimes->page, calibrated, document->line_count);
    }
}

/* One document's rows: each line's calibrated logit, then what stands around it. */
static size_t put_around(const around_work *work, size_t i, const around_rows *to) {
    const tr_regime_scores *from = work->from;
    const tr_document *document = &from->dataset->documents[i];
    size_t lines = document->line_count, count = 0;
    int32_t *logits = tr_resize(NULL, 3 * lines, sizeof *logits);
    int32_t *pages = logits, *extracts = logits + lines, *calibrated = logits + 2 * lines;
    dhk_around_walk walk;
    document_logits(from, i, work->pages, from->scores, pages);
    document_logits(from, i, &work->regimes->extract, from->extract_scores, extracts);
    calibrate_document(work, document, pages, extracts, calibrated);
    dhk_around_begin(&walk, &document->lines, pages, extracts);
    for (uint32_t line = 0; line < lines; line++) {
        int32_t columns[DHK_AROUND_COLUMNS];
        double weight = work->weights[from->bases[i] + line], *row = to->values + count * (1 + DHK_AROUND_COLUMNS);
        dhk_around_next(&walk, columns);
        if (weight <= 0)
            continue;
        row[0] = (double)calibrated[line] / FRACTION;
        for (size_t k = 0; k < DHK_AROUND_COLUMNS; k++)
            row[1 + k] = (double)columns[k] / FRACTION;
        to->weights[count] = weight;
        to->labels[count++] = tr_is_content(document, line);
    }
    free(logits);
    return count;
}

static void fit_around(const around_work *work, dhk_around_stage *stage) {
    enum { COLUMNS = 1 + DHK_AROUND_COLUMNS };
    const tr_dataset *dataset = work->from->dataset;
    size_t most = 0, count = 0;
    double found[COLUMNS] = {1}, constant = 0;
    for (size_t at = 0; at < dataset->line_count; at++)
        most += work->weights[at] > 0;
    double *rows = tr_resize(NULL, COLUMNS * most, sizeof *rows);
    double *weights = tr_resize(NULL, most, sizeof *weights);
    bool *labels = tr_resize(NULL, most, sizeof *labels);
    for (size_t i = 0; i < dataset->document_count; i++)
        count += put_around(work, i, &(around_rows){rows + COLUMNS * count, weights + count, labels + count});
    tr_logistic_fit(&(tr_logistic_rows){rows, weights, labels, COLUMNS, count}, FACT_RIDGE, found, &constant);
    stage->constant = rounded(constant);
    stage->keep = found[0] > 0 ? rounded(found[0]) : 0;
    for (size_t k = 0; k < DHK_AROUND_COLUMNS; k++)
        stage->weights[k] = rounded(found[1 + k]);
    stage->present = true;
    free(rows);
    free(weights);
    free(labels);
}

/* Both stages, each from its own regime's lines. */
static void fit_stages(const tr_regime_scores *from, const dhk_classifier *classifier, dhk_text_regimes *regimes) {
    around_work work = {from, classifier, regimes, from->extract_weights, true};
    fit_around(&work, &regimes->around);
    work.weights = from->weights;
    work.of_extracts = false;
    fit_around(&work, &regimes->page_around);
}

static void fit_gate(const tr_regime_scores *from, double shift, const dhk_classifier *classifier,
                     dhk_text_regimes *regimes) {
    size_t count = from->dataset->document_count;
    double *rows = tr_zeroed(count * DHK_GATE_FACTS, sizeof *rows);
    double *weights = tr_zeroed(count, sizeof *weights);
    bool *extracts = tr_zeroed(count, sizeof *extracts);
    double found[DHK_GATE_FACTS], constant;
    weigh_documents(from, weights, extracts);
    for (size_t i = 0; i < count; i++) {
        const tr_document *document = &from->dataset->documents[i];
        int32_t facts[DHK_GATE_FACTS];
        int32_t *logits = tr_resize(NULL, document->line_count, sizeof *logits);
        document_logits(from, i, classifier, from->scores, logits);
        dhk_regime_facts(&document->lines, logits, facts);
        for (size_t k = 0; k < DHK_GATE_FACTS; k++)
            rows[i * DHK_GATE_FACTS + k] = (double)facts[k] / FRACTION;
        free(logits);
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, weights, extracts, DHK_GATE_FACTS, count}, 1, found, &constant);
    regimes->gate_bias = rounded(constant + shift);
    for (size_t k = 0; k < DHK_GATE_FACTS; k++)
        regimes->gate[k] = rounded(found[k]);
    free(rows);
    free(weights);
    free(extracts);
}

/* A tenth of the tokens and less is no content to speak of. */
static bool has_nothing(const tr_document *document) {
    uint64_t tokens = 0, content = 0;
    for (uint32_t line = 0; line < document->line_count; line++) {
        tokens += document->token_counts[line];
        content += tr_is_content(document, line) ? document->token_counts[line] : 0;
    }
    return 10 * content <= tokens;
}

/* Of labelled texts one in eleven has no content, of what is made of pages with gold none: if all counted alike, hardly
 * any text would be found. As they count here, labelled ones are a fourth. */
static void fit_nothing(const tr_regime_scores *from, dhk_text_regimes *regimes) {
    size_t documents = from->dataset->document_count, count = 0;
    double *rows = tr_resize(NULL, documents * DHK_GATE_FACTS, sizeof *rows);
    double *weights = tr_resize(NULL, documents, sizeof *weights), found[DHK_GATE_FACTS], constant;
    bool *labels = tr_resize(NULL, documents, sizeof *labels);
    for (size_t i = 0; i < documents; i++) {
        const tr_document *document = &from->dataset->documents[i];
        int32_t facts[DHK_GATE_FACTS], *logits;
        size_t form = 0;
        while (gate_shares[form].form != document->page->form)
            form++;
        if (gate_shares[form].nothing <= 0 || document->gold == TR_GOLD_BAD || document->line_count == 0)
            continue;
        logits = tr_resize(NULL, document->line_count, sizeof *logits);
        document_logits(from, i, &regimes->extract, from->extract_scores, logits);
        dhk_regime_facts(&document->lines, logits, facts);
        for (size_t k = 0; k < DHK_GATE_FACTS; k++)
            rows[count * DHK_GATE_FACTS + k] = (double)facts[k] / FRACTION;
        weights[count] = gate_shares[form].nothing;
        labels[count++] = has_nothing(document);
        free(logits);
    }
    tr_logistic_fit(&(tr_logistic_rows){rows, weights, labels, DHK_GATE_FACTS, count}, 1, found, &constant);
    regimes->nothing_bias = rounded(constant);
    for (size_t k = 0; k < DHK_GATE_FACTS; k++)
        regimes->nothing[k] = rounded(found[k]);
    free(rows);
    free(weights);
    free(labels);
}

/* Few pages have no main content, and more labelled texts. */
static void fit_verdict(const tr_regime_scores *from, dhk_classifier *classifier, const dhk_text_regimes *regimes) {
    tr_verdicts verdicts = tr_verdicts_begin(from->dataset);
    for (size_t i = 0; i < from->dataset->document_count; i++) {
        const tr_document *document = &from->dataset->documents[i];
        tr_form form = document->page->form;
        if (form != TR_FORM_PAGE && form != TR_FORM_LABELLED)
            continue;
        int32_t *logits = tr_resize(NULL, document->line_count, sizeof *logits);
        tr_regime_logits(from, i, classifier, regimes, logits);
        tr_verdicts_add(&verdicts, document, logits);
        free(logits);
    }
    tr_verdicts_fit(&verdicts, classifier);
}

dhk_regime tr_regime_logits(const tr_regime_scores *from, size_t document, const dhk_classifier *classifier,
                            const dhk_text_regimes *regimes, int32_t *logits) {
    const tr_document *of = &from->dataset->documents[document];
    int32_t *extract = tr_resize(NULL, of->line_count, sizeof *extract);
    int32_t *room = tr_resize(NULL, of->line_count, sizeof *room);
    document_logits(from, document, classifier, from->scores, logits);
    document_logits(from, document, &regimes->extract, from->extract_scores, extract);
    dhk_regime regime = dhk_regimes_apply(regimes, &of->lines, -1, &(dhk_regime_logits){logits, extract, room});
    free(extract);
    free(room);
    return regime;
}

void tr_regime_fit(const tr_regime_scores *from, tr_regime_shifts shifts, dhk_classifier *classifier,
                   dhk_text_regimes *regimes) {
    dhk_classifier *extract = &regimes->extract;
    calibrate(from, from->weights, from->scores, classifier);
    calibrate(from, from->extract_weights, from->extract_scores, extract);
    extract->shift = rounded(shifts.extract);
    regimes->page = calibrate_by_page(from, classifier);
    regimes->extract_page = calibrate_by_facts(from, extract);
    fit_stages(from, classifier, regimes);
    fit_gate(from, shifts.gate, classifier, regimes);
    fit_nothing(from, regimes);
    fit_verdict(from, classifier, regimes);
    regimes->present = true;
}

static void print_calibration(const char *name, const dhk_page_calibration *by, FILE *out) {
    fprintf(out, "%s by the page: constant %.4f, slope %.4f, of the mean %.4f, of both %.4f\n", name,
            (double)by->constant / FRACTION, (double)by->slope / FRACTION, (double)by->of_mean / FRACTION,
            (double)by->of_both / FRACTION);
}

static void print_facts(const char *name, const int32_t *weights, FILE *out) {
    fprintf(out, "facts %s:", name);
    for (size_t k = 0; k < DHK_GATE_FACTS; k++)
        fprintf(out, " %.4f", (double)weights[k] / FRACTION);
    fputc('\n', out);
}

static void print_around(const char *name, const dhk_around_stage *stage, FILE *out) {
    if (!stage->present)
        return;
    fprintf(out, "around a line of %s: constant %.4f, keep %.4f\nweights:", name, (double)stage->constant / FRACTION,
            (double)stage->keep / FRACTION);
    for (size_t k = 0; k < DHK_AROUND_COLUMNS; k++)
        fprintf(out, " %.4f", (double)stage->weights[k] / FRACTION);
    fputc('\n', out);
}

void tr_regime_print(const dhk_text_regimes *regimes, FILE *out) {
    fprintf(out, "extracts: slope %.4f, offset %.4f, shift %.4f\n", (double)regimes->extract.slope / FRACTION,
            (double)regimes->extract.offset / FRACTION, (double)regimes->extract.shift / FRACTION);
    print_calibration("pages", &regimes->page, out);
    fprintf(out, "extracts by their facts: constant %.4f, slope %.4f\n",
            (double)regimes->extract_page.constant / FRACTION, (double)regimes->extract_page.slope / FRACTION);
    print_facts("of the constant", regimes->extract_page.of_facts, out);
    print_facts("of the slope", regimes->extract_page.of_both, out);
    print_around("an extract", &regimes->around, out);
    print_around("a page", &regimes->page_around, out);
    fprintf(out, "gate: bias %.4f\n", (double)regimes->gate_bias / FRACTION);
    print_facts("of the gate", regimes->gate, out);
    fprintf(out, "no content: bias %.4f\n", (double)regimes->nothing_bias / FRACTION);
    print_facts("of no content", regimes->nothing, out);
}
