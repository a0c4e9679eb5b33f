/*
 * The names of output files.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "run/output_name.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "output/output_packer.h"

/* Endings that say what an input is, and are therefore not its output's. */
static const char *const packings[] = {".gz", ".zst"};
static const char *const formats[] = {".warc", ".wet",   ".jsonl", ".ndjson", ".json",  ".html",
                                      ".htm",  ".xhtml", ".txt",   ".text",   ".labels"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The length of `name` without an ending that is among these. A name is never
 * all ending. */
static size_t without(const char *name, size_t length, const char *const *endings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strncasecmp(name + length - ending, endings[i], ending) == 0)
            return length - ending;
    }
    return length;
}

static const char *ending_of(output_format format) {
    switch (format) {
    case OUTPUT_TEXT:
        return ".txt";
    case OUTPUT_ANNOTATED:
        return ".labels";
    case OUTPUT_JSONL:
        return ".jsonl";
    case OUTPUT_WET:
        return ".warc.wet";
    case OUTPUT_HTML:
    case OUTPUT_CLEAN_HTML:
        return ".html";
    case OUTPUT_MARKDOWN:
        return ".md";
    }
    return "";
}

char *output_name(const cli_settings *settings, const char *inner) {
    const char *folder = settings->output_folder;
    const char *slash = strrchr(inner, '/');
    const char *name = slash != NULL ? slash + 1 : inner;
    size_t length = without(name, strlen(name), packings, COUNT(packings));
    size_t stem = without(name, length, formats, COUNT(formats));
    if (stem < length)
        length = without(name, stem, formats, COUNT(formats)); /* ".warc.wet" */

    const char *ending = ending_of(settings->output);
    const char *packed = packing_ending(settings->pack);
    size_t inner_length = (size_t)(name - inner) + length;
    size_t folder_length = strlen(folder);
    size_t room = folder_length + 1 + inner_length + strlen(ending) + strlen(packed) + 1;
    char *made = inner_length <= INT_MAX ? malloc(room) : NULL;
    if (made == NULL)
        return NULL;
    bool has_slash = folder_length > 0 && folder[folder_length - 1] == '/';
    snprintf(made, room, "%s%s%.*s%s%s", folder, has_slash ? "" : "/", (int)inner_length, inner, ending, packed);
    return made;
}
