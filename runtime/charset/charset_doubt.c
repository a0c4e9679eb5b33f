/*
 * Is a declared encoding one that the bytes make sense in? Asked of the sample of
 * text around bytes from 0x80 on. A doubt alone decides nothing: it has the
 * detector asked, and what that says counts.
 */
#include "base/ascii.h"
#include "charset/charset_parts.h"

#include <string.h>

/* How many pairs of lead and trail byte are needed for a doubt. */
enum { PAIRS_MIN = 24 };

/* Which leads and trails the pairs have. */
typedef struct pair_counts {
    size_t leads[256];
    size_t low[256]; /* leads whose trail is below 0xA1 */
    size_t all;
    size_t low_trails;
    size_t wrong; /* what is no pair of the encoding */
    size_t half;  /* half-width katakana of shift_jis, a byte each */
} pair_counts;

static void count_pairs(pair_counts *pairs, const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    bool japanese = strcmp(encoding->name, "shift_jis") == 0;
    bool korean = strcmp(encoding->name, "euc-kr") == 0;
    bool extended = strcmp(encoding->name, "euc-jp") == 0;
    memset(pairs, 0, sizeof *pairs);
    for (size_t i = 0; i < length; i++) {
        unsigned char lead = bytes[i];
        unsigned char trail = i + 1 < length ? bytes[i + 1] : 0;
        if (lead < 0x80)
            continue;
        if (japanese && lead >= 0xA1 && lead <= 0xDF) {
            pairs->half++;
        } else if (extended ? lead < 0xA1 && lead != 0x8E && lead != 0x8F : lead == 0x80 || lead == 0xFF) {
            pairs->wrong++;
        } else if (trail < (extended ? 0xA1 : korean ? 0x41 : 0x30)) {
            pairs->wrong += trail >= 0x80 || i + 1 < length;
        } else {
            pairs->all++;
            pairs->leads[lead]++;
            pairs->low[lead] += trail < 0xA1;
            pairs->low_trails += trail < 0x80;
            i += extended && lead == 0x8F ? 2 : 1; /* three bytes of JIS X 0212 */
        }
    }
}

/* How many pairs have a lead from `first` to `last`; without those whose trail is low, if `high`. */
static size_t with_lead(const pair_counts *pairs, unsigned first, unsigned last, bool high) {
    size_t count = 0;
    for (unsigned lead = first; lead <= last; lead++)
        count += pairs->leads[lead] - (high ? pairs->low[lead] : 0);
    return count;
}

/* Each has rows of characters that nearly all its texts are made of: the frequent characters of Chinese, which gbk
 * orders by sound, so that none of their rows is empty, and big5 by strokes; Korean syllables; kana in Japanese. */
static bool is_improbable_multi(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    pair_counts pairs;
    count_pairs(&pairs, encoding, bytes, length);
    size_t all = pairs.all;
    if (all + pairs.wrong + pairs.half < PAIRS_MIN)
        return false;
    if (pairs.wrong * 10 >= all + pairs.wrong)
        return true;
    if (strncmp(encoding->name, "gb", 2) == 0) {
        size_t frequent = with_lead(&pairs, 0xB0, 0xD7, true);
        return (frequent + with_lead(&pairs, 0xA1, 0xA9, true)) * 10 < all * 8 ||
               with_lead(&pairs, 0xA4, 0xA5, true) * 5 > all || with_lead(&pairs, 0xC9, 0xD7, true) * 10 < frequent;
    }
    if (strcmp(encoding->name, "big5") == 0)
        return with_lead(&pairs, 0xA1, 0xC8, false) * 10 < all * 8 || pairs.low_trails * 8 < all;
    if (strcmp(encoding->name, "euc-kr") == 0)
        return (with_lead(&pairs, 0xA1, 0xA3, true) + with_lead(&pairs, 0xB0, 0xC8, true)) * 10 < all * 7;
    if (strcmp(encoding->name, "euc-jp") == 0)
        return with_lead(&pairs, 0xA4, 0xA5, true) * 16 < all;
    if (strcmp(encoding->name, "shift_jis") == 0)
        return pairs.half > all || with_lead(&pairs, 0x82, 0x83, false) * 16 < all;
    return false;
}

/* Is a run of bytes from 0x80 on a letter or two of a Latin word, in a legacy encoding or UTF-8? */
static bool is_latin_letter(const unsigned char *bytes, size_t begin, size_t end, size_t length) {
    bool behind = begin > 0 && dhk_is_letter(bytes[begin - 1]);
    bool before = end < length && dhk_is_letter(bytes[end]);
    if (end - begin == 1)
        return behind || before || end == length || bytes[end] < '0'; /* no trail byte is */
    bool utf8 = (end - begin) % 2 == 0 && end - begin <= 4;
    for (size_t i = begin; i < end && utf8; i += 2)
        utf8 = bytes[i] >= 0xC2 && bytes[i] <= 0xC5 && bytes[i + 1] < 0xC0;
    return utf8 ? behind || before : end - begin == 2 && bytes[begin] >= 0xC0 && behind && before;
}

bool dhk_charset_is_within_latin(const unsigned char *bytes, size_t length) {
    enum { WANTED = 4 };
    size_t within = 0;
    size_t all = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        size_t begin = i;
        while (i < length && bytes[i] >= 0x80)
            i++;
        all += i - begin;
        within += is_latin_letter(bytes, begin, i, length) ? i - begin : 0;
    }
    return within >= WANTED && within * 10 >= all * 8;
}

/* Is there much that an encoding of seven bits has not, and no escape that it needs? */
static bool is_improbable_stateful(const unsigned char *bytes, size_t length) {
    enum { WANTED = 3 };
    size_t high = 0;
    for (size_t i = 0; i < length; i++)
        high += bytes[i] >= 0x80;
    return high >= WANTED && memchr(bytes, 0x1B, length) == NULL;
}

bool dhk_charset_is_improbable(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    switch (dhk_charset_kind_of(encoding)) {
    case DHK_CHARSET_SINGLE:
        return dhk_charset_is_misspelt(dhk_charset_spelling(encoding, bytes, length));
    case DHK_CHARSET_MULTI:
        return dhk_charset_is_within_latin(bytes, length) || is_improbable_multi(encoding, bytes, length);
    case DHK_CHARSET_STATEFUL:
        return is_improbable_stateful(bytes, length);
    default:
        return false;
    }
}
