/*
 * CSV and TSV output: a row of columns for each page (RFC 4180; SCHEMA.md names the columns).
 */
#include "common/characters.h"
#include "common/output_buffer.h"
#include "output/output.h"

#include <string.h>

/* Columns before those of metadata and of the content. */
static const char *const first_columns[] = {"source", "offset", "id", "url", "date", "verdict", "content_language"};

static char delimiter_of(output_format format) {
    return format == OUTPUT_TSV ? '\t' : ',';
}

/* The canonical address has a name of its own: "url" is the one that the page was had from. */
static const char *column_of(dehusk_metadata_name name) {
    return name == DEHUSK_METADATA_URL ? "canonical_url" : dehusk_metadata_key(name);
}

void output_csv_head(output_format format, output_buffer *to) {
    for (size_t i = 0; i < sizeof first_columns / sizeof *first_columns; i++) {
        put_text(to, first_columns[i]);
        put_char(to, delimiter_of(format));
    }
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        put_text(to, column_of((dehusk_metadata_name)name));
        put_char(to, delimiter_of(format));
    }
    put_text(to, "content\r\n");
}

/* A field with what stands behind it: in quotes where it must be, quotes in it twice. */
static void put_field(output_buffer *to, const char *text, size_t length, const char *behind) {
    bool quoted = false;
    for (size_t i = 0; i < length && !quoted; i++)
        quoted = text[i] == '"' || text[i] == ',' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r';
    if (!quoted) {
        put_bytes(to, text, length);
        put_text(to, behind);
        return;
    }
    put_char(to, '"');
    for (const char *end = text + length; text < end;) {
        const char *quote = memchr(text, '"', (size_t)(end - text));
        size_t part = quote != NULL ? (size_t)(quote + 1 - text) : (size_t)(end - text);
        put_bytes(to, text, part);
        if (quote != NULL)
            put_char(to, '"');
        text += part;
    }
    put_char(to, '"');
    put_text(to, behind);
}

/* Of what stands around a page, names of files and the like, which may be no UTF-8; NULL: an empty field. */
static void put_word(output_buffer *to, const char *word, const char *behind) {
    output_buffer text = {0};
    size_t length = word != NULL ? strlen(word) : 0;
    for (size_t at = 0, taken; at < length; at += taken)
        if (character_read(word + at, length - at, &taken) == MALFORMED)
            put_text(&text, "\xEF\xBF\xBD");
        else
            put_bytes(&text, word + at, taken);
    to->failed = to->failed || text.failed;
    put_field(to, text.held.bytes, text.held.length, behind);
    output_buffer_free(&text);
}

/* The lines of content, with what stands between them in the page. */
static void put_joined(const dehusk_page *page, output_buffer *to) {
    output_buffer text = {0};
    size_t count = dehusk_page_line_count(page);
    size_t last = count;
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        for (size_t breaks = output_breaks(page, last, i); breaks > 0; breaks--)
            put_char(&text, '\n');
        put_bytes(&text, line->text, line->text_length);
        last = i;
    }
    to->failed = to->failed || text.failed;
    put_field(to, text.held.bytes, text.held.length, "\r\n");
    output_buffer_free(&text);
}

static dehusk_status put_content(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    const char *text = "";
    size_t length = 0;
    dehusk_status status = DEHUSK_OK;
    lines_wanted lines = output->settings->lines;
    if (lines == LINES_MARKDOWN)
        status = output_render(output, labelled, DEHUSK_FORM_MARKDOWN, &text, &length);
    if (lines == LINES_MARKDOWN || lines == LINES_NONE)
        put_field(to, text, length, "\r\n");
    else
        put_joined(labelled->page, to);
    return status;
}

dehusk_status output_csv(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    const char behind[] = {delimiter_of(output->settings->output), '\0'};
    const page_input *input = labelled->input;
    put_word(to, labelled->source, behind);
    if (labelled->from->kind != RECORD_WHOLE_FILE)
        put_number(to, labelled->from->offset);
    put_text(to, behind);
    put_word(to, input->id, behind);
    put_word(to, input->url, behind);
    put_word(to, input->date, behind);
    put_word(to, dehusk_verdict_name(dehusk_page_summary(labelled->page)->verdict), behind);
    put_word(to, labelled->language, behind);
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        dehusk_metadata found = dehusk_page_metadata(labelled->page, (dehusk_metadata_name)name);
        put_field(to, found.value, found.length, behind);
    }
    return put_content(output, labelled, to);
}
