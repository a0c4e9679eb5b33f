/*
 * Text that is for programs: JSON, scripts, style sheets, feeds and other XML.
 */
#ifndef DHK_CODE_SNIFF_H
#define DHK_CODE_SNIFF_H

#include <stddef.h>

/* Each looks at the first bytes and gives a media type (a static string), or NULL. White space and a BOM have been
 * passed over; for the last the first byte is '<', for the others it is not. */
const char *dhk_json_sniff(const unsigned char *bytes, size_t length);
const char *dhk_style_sniff(const unsigned char *bytes, size_t length);
const char *dhk_script_sniff(const unsigned char *bytes, size_t length);
const char *dhk_xml_sniff(const unsigned char *bytes, size_t length);

#endif
