/*
 * Pairing pages and reporting their differences.
 *
 * The mean over sets is that of tables.h: a set whose languages are all large
 * counts as the mean of those. Each of these parts is resampled by itself.
 */
#include "evaluate/compare.h"

#include "evaluate/bootstrap.h"
#include "evaluate/tables.h"

#include <stdlib.h>
#include <string.h>

/* F1 has four digits in the file. */
#define TIE 5e-5

#define HEAD "mode\tset\tid\tlang\ttype\tsite\tgold\t"

enum { COLUMNS_MIN = 13, COLUMN_F1 = 10, SHOWN_MIN = 10 };

bool tr_figures_are_in(FILE *file) {
    char head[sizeof HEAD] = "";
    size_t got = fread(head, 1, sizeof HEAD - 1, file);
    rewind(file);
    return got == sizeof HEAD - 1 && memcmp(head, HEAD, got) == 0;
}

/* Reads all of the file, and puts a zero behind it. */
static char *read_text(FILE *file, size_t *length) {
    char *text = NULL;
    size_t capacity = 0;
    *length = 0;
    for (size_t got = 1; got > 0; *length += got) {
        TR_RESERVE(text, capacity, *length + 65536 + 1);
        got = fread(text + *length, 1, 65536, file);
    }
    text[*length] = '\0';
    return text;
}

static bool read_line(tr_figures *figures, char *line, const char *path, size_t number, tr_error *error) {
    const char *fields[COLUMNS_MIN] = {line};
    size_t count = 1;
    for (char *at = line; (at = strchr(at, '\t')) != NULL; count++) {
        *at++ = '\0';
        if (count < COLUMNS_MIN)
            fields[count] = at;
    }
    if (count < COLUMNS_MIN)
        return tr_fail(error, "%s:%zu: expected %d fields or more, found %zu", path, number, COLUMNS_MIN, count);
    char *end;
    double f1 = strtod(fields[COLUMN_F1], &end);
    if (end == fields[COLUMN_F1] || *end != '\0' || !(f1 >= 0 && f1 <= 1))
        return tr_fail(error, "%s:%zu: '%s' is no F1", path, number, fields[COLUMN_F1]);
    TR_RESERVE(figures->pages, figures->capacity, figures->count + 1);
    figures->pages[figures->count++] = (tr_figure){.mode = fields[0],
                                                   .set = fields[1],
                                                   .id = fields[2],
                                                   .lang = fields[3],
                                                   .site = fields[5],
                                                   .gold = fields[6],
                                                   .f1 = f1};
    return true;
}

static int compare_keys(const void *left, const void *right) {
    const tr_figure *a = left, *b = right;
    int order = strcmp(a->mode, b->mode);
    order = order != 0 ? order : strcmp(a->set, b->set);
    return order != 0 ? order : strcmp(a->id, b->id);
}

bool tr_figures_read(tr_figures *figures, FILE *file, const char *path, tr_error *error) {
    size_t length, number = 2;
    *figures = (tr_figures){0};
    if (!tr_figures_are_in(file))
        return tr_fail(error, "%s:1: expected the header of a file that --pages wrote", path);
    figures->text = read_text(file, &length);
    if (ferror(file) || strlen(figures->text) != length)
        return tr_fail(error, "%s: cannot be read, or holds a zero byte", path);
    for (char *at = strchr(figures->text, '\n'); at != NULL && at[1] != '\0'; number++) {
        char *line = at + 1;
        at = strchr(line, '\n');
        if (at != NULL)
            *at = '\0';
        if (!read_line(figures, line, path, number, error))
            return false;
    }
    if (figures->count > 0)
        qsort(figures->pages, figures->count, sizeof *figures->pages, compare_keys);
    for (size_t i = 1; i < figures->count; i++)
        if (compare_keys(&figures->pages[i - 1], &figures->pages[i]) == 0)
            return tr_fail(error, "%s: page %s/%s is there twice", path, figures->pages[i].set, figures->pages[i].id);
    return true;
}

void tr_figures_free(tr_figures *figures) {
    free(figures->pages);
    free(figures->text);
    *figures = (tr_figures){0};
}

