/*
 * Made-up models for tests, put together byte by byte after
 * runtime/model/model_format.h and without any help of the trainer's writer.
 *
 * The rule that their weights follow is one a person can check: long lines are
 * content, lines of links are not. Every other feature has a small weight of
 * its own, so that nothing cancels out by chance.
 */
#ifndef TS_MODEL_BYTES_H
#define TS_MODEL_BYTES_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ts_model_plan {
    bool html; /* which modes it has */
    bool text;
    bool quiet;       /* the small weights are left out */
    bool sites;       /* what repetition across a site's pages adds: lines on other pages lose */
    bool extract;     /* the second regime of plain text: likes every line, and half of each text is its */
    bool around;      /* what stands around a line of an extract */
    bool page_around; /* the same of a page as text */
    bool stack;       /* what stands around a line adds: lines like their surroundings gain */
    int empty;        /* the classifier of short pages: above 0, it finds nothing on any; below 0, something on all */
    bool detectors;   /* of titles and captions in plain text: lines of some lengths are titles, none is a caption */
} ts_model_plan;

/* The bytes of a model file, to be freed. */
unsigned char *ts_model_bytes(ts_model_plan plan, size_t *length);

/* A number of a model file, of `size` bytes. */
static inline uint64_t ts_field(const unsigned char *at, size_t size) {
    uint64_t value = 0;
    while (size-- > 0)
        value = value << 8 | at[size];
    return value;
}

static inline void ts_set_field(unsigned char *at, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> (8 * i) & 0xFF);
}

/* An opened model with both modes; fails the test if that does not work. */
dehusk_model *ts_model_open(void);

/* An opened model after a plan; fails the test if that does not work. */
dehusk_model *ts_model_open_plan(ts_model_plan plan);

#endif
