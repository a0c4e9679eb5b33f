/*
 * What stands around the blocks of a page in XML: our own `document`, or TEI P5, with what the page says of itself.
 */
#ifndef DHK_XML_FRAME_H
#define DHK_XML_FRAME_H

#include "render/text_buffer.h"
#include "render/web_address.h"

/* What the page says, by dehusk_metadata_name (value NULL: nothing), and the address that it came from (length 0: not
 * known). */
typedef struct dhk_xml_page {
    dehusk_metadata metadata[DEHUSK_METADATA_COUNT];
    dhk_address url;
} dhk_xml_page;

void dhk_xml_begin(dhk_text_buffer *out, const dhk_xml_page *page);
void dhk_xml_end(dhk_text_buffer *out);

void dhk_tei_begin(dhk_text_buffer *out, const dhk_xml_page *page);
void dhk_tei_end(dhk_text_buffer *out);

#endif
