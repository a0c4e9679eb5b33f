/*
 * Page token F1, line figures, verdicts and calibration.
 */
#include "evaluate.h"

#include "classify/decide.h"
#include "classify/verdict.h"
#include "roles/roles.h"

#include <math.h>
#include <stdlib.h>

enum { BINS = 10, SHIFT_STEP_MIN = -8, SHIFT_STEP_MAX = 6 };

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

static bool is_left_out(const tr_evaluation *evaluation, size_t i) {
    const tr_dataset *dataset = evaluation->dataset;
    return (evaluation->left_out != NULL && evaluation->left_out[i] != 0) ||
           tr_corpus_terms(dataset->corpus, dataset->documents[i].page).train_only;
}

static int bin_of(double share) {
    return share >= 1 ? BINS - 1 : (int)(share * BINS);
}

/* Decides on one page's lines from their scores. */
static void decide_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order, uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    for (uint32_t line = 0; line < document->line_count; line++)
        logits[line] = dhk_calibrate(&evaluation->classifier, evaluation->scores[evaluation->bases[i] + line]);
    dhk_decide(&evaluation->classifier, evaluation->favor, evaluation->threshold, &document->lines, logits, order,
               labels);
    if (evaluation->no_roles || document->evidence == NULL)
        return;
    uint8_t *roles = tr_resize(NULL, document->line_count, 1);
    dhk_roles_find(&document->lines, document->evidence, logits, labels, roles);
    dhk_roles_apply(evaluation->keep, document->line_count, roles, labels);
    free(roles);
}

static tr_outcome measure_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order,
                               uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    tr_outcome one = {0};
    decide_page(evaluation, i, logits, order, labels);
    one.score = tr_document_score(document, labels);
    for (uint32_t line = 0; line < document->line_count; line++) {
        bool content = tr_is_content(document, line);
        double tokens = document->token_counts[line];
        one.kept_right += labels[line] && content ? tokens : 0;
        one.kept_wrong += labels[line] && !content ? tokens : 0;
        one.lost += !labels[line] && content ? tokens : 0;
        one.kept_tokens += labels[line] ? document->token_counts[line] : 0;
    }
    int32_t logit = dhk_verdict_logit(&evaluation->classifier, dhk_verdict_evidence(&document->lines, logits));
    one.verdict = dhk_verdict_of(logit, &document->lines, labels);
    one.verdict_probability = (double)dhk_probability(logit) / 65536;
    return one;
}

/* The longest page's lines decide how large the scratch arrays are. */
typedef struct scratch {
    int32_t *logits;
    uint32_t *order;
    uint8_t *labels;
} scratch;

static scratch make_scratch(const tr_dataset *dataset) {
    size_t most = 1;
    for (size_t i = 0; i < dataset->document_count; i++)
        if (dataset->documents[i].line_count > most)
            most = dataset->documents[i].line_count;
    return (scratch){tr_resize(NULL, most, sizeof(int32_t)), tr_resize(NULL, most, sizeof(uint32_t)),
                     tr_resize(NULL, most, sizeof(uint8_t))};
}

static void free_scratch(scratch *room) {
    free(room->logits);
    free(room->order);
    free(room->labels);
}

