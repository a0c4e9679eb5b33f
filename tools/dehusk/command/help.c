/*
 * --help: the table of options as a page for a terminal.
 */
#include "command/options.h"

#include <stdio.h>
#include <string.h>

enum {
    HELP_COLUMN = 26, /* where the descriptions begin */
    HELP_WIDTH = 79
};

/* Prints words from `column` on, with every further row indented to
 * HELP_COLUMN. */
static void print_wrapped(const char *text, size_t column) {
    bool first = true;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (!first && column + 1 + length > HELP_WIDTH) {
            printf("\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
            first = true;
        }
        printf("%s%.*s", first ? "" : " ", (int)length, text);
        column += length + (first ? 0 : 1);
        first = false;
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_option(const option_entry *entry) {
    char left[64];
    char letter[8] = "    ";
    bool visible_argument = entry->argument == ARGUMENT_REQUIRED || entry->argument == ARGUMENT_OPTIONAL;
    if (entry->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", entry->letter);
    snprintf(left, sizeof left, "  %s--%s%s%s%s", letter, entry->name,
             entry->argument == ARGUMENT_OPTIONAL   ? "[="
             : entry->argument == ARGUMENT_REQUIRED ? " "
                                                    : "",
             visible_argument ? entry->argument_name : "", entry->argument == ARGUMENT_OPTIONAL ? "]" : "");
    size_t length = strlen(left);
    fputs(left, stdout);
    if (length + 2 > HELP_COLUMN) {
        putchar('\n');
        length = 0;
    }
    printf("%*s", (int)(HELP_COLUMN - length), "");

    char text[512];
    snprintf(text, sizeof text, "%s%s%s%s", entry->help, entry->standard != NULL ? " [" : "",
             entry->standard != NULL ? entry->standard : "", entry->standard != NULL ? "]" : "");
    print_wrapped(text, HELP_COLUMN);
}

void help_print(void) {
    fputs("Usage: dehusk [OPTION]... [FILE]...\n"
          "       dehusk site-count [OPTION]... [FILE]... -o COUNTS\n"
          "       dehusk site-merge COUNTS... -o COUNTS\n"
          "Print the content of web pages, without menus, banners and other chrome.\n"
          "FILE is a page, an archive of pages (WARC, WET, ARC, JSON lines), or a folder\n"
          "of such files. Without FILE, or where FILE is -, standard input is read.\n",
          stdout);
    for (size_t i = 0; i < option_count; i++) {
        option_group group = option_table[i].group;
        if (i == 0 || group != option_table[i - 1].group)
            printf("\n%s:\n", option_group_title(group));
        print_option(&option_table[i]);
    }
    fputs("\nExamples:\n", stdout);
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].example != NULL)
            printf("  %s\n", option_table[i].example);
    fputs("\nExit status: 0 done, 1 a file or the output failed, 2 wrong usage or no model.\n", stdout);
}
