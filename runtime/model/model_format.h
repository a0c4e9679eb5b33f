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

    /* magic 8, version 4, section count 4, total size 8, CRC-32 of all after the header 4, reserved 4 */
    DHK_MODEL_HEADER_SIZE = 32,
    DHK_MODEL_SECTION_SIZE = 24, /* id 4, flags 4, offset 8, length 8 */

    /* Section ids. */
    DHK_SECTION_INFO = 1,       /* UTF-8 "key<TAB>value<LF>" */
    DHK_SECTION_HTML = 2,       /* a classifier for HTML */
    DHK_SECTION_TEXT = 3,       /* a classifier for plain text */
    DHK_SECTION_TEXT_TITLE = 4, /* detectors of roles in plain text */
    DHK_SECTION_TEXT_CAPTION = 5,
    DHK_SECTION_HTML_SITE = 6, /* what repetition across a site's pages adds */
    DHK_SECTION_TEXT_SITE = 7,
    DHK_SECTION_TEXT_EXTRACT = 10, /* the second regime of plain text, see classify/text_regime.h */
    DHK_SECTION_TEXT_AROUND = 11,  /* what stands around a line of an extract adds */
    DHK_SECTION_TEXT_BESIDE = 12,  /* what stands around a line of a page as text adds */
    DHK_SECTION_HTML_STACK = 16,   /* what stands around a line adds */
    DHK_SECTION_HTML_EMPTY = 24,   /* which short pages have no content, see classify/empty_page.h */
    DHK_SECTION_KINDS = 12,        /* so many ids there are */

    DHK_SECTION_REQUIRED = 1, /* flag: a reader that does not know the id must refuse the file */

    DHK_CLASSIFIER_HEADER_SIZE = 32, /* eight 32-bit fields before the weights */

    DHK_DETECTOR_HEADER_SIZE = 24, /* six 32-bit fields before a detector's 8-bit weights */
    DHK_DETECTOR_SCALE_MAX = 8,    /* of a detector's field `scale`: its weights are multiplied by 2 to its power */

    DHK_SITE_HEADER_SIZE = 16, /* four 32-bit fields before a site stage's weights */

    DHK_GATE_FACTS = 14,                                     /* that tell extracts from pages */
    DHK_GATE_REVISION = 3,                                   /* goes up when a fact's meaning changes */
    DHK_EXTRACT_HEADER_SIZE = 4 * (15 + 4 * DHK_GATE_FACTS), /* 32-bit fields before the weights */
    DHK_AROUND_HEADER_SIZE = 16,                             /* four 32-bit fields before the weights, of 32 bits */
    DHK_AROUND_COLUMNS = 30,
    DHK_AROUND_REVISION = 1,    /* goes up when a column's meaning changes, see classify/text_around.h */
    DHK_STACK_HEADER_SIZE = 24, /* six 32-bit fields before a second stage's columns */
    DHK_STACK_COLUMN_SIZE = 12, /* a column is three 32-bit fields */
    DHK_STACK_COLUMN_COUNT = 21,
    DHK_STACK_REVISION = 2, /* goes up when a column's meaning changes, see stacking/stack_stage.h */

    DHK_EMPTY_HEADER_SIZE = 12, /* three 32-bit fields before the weights of short pages */
    DHK_EMPTY_DENSE = 512,      /* bins of short pages: features that are no words */
    DHK_EMPTY_WORDS = 32768,    /* buckets of the words of short pages */
    DHK_EMPTY_FEATURES = DHK_EMPTY_DENSE + DHK_EMPTY_WORDS,
    DHK_EMPTY_REVISION = 1, /* goes up when a feature's meaning changes */

    DHK_WEIGHT_FRACTION_BITS = 12 /* weights, scores and logits are integers of 2^-12 */
};

/* The bins of a site stage, see sites/site_stage.h. */
enum {
    DHK_SITE_PAGE_STEPS = 5,   /* other pages: 1, 2, 3 to 4, 5 to 8, 9 or more */
    DHK_SITE_SHARE_STEPS = 6,  /* other pages that hold the line: 0, to 1/8, to 3/8, to 5/8, less than all, all */
    DHK_SITE_LENGTH_STEPS = 7, /* dhk_length_class */
    DHK_SITE_NEAR_STEPS = 6,   /* share of repeated text around it: 0, to 1/8, 3/8, 5/8, 7/8, more */
    DHK_SITE_NEAR_LINES = 3,   /* lines on each side that count as around it */
    DHK_SITE_NEAR_CLASSES = 3, /* of the line: on no other page, on less than 3/8, on more */
    DHK_SITE_LINE_BINS = DHK_SITE_PAGE_STEPS * DHK_SITE_SHARE_STEPS * DHK_SITE_LENGTH_STEPS,
    DHK_SITE_NEAR_BINS = DHK_SITE_PAGE_STEPS * DHK_SITE_NEAR_CLASSES * DHK_SITE_NEAR_STEPS,
    DHK_SITE_BINS = DHK_SITE_LINE_BINS + DHK_SITE_NEAR_BINS,
    DHK_SITE_REVISION = 1 /* goes up when a bin's meaning changes */
};

#endif