/* Brier score and reliability, by line and by weight: the weights are what the calibration was fitted with. */
static void print_calibration(const tr_evaluation *evaluation, FILE *out) {
    const tr_dataset *dataset = evaluation->dataset;
    double brier = 0, weighted_brier = 0, lines = 0, weight = 0;
    double bin_lines[BINS] = {0}, bin_p[BINS] = {0}, bin_content[BINS] = {0};
    double bin_weight[BINS] = {0}, bin_weighted_p[BINS] = {0}, bin_weighted_content[BINS] = {0};
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        if (document->gold == TR_GOLD_BAD || is_left_out(evaluation, i))
            continue;
        for (uint32_t line = 0; line < document->line_count; line++) {
            size_t at = evaluation->bases[i] + line;
            double p = (double)dhk_probability(dhk_calibrate(&evaluation->classifier, evaluation->scores[at])) / 65536;
            double content = tr_is_content(document, line) ? 1 : 0, w = evaluation->weights[at];
            int bin = bin_of(p);
            brier += (p - content) * (p - content);
            weighted_brier += w * (p - content) * (p - content);
            lines += 1;
            weight += w;
            bin_lines[bin] += 1;
            bin_p[bin] += p;
            bin_content[bin] += content;
            bin_weight[bin] += w;
            bin_weighted_p[bin] += w * p;
            bin_weighted_content[bin] += w * content;
        }
    }
    fprintf(out, "\nBrier score %.4f by line, %.4f weighted\n", ratio(brier, lines), ratio(weighted_brier, weight));
    fprintf(out, "%-10s %9s %9s %9s   %9s %9s %9s\n", "bin", "lines", "mean p", "content", "weight", "mean p",
            "content");
    for (int bin = 0; bin < BINS; bin++)
        fprintf(out, "%.1f to %.1f %9.0f %9.4f %9.4f   %8.2f%% %9.4f %9.4f\n", bin / 10.0, (bin + 1) / 10.0,
                bin_lines[bin], ratio(bin_p[bin], bin_lines[bin]), ratio(bin_content[bin], bin_lines[bin]),
                100 * ratio(bin_weight[bin], weight), ratio(bin_weighted_p[bin], bin_weight[bin]),
                ratio(bin_weighted_content[bin], bin_weight[bin]));
}

/* Once in a file, however many modes go into it. */
static void print_page_head(FILE *pages) {
    if (ftell(pages) == 0)
        fprintf(pages, "mode\tset\tid\tlang\ttype\tsite\tgold\tlines\tgold_tokens\tkept_tokens\tf1\tprecision\t"
                       "recall\toracle\tverdict\tverdict_probability\n");
}

static const char *gold_name(tr_gold gold) {
    return gold == TR_GOLD_BAD ? "bad" : gold == TR_GOLD_EMPTY ? "empty" : "good";
}

static void print_page(FILE *pages, const tr_document *document, const tr_outcome *one) {
    const tr_page *page = document->page;
    fprintf(pages, "%s\t", document->lines.format == DEHUSK_FORMAT_HTML ? "html" : "text");
    fprintf(pages, "%s\t%s\t%s\t%s\t%s\t%s\t%u\t%u\t%llu\t%.4f\t%.4f\t%.4f\t%.4f\t%s\t%.4f\n", page->set, page->id,
            page->lang, page->type, page->site, gold_name(document->gold), document->line_count,
            document->gold_token_count, (unsigned long long)one->kept_tokens, one->score.f1, one->score.precision,
            one->score.recall, document->oracle, dehusk_verdict_name(one->verdict), one->verdict_probability);
}

/* How many pages a threshold on the verdict's probability sorts rightly. */
typedef struct verdict_counts {
    size_t with[BINS], without[BINS]; /* by tenth of the probability, pages with and without main content */
} verdict_counts;

static void print_verdicts(const verdict_counts *counts, FILE *out) {
    size_t with = 0, without = 0;
    for (int bin = 0; bin < BINS; bin++) {
        with += counts->with[bin];
        without += counts->without[bin];
    }
    fprintf(out, "%-10s %9s %9s %9s   of %zu pages with main content, %zu without\n", "threshold", "with", "without",
            "accuracy", with, without);
    size_t missed = 0, found = 0;
    for (int bin = 1; bin < BINS; bin++) {
        missed += counts->with[bin - 1];
        found += counts->without[bin - 1];
        fprintf(out, "%-10.1f %9.4f %9.4f %9.4f\n", bin / 10.0, ratio((double)(with - missed), (double)with),
                ratio((double)found, (double)without),
                ratio((double)(with - missed + found), (double)(with + without)));
    }
}

