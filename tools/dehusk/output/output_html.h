/*
 * The report: pages with their lines, as one HTML file.
 *
 * The file is a page made at build time of the assets in report/, whose script
 * shows the data. Between its head and its tail stand the data, as elements of
 * the type application/json: settings; for each page a summary and its lines;
 * totals. When the report is full, summaries go on without lines, so that an
 * archive gives a file that a browser can open.
 */
#ifndef DEHUSK_TOOL_OUTPUT_HTML_H
#define DEHUSK_TOOL_OUTPUT_HTML_H

#include "output/output.h"

void output_html_head(const cli_settings *settings, const char *model, output_buffer *to);
void output_html_tail(const output_totals *totals, output_buffer *to);

/* A page: its summary, then its lines. Sets output->summary_length. Other
 * thresholds than the request's are tried, so that labelled->page is gone. */
dehusk_status output_html(page_output *output, const labelled_page *labelled, output_buffer *to);

/* How many of a page's bytes are written, the page being the next one. */
size_t output_html_admit(output_totals *totals, size_t length, size_t summary_length);

/* True if no page from here on gets its lines into the report. */
bool output_html_is_full(const output_totals *totals);

#endif
