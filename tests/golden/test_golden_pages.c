/*
 * The labelled pages of datasets/: their lines are those that the labels list,
 * and the compiled-in model labels them no worse than it used to.
 *
 * floors.tsv holds the lowest token F1 that is let pass, page by page, and as
 * "mean" that of all pages together. Of a page without content, which has no
 * F1, it is the share of its tokens that is removed. Generated pages have one
 * floor for all of a folder and kind, such as "hold/forum". A new model that is
 * better on the whole may be worse on a page: look at the page, and then run this
 * test once with DEHUSK_BLESS=1 in the environment, which writes the floors anew,
 * a little below what the model reaches.
 */
#include "classify/context.h"
#include "dehusk.h"
#include "support/golden_files.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES_MAX = 600, NAME_SIZE = 256 };

/* A stretch of text that is somebody else's. */
typedef struct slice {
    const char *text;
    size_t length;
} slice;

/* One line that a labels file lists. */
typedef struct gold {
    slice text;
    bool content;
} gold;

typedef struct labels {
    char *file;
    gold *rows;
    size_t count;
    char *joined; /* the texts of lines that stand on several rows */
} labels;

typedef struct page_name {
    char path[NAME_SIZE]; /* without extension, from the root of the source tree */
    const char *extension;
} page_name;

static page_name pages[PAGES_MAX];
static size_t page_count;

static char *read_file(const char *path, const char *extension, size_t *length) {
    char name[NAME_SIZE + 8];
    assert_in_range(snprintf(name, sizeof name, "%s%s", path, extension), 1, sizeof name - 1);
    return ts_source_read(name, length);
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const page_name *)a)->path, ((const page_name *)b)->path);
}

static void find_pages(const char *folder) {
    DIR *directory = opendir(ts_source_path(folder));
    const struct dirent *entry;
    if (directory == NULL)
        fail_msg("no folder %s", folder);
    while ((entry = readdir(directory)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        const char *extension = dot == NULL                 ? NULL
                                : strcmp(dot, ".html") == 0 ? ".html"
                                : strcmp(dot, ".txt") == 0  ? ".txt"
                                                            : NULL;
        if (extension == NULL)
            continue;
        assert_true(page_count < PAGES_MAX);
        snprintf(pages[page_count].path, NAME_SIZE, "%s/%.*s", folder, (int)(dot - entry->d_name), entry->d_name);
        pages[page_count++].extension = extension;
    }
    closedir(directory);
}

/* Unicode's spaces and what is invisible are no part of a line's ends. */
static slice trimmed(slice text) {
    const unsigned char *begin = (const unsigned char *)text.text;
    const unsigned char *end = begin + text.length;
    const unsigned char *last = begin;
    const unsigned char *first = NULL;
    for (const unsigned char *at = begin; at < end;) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(at, end, &width);
        bool space =
            character <= ' ' || (character != DHK_MALFORMED && dhk_char_of(character)->class_ == DHK_CHAR_SPACE);
        if (!space) {
            first = first == NULL ? at : first;
            last = at + width;
        }
        at += width;
    }
    if (first == NULL)
        return (slice){text.text, 0};
    return (slice){(const char *)first, (size_t)(last - first)};
}

static labels read_labels(const char *path) {
    labels all = {0};
    size_t length;
    size_t room = 0;
    char *out;
    all.file = read_file(path, ".labels", &length);
    if (all.file == NULL)
        fail_msg("no %s.labels", path);
    for (size_t i = 0; i < length; i++)
        room += all.file[i] == '\n';
    all.rows = calloc(room + 1, sizeof *all.rows);
    all.joined = malloc(length + 1);
    assert_true(all.rows != NULL && all.joined != NULL);
    out = all.joined;
    for (char *at = all.file; *at != '\0';) {
        char *end = strchr(at, '\n');
        char *tab = strchr(at, '\t');
        if (end == NULL)
            end = at + strlen(at);
        if (*at != '#') {
            slice text;
            if (tab == NULL || tab > end || strchr("+-|", *at) == NULL || (*at == '|' && all.count == 0))
                fail_msg("%s.labels: cannot read \"%.*s\"", path, (int)(end - at), at);
            text = (slice){tab + 1, (size_t)(end - tab - 1)};
            if (*at != '|')
                all.rows[all.count++] = (gold){{out, 0}, *at == '+'};
            else
                *out++ = '\n';
            memcpy(out, text.text, text.length);
            out += text.length;
            all.rows[all.count - 1].text.length = (size_t)(out - all.rows[all.count - 1].text.text);
        }
        at = *end == '\0' ? end : end + 1;
    }
    for (size_t i = 0; i < all.count; i++)
        all.rows[i].text = trimmed(all.rows[i].text);
    return all;
}