void tr_evaluate_print(const tr_evaluation *evaluation, FILE *out, FILE *pages, FILE *rows) {
    const tr_dataset *dataset = evaluation->dataset;
    tr_tables tables = {0};
    scratch room = make_scratch(dataset);
    size_t verdicts[2][2] = {{0}}; /* by truth (has main content), by verdict */
    verdict_counts counts = {{0}, {0}};
    if (pages != NULL)
        print_page_head(pages);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        if (is_left_out(evaluation, i))
            continue;
        tr_outcome one = measure_page(evaluation, i, room.logits, room.order, room.labels);
        tr_tables_add(&tables, document, &one);
        if (document->gold != TR_GOLD_BAD) {
            verdicts[document->gold == TR_GOLD_GOOD][one.verdict != DEHUSK_VERDICT_NONE]++;
            (document->gold == TR_GOLD_GOOD ? counts.with : counts.without)[bin_of(one.verdict_probability)]++;
        }
        if (pages != NULL)
            print_page(pages, document, &one);
    }
    tr_tables_print(&tables, dataset->corpus, out);
    if (rows != NULL)
        tr_tables_write(&tables, dataset->corpus, dataset->format, rows);
    fprintf(out,
            "\nverdict: %zu of %zu pages with main content found to have some, %zu of %zu without found to have none\n",
            verdicts[1][1], verdicts[1][0] + verdicts[1][1], verdicts[0][0], verdicts[0][0] + verdicts[0][1]);
    print_verdicts(&counts, out);
    print_calibration(evaluation, out);
    tr_tables_free(&tables);
    free_scratch(&room);
}

void tr_evaluate_pages(const tr_evaluation *evaluation, FILE *pages) {
    scratch room = make_scratch(evaluation->dataset);
    print_page_head(pages);
    for (size_t i = 0; i < evaluation->dataset->document_count; i++) {
        tr_outcome one = measure_page(evaluation, i, room.logits, room.order, room.labels);
        if (!is_left_out(evaluation, i))
            print_page(pages, &evaluation->dataset->documents[i], &one);
    }
    free_scratch(&room);
}

void tr_evaluate_f1(const tr_evaluation *evaluation, double *f1) {
    scratch room = make_scratch(evaluation->dataset);
    for (size_t i = 0; i < evaluation->dataset->document_count; i++) {
        if (is_left_out(evaluation, i))
            continue;
        decide_page(evaluation, i, room.logits, room.order, room.labels);
        f1[i] = tr_document_score(&evaluation->dataset->documents[i], room.labels).f1;
    }
    free_scratch(&room);
}

/* Page F1 of another decision than the evaluation's. */
static void measure_other(const tr_evaluation *other, scratch *room, tr_tables *tables) {
    for (size_t i = 0; i < other->dataset->document_count; i++) {
        tr_outcome one = {0};
        if (is_left_out(other, i))
            continue;
        decide_page(other, i, room->logits, room->order, room->labels);
        one.score = tr_document_score(&other->dataset->documents[i], room->labels);
        tr_tables_add(tables, &other->dataset->documents[i], &one);
    }
}

static void measure_shift(const tr_evaluation *evaluation, int step, scratch *room, tr_tables *tables) {
    tr_evaluation shifted = *evaluation;
    shifted.classifier.shift = step * (1 << DHK_WEIGHT_FRACTION_BITS) / 10;
    measure_other(&shifted, room, tables);
}

/* One row: all pages, mean over sets, the sets. */
static void print_means(const tr_tables *tables, const tr_corpus *corpus, FILE *out) {
    fprintf(out, " %9.4f %9.4f",
            tables->all.count > 0 ? ratio(tables->all.rows[0].f1, (double)tables->all.rows[0].pages) : 0,
            tr_tables_mean(tables, corpus));
    for (size_t i = 0; i < tables->sets.count; i++)
        fprintf(out, " %10.4f", ratio(tables->sets.rows[i].f1, (double)tables->sets.rows[i].pages));
    fputc('\n', out);
}

