/*
 * The labelled texts of datasets/texts, by kind of line: which share of the
 * titles, captions, pointers and so on is decided as a careful person did; and
 * the clean ones, which come out whole.
 *
 * texts.tsv holds the lowest shares that are let pass. There are few lines of
 * each kind, so a floor is no more than a warning that something broke. With
 * DEHUSK_BLESS=1 in the environment the floors are written anew, a little below
 * what the compiled-in model reaches; with DEHUSK_MODEL=FILE the figures of
 * another model are printed, and no floor holds.
 */
#include "dehusk.h"
#include "support/golden_files.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "before" and "after" the story's lines are what has no kind and no place in it; "between" too, but amid them. */
static const char *const kinds[] = {"title",    "dateline", "body",   "subhead", "quote", "caption", "credit",
                                    "readmore", "teaser",   "before", "between", "after", "all"};

enum { KINDS = sizeof kinds / sizeof *kinds, ALL = KINDS - 1, NAME_SIZE = 1024, LINES_MAX = 256 };

typedef struct tally {
    size_t right[KINDS], lines[KINDS];
} tally;

static size_t kind_of(const char *name, size_t length) {
    for (size_t i = 0; i < ALL; i++)
        if (strlen(kinds[i]) == length && memcmp(kinds[i], name, length) == 0)
            return i;
    fail_msg("no kind %.*s", (int)length, name);
    return ALL;
}

/* What the labels say of each line: a kind, and whether it stays. */
typedef struct answer {
    size_t kind[LINES_MAX];
    int keep[LINES_MAX];
    size_t count;
} answer;

static void read_labels(const char *file, answer *out) {
    size_t title = LINES_MAX, last = 0;
    out->count = 0;
    for (const char *at = strchr(file, '\n') + 1; *at != '\0'; at = strchr(at, '\n') + 1) {
        const char *tab = strchr(at, '\t');
        assert_non_null(tab);
        assert_true(out->count < LINES_MAX);
        out->keep[out->count] = *at == '+';
        out->kind[out->count] = tab == at + 1 ? ALL : kind_of(at + 2, (size_t)(tab - at - 2));
        if (out->kind[out->count] == kind_of("title", 5))
            title = out->count;
        if (*at == '+')
            last = out->count;
        out->count++;
    }
    for (size_t i = 0; i < out->count; i++)
        if (out->kind[i] == ALL)
            out->kind[i] = out->keep[i] ? kind_of("body", 4)
                           : i < title  ? kind_of("before", 6)
                           : i < last   ? kind_of("between", 7)
                                        : kind_of("after", 5);
}

static void measure_text(dehusk_context *context, const char *path, tally *all) {
    char name[NAME_SIZE + 8];
    size_t length;
    char *bytes, *labels;
    dehusk_request request;
    const dehusk_page *page;
    static answer expected;
    snprintf(name, sizeof name, "%s.txt", path);
    bytes = ts_source_read(name, &length);
    assert_non_null(bytes);
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_TEXT;
    assert_int_equal(dehusk_classify(context, bytes, length, &request, &page), DEHUSK_OK);
    free(bytes);
    snprintf(name, sizeof name, "%s.labels", path);
    labels = ts_source_read(name, &length);
    assert_non_null(labels);
    read_labels(labels, &expected);
    free(labels);
    assert_int_equal(dehusk_page_line_count(page), expected.count);
    for (size_t i = 0; i < expected.count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        int right = (line->label == DEHUSK_CONTENT) == expected.keep[i];
        all->lines[expected.kind[i]]++;
        all->lines[ALL]++;
        all->right[expected.kind[i]] += right ? 1 : 0;
        all->right[ALL] += right ? 1 : 0;
    }
}

/* The generated texts of a folder, named made-*, or the others. */
static void measure_folder(dehusk_context *context, const char *folder, bool made, tally *all) {
    char path[NAME_SIZE];
    DIR *directory;
    snprintf(path, sizeof path, "datasets/texts/%s", folder);
    directory = opendir(ts_source_path(path));
    assert_non_null(directory);
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length <= 4 || length > 100 || strcmp(entry->d_name + length - 4, ".txt") != 0)
            continue;
        if ((strncmp(entry->d_name, "made-", 5) == 0) != made)
            continue;
        snprintf(path, sizeof path, "datasets/texts/%s/%.*s", folder, (int)(length - 4), entry->d_name);
        measure_text(context, path, all);
    }
    closedir(directory);
    assert_true(all->lines[ALL] > 0);
}