static void free_labels(labels *all) {
    free(all->file);
    free(all->rows);
    free(all->joined);
}

static dehusk_format format_of(const page_name *page) {
    return strcmp(page->extension, ".html") == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT;
}

static size_t skip_blanks(slice text, size_t at) {
    while (at < text.length && (text.text[at] == ' ' || text.text[at] == '\t'))
        at++;
    return at;
}

/* Labels of rows have one space where a row has several, or a tab. */
static bool same_but_for_blanks(slice left, slice right) {
    size_t i = 0;
    size_t k = 0;
    while (i < left.length && k < right.length) {
        size_t left_end = skip_blanks(left, i);
        size_t right_end = skip_blanks(right, k);
        if ((left_end > i) != (right_end > k) || (left_end == i && left.text[i] != right.text[k]))
            return false;
        i = left_end > i ? left_end : i + 1;
        k = right_end > k ? right_end : k + 1;
    }
    return i == left.length && k == right.length;
}

/* Says where the lines are not those of the labels; true if they are. */
static bool compare_lines(const page_name *name, const dhk_document *document, const labels *all) {
    bool rows = document->format == DEHUSK_FORMAT_TEXT;
    size_t count = rows ? document->row_count : document->line_count;
    for (size_t i = 0; i < count || i < all->count; i++) {
        slice found = {"", 0};
        slice wanted = {"", 0};
        if (i < count)
            found = trimmed((slice){document->text + (rows ? document->rows[i].text : document->lines[i].text),
                                    rows ? document->rows[i].text_length : document->lines[i].text_length});
        if (i < all->count)
            wanted = all->rows[i].text;
        if (i < count && i < all->count &&
            (rows ? same_but_for_blanks(found, wanted)
                  : found.length == wanted.length && memcmp(found.text, wanted.text, found.length) == 0))
            continue;
        print_error("%s%s: %zu lines, %zu labels; row %zu\n  line:  %s%.*s\n  label: %s%.*s\n", name->path,
                    name->extension, count, all->count, i + 1, i < count ? "" : "(none)", (int)found.length, found.text,
                    i < all->count ? "" : "(none)", (int)wanted.length, wanted.text);
        return false;
    }
    return true;
}

static void lines_are_those_of_the_labels(void **state) {
    (void)state;
    size_t wrong = 0;
    dehusk_context *context;
    assert_in_range(page_count, 40, PAGES_MAX);
    assert_int_equal(dhk_context_new_reader(NULL, &context), DEHUSK_OK);
    for (size_t i = 0; i < page_count; i++) {
        size_t length;
        char *bytes = read_file(pages[i].path, pages[i].extension, &length);
        labels all = read_labels(pages[i].path);
        assert_non_null(bytes);
        /* Nothing is said of format and charset: they are found out. */
        assert_int_equal(dhk_context_read(context, bytes, length, NULL), DEHUSK_OK);
        if (context->document.format != format_of(&pages[i])) {
            print_error("%s%s was taken for another format\n", pages[i].path, pages[i].extension);
            wrong++;
        } else {
            wrong += !compare_lines(&pages[i], &context->document, &all);
        }
        assert_int_equal(context->document.truncated, 0);
        free_labels(&all);
        free(bytes);
    }
    dehusk_context_free(context);
    if (wrong > 0)
        fail_msg("%zu of %zu pages have other lines", wrong, page_count);
}

