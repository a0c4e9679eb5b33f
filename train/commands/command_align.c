/*
 * align: how well the lines of pages can be labelled from their gold texts.
 */
#include "commands/report_files.h"

#include <stdio.h>

static bool run_align(const tr_settings *settings, dehusk_format format, const tr_report_files *to, tr_error *error) {
    tr_mode_data all;
    bool fine = tr_mode_data_read(&all, settings, format, false, error);
    if (fine && settings->show != NULL)
        fine = tr_show_page(&all, settings->show, NULL, error);
    else if (fine)
        tr_evaluate_labels(&all.pages, stdout, to->pages);
    tr_mode_data_free(&all);
    return fine;
}

bool tr_command_align(const tr_settings *settings, tr_error *error) {
    return tr_each_mode(settings, run_align, error);
}
