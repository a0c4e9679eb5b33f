/*
 * The content as the library renders it: Markdown, clean HTML, text in blocks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

#include <string.h>

#include "common/characters.h"
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

/* Readers of YAML 1.1 refuse these, take them for line breaks, or leave them out, though they stand in quotes. */
static bool is_escaped_in_yaml(uint32_t character) {
    return (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029 ||
           character == 0xFEFF || character == 0xFFFE || character == 0xFFFF;
}

/* A string of YAML: one of JSON, and some characters more by their numbers. */
static void put_yaml_string(output_buffer *to, const char *text, size_t length) {
    size_t begin = 0;
    put_char(to, '"');
    for (size_t at = 0, taken; at < length; at += taken) {
        uint32_t character = character_read(text + at, length - at, &taken);
        if (!is_escaped_in_yaml(character))
            continue;
        json_put_escaped(to, text + begin, at - begin);
        put_format(to, "\\u%04x", (unsigned)character);
        begin = at + taken;
    }
    json_put_escaped(to, text + begin, length - begin);
    put_char(to, '"');
}

/* What the page says of itself, as YAML. */
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
            put_yaml_string(to, found.value, found.length);
        else
            put_yaml_string(to, address, strlen(address));
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
