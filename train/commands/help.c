/*
 * --help: the tables of commands and options as a page for a terminal.
 */
#include "commands/options.h"

#include <stdio.h>
#include <string.h>

enum {
    COMMAND_COLUMN = 56, /* where descriptions of commands begin */
    OPTION_COLUMN = 23,  /* where descriptions of options begin */
    WIDTH = 112
};

/* Prints words from `column` on, with every further row indented to it. */
static void print_wrapped(const char *text, size_t column) {
    size_t at = column;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (at > column && at + 1 + length > WIDTH) {
            printf("\n%*s", (int)column, "");
            at = column;
        }
        printf("%s%.*s", at > column ? " " : "", (int)length, text);
        at += length + (at > column ? 1 : 0);
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_option(const tr_option_entry *entry) {
    int length =
        printf("  --%s%s%s", entry->name, entry->alias != NULL ? ", --" : "", entry->alias != NULL ? entry->alias : "");
    length += printf("%s%s", entry->argument != NULL ? " " : "", entry->argument != NULL ? entry->argument : "");
    printf("%*s", OPTION_COLUMN - length, "");
    print_wrapped(entry->help, OPTION_COLUMN);
}

void tr_help_print(void) {
    static const char *const titles[] = {"Data", "Training", "Output"};
    for (size_t i = 0; i < tr_command_count; i++) {
        const tr_command_entry *entry = &tr_command_table[i];
        int length = printf("%s dehusk-train %s %s", i == 0 ? "usage:" : "      ", entry->name, entry->arguments);
        printf("%*s", COMMAND_COLUMN - length, "");
        print_wrapped(entry->help, COMMAND_COLUMN);
    }
    putchar('\n');
    for (size_t i = 0; i < tr_option_count; i++) {
        if (i == 0 || tr_option_table[i].group != tr_option_table[i - 1].group)
            puts(titles[tr_option_table[i].group]);
        print_option(&tr_option_table[i]);
    }
}
