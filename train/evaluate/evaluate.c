/*
 * Page token F1, line figures, verdicts and calibration.
 */
#include "evaluate/evaluate.h"

#include "calibrate/regime_fit.h"
#include "classify/decide.h"
#include "classify/empty_page.h"
#include "classify/text_regime.h"
#include "classify/verdict.h"
#include "roles/roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* One page's logits, and what it is. */
static dhk_regime page_logits(const tr_evaluation *evaluation, size_t i, int32_t *logits) {
    const tr_document *document = &evaluation->dataset->documents[i];
    tr_regime_scores from = {.dataset = evaluation->dataset,
                             .bases = evaluation->bases,
                             .scores = evaluation->scores,
                             .extract_scores = evaluation->extract_scores};
    if (evaluation->regimes != NULL)
        return tr_regime_logits(&from, i, &evaluation->classifier, evaluation->regimes, logits);
    for (uint32_t line = 0; line < document->line_count; line++)
        logits[line] = dhk_calibrate(&evaluation->classifier, evaluation->scores[evaluation->bases[i] + line]);
    return (dhk_regime){0, 0};
}

/* Above 0: the classifier of short pages leaves none of the page's lines. */
static int32_t emptiness_of(const tr_evaluation *evaluation, size_t i) {
    bool asked = evaluation->emptiness != NULL && evaluation->threshold < 0 && evaluation->favor != DEHUSK_FAVOR_RECALL;
    return asked ? evaluation->emptiness[i] : 0;
}

/* Decides on one page's lines from their scores. Returns what the page is. */
static dhk_regime decide_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order,
                              uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    dhk_regime regime = page_logits(evaluation, i, logits);
    bool extract = regime.share >= DHK_SURE_EXTRACT;
    dhk_page_signs signs = {evaluation->best != NULL ? evaluation->best[i] : INT32_MIN, document->copies, extract,
                            evaluation->emptiness != NULL, document->evidence};
    dhk_decision_rule rule = {evaluation->classifier.shift, evaluation->favor, evaluation->threshold};
    for (uint32_t line = 0; evaluation->best == NULL && line < document->line_count; line++)
        if (logits[line] > signs.best)
            signs.best = logits[line];
    if (evaluation->regimes != NULL)
        rule.shift = dhk_regime_mix(rule.shift, evaluation->regimes->extract.shift, regime.share);
    dhk_decide(&rule, &document->lines, &signs, logits, order, labels);
    if (evaluation->regimes != NULL && evaluation->threshold < 0 && evaluation->favor != DEHUSK_FAVOR_RECALL &&
        (dhk_regime_has_nothing(regime) || dhk_verdict_empty(&evaluation->classifier, &document->lines, logits)))
        memset(labels, 0, document->line_count);
    if (emptiness_of(evaluation, i) > 0)
        memset(labels, 0, document->line_count);
    if (evaluation->no_roles || document->evidence == NULL)
        return regime;
    uint8_t *roles = tr_resize(NULL, document->line_count, 1);
    dhk_roles_find(&document->lines, document->evidence, logits, extract, labels, roles);
    dhk_roles_apply(evaluation->keep, document->line_count, document->evidence, logits, roles, labels);
    free(roles);
    return regime;
}

static tr_outcome measure_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order,
                               uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    tr_outcome one = {0};
    dhk_regime regime = decide_page(evaluation, i, logits, order, labels);
    one.score = tr_document_score(document, labels);
    for (uint32_t line = 0; line < document->line_count; line++) {
        bool content = tr_is_content(document, line);
        double tokens = document->token_counts[line];
        one.kept_right += labels[line] && content ? tokens : 0;
        one.kept_wrong += labels[line] && !content ? tokens : 0;
        one.lost += !labels[line] && content ? tokens : 0;
        one.kept_tokens += labels[line] ? document->token_counts[line] : 0;
    }
    int32_t logit = dhk_regime_verdict(
        regime, dhk_verdict_logit(&evaluation->classifier, dhk_verdict_evidence(&document->lines, logits)));
    logit = dhk_empty_verdict(emptiness_of(evaluation, i), logit);
    one.verdict = dhk_verdict_of(&document->lines, labels);
    one.verdict_probability = (double)dhk_probability(logit) / 65536;
    return one;
}

