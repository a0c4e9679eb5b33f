/*
 * The language of a text, by CLD2 where the command was built with it.
 */
#ifndef DEHUSK_TOOL_LANGUAGE_H
#define DEHUSK_TOOL_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Was it built with CLD2? */
bool language_known(void);

/* The code of the language (ISO 639-1 where there is one: "ru", "zh", "zh-Hant"), zero-terminated, never freed; NULL where it
 * is not clear. The text is UTF-8. */
const char *language_of(const char *text, size_t length);

/* Is `code` one of a list with commas between? "zh" in the list is zh-Hant, too. */
bool language_is_listed(const char *code, const char *list);

/* Is the list codes of two or three small letters, with commas between? */
bool language_list_is_valid(const char *list);

#endif
