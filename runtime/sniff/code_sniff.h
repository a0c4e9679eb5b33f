/*
 * Text that is for programs: JSON, scripts, style sheets, feeds and other XML; and what programs write: bytes as text,
 * logs.
 */
#ifndef DHK_CODE_SNIFF_H
#define DHK_CODE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* Each looks at the first bytes and gives a media type (a static string), or NULL. White space and a BOM have been
 * passed over; the first byte is '<' for dhk_xml_sniff and no '<' for the others. */
const char *dhk_json_sniff(const unsigned char *bytes, size_t length);
const char *dhk_style_sniff(const unsigned char *bytes, size_t length);
const char *dhk_script_sniff(const unsigned char *bytes, size_t length);
const char *dhk_program_sniff(const unsigned char *bytes, size_t length);
const char *dhk_settings_sniff(const unsigned char *bytes, size_t length);
const char *dhk_listing_sniff(const unsigned char *bytes, size_t length);
const char *dhk_xml_sniff(const unsigned char *bytes, size_t length);

/* The media type of rows of fields between commas or semicolons, of rules for robots, and, if `tabs`, of rows of fields
 * between tabs, which a table of a page may have become, too; else NULL. */
const char *dhk_records_sniff(const unsigned char *bytes, size_t length, bool tabs);

/* The media type of base64, hexadecimal and octal dumps and uuencoded files ("application/octet-stream"), and of logs
 * ("text/x-log"), where nine tenths of the bytes are such; else NULL. */
const char *dhk_data_sniff(const unsigned char *bytes, size_t length);

#endif
