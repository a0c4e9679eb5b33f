/*
 * Text output: the lines of content (or of chrome), and nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output.h"

#include <stdio.h>

dehusk_status output_text(page_output *output, const dehusk_page *page) {
    dehusk_label wanted = output->settings->invert ? DEHUSK_CHROME : DEHUSK_CONTENT;
    bool separate = output->printed; /* an empty line, before the page's first line if it has one */
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != wanted)
            continue;
        if (separate)
            putchar('\n');
        separate = false;
        output_put(output, line->text, line->text_length);
        putchar('\n');
        output->printed = true;
    }
    return DEHUSK_OK;
}
