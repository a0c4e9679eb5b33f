/*
 * The files of a folder.
 *
 * Folders wait on a stack, not in the calls: their depth is input. nftw() would
 * walk in the order of the disk, and either follow no link or follow some twice.
 */
#include "input/folder_walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool folder_is(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A folder on the way from the first one to the present one. */
typedef struct open_folder {
    char **names; /* what is in it, sorted */
    size_t count;
    size_t next; /* the first one not seen to */
    char *path;
    dev_t device; /* these two say which folder it is, whatever its name */
    ino_t number;
} open_folder;

typedef struct folder_stack {
    open_folder *folders;
    size_t count;
    size_t capacity;
} folder_stack;

static void *grown(void *items, size_t *capacity, size_t size) {
    size_t more = 2 * *capacity + 16;
    void *moved = realloc(items, more * size);
    if (moved != NULL)
        *capacity = more;
    return moved;
}

static char *join(const char *folder, const char *name) {
    size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    size_t all = length + strlen(slash) + strlen(name) + 1;
    char *path = malloc(all);
    if (path != NULL) {
        memcpy(path, folder, length);
        memcpy(path + length, slash, strlen(slash));
        memcpy(path + length + strlen(slash), name, strlen(name) + 1);
    }
    return path;
}

static int by_bytes(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void forget(open_folder *folder) {
    for (size_t i = 0; i < folder->count; i++)
        free(folder->names[i]);
    free(folder->names);
    free(folder->path);
}

/* The names in a folder. False: out of memory. `*reason` if it cannot be read. */
static bool read_names(open_folder *folder, const char **reason) {
    DIR *directory = opendir(folder->path);
    size_t capacity = 0;
    bool is_good = true;
    if (directory == NULL) {
        *reason = strerror(errno);
        return true;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory); // NOLINT(concurrency-mt-unsafe): a stream of our own
        if (entry == NULL) {
            if (errno != 0)
                *reason = strerror(errno);
            break;
        }
        if (entry->d_name[0] == '.')
            continue;
        if (folder->count == capacity) {
            char **names = grown(folder->names, &capacity, sizeof *names);
            is_good = names != NULL;
            if (!is_good)
                break;
            folder->names = names;
        }
        is_good = (folder->names[folder->count] = strdup(entry->d_name)) != NULL;
        if (!is_good)
            break;
        folder->count++;
    }
    closedir(directory);
    if (folder->count > 0)
        qsort(folder->names, folder->count, sizeof *folder->names, by_bytes);
    return is_good;
}

/* Enters a folder, whose path becomes the stack's. */
static bool enter(folder_stack *stack, char *path, const struct stat *about, folder_complaint *complain, void *user) {
    for (size_t i = 0; i < stack->count; i++)
        if (stack->folders[i].device == about->st_dev && stack->folders[i].number == about->st_ino) {
            free(path); /* a link up: these files are on the list already */
            return true;
        }
    if (stack->count == stack->capacity) {
        open_folder *folders = grown(stack->folders, &stack->capacity, sizeof *folders);
        if (folders == NULL) {
            free(path);
            return false;
        }
        stack->folders = folders;
    }
    open_folder *entered = &stack->folders[stack->count++];
    *entered = (open_folder){NULL, 0, 0, path, about->st_dev, about->st_ino};
    const char *reason = NULL;
    bool is_good = read_names(entered, &reason);
    if (reason != NULL)
        complain(user, path, reason);
    return is_good;
}

/* A regular file goes on the list, a folder on the stack; devices, sockets and
 * pipes are no pages. */
static bool see_to(folder_stack *stack, char *path, folder_list *list, folder_complaint *complain, void *user) {
    struct stat about;
    if (stat(path, &about) != 0) {
        complain(user, path, strerror(errno));
    } else if (S_ISDIR(about.st_mode)) {
        return enter(stack, path, &about, complain, user);
    } else if (S_ISREG(about.st_mode)) {
        if (list->count == list->capacity) {
            char **paths = grown(list->paths, &list->capacity, sizeof *paths);
            if (paths == NULL) {
                free(path);
                return false;
            }
            list->paths = paths;
        }
        list->paths[list->count++] = path;
        return true;
    }
    free(path);
    return true;
}

bool folder_walk(const char *folder, folder_list *list, folder_complaint *complain, void *user) {
    folder_stack stack = {NULL, 0, 0};
    char *first = strdup(folder);
    bool is_good = first != NULL && see_to(&stack, first, list, complain, user);
    while (is_good && stack.count > 0) {
        open_folder *top = &stack.folders[stack.count - 1];
        if (top->next == top->count) {
            forget(top);
            stack.count--;
            continue;
        }
        char *path = join(top->path, top->names[top->next++]);
        is_good = path != NULL && see_to(&stack, path, list, complain, user);
    }
    while (stack.count > 0)
        forget(&stack.folders[--stack.count]);
    free(stack.folders);
    return is_good;
}

void folder_list_free(folder_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    memset(list, 0, sizeof *list);
}
