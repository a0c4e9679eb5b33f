/*
 * The report: pages with their lines, as one HTML file.
 */
#include "output/output_html.h"

#include "output/json_writer.h"

#include <stdint.h>
#include <string.h>

enum {
    REASONS_OF_GROUP = 2,      /* of each group, the strongest */
    LINES_MAX = 20000,         /* of a page that are shown */
    PAGES_MAX = 20000,         /* that are listed */
    LINE_BYTES_MAX = 32 << 20, /* of lines; the page that passes it is the last one that has any */
    WORDS_MAX = 1024,          /* different features in the reasons of a page: more than there are */
    BINS = 20,                 /* of the histogram; report.js knows it */
    STEPS = 100,               /* of the slider */
    PROBABILITY_ONE = 65536,   /* probabilities are multiples of 1 / this */
    WEIGHT_ONE = 4096          /* scores and weights are multiples of 1 / this */
};

extern const unsigned char dhk_report_head[];
extern const size_t dhk_report_head_length;
extern const unsigned char dhk_report_tail[];
extern const size_t dhk_report_tail_length;

/* Puts JSON as an element. No text of a page can end the element, or begin a
 * comment or another script in it: all of that takes a '<'. */
static void put_data(output_buffer *to, const char *attribute, const char *name, const output_buffer *json) {
    const char *bytes = json->held.bytes;
    size_t length = json->held.length;
    size_t start = 0; /* of what can be put as it is */
    put_text(to, "<script type=\"application/json\" ");
    put_text(to, attribute);
    put_text(to, "=\"");
    put_text(to, name);
    put_text(to, "\">");
    for (size_t i = 0; i < length; i++) {
        /* U+2028 and U+2029, which JavaScript once took for ends of a line. */
        bool separator =
            i + 2 < length && memcmp(bytes + i, "\xE2\x80", 2) == 0 && (unsigned char)(bytes[i + 2] | 1) == 0xA9;
        if (bytes[i] != '<' && !separator)
            continue;
        put_bytes(to, bytes + start, i - start);
        put_text(to, !separator ? "\\u003c" : (bytes[i + 2] & 1) == 0 ? "\\u2028" : "\\u2029");
        i += separator ? 2 : 0;
        start = i + 1;
    }
    if (length > start)
        put_bytes(to, bytes + start, length - start);
    put_text(to, "</script>\n");
    to->failed = to->failed || json->failed;
}

/* -- The file ------------------------------------------------------------ */

static const char *favor_name(dehusk_favor favor) {
    return favor == DEHUSK_FAVOR_PRECISION ? "precision" : favor == DEHUSK_FAVOR_RECALL ? "recall" : "balanced";
}

static void put_decision(const cli_settings *settings, output_buffer *to) {
    bool by_threshold = settings->threshold >= 0.0;
    json_put_name(to, "threshold");
    if (by_threshold)
        json_put_share(to, settings->threshold);
    else
        put_text(to, "null");
    json_member_word(to, "favor", favor_name(settings->favor));
    json_member_word(to, "decision",
                     by_threshold                                ? "as labelled: by --threshold"
                     : settings->favor == DEHUSK_FAVOR_PRECISION ? "as labelled: doubtful lines left out"
                     : settings->favor == DEHUSK_FAVOR_RECALL    ? "as labelled: doubtful lines kept"
                                                                 : "as labelled: balanced, chosen for this page");
}

void output_html_head(const cli_settings *settings, const char *model, output_buffer *to) {
    output_buffer json = {0};
    put_bytes(to, dhk_report_head, dhk_report_head_length);
    put_char(&json, '{');
    json_member_word(&json, "dehusk", dehusk_version());
    json_member_word(&json, "model", model);
    json_member_word(&json, "unicode", dehusk_unicode_version());
    put_decision(settings, &json);
    json_member_number(&json, "keep", settings->keep);
    json_put_name(&json, "groups");
    put_text(&json, settings->explain && !settings->explain_groups ? "false" : "true");
    json_put_name(&json, "kinds");
    for (int kind = DEHUSK_KIND_OTHER; kind <= DEHUSK_KIND_CONTROL; kind++) {
        put_char(&json, kind == DEHUSK_KIND_OTHER ? '[' : ',');
        json_put_word(&json, dehusk_kind_name((dehusk_kind)kind));
    }
    put_char(&json, ']');
    json_put_name(&json, "roles");
    for (int role = DEHUSK_ROLE_NONE; role <= DEHUSK_ROLE_NOTICE; role++) {
        put_char(&json, role == DEHUSK_ROLE_NONE ? '[' : ',');
        json_put_word(&json, dehusk_role_name((dehusk_role)role));
    }
    put_text(&json, "]}");
    put_data(to, "id", "settings", &json);
    output_buffer_free(&json);
}

