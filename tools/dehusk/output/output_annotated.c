/*
 * Annotated output: every line with its label and probability, if asked for
 * with the reasons.
 *
 *     # FILE                      with several files, and before each record
 *     + 0.973<TAB>text            content
 *     - 0.012<TAB>text            chrome
 *     + 0.097 as title<TAB>text   a line whose role decided, whatever its probability
 *     + 0.640 caption<TAB>text    a line that has a role, which did not
 *     |<TAB>more                  a line's text goes on after a newline
 *         +0.412  group (words: value; ...)  a group of reasons
 *         +0.412  words: value    a single reason
 *
 * dehusk-train reads this shape back after the signs were corrected by hand, so
 * it is fixed: sign first, text from the first TAB on.
 */
#include "common/printable.h"
#include "output/output.h"

#include <string.h>

enum { REASONS_OF_GROUP = 2 };

#define GREEN "\033[32m"
#define RED "\033[31m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

/* Escape codes that are nothing where there is no color. */
static const char *code(const page_output *output, const char *escape) {
    return output->color ? escape : "";
}

static void put_line(const page_output *output, const dehusk_line *line, output_buffer *to) {
    bool content = line->label == DEHUSK_CONTENT;
    const char *on = code(output, content ? GREEN : DIM);
    const char *off = code(output, PLAIN);
    const char *rest = line->text;
    const char *end = line->text + line->text_length;

    /* Of content only the label is colored, so that the text looks as usual;
     * chrome is dimmed to the end of each row. */
    put_format(to, "%s%c %.3f", on, content ? '+' : '-', line->probability);
    if (line->role != DEHUSK_ROLE_NONE)
        put_format(to, " %s%s", output_role_decides(output->settings, line) ? "as " : "", dehusk_role_name(line->role));
    put_format(to, "%s\t", content ? off : "");
    for (;;) {
        const char *newline = memchr(rest, '\n', (size_t)(end - rest));
        output_put(output, to, rest, (size_t)((newline != NULL ? newline : end) - rest));
        put_format(to, "%s\n", content ? "" : off);
        if (newline == NULL)
            break;
        rest = newline + 1;
        put_format(to, "%s|%s\t", on, content ? off : "");
    }
}

/* Weights are shown, and therefore added, in thousandths: the column is to add
 * up as it is read. */
static long long thousandths(double weight) {
    return (long long)(weight * 1000.0 + (weight < 0.0 ? -0.5 : 0.5));
}

static void put_weight(const page_output *output, long long weight, output_buffer *to) {
    unsigned long long size = weight < 0 ? 0ULL - (unsigned long long)weight : (unsigned long long)weight;
    put_format(to, "    %s%c%llu.%03llu%s  ", code(output, weight < 0 ? RED : GREEN), weight < 0 ? '-' : '+',
               size / 1000, size % 1000, code(output, PLAIN));
}

/* "; score +1.234" under the last row of a line's reasons. */
static void put_score(const dehusk_line *line, output_buffer *to) {
    put_format(to, "; score %+.3f\n", (double)thousandths(line->score) / 1000.0);
}

static void put_reason(const page_output *output, const dehusk_reason *reason, output_buffer *to) {
    put_text(to, reason->description);
    if (reason->value[0] != '\0') {
        put_text(to, ": ");
        output_put(output, to, reason->value, strlen(reason->value));
    }
}

/* Group by group, each with its strongest reasons: they carry the sum, where single reasons are many and small. */
static dehusk_status put_groups(const page_output *output, size_t index, const dehusk_line *line, output_buffer *to) {
    dehusk_reason_group groups[OUTPUT_GROUPS];
    size_t count = 0;
    long long rest = thousandths(line->score);
    dehusk_status status = dehusk_explain_groups(output->context, index, groups, OUTPUT_GROUPS, &count);
    if (status != DEHUSK_OK)
        return status;
    for (size_t i = 0; i < count && i < OUTPUT_GROUPS; i++) {
        const dehusk_reason_group *group = &groups[i];
        long long weight = thousandths(group->weight);
        rest -= weight;
        put_weight(output, weight, to);
        put_text(to, group->group);
        for (size_t k = 0; k < REASONS_OF_GROUP && k < group->strongest_count && group->count > 1; k++) {
            put_text(to, k == 0 ? " (" : "; ");
            put_reason(output, &group->strongest[k], to);
        }
        put_text(to, group->strongest_count > 0 && group->count > 1 ? ")\n" : "\n");
    }
    put_weight(output, rest, to);
    if (count > OUTPUT_GROUPS)
        put_format(to, "%zu other%s and rounding", count - OUTPUT_GROUPS, count > OUTPUT_GROUPS + 1 ? "s" : "");
    else
        put_text(to, "rounding");
    put_score(line, to);
    return DEHUSK_OK;
}

static dehusk_status put_reasons(page_output *output, size_t index, const dehusk_line *line, output_buffer *to) {
    size_t count = 0;
    dehusk_status status = output_reasons(output, index, &count);
    if (status != DEHUSK_OK)
        return status;

    size_t limit = output->settings->explain_limit;
    size_t shown = 0;
    size_t others = 0;
    long long rest = thousandths(line->score);
    for (size_t i = 0; i < count; i++) {
        const dehusk_reason *reason = &output->reasons[i];
        if (strcmp(reason->feature, "bias") == 0)
            continue;
        if (limit != 0 && shown == limit) {
            others++;
            continue;
        }
        long long weight = thousandths(reason->weight);
        rest -= weight;
        shown++;
        put_weight(output, weight, to);
        put_reason(output, reason, to);
        put_char(to, '\n');
    }
    put_weight(output, rest, to);
    if (others > 0)
        put_format(to, "%zu other%s and the constant", others, others > 1 ? "s" : "");
    else
        put_text(to, "the constant");
    put_score(line, to);
    return DEHUSK_OK;
}

/* "# FILE" of a file, "# FILE:OFFSET URL" of a record. */
static void put_origin(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    const record *from = labelled->from;
    const char *url = labelled->input->url;
    put_format(to, "%s# ", code(output, BOLD));
    printable_put(to, labelled->source, strlen(labelled->source), false);
    if (from->kind != RECORD_WHOLE_FILE) {
        put_char(to, ':');
        put_number(to, from->kind == RECORD_JSON ? from->line : from->offset);
    }
    if (from->kind != RECORD_WHOLE_FILE && url != NULL) {
        put_char(to, ' ');
        printable_put(to, url, strlen(url), false);
    }
    put_format(to, "%s\n", code(output, PLAIN));
}

dehusk_status output_annotated(page_output *output, const labelled_page *labelled, output_buffer *to) {
    const dehusk_page *page = labelled->page;
    if (output->several || labelled->from->kind != RECORD_WHOLE_FILE)
        put_origin(output, labelled, to);
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        put_line(output, line, to);
        if (output->settings->explain) {
            dehusk_status status =
                output->settings->explain_groups ? put_groups(output, i, line, to) : put_reasons(output, i, line, to);
            if (status != DEHUSK_OK)
                return status;
        }
    }
    return DEHUSK_OK;
}
