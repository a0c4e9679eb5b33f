/*
 * Page token F1, line figures and calibration, by set, language and page type.
 *
 * Pages with bad gold are counted and left out everywhere. Pages without main
 * content are in the page figures (1 if nothing is kept, else 0) and counted
 * once more by themselves.
 */
#include "evaluate.h"

#include "classify/decide.h"
#include "classify/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_LENGTH = 40,
    BINS = 10,
    /* A set counts by its languages in the mean over sets if each has at least so many pages:
     * a set put together of five corpora is not one corpus. */
    LANGUAGE_PAGES_MIN = 50,
    /* Rows of fewer pages say nothing: a language or type with less is not shown by itself. */
    SHOWN_PAGES_MIN = 10
};

/* Sums of one row of the table. */
typedef struct tally {
    char name[NAME_MAX_LENGTH];
    size_t pages, bad, empty;
    double f1, precision, recall, oracle;
    double kept_right, kept_wrong, lost; /* tokens of lines */
} tally;

typedef struct table {
    tally *rows;
    size_t count, capacity;
} table;

static tally *find_row(table *all, const char *name) {
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->rows[i].name, name) == 0)
            return &all->rows[i];
    TR_RESERVE(all->rows, all->capacity, all->count + 1);
    tally *row = &all->rows[all->count++];
    *row = (tally){0};
    snprintf(row->name, sizeof row->name, "%s", name);
    return row;
}

/* What came out of one page. */
typedef struct outcome {
    tr_bag_score score;
    double kept_right, kept_wrong, lost;
    uint64_t kept_tokens;
    dehusk_verdict verdict;
    double verdict_probability;
} outcome;

static void add_outcome(tally *row, const tr_document *document, const outcome *one) {
    if (document->gold == TR_GOLD_BAD) {
        row->bad++;
        return;
    }
    row->pages++;
    row->empty += document->gold == TR_GOLD_EMPTY;
    row->f1 += one->score.f1;
    row->precision += one->score.precision;
    row->recall += document->gold == TR_GOLD_EMPTY ? one->score.f1 : one->score.recall;
    row->oracle += document->oracle;
    row->kept_right += one->kept_right;
    row->kept_wrong += one->kept_wrong;
    row->lost += one->lost;
}

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

static void print_head(FILE *out) {
    fprintf(out, "%-24s %6s %6s %6s %6s %7s %7s %7s %7s %5s %5s\n", "group", "pages", "F1", "P", "R", "line-F1",
            "line-P", "line-R", "oracle", "empty", "bad");
}

static void print_row(FILE *out, const tally *row) {
    double count = row->pages > 0 ? (double)row->pages : 1;
    double precision = ratio(row->kept_right, row->kept_right + row->kept_wrong);
    double recall = ratio(row->kept_right, row->kept_right + row->lost);
    fprintf(out, "%-24s %6zu %6.4f %6.4f %6.4f %7.4f %7.4f %7.4f %7.4f %5zu %5zu\n", row->name, row->pages,
            row->f1 / count, row->precision / count, row->recall / count,
            ratio(2 * precision * recall, precision + recall), precision, recall, row->oracle / count, row->empty,
            row->bad);
}

/* Decides on one page's lines from their scores. */
static void decide_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order, uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    for (uint32_t line = 0; line < document->line_count; line++)
        logits[line] = dhk_calibrate(&evaluation->classifier, evaluation->scores[evaluation->bases[i] + line]);
    dhk_decide(&evaluation->classifier, evaluation->favor, evaluation->threshold, &document->lines, logits, order,
               labels);
}

