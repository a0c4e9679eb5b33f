/*
 * Months in running text: their names in lower case, in the languages that most pages are in.
 */
#ifndef DHK_MONTH_NAMES_H
#define DHK_MONTH_NAMES_H

#include <stddef.h>

/* A word that is one of these, or the first three or more letters of one, names the month. UTF-8, a space between two; the
 * forms that stand within dates are among them, and short forms that are no beginning of the name. The first one is
 * English. */
extern const char *const dhk_month_names[12];

/* The month, from 1 on, that a word names in English, whole or by its first three letters and more, in any case; 0: none. */
unsigned dhk_english_month(const char *word, size_t length);

#endif