static void ranges_lie_within_the_page(void **state) {
    (void)state;
    dehusk_context *context;
    assert_int_equal(dhk_context_new_reader(NULL, &context), DEHUSK_OK);
    for (size_t i = 0; i < page_count; i++) {
        size_t length;
        char *bytes = read_file(pages[i].path, pages[i].extension, &length);
        size_t before = 0;
        assert_non_null(bytes);
        assert_int_equal(dhk_context_read(context, bytes, length, NULL), DEHUSK_OK);
        for (size_t k = 0; k < context->document.line_count; k++) {
            const dhk_line *line = &context->document.lines[k];
            size_t begin = dhk_decoder_input_offset(context->decoder, line->begin);
            size_t end = dhk_decoder_input_offset(context->decoder, line->end);
            assert_true(before <= begin && begin < end && end <= length);
            before = end;
        }
        free(bytes);
    }
    dehusk_context_free(context);
}

/* -- Figures -------------------------------------------------------------------- */

typedef struct figures {
    uint64_t right, kept, wanted, all; /* tokens */
} figures;

static double figure_of(figures one) {
    if (one.wanted == 0)
        return one.all > 0 ? 1 - (double)one.kept / (double)one.all : 1;
    return 2 * (double)one.right / (double)(one.kept + one.wanted);
}

/* Letters, digits and characters of scripts without spaces, as the library counts tokens. */
static uint64_t tokens_of(slice text) {
    const unsigned char *at = (const unsigned char *)text.text;
    const unsigned char *end = at + text.length;
    uint64_t tokens = 0;
    bool in_token = false;
    while (at < end) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(at, end, &width);
        const dhk_char *properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
        bool unspaced = (properties->flags & DHK_CHAR_UNSPACED) != 0;
        bool word = (properties->flags & DHK_CHAR_WORD) != 0 && !unspaced;
        if (unspaced || (word && !in_token && properties->class_ != DHK_CHAR_MARK))
            tokens++;
        if (properties->class_ != DHK_CHAR_MARK && properties->class_ != DHK_CHAR_INVISIBLE)
            in_token = word;
        at += width;
    }
    return tokens;
}

static figures measure(dehusk_context *context, const page_name *name) {
    size_t length;
    char *bytes = read_file(name->path, name->extension, &length);
    labels all = read_labels(name->path);
    figures one = {0, 0, 0, 0};
    const dehusk_page *page;
    assert_non_null(bytes);
    assert_int_equal(dehusk_classify(context, bytes, length, NULL, &page), DEHUSK_OK);
    for (size_t k = 0; k < dehusk_page_line_count(page) && k < all.count; k++) {
        const dehusk_line *line = dehusk_page_line(page, k);
        uint64_t tokens = tokens_of((slice){line->text, line->text_length});
        bool kept = line->label == DEHUSK_CONTENT;
        one.all += tokens;
        one.wanted += all.rows[k].content ? tokens : 0;
        one.kept += kept ? tokens : 0;
        one.right += kept && all.rows[k].content ? tokens : 0;
    }
    free_labels(&all);
    free(bytes);
    return one;
}

/* Prints a row of the table, and writes its floor to `blessed` unless NULL. True if the figure is below its floor. */
static bool report(FILE *blessed, const char *floors, const char *name, double figure, const figures *one) {
    double least = ts_floor(floors, name);
    bool below = blessed == NULL && (least < 0 || figure < least);
    printf("%-20s %6.3f", name, figure);
    if (one == NULL)
        printf(" %6s %6s", "", "");
    else
        printf(" %6.3f %6.3f", one->kept > 0 ? (double)one->right / (double)one->kept : 1,
               one->wanted > 0 ? (double)one->right / (double)one->wanted : 1);
    if (least < 0)
        printf(" %6s%s\n", "none", below ? " <" : "");
    else
        printf(" %6.2f%s\n", least, below ? " <" : "");
    if (blessed != NULL)
        fprintf(blessed, "%s\t%.2f\n", name, ts_lowered(figure, one == NULL ? 0.01 : 0.03));
    return below;
}

