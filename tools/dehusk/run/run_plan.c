/*
 * What a run is to do.
 */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "run/run_plan.h"

#include "common/message.h"
#include "input/folder_walk.h"
#include "input/input_file.h"
#include "run/output_name.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LIST_BYTES_MAX = 1 << 30, /* of --files-from: some ten million names */
    FIRST_CAPACITY = 16
};

static const char out_of_memory[] = "out of memory";
static const char standard_input[] = "-";

static bool fail(const char *file, const char *reason) {
    message_say(file, reason);
    return false;
}

/* Adds an input. `inner` is its name within an output folder. */
static bool add(run_plan *plan, const cli_settings *settings, const char *path, const char *inner) {
    if (plan->count == plan->capacity) {
        size_t capacity = plan->capacity > 0 ? plan->capacity * 2 : FIRST_CAPACITY;
        run_input *inputs = realloc(plan->inputs, capacity * sizeof *inputs);
        if (inputs == NULL)
            return fail(NULL, out_of_memory);
        plan->inputs = inputs;
        plan->capacity = capacity;
    }
    run_input *input = &plan->inputs[plan->count];
    memset(input, 0, sizeof *input);
    if (settings->output_folder != NULL && strcmp(path, "-") == 0)
        return fail(NULL, "--output-dir: standard input has no name that a file could get; use --output-file");
    input->path = strdup(path);
    input->inner = (size_t)(inner - path);
    if (input->path == NULL)
        return fail(NULL, out_of_memory);
    plan->count++;
    return true;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* What is in a folder keeps its place below it. */
static const char *inner_name(const char *path, const char *folder) {
    const char *inner = path + strlen(folder);
    return inner + strspn(inner, "/");
}

static bool matches(const file_patterns *patterns, const char *name) {
    const char *last = base_name(name);
    for (size_t i = 0; i < patterns->count; i++)
        if (fnmatch(patterns->globs[i], strchr(patterns->globs[i], '/') != NULL ? name : last, 0) == 0)
            return true;
    return false;
}

/* `name` is below a folder. */
static bool is_wanted(const cli_settings *settings, const char *name) {
    return (settings->include.count == 0 || matches(&settings->include, name)) && !matches(&settings->exclude, name);
}

typedef struct complaints {
    plan_complaint *complain;
    void *user;
} complaints;

static void note_complaint(void *user, const char *path, const char *reason) {
    const complaints *noted = user;
    noted->complain(noted->user, path, reason);
}

/* Does the output folder lie in this input folder, or would it? Then a second
 * run would take the output of the first for input. */
static bool holds_output(const char *folder, const cli_settings *settings) {
    if (settings->output_folder == NULL)
        return false;
    char *outer = realpath(folder, NULL);
    char *asked = strdup(settings->output_folder);
    char *inner = asked != NULL ? realpath(asked, NULL) : NULL;
    /* Of what is not there yet, the folder that it will be made in. */
    while (inner == NULL && asked != NULL && errno == ENOENT) {
        char *slash = strrchr(asked, '/');
        if (slash == NULL) {
            inner = realpath(".", NULL);
            break;
        }
        slash[slash == asked] = '\0';
        inner = realpath(asked, NULL);
        if (slash == asked)
            break;
    }
    size_t length = outer != NULL ? strlen(outer) : 0;
    bool holds = outer != NULL && inner != NULL && strncmp(outer, inner, length) == 0 &&
                 (inner[length] == '/' || inner[length] == '\0' || length == 1);
    free(outer);
    free(asked);
    free(inner);
    return holds;
}

/* Adds what a name stands for: a file, or the files of a folder. */
static bool add_name(run_plan *plan, const cli_settings *settings, const char *name, complaints *told) {
    if (strcmp(name, "-") == 0 || !folder_is(name))
        return add(plan, settings, name, base_name(name));
    if (holds_output(name, settings))
        return fail(name, "the folder of --output-dir lies in it");
    folder_list list = {0};
    bool fine = folder_walk(name, &list, note_complaint, told) || fail(NULL, out_of_memory);
    size_t wanted = 0;
    for (size_t i = 0; fine && i < list.count; i++) {
        const char *inner = inner_name(list.paths[i], name);
        if (!is_wanted(settings, inner))
            continue;
        fine = add(plan, settings, list.paths[i], inner);
        wanted++;
    }
    if (fine && wanted == 0 && !settings->quiet)
        message_say(name, list.count == 0 ? "warning: no files in this folder"
                                          : "warning: no file in this folder is wanted (--include, --exclude)");
    folder_list_free(&list);
    return fine;
}

static bool add_list(run_plan *plan, const cli_settings *settings, complaints *told) {
    const char *list = settings->files_from;
    bool is_standard_input = strcmp(list, "-") == 0;
    const char *list_name = is_standard_input ? "standard input" : list;
    input_buffer buffer = {0};
    const char *problem = input_read(&buffer, is_standard_input ? NULL : list, LIST_BYTES_MAX);
    if (problem == NULL && buffer.length == LIST_BYTES_MAX)
        problem = "too long for a list of names";
    if (problem != NULL) {
        input_free(&buffer);
        return fail(list_name, problem);
    }
    char separator = buffer.length > 0 && memchr(buffer.bytes, '\0', buffer.length) != NULL ? '\0' : '\n';
    bool fine = true;
    for (size_t begin = 0; fine && begin < buffer.length;) {
        char *name = buffer.bytes + begin;
        char *found = memchr(name, separator, buffer.length - begin);
        size_t length = found != NULL ? (size_t)(found - name) : buffer.length - begin;
        char *copy = strndup(name, length);
        fine = copy != NULL || fail(NULL, out_of_memory);
        if (fine && length > 0)
            fine = add_name(plan, settings, copy, told);
        free(copy);
        begin += length + 1;
    }
    input_free(&buffer);
    return fine;
}

static int by_output(const void *one, const void *other) {
    const run_input *const *first = one;
    const run_input *const *second = other;
    int order = strcmp((*first)->output, (*second)->output);
    /* The order of the input among equals, so that the message is the same everywhere. */
    return order != 0 ? order : (*first > *second) - (*first < *second);
}

static bool name_again(const cli_settings *settings, run_input *input, int naming, size_t number) {
    free(input->output);
    input->naming = naming;
    input->output = output_name(settings, input->path, input->path + input->inner, (output_naming)naming, number);
    return input->output != NULL || fail(NULL, out_of_memory);
}

/* Inputs that have the same output get names that go one step further, as far as there are any. */
static bool name_apart(const cli_settings *settings, run_input **sorted, size_t count, bool *changed) {
    bool fine = true;
    qsort(sorted, count, sizeof *sorted, by_output);
    for (size_t begin = 0, end = 1; fine && begin < count; begin = end++) {
        while (end < count && strcmp(sorted[begin]->output, sorted[end]->output) == 0)
            end++;
        if (end - begin < 2)
            continue;
        *changed = true;
        int naming = NAME_SHORT;
        for (size_t i = begin; i < end; i++)
            naming = sorted[i]->naming > naming ? sorted[i]->naming : naming;
        for (size_t i = begin; fine && i < end; i++)
            fine =
                name_again(settings, sorted[i], naming + 1 < NAMING_COUNT ? naming + 1 : NAME_NUMBERED, i - begin + 1);
    }
    return fine;
}

/* Each input has an output of its own. */
static bool name_outputs(run_plan *plan, const cli_settings *settings) {
    bool fine = true;
    for (size_t i = 0; fine && i < plan->count; i++)
        fine = name_again(settings, &plan->inputs[i], NAME_SHORT, 0);
    run_input **sorted = plan->count > 0 ? malloc(plan->count * sizeof *sorted) : NULL;
    if (sorted == NULL)
        return fine && (plan->count == 0 || fail(NULL, out_of_memory));
    for (size_t i = 0; i < plan->count; i++)
        sorted[i] = &plan->inputs[i];
    bool changed = true;
    for (int round = 0; fine && changed && round < 2 * NAMING_COUNT; round++) {
        changed = false;
        fine = name_apart(settings, sorted, plan->count, &changed);
    }
    free(sorted);
    return fine;
}

/* Looks at the files themselves: sizes, and what is done. */
static void look_at_files(run_plan *plan, const cli_settings *settings) {
    struct stat common;
    bool has_common = settings->output_file != NULL && stat(settings->output_file, &common) == 0;
    bool is_done = settings->resume && has_common && S_ISREG(common.st_mode);
    bool all_sizes = true;
    for (size_t i = 0; i < plan->count; i++) {
        run_input *input = &plan->inputs[i];
        struct stat about;
        struct stat own;
        bool is_standard_input = strcmp(input->path, "-") == 0;
        bool exists = !is_standard_input && stat(input->path, &about) == 0;
        bool has_own = input->output != NULL && stat(input->output, &own) == 0;
        if (exists && S_ISREG(about.st_mode))
            input->size = (uint64_t)about.st_size;
        input->done = is_done || (settings->resume && has_own && S_ISREG(own.st_mode));
        if (input->done) {
            plan->done++;
            continue;
        }
        all_sizes = all_sizes && exists && S_ISREG(about.st_mode);
        plan->total_size += input->size;
    }
    if (!all_sizes)
        plan->total_size = 0;
}

bool run_plan_make(run_plan *plan, const cli_settings *settings, plan_complaint *complain, void *user) {
    complaints told = {.complain = complain, .user = user};
    bool fine = true;
    if (settings->file_count == 0 && settings->files_from == NULL)
        fine = add(plan, settings, standard_input, standard_input);
    for (size_t i = 0; fine && i < settings->file_count; i++)
        fine = add_name(plan, settings, settings->files[i], &told);
    if (fine && settings->files_from != NULL)
        fine = add_list(plan, settings, &told);
    if (fine && settings->output_folder != NULL)
        fine = name_outputs(plan, settings);
    if (fine)
        look_at_files(plan, settings);
    return fine;
}

void run_plan_free(run_plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        free(plan->inputs[i].path);
        free(plan->inputs[i].output);
    }
    free(plan->inputs);
    memset(plan, 0, sizeof *plan);
}
