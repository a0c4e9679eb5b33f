#include "sniff/page_sniff.h"

#include "base/ascii.h"
#include "sniff/binary_sniff.h"
#include "sniff/code_sniff.h"
#include "sniff/format_sniff.h"
#include "sniff/signature.h"

#include <string.h>

/* Some write one in front of a PDF; the Standard of that format has it looked for so far. */
enum { PDF_BYTES = 1024 };

static dhk_page_kind no_page(dehusk_format format, const char *media_type) {
    return (dhk_page_kind){format, media_type, false};
}

/* The media type of what is binary, or NULL. */
static const char *binary_type(const unsigned char *bytes, size_t length, bool utf16) {
    static const char pdf[] = "%PDF-";
    const char *media_type = utf16 ? NULL : dhk_signature_find(bytes, length);
    size_t head = length < PDF_BYTES ? length : PDF_BYTES;
    if (media_type != NULL)
        return media_type;
    if (!dhk_is_binary(bytes, length, utf16))
        return NULL;
    for (size_t at = 0; at + sizeof pdf - 1 <= head; at++)
        if (memcmp(bytes + at, pdf, sizeof pdf - 1) == 0)
            return "application/pdf";
    return "application/octet-stream";
}

/* How many bytes of white space, and a BOM of UTF-8, stand in front. */
static size_t text_begin(const unsigned char *bytes, size_t length) {
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && dhk_is_html_space(bytes[at]))
        at++;
    return at;
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
 * somebody scraped it so. */
static const char *code_type(const unsigned char *bytes, size_t length, bool is_text) {
    const char *media_type = dhk_data_sniff(bytes, length);
    if (length == 0 || media_type != NULL || (is_text && !is_minified(bytes, length)))
        return media_type;
    if (*bytes == '<')
        return dhk_xml_sniff(bytes, length);
    media_type = dhk_json_sniff(bytes, length);
    if (media_type == NULL)
        media_type = dhk_style_sniff(bytes, length);
    return media_type != NULL ? media_type : dhk_script_sniff(bytes, length);
}

dhk_page_kind dhk_page_sniff(const unsigned char *bytes, size_t length, dehusk_format asked, bool utf16) {
    dehusk_format format = asked;
    const char *media_type;
    size_t begin = text_begin(bytes, length);
    if (length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        utf16 = true;
    if (asked == DEHUSK_FORMAT_AUTO)
        format = dhk_format_sniff(bytes, length);
    else if (asked == DEHUSK_FORMAT_TEXT && dhk_begins_document(bytes + begin, length - begin))
        format = DEHUSK_FORMAT_HTML;
    media_type = binary_type(bytes, length, utf16);
    if (media_type == NULL)
        media_type = code_type(bytes + begin, length - begin, asked == DEHUSK_FORMAT_TEXT);
    if (media_type != NULL)
        return no_page(format, media_type);
    return (dhk_page_kind){format, format == DEHUSK_FORMAT_HTML ? "text/html" : "text/plain", true};
}
