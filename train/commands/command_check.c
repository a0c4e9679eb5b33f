/*
 * check: what is wrong with a corpus.
 */
#include "commands/check.h"
#include "commands/commands.h"

#include <stdio.h>

bool tr_command_check(const tr_settings *settings, tr_error *error) {
    tr_check_counts counts;
    tr_check_options options = {.folder = settings->corpus,
                                .sets = settings->sets,
                                .threads = settings->recipe.threads,
                                .everything = settings->recipe.svm.verbose,
                                .progress = "checking pages"};
    if (!tr_check_corpus(&options, stdout, &counts, error))
        return false;
    return counts.faults == 0 ||
           tr_fail(error, "%s: training would refuse it for %zu faults", settings->corpus, counts.faults);
}
