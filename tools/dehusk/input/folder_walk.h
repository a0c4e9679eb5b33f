/*
 * The files of a folder.
 */
#ifndef DEHUSK_TOOL_FOLDER_WALK_H
#define DEHUSK_TOOL_FOLDER_WALK_H

#include <stdbool.h>
#include <stddef.h>

/* Is there a folder of this name (or a link to one)? */
bool folder_is(const char *path);

/* What the walk found. Begin with all zero, end with folder_list_free(). */
typedef struct folder_list {
    char **paths; /* regular files, "FOLDER/a/b.html", by the bytes of their names, folder by folder */
    size_t count;
    size_t capacity;
} folder_list;

/* Is told of a file or folder that cannot be read; the walk goes on. */
typedef void folder_complaint(void *user, const char *path, const char *reason);

/* Adds the files below `folder`, links followed, each folder entered once on
 * the way down, so that links in a circle end. Names that begin with a dot are
 * left out. False: out of memory. */
bool folder_walk(const char *folder, folder_list *list, folder_complaint *complain, void *user);

void folder_list_free(folder_list *list);

#endif
