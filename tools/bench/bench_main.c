/*
 * dehusk-bench: how fast the library is, stage by stage, beside what the machine
 * can do at best with the same bytes.
 */
#include "charset/charset.h"
#include "dehusk.h"
#include "digest.h"
#include "measure.h"
#include "page_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: dehusk-bench [OPTION]... PATH...\n"
    "Measures the library on the pages (*.html, *.htm, gzipped or not) below folders, or on files.\n"
    "\n"
    "  --rounds N      measured passes over all pages, after one that warms up (default 5)\n"
    "  --sample N      take every N-th page only\n"
    "  --dense         keep the quarter of the pages with the most tags for their bytes\n"
    "  --threads N     compare N threads with one (default 2; 1: do not)\n"
    "  --sizes N       time one page of 1 KiB, 4 KiB, ... up to N MiB (default 64; 0: do not)\n"
    "  --json          one JSON object in place of the tables\n"
    "  --digest        no times: hashes of all results and of all feature vectors\n"
    "  --only STAGE    no times: run one stage, given by its number, --rounds times; 0 only loads the pages\n"
    "  --text          with --digest or --only: the pages' lines as plain text\n"
    "  --stages        list the stages with their numbers\n"
    "  --help\n";

typedef struct settings {
    size_t rounds, sample, threads, sizes;
    bool json, digest, text, only, dense;
    size_t stage; /* of --only, counted from 1; 0: none */
} settings;

typedef struct size_point {
    size_t bytes, lines;
    double seconds;
} size_point;

enum { SIZES_MAX = 16 };

typedef struct report {
    page_set html, text;
    bench_times html_times, text_times;
    memory_use html_memory, text_memory;
    size_point sizes[SIZES_MAX];
    size_point text_sizes[SIZES_MAX];
    size_t size_count;
    double one_thread, all_threads; /* seconds; 0: not measured */
    size_t threads;
} report;

/* -- Sizes ---------------------------------------------------------------- */

static size_t distance(size_t a, size_t b) {
    return a > b ? a - b : b - a;
}

/* The page of the set that is nearest to 64 KiB, of those that are UTF-8 from end to end: NULL without one. */
static const bench_page *typical_page(const page_set *set) {
    const bench_page *nearest = NULL;
    for (size_t i = 0; i < set->count; i++) {
        const bench_page *page = &set->pages[i];
        if (page->length > 0 && dhk_utf8_valid_length(page->bytes, page->length) == page->length &&
            (nearest == NULL || distance(page->length, 65536) < distance(nearest->length, 65536)))
            nearest = page;
    }
    return nearest;
}

/* What follows the head, so that the smallest pages have lines too. */
static bench_page body_of(const bench_page *page) {
    for (size_t i = 0; i + 5 < page->length; i++)
        if (memcmp(page->bytes + i, "<body", 5) == 0 || memcmp(page->bytes + i, "<BODY", 5) == 0)
            return (bench_page){page->bytes + i, page->length - i};
    return *page;
}

/* A page of `bytes` bytes: the same again and again, with spaces in place of a last character that is cut. */
static unsigned char *repeated(const bench_page *page, size_t bytes) {
    unsigned char *out = malloc(bytes);
    size_t whole;
    for (size_t at = 0; out != NULL && at < bytes; at += page->length)
        memcpy(out + at, page->bytes, page->length < bytes - at ? page->length : bytes - at);
    if (out == NULL)
        return NULL;
    whole = dhk_utf8_valid_length(out, bytes);
    memset(out + whole, ' ', bytes - whole);
    return out;
}

static bool measure_size(const dehusk_model *model, const bench_page *page, dehusk_format format, size_t bytes,
                         size_point *point) {
    page_set one = {0};
    bench_times *times = malloc(sizeof *times);
    unsigned char *made = repeated(page, bytes);
    bool good = times != NULL && made != NULL && page_set_add(&one, made, bytes) &&
                measure_stages(model, &one, format, bytes < 1 << 20 ? 21 : 3, times);
    if (good)
        *point = (size_point){bytes, times->lines, spread_of(times->seconds[STAGE_WHOLE], times->rounds).median};
    page_set_free(&one);
    free(made);
    free(times);
    return good;
}