/* Brier score and reliability, by line and by weight: the weights are what the calibration was fitted with. */
static void print_calibration(const tr_evaluation *evaluation, FILE *out) {
    const tr_dataset *dataset = evaluation->dataset;
    double brier = 0, weighted_brier = 0, lines = 0, weight = 0;
    double bin_lines[BINS] = {0}, bin_p[BINS] = {0}, bin_content[BINS] = {0};
    double bin_weight[BINS] = {0}, bin_weighted_p[BINS] = {0}, bin_weighted_content[BINS] = {0};
    tr_page_scratch room = tr_page_scratch_of(dataset);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        if (document->gold == TR_GOLD_BAD || is_left_out(evaluation, i))
            continue;
        page_logits(evaluation, i, room.logits);
        for (uint32_t line = 0; line < document->line_count; line++) {
            size_t at = evaluation->bases[i] + line;
            double p = (double)dhk_probability(room.logits[line]) / 65536;
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
    tr_page_scratch_free(&room);
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
    tr_page_scratch room = tr_page_scratch_of(dataset);
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
    tr_page_scratch_free(&room);
}

void tr_evaluate_pages(const tr_evaluation *evaluation, FILE *pages) {
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
    print_page_head(pages);
    for (size_t i = 0; i < evaluation->dataset->document_count; i++) {
        tr_outcome one = measure_page(evaluation, i, room.logits, room.order, room.labels);
        if (!is_left_out(evaluation, i))
            print_page(pages, &evaluation->dataset->documents[i], &one);
    }
    tr_page_scratch_free(&room);
}

void tr_evaluate_f1(const tr_evaluation *evaluation, double *f1) {
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
    for (size_t i = 0; i < evaluation->dataset->document_count; i++) {
        if (is_left_out(evaluation, i))
            continue;
        decide_page(evaluation, i, room.logits, room.order, room.labels);
        f1[i] = tr_document_score(&evaluation->dataset->documents[i], room.labels).f1;
    }
    tr_page_scratch_free(&room);
}

/* Page F1 of another decision than the evaluation's. */
static void measure_other(const tr_evaluation *other, tr_page_scratch *room, tr_tables *tables) {
    for (size_t i = 0; i < other->dataset->document_count; i++) {
        tr_outcome one = {0};
        if (is_left_out(other, i))
            continue;
        decide_page(other, i, room->logits, room->order, room->labels);
        one.score = tr_document_score(&other->dataset->documents[i], room->labels);
        tr_tables_add(tables, &other->dataset->documents[i], &one);
    }
}

static void measure_shift(const tr_evaluation *evaluation, int step, tr_page_scratch *room, tr_tables *tables) {
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
        {"all", false, DEHUSK_KEEP_ALL},
        {"all but title", false, DEHUSK_KEEP_ALL & ~DEHUSK_KEEP_TITLE},
        {"+ caption", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_CAPTION},
        {"+ read-more", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_READ_MORE},
        {"+ teaser", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_TEASER},
        {"+ comment", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_COMMENT},
        {"+ notice", false, DEHUSK_KEEP_TITLE | DEHUSK_KEEP_NOTICE},
    };
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
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
    tr_page_scratch_free(&room);
}

void tr_evaluate_shifts(const tr_evaluation *evaluation, FILE *out) {
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
    print_means_head("shift", evaluation->dataset->corpus, out);
    for (int step = SHIFT_STEP_MIN; step <= SHIFT_STEP_MAX; step++) {
        tr_tables tables = {0};
        measure_shift(evaluation, step, &room, &tables);
        fprintf(out, "%-14.1f", step / 10.0);
        print_means(&tables, evaluation->dataset->corpus, out);
        tr_tables_free(&tables);
    }
    tr_page_scratch_free(&room);
}

/* What happened to the texts of one form, sums over texts. */
typedef struct form_row {
    char name[2 * TR_NAME_MAX];
    size_t texts, with_chrome;
    double f1, f1_of_all, whole, lost, dropped, first, last;
    double lines_right, lines_kept, lines_content, lines; /* of all texts together */
} form_row;

typedef struct form_table {
    form_row *rows;
    size_t count, capacity;
} form_table;

static form_row *find_form_row(form_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->rows[i].name, name) == 0)
            return &table->rows[i];
    TR_RESERVE(table->rows, table->capacity, table->count + 1);
    form_row *row = &table->rows[table->count++];
    *row = (form_row){0};
    snprintf(row->name, sizeof row->name, "%s", name);
    return row;
}

