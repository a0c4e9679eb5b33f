/*
 * dehusk site-merge.
 */
#include "run/merge_run.h"

#include "common/message.h"
#include "output/output_sink.h"
#include "run/count_parts.h"
#include "run/file_roles.h"

int run_merge(const cli_settings *settings) {
    count_parts parts = {0};
    output_sink sink = {0};
    size_t failed = 0;
    if (!file_roles_check(settings, NULL))
        return EXIT_NOTHING_DONE;
    for (size_t i = 0; i < settings->file_count; i++) {
        const char *problem = count_parts_open(&parts, settings->files[i]);
        if (problem != NULL) {
            message_say(settings->files[i], problem);
            count_parts_free(&parts);
            return EXIT_SOME_FAILED;
        }
    }
    const char *problem = sink_open(&sink, settings->output_file, false);
    failed = parts.count;
    if (problem == NULL)
        problem = count_parts_merge(&parts, &sink, &failed);
    if (problem == NULL)
        problem = sink_commit(&sink);
    if (problem != NULL) {
        const char *output = settings->output_file != NULL ? settings->output_file : "standard output";
        message_say(failed < parts.count ? settings->files[failed] : output, problem);
        sink_abandon(&sink);
    }
    count_parts_free(&parts);
    return problem == NULL ? EXIT_DONE : EXIT_SOME_FAILED;
}
