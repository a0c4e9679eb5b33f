#include "support/golden_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

char *ts_file_read(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    *length = 0;
    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    *length = fread(bytes, 1, (size_t)size, file);
    assert_int_equal(*length, (size_t)size);
    bytes[*length] = '\0';
    fclose(file);
    return bytes;
}

const char *ts_source_path(const char *path) {
    static char whole[1024];
    const char *root = getenv("DEHUSK_SOURCE");
    assert_in_range(snprintf(whole, sizeof whole, "%s/%s", root != NULL ? root : ".", path), 1, sizeof whole - 1);
    return whole;
}

char *ts_source_read(const char *path, size_t *length) {
    return ts_file_read(ts_source_path(path), length);
}

FILE *ts_bless(const char *path) {
    FILE *file = NULL;
    if (getenv("DEHUSK_BLESS") != NULL) {
        file = fopen(ts_source_path(path), "wb");
        assert_non_null(file);
    }
    return file;
}

double ts_floor(const char *floors, const char *name) {
    size_t length = strlen(name);
    for (const char *at = floors; at != NULL && *at != '\0';) {
        if (strncmp(at, name, length) == 0 && at[length] == '\t')
            return strtod(at + length + 1, NULL);
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    return -1;
}

double ts_lowered(double figure, double margin) {
    double floor = (double)(int)((figure - margin) * 100 + 1e-9) / 100;
    return floor > 0 ? floor : 0;
}
