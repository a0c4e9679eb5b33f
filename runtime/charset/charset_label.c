/*
 * The encodings of the WHATWG Encoding Standard and the labels that mean them.
 *
 * The tables come from tools/generate/charset_label.py, which also says how
 * ICU's single-byte converters differ from the Standard; corrected so, all 28 are
 * the Standard's indexes. The multi-byte converters of ICU 72 were compared with
 * the Standard's decoders over all sequences of one and two bytes (three in
 * euc-jp, a sample of four in gb18030). charset_decode.c sees to DEL, to an
 * ASCII byte behind a lead byte with which it makes no character, to 0x80 (euro
 * sign in gbk and gb18030, U+0080 in shift_jis), and to A3 A0 in gbk and gb18030.
 * What stays different:
 *
 *   gbk, gb18030  GB 18030-2005, the Standard has a few characters of 2022; four bytes without character give one
 *                 U+FFFD, not two and the digits
 *   big5          125 pairs that HKSCS unified with others have no character; some 40 newer ideographs, and 628 pairs
 *                 that the Standard leaves out, are in the private use area
 *   euc-jp        0x80 to 0x9F are control characters, not errors; more of JIS X 0212's rows are mapped
 *   iso-2022-jp   a line end switches back to ASCII, as RFC 1468 demands of the writer
 *   shift_jis     pairs that end in 0xFD to 0xFF give two U+FFFD, not one
 *   euc-kr        0x80 and the user-defined rows C9 and FE are characters (private use area)
 */
#include "charset/charset_parts.h"

#include <assert.h>
#include <string.h>

typedef struct charset_label {
    const char *label;
    unsigned char encoding;
} charset_label;

typedef struct charset_fix {
    unsigned char encoding;
    unsigned char byte;
    uint16_t character;
} charset_fix;

#include "charset/tables/charset_label.inc"

static bool is_white_space(unsigned char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

/* The label's encoding; `label` is in lower case and zero-terminated. */
static const dhk_encoding *find(const char *label) {
    size_t begin = 0;
    size_t end = CHARSET_LABELS;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        int order = strcmp(charset_labels[middle].label, label);
        if (order == 0)
            return &charset_encodings[charset_labels[middle].encoding];
        if (order < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const dhk_encoding *dhk_encoding_for_label(const char *label, size_t length) {
    char lower[CHARSET_LABEL_LENGTH_MAX + 1];

    if (label == NULL)
        return NULL;
    while (length > 0 && is_white_space((unsigned char)label[0])) {
        label++;
        length--;
    }
    while (length > 0 && is_white_space((unsigned char)label[length - 1]))
        length--;
    if (length == 0 || length > CHARSET_LABEL_LENGTH_MAX)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        char c = label[i];
        if (c == '\0')
            return NULL;
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    lower[length] = '\0';
    return find(lower);
}

dehusk_status dhk_encoding_for_transport(const char *label, const dhk_encoding **encoding) {
    *encoding = dhk_encoding_for_label(label, strlen(label));
    if (*encoding == NULL)
        return DEHUSK_UNKNOWN_CHARSET;
    return dhk_charset_kind_of(*encoding) == DHK_CHARSET_REPLACEMENT ? DEHUSK_UNSUPPORTED_CHARSET : DEHUSK_OK;
}

const dhk_encoding *dhk_encoding_utf8(void) {
    return &charset_encodings[0];
}

const dhk_encoding *dhk_charset_named(const char *name) {
    /* Every name is a label, the generator sees to it. */
    const dhk_encoding *encoding = find(name);
    assert(encoding != NULL);
    return encoding;
}

dhk_charset_kind dhk_charset_kind_of(const dhk_encoding *encoding) {
    return (dhk_charset_kind)charset_kinds[encoding - charset_encodings];
}

void dhk_charset_fix(const dhk_encoding *encoding, uint16_t characters[256]) {
    size_t index = (size_t)(encoding - charset_encodings);

    for (unsigned byte = 0; byte < 0x80; byte++)
        characters[byte] = (uint16_t)byte;
    /* The encoding without a converter is x-user-defined. */
    if (encoding->icu_name == NULL)
        for (unsigned byte = 0x80; byte < 0x100; byte++)
            characters[byte] = (uint16_t)(0xF700 + byte);
    for (size_t i = 0; i < sizeof charset_fixes / sizeof *charset_fixes; i++)
        if (charset_fixes[i].encoding == index)
            characters[charset_fixes[i].byte] = charset_fixes[i].character;
}
