/*
 * dehusk - prints the content of web pages without their chrome.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A filter around libdehusk: it reads files, has them labelled one after the
 * other and prints the result. It uses the public header only.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/message.h"
#include "command/options.h"
#include "dehusk.h"
#include "input/input_file.h"
#include "output/output.h"
#include "output/printable.h"

enum {
    MOST_MODEL_BYTES = 64 * 1024 * 1024 /* far more than a model has; keeps a wrong file out of memory */
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
        const char *problem = input_read(&buffer, path, MOST_MODEL_BYTES);
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

/* An unknown charset is wrong usage, not the fault of a page: the library is
 * asked before the first one. */
static bool check_charset(dehusk_context *context, const dehusk_request *request) {
    const dehusk_page *page;
    dehusk_status status = dehusk_classify(context, "", 0, request, &page);
    if (status != DEHUSK_UNKNOWN_CHARSET && status != DEHUSK_UNSUPPORTED_CHARSET)
        return true;
    message_begin(NULL);
    fputs("--charset: '", stderr);
    message_put(request->charset);
    fprintf(stderr, "': %s", dehusk_status_message(status));
    message_end();
    return false;
}

static void warn_truncated(const char *file, unsigned bits) {
    for (size_t i = 0; i < truncation_count; i++)
        if ((bits & truncations[i].bit) != 0) {
            message_begin(file);
            fprintf(stderr, "warning: %s", truncations[i].sentence);
            message_end();
        }
}

/* Labels the inputs one after the other. False if one of them, or stdout,
 * failed. */
static bool label_files(const cli_settings *settings, dehusk_context *context, const dehusk_request *request,
                        size_t max_bytes) {
    static char standard_input[] = "-";
    char *only_standard_input[] = {standard_input};
    char **files = settings->file_count > 0 ? settings->files : only_standard_input;
    size_t count = settings->file_count > 0 ? settings->file_count : 1;

    /* One byte more than is used tells the library that there is more. */
    size_t limit = max_bytes < SIZE_MAX ? max_bytes + 1 : max_bytes;
    input_buffer buffer = {0};
    page_output output;
    bool all_done = true;
    output_begin(&output, settings, context);
    for (size_t i = 0; i < count; i++) {
        bool is_standard_input = strcmp(files[i], "-") == 0;
        const char *name = is_standard_input ? "standard input" : files[i];
        const dehusk_page *page = NULL;
        const char *problem = input_read(&buffer, is_standard_input ? NULL : files[i], limit);
        if (problem == NULL) {
            dehusk_status status = dehusk_classify(context, buffer.bytes, buffer.length, request, &page);
            errno = 0;
            if (status == DEHUSK_OK)
                status = output_page(&output, files[i], page);
            if (status != DEHUSK_OK)
                problem = dehusk_status_message(status);
        }
        /* After each page, so that who reads from a pipe can go on with it,
         * and nothing more is read once nothing can be written. */
        if (!flush_output()) {
            all_done = false;
            break;
        }
        if (problem != NULL) {
            message_say(name, problem);
            all_done = false;
        } else if (!settings->quiet) {
            warn_truncated(name, dehusk_page_summary(page)->truncated);
        }
    }
    output_end(&output);
    input_free(&buffer);
    return all_done;
}

static int label(const cli_settings *settings, const dehusk_model *model) {
    dehusk_options options;
    dehusk_options_init(&options);
    if (settings->max_bytes > 0)
        options.max_bytes = settings->max_bytes;
    dehusk_context *context = NULL;
    dehusk_status status = dehusk_context_new(model, &options, &context);
    if (status != DEHUSK_OK) {
        message_say(NULL, dehusk_status_message(status));
        return EXIT_NOTHING_DONE;
    }

    dehusk_request request;
    dehusk_request_init(&request);
    request.format = settings->input;
    request.charset = settings->charset;
    request.threshold = settings->threshold;
    request.keep = settings->keep;
    if (settings->threshold < 0.0)
        request.favor = settings->favor;
    int result = EXIT_NOTHING_DONE;
    if (settings->charset == NULL || check_charset(context, &request))
        result = label_files(settings, context, &request, options.max_bytes) ? EXIT_DONE : EXIT_SOME_FAILED;
    dehusk_context_free(context);
    return result;
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
    dehusk_model *model = open_model(settings.model);
    if (model == NULL)
        return EXIT_NOTHING_DONE;
    int result;
    if (settings.action == ACTION_VERSION) {
        errno = 0;
        print_version(model, settings.model);
        result = flush_output() ? EXIT_DONE : EXIT_SOME_FAILED;
    } else {
        result = label(&settings, model);
    }
    dehusk_model_close(model);
    return result;
}

int main(int argc, char **argv) {
    /* A reader that went away ends the program without a word, also where the
     * parent process ignores the signal. */
    signal(SIGPIPE, SIG_DFL);
    int result = run(argc, argv);
    /* Some file systems tell of a full disk on closing only. */
    errno = 0;
    if (fclose(stdout) != 0 && result == EXIT_DONE) {
        message_say(stdout_name, errno != 0 ? strerror(errno) : "cannot be written");
        result = EXIT_SOME_FAILED;
    }
    return result;
}
