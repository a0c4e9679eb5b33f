/*
 * The character tables. They are data only; looking a character up is two
 * loads, inlined from the header.
 */
#include "unicode/char_class.h"

#include "dehusk.h"

#include "unicode/tables/char_class.inc"

const char *dhk_script_code(uint8_t script) {
    if (script >= sizeof dhk_script_codes / sizeof *dhk_script_codes)
        return "Zzzz";
    return dhk_script_codes[script];
}

const char *dehusk_unicode_version(void) {
    return dhk_unicode_version;
}