static bool measure_sizes(const dehusk_model *model, size_t megabytes, report *all) {
    const bench_page *html = typical_page(&all->html);
    const bench_page *text = typical_page(&all->text);
    for (size_t bytes = 1024; html != NULL && text != NULL && bytes <= megabytes << 20; bytes *= 4) {
        bench_page body = body_of(html);
        if (!measure_size(model, &body, DEHUSK_FORMAT_HTML, bytes, &all->sizes[all->size_count]) ||
            !measure_size(model, text, DEHUSK_FORMAT_TEXT, bytes, &all->text_sizes[all->size_count]))
            return false;
        all->size_count++;
    }
    return true;
}

/* -- Output --------------------------------------------------------------- */

static void print_stages(const char *title, const page_set *set, const bench_times *times, dehusk_format format) {
    double megabytes = (double)set->bytes / 1e6;
    double floor = spread_of(times->seconds[STAGE_MEMCHR], times->rounds).median;
    double whole = spread_of(times->seconds[STAGE_WHOLE], times->rounds).median;
    printf("%s: %zu pages, %.1f MB, %zu lines; median of %zu rounds (slowest to fastest)\n", title, set->count,
           megabytes, times->lines, times->rounds);
    printf("  %-30s %9s %19s %9s %9s %8s\n", "", "MB/s", "", "ns/line", "x memchr", "share");
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        spread seconds = spread_of(times->seconds[i], times->rounds);
        bool part = i >= STAGE_CHARSET && i < STAGE_WHOLE && i != STAGE_TOKENIZER;
        if (!bench_has_stage(format, (bench_stage)i))
            continue;
        printf("  %-30s %9.1f %8.1f to %7.1f %9.1f %9.1f", bench_stage_names[i], megabytes / seconds.median,
               megabytes / seconds.worst, megabytes / seconds.best, seconds.median * 1e9 / (double)times->lines,
               seconds.median / floor);
        if (part)
            printf(" %7.1f%%", 100 * seconds.median / whole);
        printf("\n");
    }
    printf("  whole pages: %.0f pages/s\n", (double)set->count / whole);
    if (bench_has_stage(format, STAGE_TO_MARKDOWN))
        printf("  Markdown: %.1f%% of text's speed\n",
               100 * spread_of(times->seconds[STAGE_TO_TEXT], times->rounds).median /
                   spread_of(times->seconds[STAGE_TO_MARKDOWN], times->rounds).median);
    printf("\n");
}

static void print_memory(const char *title, const page_set *set, const memory_use *use) {
    printf("Memory, %s: context %.2f MB at most, largest page %.2f MB; allocations: first pass %zu, second pass %zu\n",
           title, (double)use->peak / 1e6, (double)set->largest / 1e6, use->first_calls, use->second_calls);
}

static void print_tables(const report *all) {
    print_stages("HTML", &all->html, &all->html_times, DEHUSK_FORMAT_HTML);
    print_stages("Plain text", &all->text, &all->text_times, DEHUSK_FORMAT_TEXT);
    print_memory("HTML", &all->html, &all->html_memory);
    print_memory("plain text", &all->text, &all->text_memory);
    if (all->size_count > 0)
        printf("\nOne page by size (dehusk_classify)\n  %12s %9s %9s %9s   %9s %9s %9s\n", "bytes", "lines", "ms",
               "MB/s", "lines", "ms", "MB/s as text");
    for (size_t i = 0; i < all->size_count; i++) {
        const size_point *html = &all->sizes[i];
        const size_point *text = &all->text_sizes[i];
        printf("  %12zu %9zu %9.3f %9.1f   %9zu %9.3f %9.1f\n", html->bytes, html->lines, html->seconds * 1e3,
               (double)html->bytes / 1e6 / html->seconds, text->lines, text->seconds * 1e3,
               (double)text->bytes / 1e6 / text->seconds);
    }
    if (all->threads > 1)
        printf("\nThreads: 1: %.1f MB/s, %zu: %.1f MB/s (x %.2f)\n", (double)all->html.bytes / 1e6 / all->one_thread,
               all->threads, (double)all->html.bytes / 1e6 / all->all_threads, all->one_thread / all->all_threads);
}

