/*
 * The names of output files.
 */
#include "run/output_name.h"

#include "output/output_packer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
    case OUTPUT_XML:
    case OUTPUT_TEI:
        return ".xml";
    case OUTPUT_CSV:
        return ".csv";
    case OUTPUT_TSV:
        return ".tsv";
    }
    return "";
}

char *path_inward(const char *path) {
    char *made = malloc(strlen(path) + 1);
    size_t length = 0;
    if (made == NULL)
        return NULL;
    while (*path != '\0') {
        size_t part = strcspn(path, "/");
        if (part == 2 && memcmp(path, "..", 2) == 0) {
            while (length > 0 && made[--length] != '/')
                continue;
        } else if (part > 0 && !(part == 1 && *path == '.')) {
            if (length > 0)
                made[length++] = '/';
            memcpy(made + length, path, part);
            length += part;
        }
        path += part + (path[part] == '/');
    }
    made[length] = '\0';
    return made;
}

/* The length of a name without the endings that say what it is. */
static size_t bare_length(const char *name) {
    size_t length = without(name, strlen(name), packings, COUNT(packings));
    size_t stem = without(name, length, formats, COUNT(formats));
    return stem < length ? without(name, stem, formats, COUNT(formats)) /* ".warc.wet" */ : length;
}

char *output_name(const cli_settings *settings, const char *path, const char *inner, output_naming naming,
                  size_t number) {
    const char *folder = settings->output_folder;
    char *below = path_inward(naming == NAME_SHORT ? inner : path);
    if (below == NULL)
        return NULL;
    const char *slash = strrchr(below, '/');
    const char *name = slash != NULL ? slash + 1 : below;
    size_t length = (size_t)(name - below) + (naming < NAME_ENDING ? bare_length(name) : strlen(name));
    char suffix[32] = "";
    if (naming == NAME_NUMBERED)
        snprintf(suffix, sizeof suffix, "-%zu", number);

    const char *ending = ending_of(settings->output);
    const char *packed = packing_ending(settings->pack);
    size_t folder_length = strlen(folder);
    size_t room = folder_length + 1 + length + strlen(suffix) + strlen(ending) + strlen(packed) + 1;
    char *made = length <= INT_MAX ? malloc(room) : NULL;
    bool has_slash = folder_length > 0 && folder[folder_length - 1] == '/';
    if (made != NULL)
        snprintf(made, room, "%s%s%.*s%s%s%s", folder, has_slash ? "" : "/", (int)length, below, suffix, ending,
                 packed);
    free(below);
    return made;
}
