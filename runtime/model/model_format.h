/*
 * Layout of a model file, shared by the reader (model_reader.c) and the writer
 * in train/. runtime/MODEL_FORMAT.md is the specification.
 */
#ifndef DHK_MODEL_FORMAT_H
#define DHK_MODEL_FORMAT_H

#define DHK_MODEL_MAGIC "DEHUSKM\n" /* 8 bytes */

enum {
    DHK_MODEL_VERSION_MIN = 1,
    DHK_MODEL_VERSION = 1,

    DHK_MODEL_HEADER_SIZE =
        32, /* magic 8, version 4, section count 4, total size 8, CRC-32 of all after the header 4, reserved 4 */
    DHK_MODEL_SECTION_SIZE = 24, /* id 4, flags 4, offset 8, length 8 */

    /* Section ids. */
    DHK_SECTION_INFO = 1,       /* UTF-8 "key<TAB>value<LF>" */
    DHK_SECTION_HTML = 2,       /* a classifier for HTML, */
    DHK_SECTION_TEXT = 3,       /* and for plain text */
    DHK_SECTION_TEXT_TITLE = 4, /* detectors of roles in plain text */
    DHK_SECTION_TEXT_CAPTION = 5,
    DHK_SECTION_HTML_SITE = 6, /* what repetition across a site's pages adds */
    DHK_SECTION_TEXT_SITE = 7,

    DHK_SECTION_REQUIRED = 1, /* flag: a reader that does not know the id must refuse the file */

    DHK_DETECTOR_HEADER_SIZE = 24, /* six 32-bit fields before a detector's 8-bit weights, */
    DHK_DETECTOR_SCALE_MAX = 8,    /* which are multiplied by 2 to the power of one of the fields */

    DHK_SITE_HEADER_SIZE = 16, /* four 32-bit fields before a site stage's weights */

    DHK_WEIGHT_FRACTION_BITS = 12 /* weights, scores and logits are integers of 2^-12 */
};

#endif
