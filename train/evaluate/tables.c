/*
 * The rows of the tables, and the mean over sets, which is the figure that
 * decides what is better.
 */
#include "evaluate/tables.h"

#include <stdlib.h>
#include <string.h>

/* Rows of fewer pages say nothing: a language or type with less is not shown by itself. */
enum { SHOWN_PAGES_MIN = 10 };

static tr_tally *find_row(tr_table *all, const char *name) {
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->rows[i].name, name) == 0)
            return &all->rows[i];
    TR_RESERVE(all->rows, all->capacity, all->count + 1);
    tr_tally *row = &all->rows[all->count++];
    *row = (tr_tally){0};
    snprintf(row->name, sizeof row->name, "%s", name);
    return row;
}

static void add_to(tr_table *table, const char *name, const tr_document *document, const tr_outcome *one) {
    tr_tally *row = find_row(table, name);
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

void tr_tables_add(tr_tables *tables, const tr_document *document, const tr_outcome *outcome) {
    const tr_page *page = document->page;
    char name[TR_NAME_MAX];
    add_to(&tables->sets, page->set, document, outcome);
    snprintf(name, sizeof name, "%s/%s", page->set, page->lang);
    add_to(&tables->languages, name, document, outcome);
    snprintf(name, sizeof name, "%s:%s", page->set, page->type);
    add_to(&tables->types, name, document, outcome);
    add_to(&tables->all, "all pages", document, outcome);
}

void tr_tables_free(tr_tables *tables) {
    free(tables->sets.rows);
    free(tables->languages.rows);
    free(tables->types.rows);
    free(tables->all.rows);
    *tables = (tr_tables){0};
}

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

/* A row's figures in the order of the columns. */
enum { FIGURES = 7 };

static void figures_of(const tr_tally *row, double figures[FIGURES]) {
    double count = row->pages > 0 ? (double)row->pages : 1;
    double precision = ratio(row->kept_right, row->kept_right + row->kept_wrong);
    double recall = ratio(row->kept_right, row->kept_right + row->lost);
    figures[0] = row->f1 / count;
    figures[1] = row->precision / count;
    figures[2] = row->recall / count;
    figures[3] = ratio(2 * precision * recall, precision + recall);
    figures[4] = precision;
    figures[5] = recall;
    figures[6] = row->oracle / count;
}

static void print_row(FILE *out, const tr_tally *row) {
    double figures[FIGURES];
    figures_of(row, figures);
    fprintf(out, "%-24s %6zu %6.4f %6.4f %6.4f %7.4f %7.4f %7.4f %7.4f %5zu %5zu\n", row->name, row->pages, figures[0],
            figures[1], figures[2], figures[3], figures[4], figures[5], figures[6], row->empty, row->bad);
}

/* True if the set of a row "SET/x" or "SET:x" has more rows than this one in the table. */
static bool has_siblings(const tr_table *all, const tr_tally *row, char separator) {
    const char *end = strchr(row->name, separator);
    size_t length = end != NULL ? (size_t)(end - row->name) + 1 : 0, count = 0;
    for (size_t i = 0; i < all->count; i++)
        count += length > 0 && strncmp(all->rows[i].name, row->name, length) == 0;
    return count > 1;
}

static void print_parts(FILE *out, const tr_table *table, char separator) {
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].pages >= SHOWN_PAGES_MIN && has_siblings(table, &table->rows[i], separator))
            print_row(out, &table->rows[i]);
}

void tr_tables_print(const tr_tables *tables, const tr_corpus *corpus, FILE *out) {
    fprintf(out, "%-24s %6s %6s %6s %6s %7s %7s %7s %7s %5s %5s\n", "group", "pages", "F1", "P", "R", "line-F1",
            "line-P", "line-R", "oracle", "empty", "bad");
    for (size_t i = 0; i < tables->sets.count; i++)
        print_row(out, &tables->sets.rows[i]);
    print_parts(out, &tables->languages, '/');
    print_parts(out, &tables->types, ':');
    for (size_t i = 0; i < tables->all.count; i++)
        print_row(out, &tables->all.rows[i]);
    fprintf(out, "%-24s %6s %6.4f\n", "mean over sets", "", tr_tables_mean(tables, corpus));
}

static void write_rows(FILE *out, const char *mode, const char *kind, const tr_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        const tr_tally *row = &table->rows[i];
        double figures[FIGURES];
        figures_of(row, figures);
        fprintf(out, "%s\t%s\t%s\t%zu\t%zu\t%zu", mode, kind, row->name, row->pages, row->empty, row->bad);
        for (int k = 0; k < FIGURES; k++)
            fprintf(out, "\t%.4f", figures[k]);
        fputc('\n', out);
    }
}

void tr_tables_write(const tr_tables *tables, const tr_corpus *corpus, dehusk_format format, FILE *out) {
    const char *mode = format == DEHUSK_FORMAT_HTML ? "html" : "text";
    if (ftell(out) == 0)
        fputs("mode\tkind\tname\tpages\tempty\tbad\tf1\tprecision\trecall\tline_f1\tline_precision\tline_recall\t"
              "oracle\n",
              out);
    write_rows(out, mode, "set", &tables->sets);
    write_rows(out, mode, "language", &tables->languages);
    write_rows(out, mode, "type", &tables->types);
    write_rows(out, mode, "all", &tables->all);
    fprintf(out, "%s\tmean\tmean over sets\t\t\t\t%.4f\t\t\t\t\t\t\n", mode, tr_tables_mean(tables, corpus));
}

double tr_tables_mean(const tr_tables *tables, const tr_corpus *corpus) {
    double sum = 0;
    size_t sets = 0;
    size_t set_count = corpus->listed_set_count > 0 ? corpus->listed_set_count : corpus->set_count;
    for (size_t set = 0; set < set_count; set++) {
        char prefix[TR_NAME_MAX];
        size_t length = (size_t)snprintf(prefix, sizeof prefix, "%s/", corpus->sets[set]);
        double of_languages = 0, of_pages = 0;
        size_t count = 0, pages = 0;
        bool all_large = true;
        for (size_t i = 0; i < tables->languages.count; i++) {
            const tr_tally *row = &tables->languages.rows[i];
            if (strncmp(row->name, prefix, length) != 0 || row->pages == 0)
                continue;
            of_languages += row->f1 / (double)row->pages;
            of_pages += row->f1;
            count++;
            pages += row->pages;
            all_large = all_large && row->pages >= TR_LANGUAGE_PAGES_MIN;
        }
        if (pages == 0)
            continue;
        sum += all_large ? of_languages / (double)count : of_pages / (double)pages;
        sets++;
    }
    return sets > 0 ? sum / (double)sets : 0;
}
