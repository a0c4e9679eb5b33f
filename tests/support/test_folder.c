#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

char ts_folder[64];

void ts_folder_make(const char *const *folders) {
    strcpy(ts_folder, "/tmp/dehusk-test-XXXXXX");
    assert_non_null(mkdtemp(ts_folder));
    for (; folders != NULL && *folders != NULL; folders++)
        assert_int_equal(mkdir(ts_path(*folders), 0777), 0);
}

int ts_folder_remove(void **state) {
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", ts_folder);
    return system(command);
}

const char *ts_path(const char *name) {
    static char paths[8][1024];
    static unsigned last;
    char *path = paths[++last % 8];
    assert_in_range(snprintf(path, sizeof paths[0], "%s/%s", ts_folder, name), 1, sizeof paths[0] - 1);
    return path;
}

FILE *ts_create(const char *name) {
    FILE *file = fopen(ts_path(name), "wb");
    assert_non_null(file);
    return file;
}

void ts_write(const char *name, const char *text) {
    FILE *file = ts_create(name);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

void ts_remove(const char *name) {
    assert_int_equal(unlink(ts_path(name)), 0);
}
