/*
 * What the formats of output share.
 */
#include "output/output.h"

#include "common/printable.h"
#include "output/output_html.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const truncation truncations[] = {
    {DEHUSK_TRUNCATED_BYTES, "bytes", "longer than --max-bytes; only its beginning was used"},
    {DEHUSK_TRUNCATED_LINES, "lines", "too many lines; only the first ones were used"},
    {DEHUSK_TRUNCATED_DEPTH, "depth", "elements nested too deeply; the innermost tags were ignored"},
    {DEHUSK_TRUNCATED_ATTRIBUTE, "attribute", "an attribute is too long; only its beginning was used"},
    {DEHUSK_TRUNCATED_STEPS, "steps", "too many tags or rows; only the first ones were used"},
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

/* What the formats put as it is, URLs and names of fields among it, is made fit for a terminal. */
static void make_printable(output_buffer *to, size_t begin) {
    output_buffer shown = {0};
    if (to->failed)
        return;
    printable_put(&shown, to->held.bytes + begin, to->held.length - begin, true);
    to->held.length = begin;
    put_bytes(to, shown.held.bytes, shown.held.length);
    to->failed = to->failed || shown.failed;
    output_buffer_free(&shown);
}

dehusk_status output_page(page_output *output, const labelled_page *labelled, output_buffer *to) {
    dehusk_status status = DEHUSK_OK;
    size_t begin = to->held.length;
    switch (output->settings->output) {
    case OUTPUT_TEXT:
        if (output->settings->blocks && !output->settings->invert)
            status = output_rendered(output, labelled, DEHUSK_FORM_TEXT, to);
        else
            output_text(output, labelled->page, to);
        break;
    case OUTPUT_MARKDOWN:
        status = output_rendered(output, labelled, DEHUSK_FORM_MARKDOWN, to);
        break;
    case OUTPUT_CLEAN_HTML:
        status = output_rendered(output, labelled, DEHUSK_FORM_HTML, to);
        break;
    case OUTPUT_XML:
        status = output_xml(output, labelled, DEHUSK_FORM_XML, to);
        break;
    case OUTPUT_TEI:
        status = output_xml(output, labelled, DEHUSK_FORM_TEI, to);
        break;
    case OUTPUT_CSV:
    case OUTPUT_TSV:
        status = output_csv(output, labelled, to);
        break;
    case OUTPUT_ANNOTATED:
        status = output_annotated(output, labelled, to);
        break;
    case OUTPUT_JSONL:
        status = output_jsonl(output, labelled, to);
        break;
    case OUTPUT_WET:
        output_wet(output, labelled, to);
        break;
    case OUTPUT_HTML:
        status = output_html(output, labelled, to);
        break;
    }
    /* Annotated output has escape sequences of its own, and sees to the rest. */
    if (output->terminal && output->settings->output != OUTPUT_ANNOTATED)
        make_printable(to, begin);
    return to->failed ? DEHUSK_OUT_OF_MEMORY : status;
}

const char *output_separator(const cli_settings *settings) {
    bool text = settings->output == OUTPUT_TEXT || settings->output == OUTPUT_MARKDOWN;
    return text || settings->output == OUTPUT_CLEAN_HTML ? "\n" : "";
}

void output_end(page_output *output) {
    free(output->reasons);
}

void output_head(const cli_settings *settings, const char *date, const char *model, output_buffer *to) {
    switch (settings->output) {
    case OUTPUT_WET:
        output_wet_info(date, model, to);
        break;
    case OUTPUT_HTML:
        output_html_head(settings, model, to);
        break;
    case OUTPUT_XML:
    case OUTPUT_TEI:
        output_xml_head(settings->output, to);
        break;
    case OUTPUT_CSV:
    case OUTPUT_TSV:
        output_csv_head(settings->output, to);
        break;
    default:
        break;
    }
}

void output_tail(const cli_settings *settings, const output_totals *totals, output_buffer *to) {
    if (settings->output == OUTPUT_HTML)
        output_html_tail(totals, to);
    else if (settings->output == OUTPUT_XML || settings->output == OUTPUT_TEI)
        output_xml_tail(settings->output, to);
}

size_t output_admit(const cli_settings *settings, output_totals *totals, size_t length, size_t summary_length) {
    return settings->output == OUTPUT_HTML ? output_html_admit(totals, length, summary_length) : length;
}

bool output_role_decides(const cli_settings *settings, const dehusk_line *line) {
    if (line->role == DEHUSK_ROLE_NONE)
        return false;
    if (line->label == DEHUSK_CONTENT)
        return line->role == DEHUSK_ROLE_TITLE;
    return (settings->keep >> (line->role - 1) & 1) == 0;
}

dehusk_status output_reasons(page_output *output, size_t index, size_t *count) {
    dehusk_status status = dehusk_explain(output->context, index, output->reasons, output->reason_capacity, count);
    if (status != DEHUSK_OK || *count <= output->reason_capacity)
        return status;
    /* Lines have about as many reasons as their neighbours. */
    size_t capacity = *count + *count / 2;
    dehusk_reason *reasons = realloc(output->reasons, capacity * sizeof *reasons);
    if (reasons == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    output->reasons = reasons;
    output->reason_capacity = capacity;
    return dehusk_explain(output->context, index, output->reasons, output->reason_capacity, count);
}

void output_put(const page_output *output, output_buffer *to, const char *text, size_t length) {
    /* Into a file or pipe the text goes as it is. A terminal would obey the
     * escape sequences that a page can contain. */
    if (output->terminal)
        printable_put(to, text, length, true);
    else
        put_bytes(to, text, length);
}

size_t output_breaks(const dehusk_page *page, size_t last, size_t index) {
    return last < index ? dehusk_page_line_ends(page, last, index) : 0;
}

void output_lines(const page_output *output, const dehusk_page *page, dehusk_label label, output_buffer *to) {
    size_t count = dehusk_page_line_count(page);
    size_t last = count;
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != label)
            continue;
        for (size_t breaks = output_breaks(page, last, i); breaks > 0; breaks--)
            put_char(to, '\n');
        output_put(output, to, line->text, line->text_length);
        last = i;
    }
    if (last < count)
        put_char(to, '\n');
}
