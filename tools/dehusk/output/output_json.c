/*
 * JSON Lines output: one object for each page, on one line.
 *
 * The members of a JSON line of the input stand first and as they are. One that
 * has the name of a member of ours is kept under another name: nothing that
 * came with a page is lost.
 */
#include "input/json_page.h"
#include "output/json_writer.h"
#include "output/output.h"

#include <stdint.h>
#include <string.h>

enum {
    SCRIPTS_MAX = 256 /* more than Unicode has */
};

/* The members that are written below, but for the three that a JSON line of the
 * input may bring along. */
static const char *const own_members[] = {
    "source",
    "line",
    "offset",
    "length",
    "format",
    "charset",
    "charset_source",
    "charset_declared",
    "malformed",
    "truncated",
    "verdict",
    "verdict_probability",
    "removed",
    "title",
    "media_type",
    "scripts",
    "metadata",
    "metadata_sources",
    "lines",
    "content",
    "content_language",
};

static bool is_own(const json_field *field) {
    for (size_t i = 0; i < sizeof own_members / sizeof own_members[0]; i++)
        if (strlen(own_members[i]) == field->name_length &&
            memcmp(own_members[i], field->name, field->name_length) == 0)
            return true;
    return false;
}

static void put_fields(const page_input *input, output_buffer *to) {
    json_field field;
    size_t hole;
    const char *between = "";
    for (size_t at = 0; json_page_field_next(input, &at, &field, &hole);) {
        put_text(to, between);
        put_text(to, is_own(&field) ? "\"input_" : "\"");
        json_put_checked(to, field.name, field.name_length);
        put_text(to, "\":");
        between = ",";
        if (hole == SIZE_MAX) {
            json_put_value(to, field.value, field.value_length);
            continue;
        }
        /* The page itself, in an object among others, is not told twice. */
        size_t behind = hole + input->own_field.value_length;
        output_buffer value = {0};
        put_bytes(&value, field.value, hole);
        put_text(&value, "null");
        put_bytes(&value, field.value + behind, field.value_length - behind);
        to->failed = to->failed || value.failed;
        json_put_value(to, value.held.bytes, value.held.length);
        output_buffer_free(&value);
    }
}

static void put_origin(const labelled_page *labelled, output_buffer *to) {
    const record *from = labelled->from;
    const page_input *input = labelled->input;
    json_member_word(to, "source", labelled->source);
    if (from->kind == RECORD_WHOLE_FILE)
        return;
    if (from->kind == RECORD_JSON) {
        json_member_number(to, "line", from->line);
    } else {
        json_member_word(to, "id", input->id);
        json_member_word(to, "url", input->url);
        json_member_word(to, "date", input->date);
    }
    json_member_number(to, "offset", from->offset);
    json_member_number(to, "length", from->length);
}

static void put_truncated(const labelled_page *labelled, output_buffer *to) {
    unsigned bits = output_truncated(labelled);
    const char *between = "";
    json_put_name(to, "truncated");
    put_char(to, '[');
    for (size_t i = 0; i < truncation_count; i++) {
        if ((bits & truncations[i].bit) == 0)
            continue;
        put_text(to, between);
        json_put_word(to, truncations[i].name);
        between = ",";
    }
    put_char(to, ']');
}

static void put_scripts(const dehusk_page *page, output_buffer *to) {
    dehusk_script_share shares[SCRIPTS_MAX];
    size_t count = dehusk_page_scripts(page, shares, SCRIPTS_MAX);
    json_put_name(to, "scripts");
    put_char(to, '{');
    for (size_t i = 0; i < count && i < SCRIPTS_MAX; i++)
        json_member_share(to, shares[i].script, shares[i].share);
    put_char(to, '}');
}

/* What the page says of itself, or, if `sources`, where it does so. */
static void put_metadata(const dehusk_page *page, bool sources, output_buffer *to) {
    const char *between = "";
    json_put_name(to, sources ? "metadata_sources" : "metadata");
    put_char(to, '{');
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        dehusk_metadata found = dehusk_page_metadata(page, (dehusk_metadata_name)name);
        if (found.value == NULL)
            continue;
        put_text(to, between);
        json_put_word(to, dehusk_metadata_key((dehusk_metadata_name)name));
        put_text(to, ":\"");
        if (sources)
            put_text(to, dehusk_metadata_source_name(found.source));
        else
            json_put_escaped(to, found.value, found.length);
        put_char(to, '"');
        between = ",";
    }
    put_char(to, '}');
}

