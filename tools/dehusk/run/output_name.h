/*
 * The names of output files.
 */
#ifndef DEHUSK_TOOL_OUTPUT_NAME_H
#define DEHUSK_TOOL_OUTPUT_NAME_H

#include "common/settings.h"

/* How much of an input's name its output has. Each goes further than those before. */
typedef enum output_naming {
    NAME_SHORT,    /* "a/x.warc.gz", given so, is "x.jsonl" */
    NAME_FOLDERS,  /* "a/x.jsonl" */
    NAME_ENDING,   /* "a/x.warc.gz.jsonl" */
    NAME_NUMBERED, /* "a/x.warc.gz-2.jsonl" */
    NAMING_COUNT
} output_naming;

/* The output of an input at `path`, found as `inner` (a file's own name, or what is below an input folder). To be
 * freed; NULL without memory. */
char *output_name(const cli_settings *settings, const char *path, const char *inner, output_naming naming,
                  size_t number);

/* A path without what leads out of a folder: "../a/./b" is "a/b". To be freed; NULL: no memory. */
char *path_inward(const char *path);

#endif