/* Prints a group's rows. The number of shares below their floors. */
static size_t report(const char *group, const tally *all, const char *floors, int held, FILE *blessed) {
    size_t below = 0;
    for (size_t i = 0; i < KINDS; i++) {
        char name[64];
        double share = all->lines[i] > 0 ? (double)all->right[i] / (double)all->lines[i] : 1, least;
        snprintf(name, sizeof name, "%s %s", group, kinds[i]);
        least = ts_floor(floors, name);
        printf("%-20s %3zu of %3zu  %.3f", name, all->right[i], all->lines[i], share);
        if (held != 0 && least >= 0)
            printf("  %.2f%s", least, share < least ? " <" : "");
        putchar('\n');
        if (held != 0 && (least < 0 || share < least))
            below++;
        if (blessed != NULL) {
            /* Two lines fewer, of all lines five in a hundred. */
            double margin = i == ALL ? 0.05 : 2 / (double)(all->lines[i] > 0 ? all->lines[i] : 1);
            fprintf(blessed, "%s\t%.2f\n", name, ts_lowered(share, margin));
        }
    }
    return below;
}

/* The model that is tested; NULL, and the test is skipped, in a build without one. */
static dehusk_model *open_model(void) {
    const char *path = getenv("DEHUSK_MODEL");
    dehusk_model *model = NULL;
    dehusk_status status =
        path != NULL ? dehusk_model_open_file(path, NULL, &model, NULL) : dehusk_model_open_default(NULL, &model);
    if (path == NULL && status == DEHUSK_MODEL_NOT_A_MODEL) {
        print_message("skipped: this build has no default model, its figures are not measured\n");
        return NULL;
    }
    assert_int_equal(status, DEHUSK_OK);
    return model;
}

static void lines_are_decided_as_labelled(void **state) {
    (void)state;
    static const struct {
        const char *folder, *name;
        bool made;
    } groups[] = {{"tune", "tune", false},
                  {"hold", "hold", false},
                  {"tune", "tune-made", true},
                  {"hold", "hold-made", true},
                  {"short", "short", false}};
    const char *path = getenv("DEHUSK_MODEL");
    size_t length, below = 0;
    char *floors = ts_source_read("tests/golden/texts.tsv", &length);
    FILE *blessed = NULL;
    dehusk_model *model = open_model();
    dehusk_context *context;
    if (model == NULL) {
        free(floors);
        skip();
    }
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    if (path == NULL)
        blessed = ts_bless("tests/golden/texts.tsv");
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        tally all = {{0}, {0}};
        measure_folder(context, groups[i].folder, groups[i].made, &all);
        below += report(groups[i].name, &all, floors, path == NULL && blessed == NULL, blessed);
    }
    fflush(stdout);
    if (blessed != NULL)
        assert_int_equal(fclose(blessed), 0);
    dehusk_context_free(context);
    dehusk_model_close(model);
    free(floors);
    if (below > 0)
        fail_msg("%zu shares are below their floors, or have none", below);
}

/* How many lines of a text go, each of them printed. */
static size_t count_lost(dehusk_context *context, const char *path) {
    size_t length, lost = 0;
    char *bytes = ts_source_read(path, &length);
    dehusk_request request;
    const dehusk_page *page;
    assert_non_null(bytes);
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_TEXT;
    assert_int_equal(dehusk_classify(context, bytes, length, &request, &page), DEHUSK_OK);
    free(bytes);
    for (size_t i = 0; i < dehusk_page_line_count(page); i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label == DEHUSK_CONTENT)
            continue;
        lost++;
        printf("%s: %.3f %.*s\n", path, line->probability, (int)line->text_length, line->text);
    }
    return lost;
}

/* A text with nothing to take out comes out as it went in: news, stories told in dialogue, recipes, directions, poems,
 * answers in a forum, a mail with quotes, lists and a table, in eighteen languages. */
static void clean_texts_come_out_whole(void **state) {
    (void)state;
    enum { BROKEN_MAX = 2 }; /* recipes that end in a list; see datasets/texts/README.md */
    size_t texts = 0, broken = 0;
    dehusk_model *model = open_model();
    dehusk_context *context;
    char path[NAME_SIZE];
    if (model == NULL)
        skip();
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    DIR *directory = opendir(ts_source_path("datasets/texts/clean"));
    assert_non_null(directory);
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strstr(entry->d_name, ".txt") == NULL)
            continue;
        snprintf(path, sizeof path, "datasets/texts/clean/%.100s", entry->d_name);
        texts++;
        broken += count_lost(context, path) > 0;
    }
    closedir(directory);
    fflush(stdout);
    dehusk_context_free(context);
    dehusk_model_close(model);
    assert_true(texts > 40);
    assert_in_range(broken, 0, getenv("DEHUSK_MODEL") != NULL ? texts : BROKEN_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_decided_as_labelled),
        cmocka_unit_test(clean_texts_come_out_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
