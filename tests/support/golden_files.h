/*
 * Files of the source tree, which DEHUSK_SOURCE names, and floors: the lowest
 * figures that a test lets pass, a name and a figure a row.
 */
#ifndef TS_GOLDEN_FILES_H
#define TS_GOLDEN_FILES_H

#include <stddef.h>
#include <stdio.h>

/* A whole file, to be freed, with a zero behind it; NULL without it. */
char *ts_file_read(const char *path, size_t *length);

/* The path of a file of the source tree, until the next call. */
const char *ts_source_path(const char *path);
char *ts_source_read(const char *path, size_t *length);

/* With DEHUSK_BLESS in the environment, a file of the source tree to be written anew; else NULL. */
FILE *ts_bless(const char *path);

/* The floor of `name` in the rows of `floors`; negative without one. */
double ts_floor(const char *floors, const char *name);

/* A figure's new floor: so much below it, in whole hundredths. */
double ts_lowered(double figure, double margin);

#endif