void output_html_tail(const output_totals *totals, output_buffer *to) {
    output_buffer json = {0};
    put_char(&json, '{');
    json_member_number(&json, "pages", totals->pages);
    json_member_number(&json, "listed", totals->listed);
    json_member_number(&json, "shown", totals->shown);
    put_char(&json, '}');
    put_data(to, "id", "totals-data", &json);
    output_buffer_free(&json);
    put_bytes(to, dhk_report_tail, dhk_report_tail_length);
}

bool output_html_is_full(const output_totals *totals) {
    return totals->pages >= PAGES_MAX || totals->line_bytes > LINE_BYTES_MAX;
}

size_t output_html_admit(output_totals *totals, size_t length, size_t summary_length) {
    totals->pages++;
    if (totals->pages > PAGES_MAX)
        return 0;
    totals->listed++;
    if (totals->line_bytes > LINE_BYTES_MAX)
        return summary_length;
    totals->shown++;
    totals->line_bytes += length - summary_length;
    return length;
}

/* -- A page's summary ---------------------------------------------------- */

static uint32_t parts_of(double value, int one) {
    return (uint32_t)(value * one); /* a multiple of 1 / one: exact */
}

static uint64_t count_characters(const dehusk_line *line) {
    uint64_t count = 0;
    for (size_t i = 0; i < line->text_length; i++)
        count += (line->text[i] & 0xC0) != 0x80;
    return count;
}

/* How far the page's characters are from being surely content or surely chrome:
 * 0 to 1. In whole numbers, so that it is the same everywhere. */
static double share_of_doubt(uint64_t doubt, uint64_t characters) {
    uint64_t mean = characters > 0 ? 2 * doubt / characters : 0;
    return (double)mean / PROBABILITY_ONE;
}

static void put_figures(const dehusk_page *page, output_buffer *to) {
    size_t count = dehusk_page_line_count(page);
    uint64_t bins[BINS] = {0};
    uint64_t kept = 0;
    uint64_t characters = 0;
    uint64_t kept_characters = 0;
    uint64_t doubt = 0;
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        uint32_t p = parts_of(line->probability, PROBABILITY_ONE);
        uint64_t length = count_characters(line);
        uint32_t bin = p * BINS / PROBABILITY_ONE;
        bins[bin < BINS ? bin : BINS - 1]++;
        characters += length;
        doubt += length * (p < PROBABILITY_ONE / 2 ? p : PROBABILITY_ONE - p);
        if (line->label == DEHUSK_CONTENT) {
            kept++;
            kept_characters += length;
        }
    }
    json_member_number(to, "line_count", count);
    json_member_number(to, "kept", kept);
    json_member_number(to, "characters", characters);
    json_member_number(to, "kept_characters", kept_characters);
    json_member_share(to, "doubt", share_of_doubt(doubt, characters));
    json_put_name(to, "histogram");
    for (size_t i = 0; i < BINS; i++) {
        put_char(to, i == 0 ? '[' : ',');
        put_number(to, bins[i]);
    }
    put_char(to, ']');
}

static void put_summary(const labelled_page *labelled, output_buffer *to) {
    output_buffer json = {0};
    put_char(&json, '{');
    output_json_about(labelled, &json);
    if (labelled->from->kind == RECORD_JSON) {
        /* JSON lines output passes these through with the other members of its input. */
        json_member_word(&json, "url", labelled->input->url);
        json_member_word(&json, "date", labelled->input->date);
    }
    put_figures(labelled->page, &json);
    put_char(&json, '}');
    put_data(to, "class", "summary", &json);
    output_buffer_free(&json);
}