static outcome measure_page(const tr_evaluation *evaluation, size_t i, int32_t *logits, uint32_t *order,
                            uint8_t *labels) {
    const tr_document *document = &evaluation->dataset->documents[i];
    outcome one = {0};
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

/* Mean over sets, where a set of several large languages is the mean of those. */
static double mean_over_sets(const tr_dataset *dataset, const table *languages) {
    const tr_corpus *corpus = dataset->corpus;
    double sum = 0;
    size_t sets = 0;
    for (size_t set = 0; set < corpus->set_count; set++) {
        char prefix[NAME_MAX_LENGTH];
        size_t length = (size_t)snprintf(prefix, sizeof prefix, "%s/", corpus->sets[set]);
        double of_languages = 0, of_pages = 0;
        size_t count = 0, pages = 0;
        bool all_large = true;
        for (size_t i = 0; i < languages->count; i++) {
            const tally *row = &languages->rows[i];
            if (strncmp(row->name, prefix, length) != 0 || row->pages == 0)
                continue;
            of_languages += row->f1 / (double)row->pages;
            of_pages += row->f1;
            count++;
            pages += row->pages;
            all_large = all_large && row->pages >= LANGUAGE_PAGES_MIN;
        }
        if (pages == 0)
            continue;
        sum += all_large ? of_languages / (double)count : of_pages / (double)pages;
        sets++;
    }
    return sets > 0 ? sum / (double)sets : 0;
}

static void add_everywhere(table tables[4], const tr_document *document, const outcome *one) {
    char name[NAME_MAX_LENGTH];
    add_outcome(find_row(&tables[0], document->page->set), document, one);
    snprintf(name, sizeof name, "%s/%s", document->page->set, document->page->lang);
    add_outcome(find_row(&tables[1], name), document, one);
    snprintf(name, sizeof name, "%s:%s", document->page->set, document->page->type);
    add_outcome(find_row(&tables[2], name), document, one);
    add_outcome(find_row(&tables[3], "all pages"), document, one);
}

/* True if the set of a row "SET/x" or "SET:x" has more rows than this one in the table. */
static bool has_siblings(const table *all, const tally *row, char separator) {
    size_t length = (size_t)(strchr(row->name, separator) - row->name) + 1, count = 0;
    for (size_t i = 0; i < all->count; i++)
        count += strncmp(all->rows[i].name, row->name, length) == 0;
    return count > 1;
}

static void print_tables(const tr_dataset *dataset, table tables[4], FILE *out) {
    print_head(out);
    for (size_t i = 0; i < tables[0].count; i++)
        print_row(out, &tables[0].rows[i]);
    for (int kind = 1; kind <= 2; kind++)
        for (size_t i = 0; i < tables[kind].count; i++)
            if (tables[kind].rows[i].pages >= SHOWN_PAGES_MIN &&
                has_siblings(&tables[kind], &tables[kind].rows[i], kind == 1 ? '/' : ':'))
                print_row(out, &tables[kind].rows[i]);
    for (size_t i = 0; i < tables[3].count; i++)
        print_row(out, &tables[3].rows[i]);
    fprintf(out, "%-24s %6s %6.4f\n", "mean over sets", "", mean_over_sets(dataset, &tables[1]));
}

static void free_tables(table tables[4]) {
    for (int kind = 0; kind < 4; kind++)
        free(tables[kind].rows);
}

/* Brier score and reliability, by line and by weight: the weights are what the calibration was fitted with. */
static void print_calibration(const tr_evaluation *evaluation, FILE *out) {
    const tr_dataset *dataset = evaluation->dataset;
    double brier = 0, weighted_brier = 0, lines = 0, weight = 0;
    double bin_lines[BINS] = {0}, bin_p[BINS] = {0}, bin_content[BINS] = {0};
    double bin_weight[BINS] = {0}, bin_weighted_p[BINS] = {0}, bin_weighted_content[BINS] = {0};
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        if (document->gold == TR_GOLD_BAD)
            continue;
        for (uint32_t line = 0; line < document->line_count; line++) {
            size_t at = evaluation->bases[i] + line;
            double p = (double)dhk_probability(dhk_calibrate(&evaluation->classifier, evaluation->scores[at])) / 65536;
            double content = tr_is_content(document, line) ? 1 : 0, w = evaluation->weights[at];
            int bin = p >= 1 ? BINS - 1 : (int)(p * BINS);
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

static void print_page(FILE *pages, const tr_document *document, const outcome *one) {
    const tr_page *page = document->page;
    fprintf(pages, "%s\t", document->lines.format == DEHUSK_FORMAT_HTML ? "html" : "text");
    fprintf(pages, "%s\t%s\t%s\t%s\t%s\t%s\t%u\t%u\t%llu\t%.4f\t%.4f\t%.4f\t%.4f\t%s\t%.4f\n", page->set, page->id,
            page->lang, page->type, page->site, gold_name(document->gold), document->line_count,
            document->gold_token_count, (unsigned long long)one->kept_tokens, one->score.f1, one->score.precision,
            one->score.recall, document->oracle, dehusk_verdict_name(one->verdict), one->verdict_probability);
}

void tr_evaluate_print(const tr_evaluation *evaluation, FILE *out, FILE *pages) {
    const tr_dataset *dataset = evaluation->dataset;
    table tables[4] = {{0}};
    scratch room = make_scratch(dataset);
    size_t verdicts[2][2] = {{0}}; /* by truth (has main content), by verdict */
    if (pages != NULL)
        print_page_head(pages);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        outcome one = measure_page(evaluation, i, room.logits, room.order, room.labels);
        add_everywhere(tables, document, &one);
        if (document->gold != TR_GOLD_BAD)
            verdicts[document->gold == TR_GOLD_GOOD][one.verdict != DEHUSK_VERDICT_NONE]++;
        if (pages != NULL)
            print_page(pages, document, &one);
    }
    print_tables(dataset, tables, out);
    fprintf(out,
            "\nverdict: %zu of %zu pages with main content found to have some, %zu of %zu without found to have none\n",
            verdicts[1][1], verdicts[1][0] + verdicts[1][1], verdicts[0][0], verdicts[0][0] + verdicts[0][1]);
    print_calibration(evaluation, out);
    free_tables(tables);
    free_scratch(&room);
}

void tr_evaluate_shifts(const tr_evaluation *evaluation, FILE *out) {
    const tr_dataset *dataset = evaluation->dataset;
    tr_evaluation shifted = *evaluation;
    scratch room = make_scratch(dataset);
    fprintf(out, "\n%-8s %9s %9s", "shift", "all pages", "sets");
    for (size_t set = 0; set < dataset->corpus->set_count; set++)
        fprintf(out, " %10.10s", dataset->corpus->sets[set]);
    fputc('\n', out);
    for (int step = -8; step <= 6; step++) {
        table tables[4] = {{0}};
        shifted.classifier.shift = step * (1 << DHK_WEIGHT_FRACTION_BITS) / 10;
        for (size_t i = 0; i < dataset->document_count; i++) {
            outcome one = {0};
            decide_page(&shifted, i, room.logits, room.order, room.labels);
            one.score = tr_document_score(&dataset->documents[i], room.labels);
            add_everywhere(tables, &dataset->documents[i], &one);
        }
        const tally *all = &tables[3].rows[0];
        fprintf(out, "%-8.1f %9.4f %9.4f", step / 10.0, ratio(all->f1, (double)all->pages),
                mean_over_sets(dataset, &tables[1]));
        for (size_t i = 0; i < tables[0].count; i++)
            fprintf(out, " %10.4f", ratio(tables[0].rows[i].f1, (double)tables[0].rows[i].pages));
        fputc('\n', out);
        free_tables(tables);
    }
    free_scratch(&room);
}

void tr_evaluate_labels(const tr_dataset *dataset, FILE *out, FILE *pages) {
    table tables[4] = {{0}};
    scratch room = make_scratch(dataset);
    size_t content = 0, between = 0;
    if (pages != NULL)
        print_page_head(pages);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        outcome one = {0};
        for (uint32_t line = 0; line < document->line_count; line++) {
            room.labels[line] = tr_is_content(document, line);
            content += room.labels[line];
            between += document->covered[line] >= 20 && document->covered[line] < TR_CONTENT_PERCENT;
            one.kept_right += room.labels[line] ? document->token_counts[line] : 0;
        }
        one.score = tr_document_score(document, room.labels);
        add_everywhere(tables, document, &one);
        if (pages != NULL)
            print_page(pages, document, &one);
    }
    print_tables(dataset, tables, out);
    fprintf(out, "\n%zu pages, %zu lines, %.2f%% of them content, %.2f%% between 20%% and %d%% aligned\n",
            dataset->document_count, dataset->line_count, 100 * ratio((double)content, (double)dataset->line_count),
            100 * ratio((double)between, (double)dataset->line_count), TR_CONTENT_PERCENT);
    free_tables(tables);
    free_scratch(&room);
}
