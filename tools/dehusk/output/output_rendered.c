/*
 * The content as the library renders it: Markdown, clean HTML, text in blocks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

#include "output/json_writer.h"

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

/* What the page says of itself, as YAML: strings of JSON are strings there, too. */
static void put_front_matter(const labelled_page *labelled, output_buffer *to) {
    const char *address = labelled->input->url;
    const char *before = "---\n";
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        dehusk_metadata found = dehusk_page_metadata(labelled->page, (dehusk_metadata_name)name);
        if (found.value == NULL && (name != DEHUSK_METADATA_URL || address == NULL))
            continue;
        put_text(to, before);
        before = "";
        put_text(to, dehusk_metadata_key((dehusk_metadata_name)name));
        put_text(to, ": ");
        if (found.value != NULL)
            json_put_string(to, found.value, found.length);
        else
            json_put_word(to, address);
        put_char(to, '\n');
    }
    if (*before == '\0')
        put_text(to, "---\n\n");
}

dehusk_status output_rendered(const page_output *output, const labelled_page *labelled, dehusk_form form,
                              output_buffer *to) {
    const char *text;
    size_t length;
    dehusk_status status = output_render(output, labelled, form, &text, &length);
    if (status != DEHUSK_OK)
        return status;
    if (output->settings->front_matter && length > 0)
        put_front_matter(labelled, to);
    output_put(output, to, text, length);
    return status;
}