/* -- Its lines ----------------------------------------------------------- */

/* The features in the reasons of a page: lines name them by number. */
typedef struct word_list {
    const char *words[WORDS_MAX];
    size_t count;
} word_list;

/* The number of a feature; WORDS_MAX if there is no room for another. */
static size_t word_number(word_list *list, const char *words) {
    size_t i = 0;
    /* The library has each once. */
    while (i < list->count && list->words[i] != words)
        i++;
    if (i == list->count && i < WORDS_MAX)
        list->words[list->count++] = words;
    return i;
}

static void put_parts(double value, int one, output_buffer *to) {
    if (value < 0.0) {
        put_char(to, '-');
        value = -value;
    }
    put_number(to, parts_of(value, one));
}

/* [word, value, weight] */
static void put_reason(const dehusk_reason *reason, size_t word, output_buffer *to) {
    put_char(to, '[');
    put_number(to, word);
    put_char(to, ',');
    json_put_word(to, reason->value);
    put_char(to, ',');
    put_parts(reason->weight, WEIGHT_ONE, to);
    put_char(to, ']');
}

/* How many reasons there are beside the constant, and the strongest ones. */
static dehusk_status put_reasons(page_output *output, size_t index, word_list *list, output_buffer *to) {
    size_t count = 0;
    size_t shown = 0;
    size_t limit = output->settings->explain_limit;
    dehusk_status status = output_reasons(output, index, &count);
    if (status != DEHUSK_OK)
        return status;
    put_number(to, count > 0 ? count - 1 : 0);
    put_text(to, ",[");
    for (size_t i = 0; i < count && (limit == 0 || shown < limit); i++) {
        const dehusk_reason *reason = &output->reasons[i];
        size_t word = strcmp(reason->feature, "bias") != 0 ? word_number(list, reason->description) : WORDS_MAX;
        if (word == WORDS_MAX)
            continue;
        put_text(to, shown > 0 ? "," : "");
        put_reason(reason, word, to);
        shown++;
    }
    put_char(to, ']');
    return DEHUSK_OK;
}

/* How many groups there are, and the strongest ones: [word, "", weight, [reason]...] */
static dehusk_status put_groups(const page_output *output, size_t index, word_list *list, output_buffer *to) {
    dehusk_reason_group groups[OUTPUT_GROUPS];
    size_t count = 0;
    dehusk_status status = dehusk_explain_groups(output->context, index, groups, OUTPUT_GROUPS, &count);
    if (status != DEHUSK_OK)
        return status;
    put_number(to, count);
    put_text(to, ",[");
    for (size_t i = 0; i < count && i < OUTPUT_GROUPS; i++) {
        const dehusk_reason_group *group = &groups[i];
        put_text(to, i > 0 ? ",[" : "[");
        put_number(to, word_number(list, group->group));
        put_text(to, ",\"\",");
        put_parts(group->weight, WEIGHT_ONE, to);
        for (size_t k = 0; k < REASONS_OF_GROUP && k < group->strongest_count && group->count > 1; k++) {
            put_char(to, ',');
            put_reason(&group->strongest[k], word_number(list, group->strongest[k].description), to);
        }
        put_char(to, ']');
    }
    put_char(to, ']');
    return DEHUSK_OK;
}

/* [text, probability, label, kind, heading level, role, hidden, score, number of reasons, reasons]; groups are
 * reasons, too */
static dehusk_status put_line(page_output *output, size_t index, const dehusk_line *line, word_list *list,
                              output_buffer *to) {
    put_text(to, index > 0 ? ",\n[\"" : "[\"");
    json_put_escaped(to, line->text, line->text_length);
    put_format(to, "\",%u,%d,%d,%d,%d,%d,", parts_of(line->probability, PROBABILITY_ONE), line->label, line->kind,
               line->heading_level, line->role, line->hidden != 0);
    put_parts(line->score, WEIGHT_ONE, to);
    put_char(to, ',');
    bool single = output->settings->explain && !output->settings->explain_groups;
    dehusk_status status = single ? put_reasons(output, index, list, to) : put_groups(output, index, list, to);
    put_char(to, ']');
    return status;
}

