/*
 * What the formats of output share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/printable.h"

const truncation truncations[] = {
    {DEHUSK_TRUNCATED_BYTES, "bytes", "longer than --max-bytes; only its beginning was used"},
    {DEHUSK_TRUNCATED_LINES, "lines", "too many lines; only the first ones were used"},
    {DEHUSK_TRUNCATED_DEPTH, "depth", "elements nested too deeply; the innermost tags were ignored"},
    {DEHUSK_TRUNCATED_ATTRIBUTE, "attribute", "an attribute is too long; only its beginning was used"},
};

const size_t truncation_count = sizeof truncations / sizeof truncations[0];

static bool wants_color(color_when when, bool terminal) {
    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return terminal && (no_color == NULL || *no_color == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}

void output_begin(page_output *output, const cli_settings *settings, dehusk_context *context) {
    memset(output, 0, sizeof *output);
    output->settings = settings;
    output->context = context;
    output->terminal = isatty(STDOUT_FILENO) == 1;
    output->color = wants_color(settings->color, output->terminal);
}

dehusk_status output_page(page_output *output, const char *source, const dehusk_page *page) {
    switch (output->settings->output) {
    case OUTPUT_TEXT:
        return output_text(output, page);
    case OUTPUT_ANNOTATED:
        return output_annotated(output, source, page);
    case OUTPUT_JSONL:
        return output_jsonl(source, page);
    }
    return DEHUSK_BAD_ARGUMENT;
}

void output_end(page_output *output) {
    free(output->reasons);
}

void output_put(const page_output *output, const char *text, size_t length) {
    /* Into a file or pipe the text goes as it is. A terminal would obey the
     * escape sequences that a page can contain. */
    if (output->terminal)
        printable_write(stdout, text, length, true);
    else
        fwrite(text, 1, length, stdout);
}
