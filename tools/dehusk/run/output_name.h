/*
 * The names of output files.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_OUTPUT_NAME_H
#define DEHUSK_TOOL_OUTPUT_NAME_H

#include "common/settings.h"

/* "FOLDER/NAME.jsonl" for an input whose name within the output folder is
 * `inner`: "a/x.warc.gz" gives "FOLDER/a/x.jsonl". To be freed; NULL without
 * memory. */
char *output_name(const cli_settings *settings, const char *inner);

#endif
