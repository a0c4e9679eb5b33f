/*
 * What is read and what is written are different files.
 */
#ifndef DEHUSK_TOOL_FILE_ROLES_H
#define DEHUSK_TOOL_FILE_ROLES_H

#include "common/settings.h"
#include "run/run_plan.h"

#include <stdbool.h>

/* Looks at the inputs, lists, model, counts, outputs and reports that the settings and the plan name, before any is
 * opened for writing: by the files themselves, so that links and other spellings of a name make no difference.
 * `plan` may be NULL. False, after a message, if a file would be written over that is read, or written twice. */
bool file_roles_check(const cli_settings *settings, const run_plan *plan);

#endif