/* A page that both have. */
typedef struct pair {
    const tr_figure *first, *second;
    uint32_t site; /* number of its site */
} pair;

static int compare_sites(const void *left, const void *right) {
    const pair *a = left, *b = right;
    return strcmp(a->first->site, b->first->site);
}

/* By mode, set and language: what belongs together stands together. */
static int compare_groups(const void *left, const void *right) {
    const pair *a = left, *b = right;
    int order = strcmp(a->first->mode, b->first->mode);
    order = order != 0 ? order : strcmp(a->first->set, b->first->set);
    order = order != 0 ? order : strcmp(a->first->lang, b->first->lang);
    return order != 0 ? order : strcmp(a->first->id, b->first->id);
}

typedef struct pairs {
    pair *items;
    double *gains; /* second minus first, by item */
    uint32_t *sites;
    size_t count, single, bad;
} pairs;

static pairs make_pairs(const tr_figures *first, const tr_figures *second) {
    pairs out = {tr_resize(NULL, first->count, sizeof *out.items), NULL, NULL, 0, 0, 0};
    size_t i = 0, j = 0;
    while (i < first->count && j < second->count) {
        const tr_figure *a = &first->pages[i], *b = &second->pages[j];
        int order = compare_keys(a, b);
        i += order <= 0;
        j += order >= 0;
        if (order != 0)
            out.single++;
        else if (strcmp(a->gold, "bad") == 0 || strcmp(b->gold, "bad") == 0)
            out.bad++;
        else
            out.items[out.count++] = (pair){a, b, 0};
    }
    out.single += first->count - i + second->count - j;
    if (out.count > 0)
        qsort(out.items, out.count, sizeof *out.items, compare_sites);
    for (size_t k = 1; k < out.count; k++)
        out.items[k].site = out.items[k - 1].site + (compare_sites(&out.items[k - 1], &out.items[k]) != 0);
    if (out.count > 0)
        qsort(out.items, out.count, sizeof *out.items, compare_groups);
    out.gains = tr_resize(NULL, out.count, sizeof *out.gains);
    out.sites = tr_resize(NULL, out.count, sizeof *out.sites);
    for (size_t k = 0; k < out.count; k++) {
        out.gains[k] = out.items[k].second->f1 - out.items[k].first->f1;
        out.sites[k] = out.items[k].site;
    }
    return out;
}

static void free_pairs(pairs *all) {
    free(all->items);
    free(all->gains);
    free(all->sites);
}

/* A run of pairs: where it begins, and behind its end. */
typedef struct range {
    size_t begin, end;
} range;

static tr_stratum stratum_of(const pairs *all, range part, double weight) {
    return (tr_stratum){all->gains + part.begin, all->sites + part.begin, part.end - part.begin, weight};
}

/* Page F1 by both, and what lies between them. */
typedef struct row_means {
    double first, second;
    tr_interval difference;
} row_means;

static void print_row(const pairs *all, range part, const char *name, const row_means *of, FILE *out) {
    size_t wins = 0, losses = 0;
    for (size_t i = part.begin; i < part.end; i++) {
        wins += all->gains[i] > TIE;
        losses += all->gains[i] < -TIE;
    }
    fprintf(out, "%-24s %6zu %6zu %7.4f %7.4f %8.4f  [%7.4f, %7.4f] %6zu %6zu %6zu\n", name, part.end - part.begin,
            of->difference.clusters, of->first, of->second, of->difference.mean, of->difference.low,
            of->difference.high, wins, part.end - part.begin - wins - losses, losses);
}

static double mean_of(const pairs *all, range part, bool of_second) {
    double sum = 0;
    for (size_t i = part.begin; i < part.end; i++)
        sum += of_second ? all->items[i].second->f1 : all->items[i].first->f1;
    return sum / (double)(part.end - part.begin);
}

static void print_range(const pairs *all, range part, const char *name, FILE *out) {
    tr_stratum one = stratum_of(all, part, 1);
    row_means of = {mean_of(all, part, false), mean_of(all, part, true), tr_bootstrap(&one, 1, TR_RESAMPLES, 1)};
    print_row(all, part, name, &of, out);
}

