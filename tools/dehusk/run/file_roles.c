/*
 * What is read and what is written are different files.
 *
 * A file is known by device and inode; one that is not there yet, by those of
 * the nearest folder that is there and the names from there on.
 */
#define _XOPEN_SOURCE 700 /* readlink() */

#include "run/file_roles.h"

#include "common/message.h"
#include "output/output_sink.h"
#include "run/output_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct file_role {
    const char *name; /* as it was given */
    const char *base; /* of one that is not there; else "" */
    const char *option;
    dev_t device;
    ino_t inode;
    bool written;
} file_role;

typedef struct role_list {
    file_role *roles;
    size_t count;
    size_t capacity;
    char **made; /* names that were made here */
    size_t made_count;
} role_list;

/* Standard input and output have names of a byte. */
static const char standard[] = "-";

static const char own_output[] = "its own output";

/* Where links lead to whose end is not there; NULL: no memory. */
static char *end_of_links(const char *path) {
    enum { LINKS_MAX = 40, TARGET_MAX = 4096 };
    char *at = strdup(path);
    for (int links = 0; at != NULL && links < LINKS_MAX; links++) {
        char target[TARGET_MAX];
        ssize_t length = readlink(at, target, sizeof target - 1);
        if (length < 0)
            return at;
        target[length] = '\0';
        const char *slash = target[0] == '/' ? NULL : strrchr(at, '/');
        size_t folder = slash != NULL ? (size_t)(slash + 1 - at) : 0;
        char *next = malloc(folder + (size_t)length + 1);
        if (next != NULL) {
            memcpy(next, at, folder);
            memcpy(next + folder, target, (size_t)length + 1);
        }
        free(at);
        at = next;
    }
    return at;
}

/* Takes over a name. False: no memory for that. */
static bool keep(role_list *list, char *name) {
    char **made = realloc(list->made, (list->made_count + 1) * sizeof *made);
    if (made != NULL)
        list->made = made;
    if (name == NULL || made == NULL) {
        free(name);
        return false;
    }
    list->made[list->made_count++] = name;
    return true;
}

/* A file that is not there, by the nearest folder that is, and the names from there on: --output-dir makes folders.
 * False: no memory. */
static bool identify_new(role_list *list, const char *path, file_role *role, bool *found) {
    struct stat about;
    char *folder = strdup(path);
    size_t length = strlen(path);
    size_t rest;
    if (folder == NULL)
        return false;
    do {
        while (length > 0 && path[length - 1] != '/')
            length--;
        rest = length;
        while (length > 1 && path[length - 1] == '/')
            length--;
        folder[length] = '\0';
        *found = stat(length > 0 ? folder : ".", &about) == 0;
    } while (!*found && length > 1);
    free(folder);
    char *base = path_inward(path + rest);
    role->base = base;
    role->device = about.st_dev;
    role->inode = about.st_ino;
    return keep(list, base);
}

/* `*found`: it is a file that could be written over, no pipe or terminal. False: no memory. */
static bool identify(role_list *list, const char *path, file_role *role, bool *found) {
    struct stat about;
    int stream = role->written ? STDOUT_FILENO : STDIN_FILENO;
    bool exists = strcmp(path, standard) == 0 ? fstat(stream, &about) == 0 : stat(path, &about) == 0;
    *found = exists && S_ISREG(about.st_mode);
    if (exists) {
        role->base = "";
        role->device = about.st_dev;
        role->inode = about.st_ino;
        return true;
    }
    if (!role->written)
        return true;
    if (!keep(list, end_of_links(path)))
        return false;
    return identify_new(list, list->made[list->made_count - 1], role, found);
}

static bool add(role_list *list, const char *path, const char *option, bool written) {
    if (path == NULL)
        return true;
    if (list->count == list->capacity) {
        size_t capacity = 2 * list->capacity + 64;
        file_role *roles = realloc(list->roles, capacity * sizeof *roles);
        if (roles == NULL)
            return false;
        list->roles = roles;
        list->capacity = capacity;
    }
    file_role *role = &list->roles[list->count];
    bool found = false;
    *role = (file_role){.name = path, .option = option, .written = written};
    if (!identify(list, path, role, &found))
        return false;
    list->count += found;
    return true;
}

/* An output, and the name that it bears until it is complete. */
static bool add_output(role_list *list, const char *path, const char *option) {
    if (path == NULL)
        return true;
    return keep(list, sink_temporary_name(path)) && add(list, list->made[list->made_count - 1], option, true) &&
           add(list, path, option, true);
}

static bool add_all(role_list *list, const cli_settings *settings, const run_plan *plan) {
    bool fine = add(list, settings->files_from, "--files-from", false) &&
                add(list, settings->site_counts, "--site-counts", false) &&
                add(list, settings->include_url_file, "--include-url-file", false) &&
                add(list, settings->exclude_url_file, "--exclude-url-file", false) &&
                add(list, settings->model, "--model", false);
    if (plan == NULL)
        for (size_t i = 0; fine && i < settings->file_count; i++)
            fine = add(list, settings->files[i], NULL, false);
    for (size_t i = 0; fine && plan != NULL && i < plan->count; i++)
        fine = add(list, plan->inputs[i].path, NULL, false) && add_output(list, plan->inputs[i].output, own_output);
    bool to_standard = settings->output_file == NULL && settings->output_folder == NULL;
    return fine && (!to_standard || add(list, standard, own_output, true)) &&
           add_output(list, settings->output_file, own_output) && add_output(list, settings->stats, "--stats") &&
           add(list, settings->errors, "--errors", true);
}

static int by_file(const void *one, const void *other) {
    const file_role *first = one;
    const file_role *second = other;
    if (first->device != second->device)
        return first->device < second->device ? -1 : 1;
    if (first->inode != second->inode)
        return first->inode < second->inode ? -1 : 1;
    int order = strcmp(first->base, second->base);
    return order != 0 ? order : first->written - second->written;
}

static bool same_file(const file_role *one, const file_role *other) {
    return one->device == other->device && one->inode == other->inode && strcmp(one->base, other->base) == 0;
}

/* One that is written stands behind those that are read. */
static bool complain(const file_role *one, const file_role *written) {
    message_begin(one->name);
    if (one->written)
        fprintf(stderr, "would be written twice, by %s and %s", one->option, written->option);
    else
        fprintf(stderr, "would be written over by %s", written->option);
    message_end();
    return false;
}

bool file_roles_check(const cli_settings *settings, const run_plan *plan) {
    role_list list = {0};
    bool fine = add_all(&list, settings, plan);
    if (!fine)
        message_say(NULL, "out of memory");
    if (list.count > 0)
        qsort(list.roles, list.count, sizeof *list.roles, by_file);
    for (size_t i = 1; fine && i < list.count; i++)
        if (list.roles[i].written && same_file(&list.roles[i - 1], &list.roles[i]))
            fine = complain(&list.roles[i - 1], &list.roles[i]);
    for (size_t i = 0; i < list.made_count; i++)
        free(list.made[i]);
    free(list.made);
    free(list.roles);
    return fine;
}
