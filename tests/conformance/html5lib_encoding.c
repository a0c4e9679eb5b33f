/*
 * Runs html5lib's tests of the <meta> prescan.
 *
 * Their directory (the one with tests1.dat) comes from the first argument, or
 * is "encoding" below DEHUSK_HTML5LIB_TESTS; without one, the test skips with
 * exit status 77. The tests are not part of this project.
 *
 * What is compared is the BOM and the prescan, with windows-1252 where they find
 * nothing, as the tests want it. Deliberate differences:
 *   - The prescan goes to the limit that the runtime keeps for pages that are not
 *     UTF-8. Three of the tests have a <meta> behind 8 KiB, which a browser finds
 *     when it builds the tree.
 *   - The choice of a page's encoding as a whole is not compared: valid UTF-8
 *     needs no declaration here, and a declaration that the bytes contradict is
 *     not believed.
 */
#include "charset/charset_parts.h"
#include "support/golden_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED = 77, PRESCAN = 65536 };

/* The first `needle` at the begin of a line from `at` on, or NULL. The files
 * hold no NUL. */
static const char *line_with(const char *at, const char *needle) {
    while ((at = strstr(at, needle)) != NULL && at[-1] != '\n')
        at++;
    return at;
}

typedef struct tally {
    int passed;
    int failed;
} tally;

static void run_test(const char *file, int number, const char *data, size_t length, const char *expected,
                     size_t expected_length, tally *counts) {
    const dhk_encoding *wanted = dhk_encoding_for_label(expected, expected_length);
    size_t bom_length;
    const dhk_encoding *found = dhk_charset_bom((const unsigned char *)data, length, &bom_length);

    if (found == NULL)
        found = dhk_charset_prescan((const unsigned char *)data, length, PRESCAN);
    if (found == NULL)
        found = dhk_charset_named("windows-1252");
    if (found == wanted) {
        counts->passed++;
        return;
    }
    counts->failed++;
    printf("%s %d: %s, not %.*s\n", file, number, found->name, (int)expected_length, expected);
}

static int run_file(const char *directory, const char *file, tally *counts) {
    char path[4096];
    size_t length = 0;
    int number = 0;

    snprintf(path, sizeof path, "%s/%s", directory, file);
    char *bytes = ts_file_read(path, &length);
    if (bytes == NULL)
        return 0;
    /* "#data", the bytes, "#encoding", the label, an empty line. The first has no
     * line before it. */
    const char *at = strncmp(bytes, "#data\n", 6) == 0 ? bytes : line_with(bytes + 1, "#data\n");
    while (at != NULL) {
        const char *data = at + 6;
        const char *end = line_with(data, "#encoding\n");
        if (end == NULL)
            break;
        const char *label = end + 10;
        size_t label_length = strcspn(label, "\n");
        run_test(file, ++number, data, (size_t)(end - data) - (end > data), label, label_length, counts);
        at = line_with(label, "#data\n");
    }
    free(bytes);
    return number;
}

int main(int argc, char **argv) {
    static const char *const files[] = {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"};
    const char *root = getenv("DEHUSK_HTML5LIB_TESTS");
    char directory[3000];
    tally counts = {0, 0};
    int tests = 0;

    if (argc > 1)
        snprintf(directory, sizeof directory, "%s", argv[1]);
    else if (root != NULL && *root != '\0')
        snprintf(directory, sizeof directory, "%s/encoding", root);
    else
        directory[0] = '\0';
    for (size_t i = 0; directory[0] != '\0' && i < sizeof files / sizeof *files; i++)
        tests += run_file(directory, files[i], &counts);
    if (tests == 0) {
        printf("skipped: the data of html5lib-tests are not in %s\n", directory);
        printf("to run it: git clone https://github.com/html5lib/html5lib-tests && "
               "DEHUSK_HTML5LIB_TESTS=html5lib-tests tools/test.sh\n");
        return SKIPPED;
    }
    printf("%d passed, %d failed\n", counts.passed, counts.failed);
    return counts.failed != 0;
}
