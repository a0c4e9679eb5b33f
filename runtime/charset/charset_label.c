/*
 * The encodings of the WHATWG Encoding Standard and the labels that mean them.
 *
 * The tables come from tools/generate/charset_label.py, which also says how
 * ICU's single-byte converters differ from the Standard. Of the multi-byte
 * ones, compared with the Standard's indexes over every sequence of ICU 72:
 *
 *   gbk, gb18030  ICU follows GB 18030-2005: 0xA8BC and 0x8135F437 are swapped against the Standard only in the
 *                 private use area; 0xA2E3 is the euro sign in both
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