static void print_means_head(const char *what, const tr_corpus *corpus, FILE *out) {
    fprintf(out, "\n%-14s %9s %9s", what, "all pages", "sets");
    for (size_t set = 0; set < corpus->set_count; set++)
        if (corpus->terms == NULL || !corpus->terms[set].train_only)
            fprintf(out, " %10.10s", corpus->sets[set]);
    fputc('\n', out);
}

void tr_evaluate_roles(const tr_evaluation *evaluation, FILE *out) {
    static const struct {
        const char *name;
        bool no_roles;
        unsigned keep;
    } choices[] = {
        {"no roles", true, 0},
        {"title", false, DEHUSK_KEEP_TITLE},
        {"none", false, 0},
        {"all", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_CAPTION | DEHUSK_KEEP_READ_MORE | DEHUSK_KEEP_TEASER},
        {"all but title", false, DEHUSK_KEEP_CAPTION | DEHUSK_KEEP_READ_MORE | DEHUSK_KEEP_TEASER},
        {"+ caption", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_CAPTION},
        {"+ read-more", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_READ_MORE},
        {"+ teaser", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_TEASER},
    };
    scratch room = make_scratch(evaluation->dataset);
    print_means_head("roles kept", evaluation->dataset->corpus, out);
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        tr_tables tables = {0};
        tr_evaluation other = *evaluation;
        other.no_roles = choices[i].no_roles;
        other.keep = choices[i].keep;
        measure_other(&other, &room, &tables);
        fprintf(out, "%-14s", choices[i].name);
        print_means(&tables, evaluation->dataset->corpus, out);
        tr_tables_free(&tables);
    }
    free_scratch(&room);
}

void tr_evaluate_shifts(const tr_evaluation *evaluation, FILE *out) {
    scratch room = make_scratch(evaluation->dataset);
    print_means_head("shift", evaluation->dataset->corpus, out);
    for (int step = SHIFT_STEP_MIN; step <= SHIFT_STEP_MAX; step++) {
        tr_tables tables = {0};
        measure_shift(evaluation, step, &room, &tables);
        fprintf(out, "%-14.1f", step / 10.0);
        print_means(&tables, evaluation->dataset->corpus, out);
        tr_tables_free(&tables);
    }
    free_scratch(&room);
}

double tr_evaluate_best_shift(const tr_evaluation *evaluation) {
    scratch room = make_scratch(evaluation->dataset);
    double best = -1, shift = 0;
    for (int step = SHIFT_STEP_MIN; step <= SHIFT_STEP_MAX; step++) {
        tr_tables tables = {0};
        measure_shift(evaluation, step, &room, &tables);
        double mean = tr_tables_mean(&tables, evaluation->dataset->corpus);
        if (mean > best) {
            best = mean;
            shift = step / 10.0;
        }
        tr_tables_free(&tables);
    }
    free_scratch(&room);
    return shift;
}

void tr_evaluate_labels(const tr_dataset *dataset, FILE *out, FILE *pages) {
    tr_tables tables = {0};
    scratch room = make_scratch(dataset);
    size_t content = 0, between = 0;
    if (pages != NULL)
        print_page_head(pages);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        tr_outcome one = {0};
        for (uint32_t line = 0; line < document->line_count; line++) {
            room.labels[line] = tr_is_content(document, line);
            content += room.labels[line];
            between += document->covered[line] >= 20 && document->covered[line] < TR_CONTENT_PERCENT;
            one.kept_right += room.labels[line] ? document->token_counts[line] : 0;
        }
        one.score = tr_document_score(document, room.labels);
        tr_tables_add(&tables, document, &one);
        if (pages != NULL)
            print_page(pages, document, &one);
    }
    tr_tables_print(&tables, dataset->corpus, out);
    fprintf(out, "\n%zu pages, %zu lines, %.2f%% of them content, %.2f%% between 20%% and %d%% aligned\n",
            dataset->document_count, dataset->line_count, 100 * ratio((double)content, (double)dataset->line_count),
            100 * ratio((double)between, (double)dataset->line_count), TR_CONTENT_PERCENT);
    tr_tables_free(&tables);
    free_scratch(&room);
}
