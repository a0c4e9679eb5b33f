/*
 * A folder for the files of a test, one a program.
 */
#ifndef TS_TEST_FOLDER_H
#define TS_TEST_FOLDER_H

#include <stdio.h>

extern char ts_folder[64];

/* Makes it, and in it the folders named, each behind the one that holds it; ended by NULL. NULL: none. */
void ts_folder_make(const char *const *folders);
#define ts_make_folders(...) ts_folder_make((const char *const[]){__VA_ARGS__, NULL})

/* Removes it with all that is in it: a teardown of cmocka's. */
int ts_folder_remove(void **state);

/* The path of a file in it; the last eight such paths are kept. */
const char *ts_path(const char *name);

/* Opens a file in it to be written. */
FILE *ts_create(const char *name);
void ts_write(const char *name, const char *text);
void ts_remove(const char *name);

#endif
