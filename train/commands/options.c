/*
 * Reading the command line.
 */
#include "commands/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_OPTION = 256,                     /* getopt's value of row i is FIRST_OPTION + i */
    LONG_NAMES_MAX = 2 * TR_OPTIONS_MAX + 2 /* with aliases, --help and the end */
};

static tr_options_outcome complain(const char *what, const char *value) {
    fprintf(stderr, "dehusk-train: %s%s%s (dehusk-train --help)\n", what, value[0] != '\0' ? " " : "", value);
    return TR_OPTIONS_WRONG;
}

bool tr_read_count(const char *text, unsigned long long *value) {
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10); /* takes signs and blanks, too */
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0;
}

static bool read_number(const char *text, double *value) {
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0';
}

/* False if the option's value is not one. */
static bool take_option(const tr_option_entry *entry, const char *text, tr_settings *settings) {
    void *member = (char *)settings + entry->member;
    unsigned long long count = 0;
    double number = 0;
    switch (entry->kind) {
    case TR_VALUE_TEXT:
        *(const char **)member = text;
        return true;
    case TR_VALUE_FLAG:
        *(bool *)member = true;
        return true;
    case TR_VALUE_READ:
        return entry->read(text, settings);
    case TR_VALUE_NUMBER:
        if (!read_number(text, &number) || !(number >= entry->low && number <= entry->high)) /* NaN is not */
            return false;
        *(double *)member = number;
        return true;
    case TR_VALUE_UNSIGNED:
    case TR_VALUE_SIZE:
        if (!tr_read_count(text, &count) || (double)count < entry->low || (double)count > entry->high)
            return false;
        if (entry->kind == TR_VALUE_SIZE)
            *(size_t *)member = (size_t)count;
        else
            *(unsigned *)member = (unsigned)count;
        return true;
    }
    return false;
}

/* Fills what getopt wants to know from the table. */
static void prepare(struct option *names) {
    size_t count = 0;
    for (size_t row = 0; row < tr_option_count; row++) {
        const tr_option_entry *entry = &tr_option_table[row];
        int has_value = entry->argument != NULL ? required_argument : no_argument;
        names[count++] = (struct option){entry->name, has_value, NULL, FIRST_OPTION + (int)row};
        if (entry->alias != NULL)
            names[count++] = (struct option){entry->alias, has_value, NULL, FIRST_OPTION + (int)row};
    }
    names[count++] = (struct option){"help", no_argument, NULL, 'h'};
    names[count] = (struct option){NULL, 0, NULL, 0};
}

static const char **operand(tr_settings *settings, const tr_command_entry *command, size_t i) {
    return (const char **)(void *)((char *)settings + command->operands[i]);
}

/* What the command cannot begin with, or not without; NULL: all is well. */
static const char *what_is_wrong(const tr_command_entry *command, tr_settings *settings) {
    const tr_recipe *recipe = &settings->recipe;
    if (recipe->svm.loss != TR_LOSS_HINGE && recipe->solver == TR_SOLVER_LIBSVM)
        return "squared hinge is for --solver liblinear";
    if (recipe->check_solver && recipe->solver != TR_SOLVER_LIBSVM)
        return "--check-solver is for --solver libsvm";
    for (size_t i = 0; i < command->operand_count; i++)
        if (*operand(settings, command, i) == NULL)
            return command->operand_missing;
    if (command->needs_pages && settings->corpus == NULL && settings->folder_count == 0)
        return "no pages given (--corpus DIR or --pages-dir DIR)";
    if (command->needs_output && settings->output == NULL)
        return "no file to write given (--output MODEL)";
    if (settings->leave_out != NULL && !command->takes_leave_out)
        return "--leave-out is for cv";
    if (settings->report != NULL && !command->takes_report)
        return "--html is for evaluate and cv";
    return NULL;
}

/* What follows a command's name, which takes the place of the program's. */
static tr_options_outcome read_arguments(int argc, char **argv, const tr_command_entry *command,
                                         tr_settings *settings) {
    struct option names[LONG_NAMES_MAX];
    prepare(names);
    for (int option; (option = getopt_long(argc, argv, "h", names, NULL)) != -1;) {
        if (option == 'h')
            return TR_OPTIONS_HELP;
        if (option == '?')
            return TR_OPTIONS_WRONG; /* getopt has said why */
        if (!take_option(&tr_option_table[option - FIRST_OPTION], optarg, settings))
            return complain("not a possible value:", optarg);
    }
    for (size_t i = 0; i < command->operand_count; i++)
        if (*operand(settings, command, i) == NULL && optind < argc)
            *operand(settings, command, i) = argv[optind++];
    if (optind < argc)
        return complain("too many arguments:", argv[optind]);
    const char *wrong = what_is_wrong(command, settings);
    return wrong == NULL ? TR_OPTIONS_RUN : complain(wrong, "");
}

tr_options_outcome tr_options_read(int argc, char **argv, const tr_command_entry **command, tr_settings *settings) {
    if (argc < 2)
        return complain("no command given", "");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return TR_OPTIONS_HELP;
    *command = NULL;
    for (size_t i = 0; i < tr_command_count; i++)
        if (strcmp(argv[1], tr_command_table[i].name) == 0)
            *command = &tr_command_table[i];
    if (*command == NULL)
        return complain("no such command:", argv[1]);
    settings->html = true;
    settings->text = (*command)->both_modes;
    return read_arguments(argc - 1, argv + 1, *command, settings);
}