/* The first step of the slider that drops a line, STEPS + 1 without one. */
static unsigned dropped_at(double probability) {
    unsigned step = (unsigned)(probability * STEPS);
    while (step <= STEPS && probability >= (double)step / STEPS)
        step++;
    return step;
}

/* A comment that is kept has the negative of its role, since its shape may keep it and not its probability. */
static void put_roles(const dehusk_page *page, size_t shown, output_buffer *to) {
    const char *between = "";
    for (size_t i = 0; i < shown; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        int role = (int)line->role;
        if (role == DEHUSK_ROLE_NONE)
            continue;
        put_format(to, "%s%zu,%d", between, i,
                   role == DEHUSK_ROLE_COMMENT && line->label == DEHUSK_CONTENT ? -role : role);
        between = ",";
    }
}

/* Roles by step of the slider, where they differ from those of the step before: the title is the heading of what is
 * kept, and comments and captions have roles beside what is kept only. */
static dehusk_status put_steps(const page_output *output, const labelled_page *labelled, size_t shown,
                               output_buffer *to) {
    bool differs[STEPS + 2] = {true}; /* what is kept, from the step before */
    size_t count = dehusk_page_line_count(labelled->page);
    output_buffer last = {0};
    dehusk_request request = *labelled->request;
    dehusk_status status = DEHUSK_OK;
    for (size_t i = 0; i < count; i++)
        differs[dropped_at(dehusk_page_line(labelled->page, i)->probability)] = true;

    json_put_name(to, "steps");
    put_char(to, '[');
    for (unsigned step = 0; step <= STEPS && status == DEHUSK_OK; step++) {
        output_buffer roles = {0};
        if (!differs[step])
            continue;
        request.threshold = (double)step / STEPS;
        status = dehusk_relabel(output->context, &request);
        put_roles(labelled->page, shown, &roles);
        if (step == 0 || roles.held.length != last.held.length ||
            (roles.held.length > 0 && memcmp(roles.held.bytes, last.held.bytes, roles.held.length) != 0)) {
            put_format(to, "%s[%u,[", step > 0 ? "," : "", step);
            put_bytes(to, roles.held.bytes, roles.held.length);
            put_text(to, "]]");
        }
        to->failed = to->failed || roles.failed;
        output_buffer_free(&last);
        last = roles;
    }
    output_buffer_free(&last);
    put_char(to, ']');
    return status;
}

static dehusk_status put_lines(page_output *output, const labelled_page *labelled, output_buffer *to) {
    output_buffer json = {0};
    word_list list = {.count = 0};
    size_t count = dehusk_page_line_count(labelled->page);
    size_t shown = count < LINES_MAX ? count : LINES_MAX;
    dehusk_status status = DEHUSK_OK;
    put_text(&json, "{\"lines\":[");
    for (size_t i = 0; i < shown && status == DEHUSK_OK; i++)
        status = put_line(output, i, dehusk_page_line(labelled->page, i), &list, &json);
    put_char(&json, ']');
    json_put_name(&json, "words");
    put_char(&json, '[');
    for (size_t i = 0; i < list.count; i++) {
        put_text(&json, i > 0 ? "," : "");
        json_put_word(&json, list.words[i]);
    }
    put_char(&json, ']');
    if (status == DEHUSK_OK)
        status = put_steps(output, labelled, shown, &json);
    put_char(&json, '}');
    put_data(to, "class", "lines", &json);
    output_buffer_free(&json);
    return status;
}

dehusk_status output_html(page_output *output, const labelled_page *labelled, output_buffer *to) {
    put_summary(labelled, to);
    output->summary_length = to->held.length;
    /* Reasons are most of the work: none for lines that would be thrown away. */
    if (output->full != NULL && atomic_load_explicit(output->full, memory_order_relaxed))
        return DEHUSK_OK;
    return put_lines(output, labelled, to);
}