static void put_summary(const labelled_page *labelled, output_buffer *to) {
    const dehusk_summary *summary = dehusk_page_summary(labelled->page);
    json_member_word(to, "format", summary->format == DEHUSK_FORMAT_HTML ? "html" : "text");
    json_member_word(to, "charset", summary->charset);
    json_member_word(to, "charset_source", summary->charset_source);
    if (summary->charset_declared != NULL)
        json_member_word(to, "charset_declared", summary->charset_declared);
    json_member_number(to, "malformed", summary->malformed);
    put_truncated(labelled, to);
    json_member_word(to, "verdict", dehusk_verdict_name(summary->verdict));
    json_member_share(to, "verdict_probability", summary->verdict_probability);
    json_member_share(to, "removed", summary->removed);
    json_member_string(to, "title", summary->title, summary->title_length);
    json_member_word(to, "media_type", summary->media_type);
    put_scripts(labelled->page, to);
    if (labelled->request->metadata != 0) {
        put_metadata(labelled->page, false, to);
        put_metadata(labelled->page, true, to);
    }
}

static void put_line(const dehusk_line *line, bool is_text, output_buffer *to) {
    put_text(to, "{\"text\":\"");
    json_put_escaped(to, line->text, line->text_length);
    put_text(to, line->label == DEHUSK_CONTENT ? "\",\"label\":\"content\"" : "\",\"label\":\"chrome\"");
    json_member_share(to, "probability", line->probability);
    json_member_word(to, "kind", dehusk_kind_name(line->kind));
    if (line->heading_level > 0)
        json_member_number(to, "level", (unsigned)line->heading_level);
    if (line->hidden != 0)
        put_text(to, ",\"hidden\":true");
    if (line->role != DEHUSK_ROLE_NONE)
        json_member_word(to, "role", dehusk_role_name(line->role));
    json_member_number(to, "begin", line->begin);
    json_member_number(to, "end", line->end);
    if (is_text)
        json_member_number(to, "row", line->row);
    put_char(to, '}');
}

static void put_lines(const dehusk_page *page, bool content_only, output_buffer *to) {
    size_t count = dehusk_page_line_count(page);
    bool is_text = dehusk_page_summary(page)->format == DEHUSK_FORMAT_TEXT;
    const char *between = "";
    json_put_name(to, "lines");
    put_char(to, '[');
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (content_only && line->label != DEHUSK_CONTENT)
            continue;
        put_text(to, between);
        put_line(line, is_text, to);
        between = ",";
    }
    put_char(to, ']');
}

/* The lines of content as one string. */
static void put_joined(const dehusk_page *page, output_buffer *to) {
    size_t count = dehusk_page_line_count(page);
    size_t last = count;
    json_put_name(to, "content");
    put_char(to, '"');
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        for (size_t breaks = output_breaks(page, last, i); breaks > 0; breaks--)
            put_text(to, "\\n");
        json_put_escaped(to, line->text, line->text_length);
        last = i;
    }
    put_char(to, '"');
}

void output_json_about(const labelled_page *labelled, output_buffer *to) {
    put_origin(labelled, to);
    put_summary(labelled, to);
}

/* The content as one string of Markdown. */
static dehusk_status put_markdown(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    const char *text;
    size_t length;
    dehusk_status status = output_render(output, labelled, DEHUSK_FORM_MARKDOWN, &text, &length);
    if (status == DEHUSK_OK)
        json_member_string(to, "content", text, length);
    return status;
}

dehusk_status output_jsonl(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    dehusk_status status = DEHUSK_OK;
    lines_wanted lines = output->settings->lines;
    put_char(to, '{');
    put_fields(labelled->input, to);
    output_json_about(labelled, to);
    if (output->settings->language)
        json_member_word(to, "content_language", labelled->language);
    if (lines == LINES_JOINED)
        put_joined(labelled->page, to);
    else if (lines == LINES_MARKDOWN)
        status = put_markdown(output, labelled, to);
    else if (lines != LINES_NONE)
        put_lines(labelled->page, lines == LINES_CONTENT, to);
    put_text(to, "}\n");
    return status;
}
