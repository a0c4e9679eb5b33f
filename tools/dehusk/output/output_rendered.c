/*
 * The content as the library renders it: Markdown, clean HTML, text in blocks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

bool output_wants_markup(const cli_settings *settings) {
    return settings->output == OUTPUT_MARKDOWN || settings->output == OUTPUT_CLEAN_HTML ||
           (settings->output == OUTPUT_TEXT && settings->blocks) ||
           (settings->output == OUTPUT_JSONL && settings->lines == LINES_MARKDOWN);
}

dehusk_status output_render(const page_output *output, const labelled_page *labelled, dehusk_form form,
                            const char **text, size_t *length) {
    dehusk_rendering rendering;
    dehusk_rendering_init(&rendering);
    rendering.form = form;
    rendering.links = output->settings->links;
    rendering.images = output->settings->images;
    rendering.tables = output->settings->tables;
    rendering.url = labelled->input->url;
    return dehusk_render(output->context, &rendering, text, length);
}

dehusk_status output_rendered(const page_output *output, const labelled_page *labelled, dehusk_form form,
                              output_buffer *to) {
    const char *text;
    size_t length;
    dehusk_status status = output_render(output, labelled, form, &text, &length);
    if (status == DEHUSK_OK)
        output_put(output, to, text, length);
    return status;
}