/* Mean figures of a row of pages. */
typedef struct mean {
    double sum;
    size_t count;
} mean;

/* The figures of the pages written by hand, each with its floor; their mean too. */
static size_t report_pages(dehusk_context *context, FILE *blessed, const char *floors) {
    mean all = {0, 0};
    size_t below = 0;
    for (size_t i = 0; i < page_count; i++) {
        figures one;
        if (strncmp(pages[i].path, "datasets/pages/", 15) != 0 || strchr(pages[i].path + 15, '/') != NULL)
            continue;
        one = measure(context, &pages[i]);
        below += report(blessed, floors, pages[i].path + 15, figure_of(one), &one);
        all.sum += figure_of(one);
        all.count++;
    }
    assert_true(all.count > 0);
    return below + report(blessed, floors, "mean", all.sum / (double)all.count, NULL);
}

/* The folder and kind of a generated page, which its name begins with: "hold/forum". Empty for other pages. */
static void group_of(const page_name *page, char name[NAME_SIZE]) {
    const char *folder = strncmp(page->path, "datasets/pages/", 15) == 0 ? page->path + 15 : "";
    const char *slash = strchr(folder, '/');
    snprintf(name, NAME_SIZE, "%.*s", slash == NULL ? 0 : (int)strcspn(folder, "-"), folder);
}

/* Mean figures of the generated pages by folder and kind. The pages are sorted, so a group's stand together. */
static size_t report_groups(dehusk_context *context, FILE *blessed, const char *floors) {
    char group[NAME_SIZE] = "", name[NAME_SIZE] = "";
    mean all = {0, 0};
    size_t below = 0;
    for (size_t i = 0; i <= page_count; i++) {
        if (i < page_count)
            group_of(&pages[i], name);
        if (all.count > 0 && (i == page_count || strcmp(name, group) != 0)) {
            below += report(blessed, floors, group, all.sum / (double)all.count, NULL);
            all = (mean){0, 0};
        }
        if (i == page_count || *name == '\0')
            continue;
        memcpy(group, name, sizeof group);
        all.sum += figure_of(measure(context, &pages[i]));
        all.count++;
    }
    return below;
}

static void default_model_is_as_good_as_it_was(void **state) {
    (void)state;
    dehusk_model *model;
    dehusk_context *context;
    size_t length;
    size_t below = 0;
    char *floors;
    FILE *blessed;
    dehusk_status status = dehusk_model_open_default(NULL, &model);
    if (status == DEHUSK_MODEL_NOT_A_MODEL) {
        print_message("skipped: this build has no default model, its figures are not measured\n");
        skip();
    }
    assert_int_equal(status, DEHUSK_OK);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    floors = ts_source_read("tests/golden/floors.tsv", &length);
    blessed = ts_bless("tests/golden/floors.tsv");
    printf("%-20s %6s %6s %6s %6s\n", "page", "F1", "P", "R", "floor");
    below += report_pages(context, blessed, floors);
    below += report_groups(context, blessed, floors);
    fflush(stdout);
    if (blessed != NULL)
        assert_int_equal(fclose(blessed), 0);
    dehusk_context_free(context);
    dehusk_model_close(model);
    free(floors);
    if (below > 0)
        fail_msg("%zu figures are below their floors, or have none", below);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_those_of_the_labels),
        cmocka_unit_test(ranges_lie_within_the_page),
        cmocka_unit_test(default_model_is_as_good_as_it_was),
    };
    find_pages("datasets/pages");
    find_pages("datasets/pages/tune");
    find_pages("datasets/pages/hold");
    find_pages("datasets/texts/tune");
    find_pages("datasets/texts/hold");
    qsort(pages, page_count, sizeof *pages, by_path);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
