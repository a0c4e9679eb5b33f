/*
 * The main of a fuzz target that is not linked with libFuzzer: runs it once for
 * each file that is named, and for each file in a folder that is named. A file
 * of tests/regress that is another target's (TARGET-*.bin) is passed over.
 */
#include "fuzz.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t replayed;

static void replay(const char *path) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    size_t length = 0;
    size_t capacity = 0;
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        exit(2);
    }
    for (;;) {
        size_t got;
        if (length == capacity) {
            capacity = 2 * capacity + 4096;
            bytes = realloc(bytes, capacity);
            FZ_CHECK(bytes != NULL);
        }
        got = fread(bytes + length, 1, capacity - length, file);
        length += got;
        if (got == 0)
            break;
    }
    fclose(file);
    fprintf(stderr, "%s\n", path); /* before, so that a crash has its name */
    (void)LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    replayed++;
}

int main(int argc, char **argv) {
    const char *target = argc > 1 ? argv[1] : "";
    if (argc < 3) {
        fprintf(stderr, "usage: %s TARGET FILE|FOLDER...\n", argv[0]);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        struct stat about;
        struct dirent **names;
        int count;
        bool shared = strstr(argv[i], "regress") != NULL;
        if (stat(argv[i], &about) == 0 && !S_ISDIR(about.st_mode)) {
            replay(argv[i]);
            continue;
        }
        count = scandir(argv[i], &names, NULL, alphasort);
        if (count < 0) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 2;
        }
        for (int k = 0; k < count; k++) {
            const char *name = names[k]->d_name;
            size_t length = strlen(target);
            char path[4096];
            if (name[0] != '.' && (!shared || (strncmp(name, target, length) == 0 && name[length] == '-'))) {
                snprintf(path, sizeof path, "%s/%s", argv[i], name);
                replay(path);
            }
            free(names[k]);
        }
        free(names);
    }
    printf("%s: %zu inputs, %" PRIu64 " checks\n", target, replayed, fz_checks);
    return 0;
}