static void write_stages(const char *key, const page_set *set, const bench_times *times, const memory_use *use,
                         dehusk_format format) {
    const char *comma = "";
    printf("\"%s\":{\"pages\":%zu,\"bytes\":%zu,\"lines\":%zu,\"rounds\":%zu,\"peak_memory\":%zu,\"largest_page\":%zu,"
           "\"allocations\":[%zu,%zu],\"seconds\":{",
           key, set->count, set->bytes, times->lines, times->rounds, use->peak, set->largest, use->first_calls,
           use->second_calls);
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        spread seconds = spread_of(times->seconds[i], times->rounds);
        if (!bench_has_stage(format, (bench_stage)i))
            continue;
        printf("%s\"%s\":{\"median\":%.6f,\"min\":%.6f,\"max\":%.6f}", comma, bench_stage_names[i], seconds.median,
               seconds.best, seconds.worst);
        comma = ",";
    }
    printf("}}");
}

static void write_sizes(const char *key, const size_point *points, size_t count) {
    printf(",\"%s\":[", key);
    for (size_t i = 0; i < count; i++)
        printf("%s{\"bytes\":%zu,\"lines\":%zu,\"seconds\":%.6f}", i > 0 ? "," : "", points[i].bytes, points[i].lines,
               points[i].seconds);
    printf("]");
}

static void write_json(const report *all) {
    printf("{");
    write_stages("html", &all->html, &all->html_times, &all->html_memory, DEHUSK_FORMAT_HTML);
    printf(",");
    write_stages("text", &all->text, &all->text_times, &all->text_memory, DEHUSK_FORMAT_TEXT);
    write_sizes("sizes", all->sizes, all->size_count);
    write_sizes("text_sizes", all->text_sizes, all->size_count);
    if (all->threads > 1)
        printf(",\"threads\":{\"count\":%zu,\"one\":%.6f,\"all\":%.6f}", all->threads, all->one_thread,
               all->all_threads);
    printf("}\n");
}

/* -- Program -------------------------------------------------------------- */

static bool take_number(const char *text, size_t least, size_t most, size_t *out) {
    char *end;
    unsigned long long number = text == NULL || *text < '0' || *text > '9' ? 0 : strtoull(text, &end, 10);
    if (text == NULL || *text < '0' || *text > '9' || *end != '\0' || number < least || number > most)
        return false;
    *out = (size_t)number;
    return true;
}

/* Takes the options out of the arguments. The number of paths, which then come first; -1: wrong arguments. */
static int take_options(settings *chosen, int count, char **arguments) {
    int paths = 0;
    *chosen = (settings){.rounds = 5, .sample = 1, .threads = 2, .sizes = 64};
    for (int i = 0; i < count; i++) {
        const char *argument = arguments[i];
        const char *value = i + 1 < count ? arguments[i + 1] : NULL;
        bool good = true;
        if (strcmp(argument, "--json") == 0)
            chosen->json = true;
        else if (strcmp(argument, "--digest") == 0)
            chosen->digest = true;
        else if (strcmp(argument, "--text") == 0)
            chosen->text = true;
        else if (strcmp(argument, "--dense") == 0)
            chosen->dense = true;
        else if (strcmp(argument, "--rounds") == 0)
            good = take_number(value, 1, ROUNDS_MAX, &chosen->rounds) && ++i > 0;
        else if (strcmp(argument, "--sample") == 0)
            good = take_number(value, 1, 1000000, &chosen->sample) && ++i > 0;
        else if (strcmp(argument, "--threads") == 0)
            good = take_number(value, 1, 1024, &chosen->threads) && ++i > 0;
        else if (strcmp(argument, "--sizes") == 0)
            good = take_number(value, 0, 1024, &chosen->sizes) && ++i > 0;
        else if (strcmp(argument, "--only") == 0)
            good = chosen->only = take_number(value, 0, STAGE_COUNT, &chosen->stage) && ++i > 0;
        else if (argument[0] == '-')
            good = false;
        else
            arguments[paths++] = arguments[i];
        if (!good)
            return -1;
    }
    return paths > 0 ? paths : -1;
}

