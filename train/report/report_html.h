/*
 * An evaluation as a page to look at: curves, figures by group, worst pages.
 *
 * One HTML file that needs nothing else; its script draws what the data say.
 */
#ifndef TR_REPORT_HTML_H
#define TR_REPORT_HTML_H

#include "evaluate/evaluate.h"

#include <stdio.h>

/* The beginning of the file. `what` tells what was measured ("cv", or the model's file), `of` on what. */
void tr_report_begin(FILE *file, const char *what, const char *of);

/* The figures of one mode. */
bool tr_report_add(FILE *file, const tr_evaluation *evaluation, tr_error *error);

void tr_report_end(FILE *file);

#endif
