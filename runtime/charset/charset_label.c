/*
 * The encodings of the WHATWG Encoding Standard and the labels that mean them, and three of DOS that pages declare.
 *
 * The tables come from tools/generate: charset_label.py, and charset_single.py for
 * the Standard's indexes of single-byte encodings, which a test holds against
 * ICU's converters. The multi-byte converters of ICU 72 were compared with
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
#include "base/ascii.h"
#include "charset/charset_parts.h"

#include <assert.h>
#include <string.h>

/* Tables of the types above. */
#include "charset/tables/charset_label.inc"
#include "charset/tables/charset_single.inc"

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
    while (length > 0 && dhk_is_html_space((unsigned char)label[0])) {
        label++;
        length--;
    }
    while (length > 0 && dhk_is_html_space((unsigned char)label[length - 1]))
        length--;
    if (length == 0 || length > CHARSET_LABEL_LENGTH_MAX)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        char c = label[i];
        if (c == '\0')
            return NULL;
        lower[i] = (char)dhk_lower(c);
    }
    lower[length] = '\0';
    return find(lower);
}

dehusk_status dhk_encoding_for_transport(const char *label, const dhk_encoding **encoding) {
    *encoding = dhk_encoding_for_label(label, strlen(label));
    if (*encoding == NULL)
        return DEHUSK_UNKNOWN_CHARSET;
    return dhk_charset_decodable(*encoding) ? DEHUSK_OK : DEHUSK_UNSUPPORTED_CHARSET;
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

bool dhk_charset_decodable(const dhk_encoding *encoding) {
    return dhk_charset_kind_of(encoding) != DHK_CHARSET_REPLACEMENT &&
           (encoding->icu_name == NULL || dhk_icu_present());
}

uint16_t dhk_charset_single(const dhk_encoding *encoding, unsigned char byte) {
    return byte < 0x80 ? byte : charset_singles[charset_single_rows[encoding - charset_encodings]][byte - 0x80];
}

int dehusk_charset_supported(const char *charset) {
    const dhk_encoding *encoding = charset != NULL ? dhk_encoding_for_label(charset, strlen(charset)) : NULL;
    return encoding != NULL && dhk_charset_decodable(encoding);
}