static bool print_digest(const dehusk_model *model, const page_set *set, dehusk_format format) {
    digest found;
    if (!take_digest(model, set, format, &found))
        return false;
    printf("%s: %zu pages, %zu rows; lines %016llx, vectors %016llx, scores %016llx, labels %016llx\n",
           format == DEHUSK_FORMAT_HTML ? "html" : "text", set->count, found.lines,
           (unsigned long long)found.lines_hash, (unsigned long long)found.features, (unsigned long long)found.scores,
           (unsigned long long)found.labels);
    return true;
}

static bool measure_all(const dehusk_model *model, const settings *chosen, report *all) {
    bool good = measure_stages(model, &all->html, DEHUSK_FORMAT_HTML, chosen->rounds, &all->html_times) &&
                measure_stages(model, &all->text, DEHUSK_FORMAT_TEXT, chosen->rounds, &all->text_times) &&
                measure_memory(model, &all->html, DEHUSK_FORMAT_HTML, &all->html_memory) &&
                measure_memory(model, &all->text, DEHUSK_FORMAT_TEXT, &all->text_memory) &&
                measure_sizes(model, chosen->sizes, all);
    all->threads = chosen->threads;
    if (good && all->threads > 1)
        good = measure_threads(model, &all->html, 1, &all->one_thread) &&
               measure_threads(model, &all->html, all->threads, &all->all_threads);
    return good;
}

static bool run(const dehusk_model *model, const settings *chosen, report *all) {
    if ((!chosen->only || (chosen->text && chosen->stage > 0)) && !make_text_pages(model, &all->html, &all->text))
        return false;
    if (chosen->digest)
        return (chosen->text || print_digest(model, &all->html, DEHUSK_FORMAT_HTML)) &&
               print_digest(model, &all->text, DEHUSK_FORMAT_TEXT);
    if (chosen->only)
        return chosen->stage == 0 || run_stage(model, chosen->text ? &all->text : &all->html,
                                               chosen->text ? DEHUSK_FORMAT_TEXT : DEHUSK_FORMAT_HTML, chosen->rounds,
                                               (bench_stage)(chosen->stage - 1));
    if (!measure_all(model, chosen, all))
        return false;
    if (chosen->json)
        write_json(all);
    else
        print_tables(all);
    return true;
}

int main(int count, char **arguments) {
    static report all;
    settings chosen;
    dehusk_model *model = NULL;
    const char *error = NULL;
    int paths;

    if (count == 2 && strcmp(arguments[1], "--help") == 0) {
        fputs(help, stdout);
        return 0;
    }
    if (count == 2 && strcmp(arguments[1], "--stages") == 0) {
        for (size_t i = 0; i < STAGE_COUNT; i++)
            printf("%zu\t%s\n", i + 1, bench_stage_names[i]);
        return 0;
    }
    paths = take_options(&chosen, count - 1, arguments + 1);
    if (paths < 0) {
        fputs(help, stderr);
        return 2;
    }
    for (int i = 1; error == NULL && i <= paths; i++)
        error = page_set_load(&all.html, arguments[i], chosen.sample);
    if (error == NULL && all.html.count == 0)
        error = "there are no pages";
    if (error == NULL && chosen.dense && !page_set_keep_dense(&all.html))
        error = "out of memory";
    if (error == NULL && dehusk_model_open_default(NULL, &model) != DEHUSK_OK)
        error = "there is no default model in this build";
    if (error == NULL && !run(model, &chosen, &all))
        error = "a page could not be classified";
    if (error != NULL)
        fprintf(stderr, "dehusk-bench: %s\n", error);
    dehusk_model_close(model);
    page_set_free(&all.html);
    page_set_free(&all.text);
    return error == NULL ? 0 : 2;
}
