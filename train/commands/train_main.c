/*
 * dehusk-train: makes and measures models.
 *
 * Exit: 0 done, 1 the data or a file are not as they should be, 2 wrong usage
 * or out of memory.
 */
#include "commands/options.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { EXIT_DONE = 0, EXIT_DATA = 1, EXIT_USAGE = 2 };

static void print_version(void) {
    printf("dehusk-train %s, model format %d, Unicode %s%s\n", dehusk_version(), DHK_MODEL_VERSION,
           dehusk_unicode_version(), tr_svm_has_liblinear() ? ", with liblinear" : "");
}

/* What holds where the command line says nothing. */
static void set_defaults(tr_settings *settings, const char *today) {
    *settings = (tr_settings){
        .name = "default", .html_shift = -0.4, .text_shift = -0.6, .extract_shift = 0.4, .gate_shift = 0.4};
    settings->created = today;
    settings->recipe = (tr_recipe){.solver = TR_SOLVER_LIBSVM,
                                   .svm = {.bias = 1, .tolerance = 0.01, .loss = TR_LOSS_HINGE, .seed = 1},
                                   .folds = 5,
                                   .seed = 1,
                                   .threads = 2,
                                   .keep = DEHUSK_KEEP_TITLE};
    /* C and the number of lines: by mode, see tr_recipe_of. */
}

int main(int argc, char **argv) {
    tr_settings settings;
    tr_error error = {{0}};
    char today[16] = "";
    time_t now = time(NULL);
    struct tm date;
    if (gmtime_r(&now, &date) != NULL)
        strftime(today, sizeof today, "%Y-%m-%d", &date);
    set_defaults(&settings, today);
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        print_version();
        return EXIT_DONE;
    }
    const tr_command_entry *command;
    switch (tr_options_read(argc, argv, &command, &settings)) {
    case TR_OPTIONS_HELP:
        tr_help_print();
        return EXIT_DONE;
    case TR_OPTIONS_WRONG:
        return EXIT_USAGE;
    case TR_OPTIONS_RUN:
        break;
    }
    if (!command->run(&settings, &error)) {
        fprintf(stderr, "dehusk-train: %s\n", error.message);
        return EXIT_DATA;
    }
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_DATA;
}
