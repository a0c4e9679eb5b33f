/*
 * Reading the command line.
 *
 * getopt_long does the cutting; the messages are our own, because those of the
 * C libraries differ from each other.
 */
#include "command/options.h"

#include "common/characters.h"
#include "common/cores.h"
#include "common/language.h"
#include "common/machine_memory.h"
#include "common/message.h"
#include "output/output_packer.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LONG_ONLY = 256,      /* getopt's value of row i is its letter, or LONG_ONLY + i without one */
    OPTIONS_MAX = 48,     /* rows that fit in the arrays given to getopt */
    JOBS_MAX = 1024,      /* beyond it a number is surely a mistake */
    REASONS_MAX = 1000000 /* beyond it a number is surely a mistake */
};
static const uint64_t MEMORY_MAX = (uint64_t)UINT32_MAX << 30;

static int getopt_value(size_t row) {
    return option_table[row].letter != 0 ? option_table[row].letter : LONG_ONLY + (int)row;
}

static const option_entry *entry_of(int value) {
    for (size_t row = 0; row < option_count; row++)
        if (getopt_value(row) == value)
            return &option_table[row];
    return NULL;
}

/* Fills what getopt wants to know from the table. */
static void prepare(struct option *longs, char *shorts) {
    *shorts++ = ':'; /* tells a missing argument from an unknown option */
    for (size_t row = 0; row < option_count; row++) {
        const option_entry *entry = &option_table[row];
        longs[row].name = entry->name;
        longs[row].has_arg = entry->argument == ARGUMENT_NONE       ? no_argument
                             : entry->argument == ARGUMENT_REQUIRED ? required_argument
                                                                    : optional_argument;
        longs[row].flag = NULL;
        longs[row].val = getopt_value(row);
        if (entry->letter == 0)
            continue;
        *shorts++ = entry->letter; /* that of --help takes none: its argument is hidden */
        if (entry->argument == ARGUMENT_REQUIRED)
            *shorts++ = ':';
    }
    memset(&longs[option_count], 0, sizeof longs[option_count]);
    *shorts = '\0';
}

/* The position of `argument` among the words of an option, -1 after a message. */
static int choose(const option_entry *entry, const char *argument) {
    for (int i = 0; entry->choices[i] != NULL; i++)
        if (strcmp(entry->choices[i], argument) == 0)
            return i;
    message_begin(NULL);
    fprintf(stderr, "--%s: '", entry->name);
    message_put(argument);
    fputs("' is not one of ", stderr);
    for (int i = 0; entry->choices[i] != NULL; i++)
        fprintf(stderr, "%s%s", i > 0 ? ", " : "", entry->choices[i]);
    message_end();
    return -1;
}

static bool bad_value(const option_entry *entry, const char *argument, const char *expected) {
    message_begin(NULL);
    fprintf(stderr, "--%s: '", entry->name);
    message_put(argument);
    fprintf(stderr, "' is not %s", expected);
    message_end();
    return false;
}

/* Reads decimal digits up to `*end`; false if there are none or the number is
 * over `most`. strtoull would take signs and spaces. */
