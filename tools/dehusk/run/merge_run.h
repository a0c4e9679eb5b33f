/*
 * dehusk site-merge.
 */
#ifndef DEHUSK_TOOL_MERGE_RUN_H
#define DEHUSK_TOOL_MERGE_RUN_H

#include "common/settings.h"

/* Adds the files of site counts up. Returns an exit code, after messages. */
int run_merge(const cli_settings *settings);

#endif