static void add_text(form_row *row, const tr_document *document, const uint8_t *labels) {
    uint64_t tokens = 0, content_tokens = 0, lost_tokens = 0;
    double content = 0, right = 0, kept = 0, lines = 0;
    for (uint32_t line = 0; line < document->line_count; line++) {
        bool is = tr_is_content(document, line);
        if (document->masked != NULL && document->masked[line] != 0)
            continue;
        lines++;
        content += is;
        kept += labels[line] != 0;
        right += is && labels[line] != 0;
        tokens += document->token_counts[line];
        content_tokens += is ? document->token_counts[line] : 0;
        lost_tokens += is && labels[line] == 0 ? document->token_counts[line] : 0;
    }
    double f1 = tr_document_score(document, labels).f1;
    row->texts++;
    row->f1 += f1;
    row->f1_of_all += content_tokens > 0 ? ratio(2 * (double)content_tokens, (double)(tokens + content_tokens)) : 0;
    row->whole += right >= content;
    row->lost += ratio((double)lost_tokens, (double)content_tokens);
    row->with_chrome += lines > content;
    row->dropped += lines > content ? 1 - (kept - right) / (lines - content) : 0;
    row->first += tr_is_content(document, 0) && labels[0] == 0;
    row->last += tr_is_content(document, document->line_count - 1) && labels[document->line_count - 1] == 0;
    row->lines_right += right;
    row->lines_kept += kept;
    row->lines_content += content;
    row->lines += lines;
}

/* Mostly content, with some chrome: what a mediocre extractor leaves. */
static bool is_mixed(const tr_document *document) {
    uint64_t tokens = 0, content = 0, lines = 0;
    for (uint32_t line = 0; line < document->line_count; line++) {
        tokens += document->token_counts[line];
        content += tr_is_content(document, line) ? document->token_counts[line] : 0;
        lines += tr_is_content(document, line);
    }
    return lines >= 3 && document->line_count >= 4 && 100 * content >= 60 * tokens && 100 * content <= 95 * tokens;
}

/* The rows that a text counts in: its form, and what is reported of the form's parts. */
static void add_to_rows(form_table *table, const tr_document *document, const uint8_t *labels) {
    const tr_page *page = document->page;
    char name[2 * TR_NAME_MAX];
    add_text(find_form_row(table, page->set), document, labels);
    if (page->form == TR_FORM_CLEAN || page->form == TR_FORM_LABELLED) {
        snprintf(name, sizeof name, "%s/%s", page->set, page->form == TR_FORM_CLEAN ? page->type : page->lang);
        add_text(find_form_row(table, name), document, labels);
    }
    if ((page->form == TR_FORM_CUT || page->form == TR_FORM_EXTRACTED) && is_mixed(document)) {
        snprintf(name, sizeof name, "mixed/%s", page->type);
        add_text(find_form_row(table, "mixed"), document, labels);
        add_text(find_form_row(table, name), document, labels);
    }
}

static void print_form_row(const form_row *row, FILE *out) {
    double texts = (double)row->texts;
    double line_f1 = ratio(2 * row->lines_right, row->lines_kept + row->lines_content);
    fprintf(out, "%-20s %6zu %7.4f %7.4f %7.4f %7.4f %7.4f %7.4f %7.4f %7.4f %7.4f\n", row->name, row->texts,
            ratio(row->f1, texts), ratio(row->f1_of_all, texts), line_f1,
            ratio(2 * row->lines_content, row->lines + row->lines_content), ratio(row->whole, texts),
            ratio(row->lost, texts), ratio(row->first, texts), ratio(row->last, texts),
            ratio(row->dropped, (double)row->with_chrome));
}

/* The content of a page of one's own that is trained on only. */
static bool is_trained_only(const tr_corpus *corpus, const tr_page *page) {
    return page->labels_path != NULL && tr_corpus_terms(corpus, &corpus->pages[page->source]).train_only;
}

void tr_evaluate_forms(const tr_evaluation *evaluation, FILE *out) {
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
    form_table table = {NULL, 0, 0};
    for (size_t i = 0; i < evaluation->dataset->document_count; i++) {
        const tr_document *document = &evaluation->dataset->documents[i];
        if (document->page->form == TR_FORM_PAGE || document->gold == TR_GOLD_BAD || document->line_count == 0 ||
            is_left_out(evaluation, i) || is_trained_only(evaluation->dataset->corpus, document->page))
            continue;
        decide_page(evaluation, i, room.logits, room.order, room.labels);
        add_to_rows(&table, document, room.labels);
    }
    fprintf(out, "\n%-20s %6s %7s %7s %7s %7s %7s %7s %7s %7s %7s\n", "form of text", "texts", "F1", "all", "line-F1",
            "all", "whole", "lost", "first", "last", "dropped");
    for (size_t i = 0; i < table.count; i++)
        print_form_row(&table.rows[i], out);
    free(table.rows);
    tr_page_scratch_free(&room);
}

double tr_evaluate_best_shift(const tr_evaluation *evaluation) {
    tr_page_scratch room = tr_page_scratch_of(evaluation->dataset);
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
    tr_page_scratch_free(&room);
    return shift;
}

void tr_evaluate_labels(const tr_dataset *dataset, FILE *out, FILE *pages) {
    tr_tables tables = {0};
    tr_page_scratch room = tr_page_scratch_of(dataset);
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
    tr_page_scratch_free(&room);
}
