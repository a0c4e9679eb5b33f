/*
 * dehusk - prints the content of web pages without their chrome.
 *
 * A filter around libdehusk, of which it uses the public header only. Here are
 * the model, and the actions that need no page; run/ does the work.
 */
#include "command/options.h"
#include "common/interrupt.h"
#include "common/message.h"
#include "common/printable.h"
#include "dehusk.h"
#include "input/input_file.h"
#include "run/merge_run.h"
#include "run/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MODEL_BYTES_MAX = 64 * 1024 * 1024 /* far more than a model has; keeps a wrong file out of memory */
};

static const char stdout_name[] = "standard output";

/* Writes out what is buffered. False, after a message, if it could not be
 * written. `errno` was set to 0 before the output that is checked here. */
static bool flush_output(void) {
    int failed = fflush(stdout);
    if (failed == 0 && ferror(stdout) == 0)
        return true;
    message_say(stdout_name, errno != 0 ? strerror(errno) : "cannot be written");
    return false;
}

/* Opens the model. The file is read here rather than by the library, because
 * here the reason is known if it cannot be read. */
static dehusk_model *open_model(const char *path) {
    dehusk_model *model = NULL;
    dehusk_status status;
    size_t offset = 0;
    if (path == NULL) {
        status = dehusk_model_open_default(NULL, &model);
    } else {
        input_buffer buffer = {0};
        const char *problem = input_read(&buffer, path, MODEL_BYTES_MAX);
        if (problem != NULL) {
            input_free(&buffer);
            message_say(path, problem);
            return NULL;
        }
        status = dehusk_model_open_memory(buffer.bytes, buffer.length, NULL, &model, &offset);
        input_free(&buffer);
    }
    if (status == DEHUSK_OK)
        return model;
    message_begin(path != NULL ? path : "built-in model");
    fputs(dehusk_status_message(status), stderr);
    if (status >= DEHUSK_MODEL_NOT_A_MODEL)
        fprintf(stderr, " (byte %zu)", offset);
    message_end();
    return NULL;
}

/* Opens counts, which may be larger than memory has room for twice: the library reads the file. */
static dehusk_site_counts *open_counts(const char *path) {
    dehusk_site_counts *counts = NULL;
    size_t offset = 0;
    dehusk_status status = dehusk_site_counts_open_file(path, NULL, &counts, &offset);
    if (status == DEHUSK_OK)
        return counts;
    message_begin(path);
    fputs(dehusk_status_message(status), stderr);
    if (status >= DEHUSK_COUNTS_NOT_COUNTS)
        fprintf(stderr, " (byte %zu)", offset);
    message_end();
    return NULL;
}

static void print_field(const char *field, const char *value) {
    printf("%s: ", field);
    printable_write(stdout, value, strlen(value), false);
    putchar('\n');
}

static void print_version(const dehusk_model *model, const char *path) {
    const char *name = dehusk_model_info(model, "name");
    printf("dehusk %s\n", dehusk_version());
    print_field("model", name != NULL ? name : "without a name");
    print_field("model file", path != NULL ? path : "built in");
    print_field("Unicode", dehusk_unicode_version());
}

static int print_help(help_topic topic) {
    errno = 0;
    if (topic == HELP_OPTIONS)
        help_print();
    else if (topic == HELP_MAN)
        manual_print();
    else
        completions_print(topic);
    return flush_output() ? EXIT_DONE : EXIT_SOME_FAILED;
}

static int run(int argc, char **argv) {
    cli_settings settings;
    if (!options_parse(argc, argv, &settings))
        return EXIT_NOTHING_DONE;
    if (settings.action == ACTION_HELP)
        return print_help(settings.help_topic);
    if (settings.action == ACTION_SITE_MERGE)
        return run_merge(&settings);
    if (settings.action == ACTION_SITE_COUNT)
        return run_label(&settings, NULL, NULL);
    dehusk_model *model = open_model(settings.model);
    if (model == NULL)
        return EXIT_NOTHING_DONE;
    int result;
    if (settings.action == ACTION_VERSION) {
        errno = 0;
        print_version(model, settings.model);
        result = flush_output() ? EXIT_DONE : EXIT_SOME_FAILED;
    } else {
        dehusk_site_counts *counts = settings.site_counts != NULL ? open_counts(settings.site_counts) : NULL;
        result =
            settings.site_counts == NULL || counts != NULL ? run_label(&settings, model, counts) : EXIT_NOTHING_DONE;
        dehusk_site_counts_close(counts);
    }
    dehusk_model_close(model);
    return result;
}

/* What is closed stays useless, but its number is taken: else the next file that is opened would get it, and messages be
 * written into an output. */
static void occupy_streams(void) {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) >= 0)
            continue;
        /* The lowest number that is free is given, which is this one. */
        if (open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            (void)open("/", O_RDONLY);
    }
}

int main(int argc, char **argv) {
    occupy_streams();
    /* A reader that went away ends the program without a word, also where the
     * parent process ignores the signal. */
    signal(SIGPIPE, SIG_DFL);
    interrupt_prepare();
    int result = run(argc, argv);
    /* Some file systems tell of a full disk on closing only. */
    errno = 0;
    if (fclose(stdout) != 0 && result == EXIT_DONE) {
        message_say(stdout_name, errno != 0 ? strerror(errno) : "cannot be written");
        result = EXIT_SOME_FAILED;
    }
    return result;
}
