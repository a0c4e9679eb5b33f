/*
 * Text output: the lines of content (or of chrome), and nothing else.
 */
#include "output/output.h"

void output_text(const page_output *output, const dehusk_page *page, output_buffer *to) {
    output_lines(output, page, output->settings->invert ? DEHUSK_CHROME : DEHUSK_CONTENT, to);
}
