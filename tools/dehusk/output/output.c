/*
 * What the formats of output share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/printable.h"

const truncation truncations[] = {
    {DEHUSK_TRUNCATED_BYTES, "bytes", "longer than --max-bytes; only its beginning was used"},
    {DEHUSK_TRUNCATED_LINES, "lines", "too many lines; only the first ones were used"},
    {DEHUSK_TRUNCATED_DEPTH, "depth", "elements nested too deeply; the innermost tags were ignored"},
    {DEHUSK_TRUNCATED_ATTRIBUTE, "attribute", "an attribute is too long; only its beginning was used"},
    {TRUNCATED_INPUT, "input", "the page's end is missing in the archive"},
};

const size_t truncation_count = sizeof truncations / sizeof truncations[0];

unsigned output_truncated(const labelled_page *labelled) {
    return dehusk_page_summary(labelled->page)->truncated | (labelled->input->cut ? TRUNCATED_INPUT : 0u);
}

static bool wants_color(color_when when, bool terminal) {
    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return terminal && (no_color == NULL || *no_color == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}

void output_begin(page_output *output, const cli_settings *settings, dehusk_context *context, bool several) {
    memset(output, 0, sizeof *output);
    output->settings = settings;
    output->context = context;
    output->terminal = settings->output_file == NULL && settings->output_folder == NULL && isatty(STDOUT_FILENO) == 1;
    output->color = wants_color(settings->color, output->terminal);
    output->several = several;
}

dehusk_status output_page(page_output *output, const labelled_page *labelled, output_buffer *to) {
    dehusk_status status = DEHUSK_OK;
    switch (output->settings->output) {
    case OUTPUT_TEXT:
        output_text(output, labelled->page, to);
        break;
    case OUTPUT_ANNOTATED:
        status = output_annotated(output, labelled, to);
        break;
    case OUTPUT_JSONL:
        output_jsonl(output, labelled, to);
        break;
    case OUTPUT_WET:
        output_wet(output, labelled, to);
        break;
    }
    return to->failed ? DEHUSK_OUT_OF_MEMORY : status;
}

const char *output_separator(const cli_settings *settings) {
    return settings->output == OUTPUT_TEXT ? "\n" : "";
}

void output_end(page_output *output) {
    free(output->reasons);
}

void output_put(const page_output *output, output_buffer *to, const char *text, size_t length) {
    /* Into a file or pipe the text goes as it is. A terminal would obey the
     * escape sequences that a page can contain. */
    if (output->terminal)
        printable_put(to, text, length, true);
    else
        put_bytes(to, text, length);
}

void output_lines(const page_output *output, const dehusk_page *page, dehusk_label label, output_buffer *to) {
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != label)
            continue;
        output_put(output, to, line->text, line->text_length);
        put_char(to, '\n');
    }
}
