/*
 * Lists of URLs in files, of pages that are wanted and of pages that are not.
 */
#ifndef DEHUSK_TOOL_URL_LISTS_H
#define DEHUSK_TOOL_URL_LISTS_H

#include "common/settings.h"
#include "input/input_file.h"

#include <stdbool.h>
#include <stddef.h>

/* A URL of a list without what does not count, in the file's bytes. */
typedef struct listed_url {
    const char *text;
    size_t length;
} listed_url;

typedef struct url_list {
    input_buffer file;
    listed_url *urls; /* sorted */
    size_t count;
} url_list;

/* Begin with all zero. Once read, they are only looked at, by any number of threads. */
typedef struct url_lists {
    url_list wanted;
    url_list unwanted;
} url_lists;

/* Reads the files that the settings name; false, and it has said why, where that fails. */
bool url_lists_read(url_lists *lists, const cli_settings *settings);

/* Is the URL among them? http or https, and what stands behind a "#", makes no difference. */
bool url_list_has(const url_list *list, const char *url);

void url_lists_free(url_lists *lists);

#endif