static bool read_number(const char *text, uint64_t most, uint64_t *number, const char **end) {
    uint64_t n = 0;
    const char *c = text;
    for (; is_digit(*c); c++) {
        uint64_t digit = (uint64_t)(*c - '0');
        if (n > (most - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *number = n;
    *end = c;
    return c > text;
}

static bool set_count(const option_entry *entry, const char *argument, size_t *count) {
    uint64_t n;
    const char *end;
    if (!read_number(argument, REASONS_MAX, &n, &end) || *end != '\0')
        return bad_value(entry, argument, "a whole number from 0 to 1000000");
    *count = (size_t)n;
    return true;
}

static bool set_size(const option_entry *entry, const char *argument, uint64_t most, size_t *size) {
    char expected[80];
    static const char suffixes[] = "KkMmGg";
    uint64_t n;
    const char *end;
    snprintf(expected, sizeof expected, "a number of bytes from 1 to %llu (K, M or G may follow it)",
             (unsigned long long)most);
    if (!read_number(argument, most, &n, &end))
        return bad_value(entry, argument, expected);
    const char *suffix = *end != '\0' ? strchr(suffixes, *end) : NULL;
    if (suffix != NULL) {
        int shift = (int)(10 * ((suffix - suffixes) / 2 + 1));
        n = n <= most >> shift ? n << shift : 0;
        end++;
    }
    if (*end != '\0' || n == 0 || n > most)
        return bad_value(entry, argument, expected);
    *size = n < SIZE_MAX ? (size_t)n : SIZE_MAX;
    return true;
}

static bool set_jobs(const option_entry *entry, const char *argument, size_t *jobs) {
    uint64_t n = 0;
    const char *end = "";
    if (strcmp(argument, "auto") != 0 && (!read_number(argument, JOBS_MAX, &n, &end) || *end != '\0'))
        return bad_value(entry, argument, "auto or a whole number from 0 to 1024");
    *jobs = n > 0 ? (size_t)n : cores_count();
    return true;
}

static bool set_share(const option_entry *entry, const char *argument, double *share) {
    /* The locale is never set, so the decimal sign is a dot. The set of
     * characters keeps out hexadecimal numbers, "nan" and spaces. */
    char *end = NULL;
    double value = strtod(argument, &end);
    if (*argument == '\0' || *end != '\0' || argument[strspn(argument, "0123456789.eE+-")] != '\0' ||
        !(value >= 0.0 && value <= 1.0))
        return bad_value(entry, argument, "a number from 0 to 1");
    *share = value;
    return true;
}

/* The bit of a role whose name is `length` bytes at `name`; 0: there is none. */
static unsigned role_bit(const char *name, size_t length) {
    for (int role = DEHUSK_ROLE_TITLE; role <= DEHUSK_ROLE_NOTICE; role++) {
        const char *known = dehusk_role_name((dehusk_role)role);
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return 1u << (role - DEHUSK_ROLE_TITLE);
    }
    return 0;
}

_Static_assert(DEHUSK_KEEP_TITLE == 1u << (DEHUSK_ROLE_TITLE - 1) &&
                   DEHUSK_KEEP_CAPTION == 1u << (DEHUSK_ROLE_CAPTION - 1),
               "bits in the order of roles");
_Static_assert(DEHUSK_KEEP_READ_MORE == 1u << (DEHUSK_ROLE_READ_MORE - 1) &&
                   DEHUSK_KEEP_TEASER == 1u << (DEHUSK_ROLE_TEASER - 1) &&
                   DEHUSK_KEEP_COMMENT == 1u << (DEHUSK_ROLE_COMMENT - 1) &&
                   DEHUSK_KEEP_NOTICE == 1u << (DEHUSK_ROLE_NOTICE - 1),
               "bits in the order of roles");

static bool set_roles(const option_entry *entry, const char *argument, unsigned *keep) {
    const char *name = argument;
    unsigned bits = 0;
    if (strcmp(argument, "all") == 0) {
        *keep = DEHUSK_KEEP_ALL;
        return true;
    }
    for (bool more = strcmp(argument, "none") != 0; more; name++) {
        size_t length = strcspn(name, ",");
        unsigned bit = role_bit(name, length);
        if (bit == 0)
            return bad_value(
                entry, argument,
                "all, none, or some of title, caption, read-more, teaser, comment and notice with commas between");
        bits |= bit;
        name += length;
        more = *name == ',';
    }
    *keep = bits;
    return true;
}

/* The bit of a name of metadata, likewise. */
static unsigned metadata_bit(const char *name, size_t length) {
    for (int i = 0; i < DEHUSK_METADATA_COUNT; i++) {
        const char *known = dehusk_metadata_key((dehusk_metadata_name)i);
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return 1u << i;
    }
    return 0;
}

static bool set_metadata(const option_entry *entry, const char *argument, unsigned *required) {
    unsigned bits = 0;
    for (const char *name = argument;; name++) {
        size_t length = strcspn(name, ",");
        unsigned bit = metadata_bit(name, length);
        if (bit == 0)
            return bad_value(entry, argument,
                             "a list, with commas, of title, author, published, modified, site_name, "
                             "description, url, language, image, kind, keywords and license");
        bits |= bit;
        name += length;
        if (*name == '\0')
            break;
    }
    *required = bits;
    return true;
}

static bool add_pattern(const option_entry *entry, const char *argument, file_patterns *patterns) {
    if (patterns->count == PATTERNS_MAX)
        return bad_value(entry, argument, "among the first 64 patterns");
    patterns->globs[patterns->count++] = argument;
    return true;
}

/* Where the text of an option goes as it is; NULL: nowhere. */
static const char **text_of(cli_settings *settings, option_id id) {
    switch (id) {
    case OPTION_CHARSET:
        return &settings->charset;
    case OPTION_FILES_FROM:
        return &settings->files_from;
    case OPTION_INCLUDE_URL_FILE:
        return &settings->include_url_file;
    case OPTION_EXCLUDE_URL_FILE:
        return &settings->exclude_url_file;
    case OPTION_HOST:
        return &settings->host;
    case OPTION_FIELD:
        return &settings->page_field;
    case OPTION_URL_FIELD:
        return &settings->url_field;
    case OPTION_OUTPUT_DIR:
        return &settings->output_folder;
    case OPTION_ERRORS:
        return &settings->errors;
    case OPTION_STATS:
        return &settings->stats;
    case OPTION_ONLY_LANGUAGE:
        return &settings->only_language;
    case OPTION_SITE_COUNTS:
        return &settings->site_counts;
    case OPTION_MODEL:
        return &settings->model;
    default:
        return NULL;
    }
}

/* What an option without a value switches on; NULL: nothing. */
static bool *flag_of(cli_settings *settings, option_id id) {
    switch (id) {
    case OPTION_RESUME:
        return &settings->resume;
    case OPTION_BLOCKS:
        return &settings->blocks;
    case OPTION_INVERT:
        return &settings->invert;
    case OPTION_ONLY_CONTENT:
        return &settings->only_content;
    case OPTION_LANGUAGE:
        return &settings->language;
    case OPTION_FRONT_MATTER:
        return &settings->front_matter;
    case OPTION_DEDUPLICATE:
        return &settings->deduplicate;
    case OPTION_DEDUPLICATE_LINES:
        return &settings->deduplicate_lines;
    case OPTION_QUIET:
        return &settings->quiet;
    default:
        return NULL;
    }
}

static void set_choice(cli_settings *settings, option_id id, int choice) {
    switch (id) {
    case OPTION_INPUT:
        settings->input = (input_kind)choice;
        break;
    case OPTION_LINES:
        settings->lines = (lines_wanted)choice;
        break;
    case OPTION_COMPRESS:
        settings->pack = (packing)choice;
        break;
    case OPTION_OUTPUT:
        settings->output = (output_format)choice;
        break;
    case OPTION_LINKS:
        settings->links = (dehusk_links)choice;
        break;
    case OPTION_IMAGES:
        settings->images = (dehusk_images)choice;
        break;
    case OPTION_TABLES:
        settings->tables = (dehusk_tables)choice;
        break;
    case OPTION_TEXT_KIND:
        settings->text_kind = (dehusk_text_kind)choice;
        break;
    case OPTION_HIDDEN:
        settings->hidden = (dehusk_hidden)choice;
        break;
    case OPTION_FAVOR:
        settings->favor = (dehusk_favor)choice;
        break;
    case OPTION_COLOR:
        settings->color = (color_when)choice;
        break;
    default:
        break; /* not one of several words */
    }
}

static bool set_option(cli_settings *settings, const option_entry *entry, const char *argument) {
    /* NULL only where the argument is optional; the checks of the others refuse an empty one. */
    const char *value = argument != NULL ? argument : "";
    int choice = 0;
    if (entry->choices != NULL && argument != NULL) {
        choice = choose(entry, argument);
        if (choice < 0)
            return false;
    }
    const char **text = text_of(settings, entry->id);
    bool *flag = flag_of(settings, entry->id);
    if (text != NULL)
        *text = argument;
    if (flag != NULL)
        *flag = true;
    switch (entry->id) {
    case OPTION_INCLUDE:
        return add_pattern(entry, value, &settings->include);
    case OPTION_EXCLUDE:
        return add_pattern(entry, value, &settings->exclude);
    case OPTION_INCLUDE_URL:
        return add_pattern(entry, value, &settings->include_url);
    case OPTION_EXCLUDE_URL:
        return add_pattern(entry, value, &settings->exclude_url);
    case OPTION_OUTPUT_FILE:
        settings->output_file = strcmp(value, "-") != 0 ? argument : NULL;
        break;
    case OPTION_JOBS:
        return set_jobs(entry, value, &settings->jobs);
    case OPTION_MEMORY:
        return set_size(entry, value, MEMORY_MAX, &settings->memory);
    case OPTION_THRESHOLD:
        return set_share(entry, value, &settings->threshold);
    case OPTION_KEEP:
        return set_roles(entry, value, &settings->keep);
    case OPTION_REQUIRE:
        return set_metadata(entry, value, &settings->require);
    case OPTION_EXPLAIN:
        settings->explain = true;
        settings->explain_groups = argument == NULL;
        return argument == NULL || set_count(entry, value, &settings->explain_limit);
    case OPTION_MIN_TOKENS:
        return set_count(entry, value, &settings->min_tokens);
    case OPTION_MAX_BYTES:
        return set_size(entry, value, UINT32_MAX, &settings->max_bytes);
    case OPTION_VERSION:
        settings->action = ACTION_VERSION;
        break;
    case OPTION_HELP:
        settings->action = ACTION_HELP;
        settings->help_topic = argument != NULL ? (help_topic)choice : HELP_OPTIONS;
        break;
    default:
        set_choice(settings, entry->id, choice);
    }
    return true;
}

/* Says why getopt stumbled: it gave ':' or '?', and `word` is what it was at. */
static void complain(int result, const char *word) {
    const option_entry *entry = optopt != 0 ? entry_of(optopt) : NULL;
    message_begin(NULL);
    if (entry != NULL && result == ':') {
        fprintf(stderr, "--%s needs an argument", entry->name);
    } else if (entry != NULL) {
        fprintf(stderr, "--%s takes no argument", entry->name);
    } else if (optopt > 0 && optopt < LONG_ONLY) {
        char letter[] = {'-', (char)optopt, '\0'};
        fputs("unknown option '", stderr);
        message_put(letter);
        fputc('\'', stderr);
    } else {
        size_t length = strcspn(word, "=");
        size_t matches = 0;
        for (size_t row = 0; row < option_count && length > 2; row++)
            if (strncmp(option_table[row].name, word + 2, length - 2) == 0)
                matches++;
        fprintf(stderr, "%s option '", matches > 1 ? "ambiguous" : "unknown");
        message_put(word);
        fputc('\'', stderr);
    }
    message_end();
}

/* The word that asks for one of the site actions as first argument; NULL for the others. */
static const char *action_word(action wanted) {
    return wanted == ACTION_SITE_COUNT ? "site-count" : wanted == ACTION_SITE_MERGE ? "site-merge" : NULL;
}

/* Takes the first argument away if it asks for another action than labelling. */
static void take_action(int *argc, char ***argv, cli_settings *settings) {
    for (action wanted = ACTION_SITE_COUNT; wanted <= ACTION_SITE_MERGE; wanted++)
        if (*argc > 1 && strcmp((*argv)[1], action_word(wanted)) == 0) {
            settings->action = wanted;
            (*argv)[1] = (*argv)[0];
            *argc -= 1;
            *argv += 1;
            return;
        }
}

/* Sees whether an option goes with the action. False after a message. */
static bool belongs(const option_entry *entry, action wanted) {
    if (wanted == ACTION_LABEL || (wanted == ACTION_SITE_COUNT ? entry->counts : entry->merges))
        return true;
    message_begin(NULL);
    fprintf(stderr, "--%s does not go with %s", entry->name, action_word(wanted));
    message_end();
    return false;
}

/* Sees whether the options go together, and settles what one leaves to
 * another. False after a message. */
static bool settle(cli_settings *settings, bool output_given) {
    const char *problem = NULL;
    bool to_file = settings->output_file != NULL || settings->output_folder != NULL;
    bool counting = settings->action == ACTION_SITE_COUNT || settings->action == ACTION_SITE_MERGE;
    if (counting && !to_file && isatty(STDOUT_FILENO) == 1)
        problem = "counts are not for a terminal (--output-file)";
    else if (settings->explain && output_given && settings->output != OUTPUT_ANNOTATED &&
             settings->output != OUTPUT_HTML)
        problem = "--explain goes with annotated and html output only";
    else if ((settings->language || settings->only_language != NULL) && !language_known())
        problem = "--language and --only-language: this dehusk was built without CLD2";
    else if (settings->only_language != NULL && !language_list_is_valid(settings->only_language))
        problem = "--only-language wants codes of languages in small letters, with commas between: ru,en";
    else if (settings->front_matter && settings->output != OUTPUT_MARKDOWN)
        problem = "--front-matter goes with markdown output only";
    else if (settings->language && settings->output != OUTPUT_JSONL && settings->output != OUTPUT_CSV &&
             settings->output != OUTPUT_TSV)
        problem = "--language goes with jsonl, csv and tsv output only";
    else if (settings->output_file != NULL && settings->output_folder != NULL)
        problem = "--output-file and --output-dir exclude each other";
    else if (settings->output_folder != NULL && settings->output_folder[0] == '\0')
        problem = "--output-dir wants the name of a folder"; /* it is not the root */
    else if (settings->resume && !to_file)
        problem = "--resume needs --output-file or --output-dir";
    else if (settings->pack > PACK_NONE && !to_file && isatty(STDOUT_FILENO) == 1)
        problem = "--compress: standard output is a terminal";
    if (problem != NULL) {
        message_say(NULL, problem);
        return false;
    }
    if (settings->explain && !output_given)
        settings->output = OUTPUT_ANNOTATED;
    if (counting)
        settings->pack = PACK_NONE;
    else if (settings->pack == PACK_AUTO)
        settings->pack = settings->output_file != NULL ? packing_of_name(settings->output_file) : PACK_NONE;
    return true;
}

bool options_parse(int argc, char **argv, cli_settings *settings) {
    static const char hint[] = "Try 'dehusk --help'.\n";
    struct option longs[OPTIONS_MAX + 1];
    char shorts[2 * OPTIONS_MAX + 2];
    bool output_given = false;

    if (option_count > OPTIONS_MAX)
        abort();
    memset(settings, 0, sizeof *settings);
    settings->threshold = -1.0;
    settings->jobs = 1;
    settings->memory = machine_memory() / 4;
    settings->keep = DEHUSK_KEEP_TITLE;
    take_action(&argc, &argv, settings);
    action wanted = settings->action;
    prepare(longs, shorts);
    opterr = 0;
    for (;;) {
        int result = getopt_long(argc, argv, shorts, longs, NULL);
        if (result == -1)
            break;
        const option_entry *entry = result == '?' || result == ':' ? NULL : entry_of(result);
        if (entry == NULL) {
            complain(result, argv[optind - 1]);
            fputs(hint, stderr);
            return false;
        }
        if (!belongs(entry, wanted) || !set_option(settings, entry, optarg)) {
            fputs(hint, stderr);
            return false;
        }
        if (entry->id == OPTION_OUTPUT)
            output_given = true;
        if (settings->action == ACTION_HELP)
            return true; /* who asks for help gets it, whatever follows */
    }
    if (!settle(settings, output_given)) {
        fputs(hint, stderr);
        return false;
    }
    settings->files = argv + optind;
    settings->file_count = (size_t)(argc - optind);
    return true;
}
