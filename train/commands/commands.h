/*
 * What dehusk-train does: one function for each of its commands.
 */
#ifndef TR_COMMANDS_H
#define TR_COMMANDS_H

#include "calibrate/crossval.h"
#include "corpus/set_terms.h"

#include <stdbool.h>

enum { TR_FOLDERS_MAX = 32 };

/* All that the command line says. */
typedef struct tr_settings {
    const char *corpus;
    const char *sets;                    /* NULL: all */
    const char *cache;                   /* NULL: none */
    const char *folders[TR_FOLDERS_MAX]; /* of own_pages.h */
    size_t folder_count;
    tr_set_options terms;
    const char *renderings;  /* of forms.h; NULL: none */
    const char *short_pages; /* a folder that only empty_fit.h learns from, in HTML; NULL: none */
    const char *line_sets;   /* of forms.h; NULL: none */
    bool extract;            /* plain text: the regime of extracted text, too */
    const char *pages;       /* NULL: no figures of single pages */
    const char *tables;      /* NULL: no rows of tables */
    const char *report;      /* NULL: no page to look at */
    const char *leave_out;   /* languages; NULL: none */
    const char *output;
    const char *model;
    const char *other;   /* what compare sets against it */
    const char *name;    /* of the model that is written */
    const char *created; /* date of the model that is written */
    const char *without; /* names of features that are left out; NULL: none */
    const char *show;    /* "SET/ID": print the labels of that page's lines */
    bool html, text;     /* modes */
    double html_shift, text_shift, extract_shift, gate_shift;
    unsigned site_counts; /* other pages that cv compares each to; 0: no such figures */
    size_t top;           /* weights that dump prints; 0: all */
    tr_recipe recipe;     /* all but its shift */
} tr_settings;

/* Each returns false with a message on failure. */
bool tr_command_cv(const tr_settings *settings, tr_error *error);
bool tr_command_fit(const tr_settings *settings, tr_error *error);
bool tr_command_evaluate(const tr_settings *settings, tr_error *error);
bool tr_command_dump(const tr_settings *settings, tr_error *error);
bool tr_command_align(const tr_settings *settings, tr_error *error);
bool tr_command_compare(const tr_settings *settings, tr_error *error);
bool tr_command_check(const tr_settings *settings, tr_error *error);

/* Calibration and decision constants, on stdout. */
void tr_print_constants(const dhk_classifier *classifier);

#endif
