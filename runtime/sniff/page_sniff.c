#include "sniff/page_sniff.h"

#include "base/ascii.h"
#include "sniff/binary_sniff.h"
#include "sniff/code_sniff.h"
#include "sniff/format_sniff.h"
#include "sniff/page_core.h"
#include "sniff/signature.h"

#include <string.h>

/* Some write one in front of a PDF; the Standard of that format has it looked for so far. */
enum { PDF_BYTES = 1024 };

static dhk_page_kind no_page(dehusk_format format, const char *media_type) {
    return (dhk_page_kind){format, media_type, false};
}

/* Does a PDF begin here: "%PDF-1.5" and a row of bytes that no text has? */
static bool begins_pdf(const unsigned char *bytes, size_t length) {
    enum { VERSION = 8, HIGH = 4 };
    const unsigned char *end = bytes + length;
    size_t high = 0;
    if (length < VERSION + 2 || memcmp(bytes, "%PDF-", 5) != 0 || !dhk_is_digit(bytes[5]))
        return false;
    for (bytes += VERSION; bytes < end && dhk_is_html_space(*bytes);)
        bytes++;
    if (bytes == end || *bytes++ != '%')
        return false;
    for (; bytes < end && *bytes >= 0x80; bytes++)
        high++;
    return high >= HIGH;
}

/* The media type of what is binary, or NULL. `begin`: behind white space and the like. */
static const char *binary_type(const unsigned char *bytes, size_t length, size_t begin, bool utf16) {
    const char *media_type = utf16 ? NULL : dhk_signature_find(bytes, length);
    size_t head = length < PDF_BYTES ? length : PDF_BYTES;
    if (media_type == NULL && !utf16 && begin > 0)
        media_type = dhk_signature_find(bytes + begin, length - begin);
    if (media_type != NULL)
        return media_type;
    bool binary = dhk_is_binary(bytes, length, utf16);
    for (size_t at = 0; at + 5 <= head; at++)
        if (bytes[at] == '%' &&
            (begins_pdf(bytes + at, length - at) || (binary && memcmp(bytes + at, "%PDF-", 5) == 0)))
            return "application/pdf";
    return binary ? "application/octet-stream" : NULL;
}

/* Are its rows, some hundred bytes each with hardly a space, for no reader? */
static bool is_minified(const unsigned char *bytes, size_t length) {
    enum { LOOKED_AT = 16384, ROW_BYTES = 256, WORD_BYTES = 12 };
    size_t rows = 1;
    size_t spaces = 0;
    if (length > LOOKED_AT)
        length = LOOKED_AT;
    for (size_t i = 0; i + 1 < length && rows <= length / ROW_BYTES; i++)
        rows += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    if (rows > length / ROW_BYTES)
        return false;
    for (size_t i = 0; i < length; i++)
        spaces += bytes[i] == ' ';
    return spaces * WORD_BYTES <= length;
}

/* The media type of what is written for programs or by them, or NULL. A text may be a listing that people read:
 * somebody scraped it so. `viewed`: a browser showed it as what it is. */
static const char *code_type(const unsigned char *bytes, size_t length, dehusk_format asked, bool viewed) {
    const char *media_type = dhk_data_sniff(bytes, length);
    if (length == 0 || media_type != NULL)
        return media_type;
    if (asked == DEHUSK_FORMAT_TEXT && !viewed && !is_minified(bytes, length))
        return NULL;
    if (*bytes == '<')
        return dhk_xml_sniff(bytes, length);
    static const char *(*const sniffs[])(const unsigned char *, size_t) = {
        dhk_json_sniff, dhk_listing_sniff, dhk_style_sniff, dhk_script_sniff, dhk_program_sniff,
    };
    bool called = asked == DEHUSK_FORMAT_HTML || viewed;
    for (size_t i = 0; i < sizeof sniffs / sizeof *sniffs && media_type == NULL; i++)
        media_type = sniffs[i](bytes, length);
    /* A recipe or an address list may have the rows of settings: without a word of what it is, it is a text. */
    if (media_type == NULL && called)
        media_type = dhk_settings_sniff(bytes, length);
    return media_type != NULL ? media_type : dhk_records_sniff(bytes, length, called);
}

dhk_page_kind dhk_page_sniff(const unsigned char *bytes, size_t length, dehusk_format asked, bool utf16) {
    dehusk_format format = asked;
    dhk_page_core core;
    size_t begin = dhk_page_begin(bytes, length);
    if (length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        utf16 = true;
    if (asked == DEHUSK_FORMAT_AUTO)
        format = dhk_format_sniff(bytes, length);
    else if (asked == DEHUSK_FORMAT_TEXT && dhk_begins_document(bytes + begin, length - begin))
        format = DEHUSK_FORMAT_HTML;
    const char *media_type = binary_type(bytes, length, begin, utf16);
    if (media_type == NULL) {
        dhk_page_core_find(&core, bytes, length, utf16);
        media_type = code_type(core.bytes, core.length, asked, core.viewed);
    }
    if (media_type != NULL)
        return no_page(format, media_type);
    return (dhk_page_kind){format, format == DEHUSK_FORMAT_HTML ? "text/html" : "text/plain", true};
}
