/*
 * Is a declared encoding one that the bytes make sense in? Asked of the sample of
 * text around bytes from 0x80 on. A doubt alone decides nothing: it has the
 * detector asked, and what that says counts.
 */
#include "charset/charset_parts.h"

#include <string.h>

/* So many bytes from 0x80 on are needed for a doubt. */
enum { DOUBT_MIN = 48 };

static bool is_named(const dhk_encoding *encoding, const char *const *names) {
    for (; *names != NULL; names++)
        if (strcmp(encoding->name, *names) == 0)
            return true;
    return false;
}

/* Latin letters with marks stand alone, here and there; where most stand beside another one, the text is in another
 * script. Rows of one character are rules and no-break spaces. */
static bool is_improbable_latin(const unsigned char *bytes, size_t length) {
    size_t high = 0;
    size_t beside = 0;
    for (size_t i = 0; i < length; i++) {
        bool other_before = i > 0 && bytes[i - 1] >= 0x80 && bytes[i - 1] != bytes[i];
        bool other_behind = i + 1 < length && bytes[i + 1] >= 0x80 && bytes[i + 1] != bytes[i];
        high += bytes[i] >= 0x80;
        beside += bytes[i] >= 0x80 && (other_before || other_behind);
    }
    return high >= DOUBT_MIN && beside * 10 >= high * 9;
}

/* The rows of capitals and small letters: few letters of a text are capitals. */
static bool is_improbable_cyrillic(const unsigned char *bytes, size_t length, bool small_first) {
    size_t rows[2] = {0, 0}; /* C0 to DF, E0 to FF */
    for (size_t i = 0; i < length; i++)
        if (bytes[i] >= 0xC0)
            rows[bytes[i] >= 0xE0]++;
    return rows[0] + rows[1] >= DOUBT_MIN && rows[small_first ? 1 : 0] > 3 * rows[small_first ? 0 : 1];
}

/* Pairs of lead and trail byte that the encoding does not have, and in shift_jis half-width katakana, which hardly
 * anybody writes: the bytes of euc-jp mean little else there. */
static bool is_improbable_multi(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    bool japanese = strcmp(encoding->name, "shift_jis") == 0;
    bool korean = strcmp(encoding->name, "euc-kr") == 0;
    bool extended = strcmp(encoding->name, "euc-jp") == 0;
    size_t high = 0;
    size_t wrong = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char lead = bytes[i];
        unsigned char trail = i + 1 < length ? bytes[i + 1] : 0;
        if (lead < 0x80)
            continue;
        high++;
        if (japanese && lead >= 0xA1 && lead <= 0xDF) {
            wrong++;
        } else if (extended ? lead < 0xA1 && lead != 0x8E && lead != 0x8F : lead == 0x80 || lead == 0xFF) {
            wrong++;
        } else if (trail < (extended ? 0xA1 : korean ? 0x41 : 0x30)) {
            wrong += trail >= 0x80 || i + 1 < length;
        } else {
            i += extended && lead == 0x8F ? 2 : 1; /* three bytes of JIS X 0212 */
        }
    }
    return high >= DOUBT_MIN / 2 && wrong * (japanese ? 2 : 10) >= high;
}

bool dhk_charset_is_improbable(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    static const char *const latin[] = {"windows-1252", "windows-1250", "windows-1254", "windows-1257", "windows-1258",
                                        "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-10",  "iso-8859-13",
                                        "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "macintosh",    NULL};
    static const char *const koi8[] = {"koi8-r", "koi8-u", NULL};
    static const char *const windows[] = {"windows-1251", NULL};
    if (dhk_charset_kind_of(encoding) == DHK_CHARSET_MULTI)
        return is_improbable_multi(encoding, bytes, length);
    if (dhk_charset_kind_of(encoding) != DHK_CHARSET_SINGLE)
        return false;
    if (is_named(encoding, latin))
        return is_improbable_latin(bytes, length);
    if (is_named(encoding, koi8))
        return is_improbable_cyrillic(bytes, length, true);
    return is_named(encoding, windows) && is_improbable_cyrillic(bytes, length, false);
}
