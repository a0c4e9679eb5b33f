/*
 * --help=bash, --help=zsh, --help=fish: completions for the shells.
 */
#include "command/options.h"

#include <stdio.h>

static bool takes_argument(const option_entry *entry) {
    return entry->argument == ARGUMENT_REQUIRED || entry->argument == ARGUMENT_OPTIONAL;
}

static void put_choices(const option_entry *entry) {
    for (size_t i = 0; entry->choices[i] != NULL; i++)
        printf("%s%s", i > 0 ? " " : "", entry->choices[i]);
}

/* Text inside single quotes for zsh, which also gives brackets and colons a
 * meaning in what _arguments is told. */
static void put_quoted(const char *text) {
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'') {
            fputs("'\\''", stdout);
            continue;
        }
        if (*c == '[' || *c == ']' || *c == ':')
            putchar('\\');
        putchar(*c);
    }
}

static void print_bash(void) {
    fputs("# bash completion for dehusk\n"
          "_dehusk() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    COMPREPLY=()\n"
          "    # --option=value arrives as three words\n"
          "    if [[ $word == = ]]; then\n"
          "        word=\n"
          "    elif [[ $before == = ]]; then\n"
          "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
          "    fi\n"
          "    case $before in\n",
          stdout);
    for (size_t i = 0; i < option_count; i++) {
        const option_entry *entry = &option_table[i];
        if (entry->argument != ARGUMENT_REQUIRED)
            continue;
        fputs("        ", stdout);
        if (entry->letter != 0)
            printf("-%c|", entry->letter);
        printf("--%s)\n", entry->name);
        if (entry->choices != NULL) {
            fputs("            mapfile -t COMPREPLY < <(compgen -W '", stdout);
            put_choices(entry);
            fputs("' -- \"$word\")\n", stdout);
        } else if (entry->argument_is_file) {
            fputs("            mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n", stdout);
        }
        fputs("            return ;;\n", stdout);
    }
    fputs("    esac\n"
          "    if [[ $word == -* ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W '",
          stdout);
    for (size_t i = 0; i < option_count; i++)
        printf("%s--%s", i > 0 ? " " : "", option_table[i].name);
    fputs("' -- \"$word\")\n"
          "    else\n"
          "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
          "    fi\n"
          "}\n"
          "complete -o filenames -F _dehusk dehusk\n",
          stdout);
}

static void print_zsh(void) {
    fputs("#compdef dehusk\n"
          "_arguments -s -S",
          stdout);
    for (size_t i = 0; i < option_count; i++) {
        const option_entry *entry = &option_table[i];
        /* "=": the argument follows after an equals sign or in the next word, "=-": after the sign only */
        const char *argument = entry->argument == ARGUMENT_REQUIRED   ? "="
                               : entry->argument == ARGUMENT_OPTIONAL ? "=-"
                                                                      : "";
        fputs(" \\\n    ", stdout);
        if (entry->letter != 0) /* with "+" the argument of a letter follows at once or in the next word */
            printf("'(-%c --%s)'{-%c%s,--%s%s}'", entry->letter, entry->name, entry->letter,
                   entry->argument == ARGUMENT_REQUIRED ? "+" : "", entry->name, argument);
        else
            printf("'--%s%s", entry->name, argument);
        putchar('[');
        put_quoted(entry->help);
        putchar(']');
        if (takes_argument(entry)) {
            printf("%s%s:", entry->argument == ARGUMENT_OPTIONAL ? "::" : ":", entry->argument_name);
            if (entry->choices != NULL) {
                putchar('(');
                put_choices(entry);
                putchar(')');
            } else if (entry->argument_is_file) {
                fputs("_files", stdout);
            } else {
                putchar(' ');
            }
        }
        putchar('\'');
    }
    fputs(" \\\n    '*:page:_files'\n", stdout);
}

static void print_fish(void) {
    fputs("# fish completion for dehusk\n", stdout);
    for (size_t i = 0; i < option_count; i++) {
        const option_entry *entry = &option_table[i];
        printf("complete -c dehusk -l %s", entry->name);
        if (entry->letter != 0)
            printf(" -s %c", entry->letter);
        if (entry->argument == ARGUMENT_REQUIRED)
            fputs(entry->argument_is_file ? " -r -F" : " -x", stdout);
        if (takes_argument(entry) && entry->choices != NULL) {
            fputs(" -a '", stdout);
            put_choices(entry);
            putchar('\'');
        }
        fputs(" -d '", stdout);
        for (const char *c = entry->help; *c != '\0'; c++) {
            if (*c == '\'' || *c == '\\')
                putchar('\\'); /* fish escapes within the quotes */
            putchar(*c);
        }
        fputs("'\n", stdout);
    }
}

void completions_print(help_topic shell) {
    if (shell == HELP_BASH)
        print_bash();
    else if (shell == HELP_ZSH)
        print_zsh();
    else
        print_fish();
}
