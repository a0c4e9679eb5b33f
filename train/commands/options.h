/*
 * The command line of dehusk-train: its commands and options, each described
 * once, in a table that the reader, the help and the manual page share.
 */
#ifndef TR_OPTIONS_H
#define TR_OPTIONS_H

#include "commands/commands.h"

typedef enum tr_option_group { TR_GROUP_DATA = 0, TR_GROUP_TRAINING, TR_GROUP_OUTPUT } tr_option_group;

/* What an option's value is read to. */
typedef enum tr_value_kind {
    TR_VALUE_TEXT = 0, /* const char *, as it stands on the command line */
    TR_VALUE_FLAG,     /* bool; the option takes no value */
    TR_VALUE_UNSIGNED, /* unsigned */
    TR_VALUE_SIZE,     /* size_t */
    TR_VALUE_NUMBER,   /* double */
    TR_VALUE_READ      /* whatever `read` makes of it */
} tr_value_kind;

typedef struct tr_option_entry {
    const char *name;
    const char *alias;    /* another name; NULL: none */
    const char *argument; /* what help calls the value; NULL: there is none */
    const char *help;
    tr_option_group group;
    tr_value_kind kind;
    double low, high;                                     /* of numbers, inclusive */
    size_t member;                                        /* its place in tr_settings */
    bool (*read)(const char *value, tr_settings *answer); /* false: not a possible value */
} tr_option_entry;

enum { TR_OPTIONS_MAX = 64 }; /* rows of the table */

extern const tr_option_entry tr_option_table[];
extern const size_t tr_option_count;

/* A command with the words that follow it: operands go to members of tr_settings that no option has set. */
typedef struct tr_command_entry {
    const char *name;
    const char *arguments; /* as help shows them */
    const char *help;
    bool (*run)(const tr_settings *settings, tr_error *error);
    bool both_modes;  /* unless --mode is given */
    bool needs_pages; /* of --corpus or --pages-dir */
    bool needs_output;
    bool takes_leave_out;
    bool takes_report;
    size_t operand_count;
    size_t operands[2];          /* places of const char * in tr_settings */
    const char *operand_missing; /* what is said then */
} tr_command_entry;

extern const tr_command_entry tr_command_table[];
extern const size_t tr_command_count;

/* Decimal digits alone, up to ULLONG_MAX. */
bool tr_read_count(const char *text, unsigned long long *value);

typedef enum tr_options_outcome { TR_OPTIONS_RUN = 0, TR_OPTIONS_HELP, TR_OPTIONS_WRONG } tr_options_outcome;

/* Reads what follows the program's name into `settings`, which has the
 * defaults. TR_OPTIONS_WRONG: a message is on stderr. */
tr_options_outcome tr_options_read(int argc, char **argv, const tr_command_entry **command, tr_settings *settings);

/* On stdout. */
void tr_help_print(void);

#endif
