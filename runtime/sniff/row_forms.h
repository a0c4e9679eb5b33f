/*
 * Rows of text that is for programs, and the forms that they have.
 */
#ifndef DHK_ROW_FORMS_H
#define DHK_ROW_FORMS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dhk_code_row {
    const unsigned char *at;
    const unsigned char *end; /* white space behind it is left out */
} dhk_code_row;

/* Takes the next row that is not blank from `*at`, with its indentation. False: there is none. */
bool dhk_row_next(const unsigned char **at, const unsigned char *end, dhk_code_row *row);

/* How many spaces and tabs it begins with. */
size_t dhk_row_indent(dhk_code_row row);

/* Passes over a name: letters, digits, what is not ASCII, and the marks that names have within them. */
const unsigned char *dhk_pass_name(const unsigned char *at, const unsigned char *end);

/* Has the row this form, behind its indentation? '%' stands for a name, a space for white space, '~' for white space or
 * nothing, '*' for whatever follows, up to the byte behind it, which ends the row; all else for itself. */
bool dhk_row_is(dhk_code_row row, const char *form);

/* Has it one of these forms, with line feeds between? One string takes less than an array of them. */
bool dhk_row_is_one_of(dhk_code_row row, const char *forms);

#endif
