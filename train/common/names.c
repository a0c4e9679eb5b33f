#define _POSIX_C_SOURCE 200809L

#include "common/names.h"

#include "common/support.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void tr_names_add(tr_names *names, char *name) {
    TR_RESERVE(names->items, names->capacity, names->count + 1);
    names->items[names->count++] = name;
}

void tr_names_sort(tr_names *names) {
    if (names->count > 1)
        qsort(names->items, names->count, sizeof *names->items, compare_names);
}

bool tr_names_have(const tr_names *sorted, const char *name) {
    return sorted->count > 0 &&
           bsearch(&name, sorted->items, sorted->count, sizeof *sorted->items, compare_names) != NULL;
}

void tr_names_free(tr_names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (tr_names){0};
}

bool tr_is_folder(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool tr_names_of_folder(tr_names *names, const char *folder) {
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.')
            tr_names_add(names, tr_copy_text(entry->d_name, strlen(entry->d_name)));
    closedir(directory);
    tr_names_sort(names);
    return true;
}
