/*
 * Lists of names, and the names in a folder.
 */
#ifndef TR_NAMES_H
#define TR_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Begin with all zero, end with tr_names_free(). */
typedef struct tr_names {
    char **items;
    size_t count, capacity;
} tr_names;

void tr_names_add(tr_names *names, char *name); /* to be freed with the list */
void tr_names_sort(tr_names *names);
bool tr_names_have(const tr_names *sorted, const char *name);
void tr_names_free(tr_names *names);

bool tr_is_folder(const char *path);

/* Adds the names in a folder, and sorts; hidden ones are none. False with errno if it cannot be read. */
bool tr_names_of_folder(tr_names *names, const char *folder);

#endif
