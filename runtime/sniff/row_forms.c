#include "sniff/row_forms.h"

#include "base/ascii.h"

#include <string.h>

/* Nothing has a longer name that is written for a program; a text of one word would be looked through for each form. */
enum { NAME_MAX_BYTES = 128 };

static const unsigned char *pass_space(const unsigned char *at, const unsigned char *end) {
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

bool dhk_row_next(const unsigned char **at, const unsigned char *end, dhk_code_row *row) {
    do {
        if (*at >= end)
            return false;
        row->at = row->end = *at;
        while (row->end < end && *row->end != '\n' && *row->end != '\r')
            row->end++;
        *at = row->end < end ? row->end + 1 : end;
        while (row->end > row->at && row->end[-1] <= ' ' && row->end[-1] != 0)
            row->end--;
    } while (row->end == row->at);
    return true;
}

size_t dhk_row_indent(dhk_code_row row) {
    return (size_t)(pass_space(row.at, row.end) - row.at);
}

const unsigned char *dhk_pass_name(const unsigned char *at, const unsigned char *end) {
    const unsigned char *begin = at;
    if (end - at > NAME_MAX_BYTES)
        end = at + NAME_MAX_BYTES;
    for (; at < end; at++) {
        bool coloned = *at == ':' && ((end - at > 1 && at[1] == ':') || (at > begin && at[-1] == ':'));
        if (!dhk_is_letter(*at) && !dhk_is_digit(*at) && *at < 0x80 && (*at == 0 || strchr("_.-$/\\", *at) == NULL) &&
            !coloned)
            break;
    }
    return at;
}

static bool is_end(char byte) {
    return byte == '\0' || byte == '\n';
}

bool dhk_row_is(dhk_code_row row, const char *form) {
    const unsigned char *at = pass_space(row.at, row.end);
    for (; !is_end(*form); form++) {
        const unsigned char *begin = at;
        if (*form == '*')
            return is_end(form[1]) || (row.end > at && row.end[-1] == (unsigned char)form[1]);
        if (*form == ' ' || *form == '~')
            at = pass_space(at, row.end);
        else if (*form == '%')
            at = dhk_pass_name(at, row.end);
        else if (at < row.end && *at == (unsigned char)*form)
            at++;
        if (at == begin && *form != '~')
            return false;
    }
    return at == row.end;
}

bool dhk_row_is_one_of(dhk_code_row row, const char *forms) {
    for (;; forms++) {
        if (dhk_row_is(row, forms))
            return true;
        while (!is_end(*forms))
            forms++;
        if (*forms == '\0')
            return false;
    }
}
