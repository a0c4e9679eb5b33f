/*
 * The files that a command writes figures to, and what it shows of single pages.
 */
#ifndef TR_REPORT_FILES_H
#define TR_REPORT_FILES_H

#include "commands/mode_data.h"

#include <stdio.h>

/* For figures of single pages, for the rows of the tables and to look at; all modes go into one. */
typedef struct tr_report_files {
    FILE *pages, *tables, *html; /* NULL: none */
} tr_report_files;

/* What a command does in one mode. */
typedef bool tr_mode_work(const tr_settings *settings, dehusk_format format, const tr_report_files *to,
                          tr_error *error);

/* Opens the files that the settings name, does the work in each of their modes, closes the files. */
bool tr_each_mode(const tr_settings *settings, tr_mode_work *work, tr_error *error);

/* Prints the lines of the page "SET/ID": what the gold says, what the model says, unless `classifier` is NULL. */
bool tr_show_page(const tr_mode_data *all, const char *wanted, const dhk_classifier *classifier, tr_error *error);

/* Opening and closing by the same names, for commands that write one file of all modes. */
bool tr_report_files_open(const tr_settings *settings, tr_report_files *files, tr_error *error);
bool tr_report_files_close(const tr_settings *settings, const tr_report_files *files, tr_error *error);

#endif