/* The end of the run of pairs with the same set, or set and language, from `begin` on. */
static size_t end_of_run(const pairs *all, size_t begin, size_t end, bool of_language) {
    const tr_figure *first = all->items[begin].first;
    size_t at = begin + 1;
    while (at < end && strcmp(all->items[at].first->set, first->set) == 0 &&
           (!of_language || strcmp(all->items[at].first->lang, first->lang) == 0))
        at++;
    return at;
}

typedef struct parts {
    range *ranges;
    double *weights;
    size_t count, capacity, weight_capacity;
} parts;

static void add_part(parts *all, range one, double weight) {
    TR_RESERVE(all->ranges, all->capacity, all->count + 1);
    TR_RESERVE(all->weights, all->weight_capacity, all->count + 1);
    all->ranges[all->count] = one;
    all->weights[all->count++] = weight;
}

/* A set's row and those of its languages; adds what stands for it in the mean over sets. */
static void print_set(const pairs *all, range set, parts *means, FILE *out) {
    size_t languages = 0;
    bool all_large = true;
    char name[TR_NAME_MAX];
    print_range(all, set, all->items[set.begin].first->set, out);
    for (size_t at = set.begin, end; at < set.end; at = end) {
        end = end_of_run(all, at, set.end, true);
        languages++;
        all_large = all_large && end - at >= TR_LANGUAGE_PAGES_MIN;
    }
    if (!all_large)
        add_part(means, set, 1);
    for (size_t at = set.begin, end; at < set.end; at = end) {
        range part = {at, end = end_of_run(all, at, set.end, true)};
        if (all_large)
            add_part(means, part, 1 / (double)languages);
        snprintf(name, sizeof name, "%s/%s", all->items[at].first->set, all->items[at].first->lang);
        if (languages > 1 && end - at >= SHOWN_MIN)
            print_range(all, part, name, out);
    }
}

static void print_means(const pairs *all, range mode, const parts *means, FILE *out) {
    tr_stratum *strata = tr_resize(NULL, means->count, sizeof *strata);
    double first = 0, second = 0, total = 0;
    for (size_t i = 0; i < means->count; i++) {
        strata[i] = stratum_of(all, means->ranges[i], means->weights[i]);
        first += means->weights[i] * mean_of(all, means->ranges[i], false);
        second += means->weights[i] * mean_of(all, means->ranges[i], true);
        total += means->weights[i];
    }
    tr_interval difference = tr_bootstrap(strata, means->count, TR_RESAMPLES, 1);
    print_row(all, mode, "mean over sets", &(row_means){first / total, second / total, difference}, out);
    free(strata);
}

static void print_mode(const pairs *all, range mode, FILE *out) {
    parts means = {0};
    fprintf(out, "\n%s\n%-24s %6s %6s %7s %7s %8s  %-18s %6s %6s %6s\n", all->items[mode.begin].first->mode, "group",
            "pages", "sites", "first", "second", "gain", "95% of the gain", "wins", "ties", "losses");
    for (size_t at = mode.begin, end; at < mode.end; at = end) {
        end = end_of_run(all, at, mode.end, false);
        print_set(all, (range){at, end}, &means, out);
    }
    print_range(all, mode, "all pages", out);
    print_means(all, mode, &means, out);
    free(means.ranges);
    free(means.weights);
}

bool tr_compare(const tr_figures *first, const tr_figures *second, FILE *out, tr_error *error) {
    pairs all = make_pairs(first, second);
    bool fine = all.count > 0 || tr_fail(error, "the two have no page in common that could be compared");
    if (fine)
        fprintf(out, "%zu pages in both, %zu more with bad gold, %zu in one only\n", all.count, all.bad, all.single);
    for (size_t at = 0, end; at < all.count; at = end) {
        for (end = at + 1; end < all.count && strcmp(all.items[end].first->mode, all.items[at].first->mode) == 0;)
            end++;
        print_mode(&all, (range){at, end}, out);
    }
    free_pairs(&all);
    return fine;
}
