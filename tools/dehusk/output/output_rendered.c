/*
 * The content as the library renders it: Markdown, clean HTML, text in blocks, XML.
 */
#include "common/characters.h"
#include "output/json_writer.h"
#include "output/output.h"

#include <string.h>

bool output_wants_markup(const cli_settings *settings) {
    switch (settings->output) {
    case OUTPUT_MARKDOWN:
    case OUTPUT_CLEAN_HTML:
    case OUTPUT_XML:
    case OUTPUT_TEI:
        return true;
    case OUTPUT_TEXT:
        return settings->blocks;
    case OUTPUT_JSONL:
    case OUTPUT_CSV:
    case OUTPUT_TSV:
        return settings->lines == LINES_MARKDOWN;
    default:
        return false;
    }
}

bool output_wants_metadata(const cli_settings *settings) {
    switch (settings->output) {
    case OUTPUT_JSONL:
    case OUTPUT_XML:
    case OUTPUT_TEI:
    case OUTPUT_CSV:
    case OUTPUT_TSV:
        return true;
    default:
        return settings->require != 0 || settings->front_matter;
    }
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

void output_xml_head(output_format format, output_buffer *to) {
    put_text(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (format == OUTPUT_XML) {
        put_text(to, "<documents>\n");
        return;
    }
    put_text(to, "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n"
                 "<title>Web pages</title>\n</titleStmt>\n<publicationStmt>\n<p>The content of web pages, by Dehusk ");
    put_text(to, dehusk_version());
    put_text(to, "</p>\n</publicationStmt>\n<sourceDesc>\n<p>Each page has a header of its own.</p>\n</sourceDesc>\n"
                 "</fileDesc>\n</teiHeader>\n");
}

void output_xml_tail(output_format format, output_buffer *to) {
    put_text(to, format == OUTPUT_XML ? "</documents>\n" : "</teiCorpus>\n");
}

/* An attribute's value in quotes; of a file's name, which can be anything, what is no UTF-8 becomes U+FFFD. */
static void put_attribute(output_buffer *to, const char *name, const char *text) {
    size_t length = strlen(text);
    put_text(to, name);
    for (size_t at = 0, taken; at < length; at += taken) {
        uint32_t character = character_read(text + at, length - at, &taken);
        if (character == MALFORMED)
            put_text(to, "\xEF\xBF\xBD");
        else if (character == '&' || character == '<' || character == '"')
            put_format(to, "&#%u;", (unsigned)character);
        else if (character >= ' ' && character != 0xFFFE && character != 0xFFFF)
            put_bytes(to, text + at, taken);
    }
    put_char(to, '"');
}

dehusk_status output_xml(const page_output *output, const labelled_page *labelled, dehusk_form form,
                         output_buffer *to) {
    static const char *const begins[] = {"<document", "<TEI"};
    const char *begin = begins[form == DEHUSK_FORM_TEI];
    const char *text;
    size_t length;
    dehusk_status status = output_render(output, labelled, form, &text, &length);
    if (status != DEHUSK_OK || length == 0)
        return status;
    /* Where the page is from, which the library does not know, goes into its first tag. */
    put_text(to, begin);
    if (form == DEHUSK_FORM_XML)
        put_attribute(to, " from=\"", labelled->source);
    if (labelled->input->id != NULL)
        put_attribute(to, form == DEHUSK_FORM_XML ? " id=\"" : " n=\"", labelled->input->id);
    else if (form == DEHUSK_FORM_TEI)
        put_attribute(to, " n=\"", labelled->source);
    if (form == DEHUSK_FORM_XML && labelled->input->date != NULL)
        put_attribute(to, " date=\"", labelled->input->date);
    put_bytes(to, text + strlen(begin), length - strlen(begin));
    return status;
}
