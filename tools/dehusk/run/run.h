/*
 * Labelling all inputs.
 */
#ifndef DEHUSK_TOOL_RUN_H
#define DEHUSK_TOOL_RUN_H

#include "common/settings.h"
#include "dehusk.h"

/* Reads, labels and writes what the settings name. Returns an exit code; stderr
 * has been told of all that failed. */
int run_label(const cli_settings *settings, const dehusk_model *model, const dehusk_site_counts *counts);

#endif
