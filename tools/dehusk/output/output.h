/*
 * The formats of output: one page into memory.
 */
#ifndef DEHUSK_TOOL_OUTPUT_H
#define DEHUSK_TOOL_OUTPUT_H

#include "common/output_buffer.h"
#include "common/settings.h"
#include "dehusk.h"
#include "input/record.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the formats need to know; one for each worker. */
typedef struct page_output {
    const cli_settings *settings;
    dehusk_context *context; /* the pages' own, for reasons */
    bool terminal;           /* the output is one: control characters are replaced */
    bool color;
    bool several;           /* there is more than one input to an output */
    dehusk_reason *reasons; /* room for those of one line */
    size_t reason_capacity;
    size_t summary_length;   /* html: bytes of the last page that are its summary, which is put first */
    const atomic_bool *full; /* html: true as soon as no more lines of pages are taken; NULL: nobody tells */
} page_output;

/* A page and where it is from. */
typedef struct labelled_page {
    const char *source; /* the file as it was given */
    const record *from;
    const page_input *input;
    const dehusk_request *request; /* what the page was labelled with */
    const dehusk_page *page;
    const char *language; /* of its content; NULL: not asked, or not clear */
} labelled_page;

/* What a file has got so far, in formats that have an end or a limit. */
typedef struct output_totals {
    uint64_t pages;
    uint64_t listed;     /* pages that were written */
    uint64_t shown;      /* pages that were written with their lines */
    uint64_t line_bytes; /* of the lines that were written */
} output_totals;

/* Looks at stdout, if the output goes there, and the environment. */
void output_begin(page_output *output, const cli_settings *settings, dehusk_context *context, bool several);

/* Puts a page in the settings' format; nothing if it has no content and the
 * format leaves such pages out. Text between two pages (see
 * output_separator()) is not put. */
dehusk_status output_page(page_output *output, const labelled_page *labelled, output_buffer *to);

/* What the format has between two pages that were put, "" if nothing. */
const char *output_separator(const cli_settings *settings);

void output_end(page_output *output);

/* What stands in a file before the first page and behind the last one. `date` is
 * the first page's, NULL if there is none; `model` NULL: it has no name. */
void output_head(const cli_settings *settings, const char *date, const char *model, output_buffer *to);
void output_tail(const cli_settings *settings, const output_totals *totals, output_buffer *to);

/* How many bytes of the next page are written; of all formats but html, all. */
size_t output_admit(const cli_settings *settings, output_totals *totals, size_t length, size_t summary_length);

/* Does the label of a line that has a role rest on it, and not on the probability? Of a title that is content, and of
 * what is chrome because its role is not kept. */
bool output_role_decides(const cli_settings *settings, const dehusk_line *line);

/* Groups of reasons that are shown of a line. */
enum { OUTPUT_GROUPS = 8 };

/* Fills output->reasons with those of a line of the present page. */
dehusk_status output_reasons(page_output *output, size_t index, size_t *count);

/* Text of a page as the output may have it. */
void output_put(const page_output *output, output_buffer *to, const char *text, size_t length);

/* The formats; output_page() calls them. */
void output_text(const page_output *output, const dehusk_page *page, output_buffer *to);
dehusk_status output_annotated(page_output *output, const labelled_page *labelled, output_buffer *to);
dehusk_status output_jsonl(const page_output *output, const labelled_page *labelled, output_buffer *to);
dehusk_status output_rendered(const page_output *output, const labelled_page *labelled, dehusk_form form,
                              output_buffer *to);
dehusk_status output_xml(const page_output *output, const labelled_page *labelled, dehusk_form form, output_buffer *to);
dehusk_status output_csv(const page_output *output, const labelled_page *labelled, output_buffer *to);

/* What a file of them begins with, and ends with. */
void output_xml_head(output_format format, output_buffer *to);
void output_xml_tail(output_format format, output_buffer *to);
void output_csv_head(output_format format, output_buffer *to);

/* The page's content in `form`, which belongs to the context. */
dehusk_status output_render(const page_output *output, const labelled_page *labelled, dehusk_form form,
                            const char **text, size_t *length);

/* Must pages be read with their markup, and with what they say of themselves? */
bool output_wants_markup(const cli_settings *settings);
bool output_wants_metadata(const cli_settings *settings);
void output_wet(const page_output *output, const labelled_page *labelled, output_buffer *to);

/* Members of a JSON object: where a page is from, and what is said of it as a whole. */
void output_json_about(const labelled_page *labelled, output_buffer *to);

/* The record that a WET file begins with. It bears `date`, a WARC-Date, or the
 * epoch if that is NULL or none. `model` NULL: it has no name. */
void output_wet_info(const char *date, const char *model, output_buffer *to);

/* Newlines before line `index`, if `last` was the last one put; `last` is the number of lines before the first. */
size_t output_breaks(const dehusk_page *page, size_t last, size_t index);

/* The lines of one label, with a newline between two, or what a text had there, and one at the end. */
void output_lines(const page_output *output, const dehusk_page *page, dehusk_label label, output_buffer *to);

/* One bit of dehusk_summary.truncated. */
typedef struct truncation {
    unsigned bit;
    const char *name;     /* in JSON */
    const char *sentence; /* in the warning */
} truncation;

extern const truncation truncations[];
extern const size_t truncation_count;

/* A bit of ours beside the library's: the archive holds the page's beginning only. */
#define TRUNCATED_INPUT 0x80000000u

/* All these bits of a page. */
unsigned output_truncated(const labelled_page *labelled);

#endif
