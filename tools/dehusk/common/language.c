/*
 * The language of a text.
 *
 * CLD2 is a library in C++, and two functions of it are all that is needed, which
 * take and give nothing but numbers and pointers. So they are called by the names
 * that the common C++ ABI gives them, which CMake looks for in the library, and no
 * C++ compiler is needed.
 */
#include "common/language.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#ifdef DEHUSK_CLD2

/* CLD2::Language DetectLanguage(const char *buffer, int length, bool is_plain_text, bool *is_reliable) */
extern int cld2_detect(const char *text, int length, bool plain,
                       bool *reliable) __asm__("_ZN4CLD214DetectLanguageEPKcibPb");
/* const char *LanguageCode(CLD2::Language) */
extern const char *cld2_code(int language) __asm__("_ZN4CLD212LanguageCodeENS_8LanguageE");

bool language_known(void) {
    return true;
}

const char *language_of(const char *text, size_t length) {
    bool reliable = false;
    const char *code = cld2_code(cld2_detect(text, length < INT_MAX ? (int)length : INT_MAX, true, &reliable));
    /* "xx-Goth", "zzp": a script in no language that it knows, and what is no language. */
    if (!reliable || strcmp(code, "un") == 0 || strncmp(code, "xx", 2) == 0 || strncmp(code, "zz", 2) == 0)
        return NULL;
    /* Two that it calls by names of before. */
    return strcmp(code, "iw") == 0 ? "he" : strcmp(code, "jw") == 0 ? "jv" : code;
}

#else

bool language_known(void) {
    return false;
}

const char *language_of(const char *text, size_t length) {
    (void)text;
    (void)length;
    return NULL;
}

#endif

bool language_is_listed(const char *code, const char *list) {
    size_t length = code != NULL ? strlen(code) : 0;
    size_t primary = code != NULL ? strcspn(code, "-") : 0;
    while (code != NULL && *list != '\0') {
        size_t listed = strcspn(list, ",");
        if ((listed == length || listed == primary) && strncasecmp(list, code, listed) == 0)
            return true;
        list += listed + (list[listed] == ',');
    }
    return false;
}

static bool is_small_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool language_list_is_valid(const char *list) {
    do {
        size_t letters = 0;
        while (is_small_letter(list[letters]))
            letters++;
        if (letters < 2 || letters > 3)
            return false;
        list += letters;
        if (*list == '-') /* "zh-Hant" */
            list += 1 + strcspn(list + 1, ",");
    } while (*list++ == ',');
    return list[-1] == '\0';
}
