#include "classify/code_lines.h"

#include "base/ascii.h"
#include "unicode/char_class.h"

#include <stdbool.h>
#include <string.h>

/* As for sentences between kept lines of plain text, in 2^-12. A command of one row alone: longer listings are left out of
 * the gold of many pages, and with them the sum of page F1 over 4,213 pages is less by .14 (2026-11-29). */
enum { CODE_LOGIT = 5120 };

void dhk_code_stays(const dhk_document *document, int64_t from, const int32_t *logits, uint8_t *labels) {
    for (size_t i = 1; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        if (line->kind != DEHUSK_KIND_PREFORMATTED || line->hidden || labels[i] != 0 || labels[i - 1] == 0 ||
            logits[i] < from - CODE_LOGIT || memchr(document->text + line->text, '\n', line->text_length) != NULL)
            continue;
        bool announced = document->lines[i - 1].measure.last_class == DHK_CHAR_COMMA;
        labels[i] = announced || (i + 1 < document->line_count && labels[i + 1] != 0);
    }
}

/* Are the rows numbers, each greater by one than the row before? */
static bool counts(const unsigned char *at, const unsigned char *end) {
    enum { NUMBER_MAX = 100000000 };
    uint32_t before = 0;
    uint32_t rows = 0;
    while (at < end) {
        uint32_t number = 0;
        const unsigned char *digits;
        while (at < end && (*at == ' ' || *at == '\n'))
            at++;
        for (digits = at; at < end && dhk_is_digit(*at) && number < NUMBER_MAX; at++)
            number = number * 10 + (*at - '0');
        if (at == digits)
            return at == end && rows > 1;
        if ((rows > 0 && number != before + 1) || (at < end && *at != '\n'))
            return false;
        before = number;
        rows++;
    }
    return rows > 1;
}

void dhk_row_numbers_go(const dhk_document *document, uint8_t *labels) {
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        const unsigned char *text = (const unsigned char *)document->text + line->text;
        if (labels[i] != 0 && line->kind == DEHUSK_KIND_PREFORMATTED && counts(text, text + line->text_length))
            labels[i] = 0;
    }
}
