/*
 * The registry of features: the one table from which their numbers, names,
 * bins, descriptions in explanations and schema hash come.
 *
 * Every feature is a question with a fixed set of answers (its bins); for each
 * line at most one answer of an ordinary feature holds, and several of a
 * "many" feature (sets of words or tags). The classifier has one weight an
 * answer.
 *
 * X(id, bins, by_length, scale, group, name, description): with `by_length` there is each
 * bin once for each of DHK_LENGTH_CLASSES. Explanations add the features of a group up.
 */
#ifndef DHK_REGISTRY_H
#define DHK_REGISTRY_H

#include "dehusk.h"
#include "html/html_names.h"
#include "unicode/char_class.h"

#include <stdint.h>

/* How a value is put into bins, see bins.h. A feature "crossed with length" has
 * DHK_LENGTH_CLASSES times the bins of its scale. */
typedef enum dhk_scale {
    DHK_SCALE_LENGTH,     /* letters, half octaves */
    DHK_SCALE_COUNT,      /* a number, half octaves */
    DHK_SCALE_SHARE,      /* a share in twelve steps */
    DHK_SCALE_DECILE,     /* tenths */
    DHK_SCALE_CHAR_CLASS, /* dhk_char_class */
    DHK_SCALE_CASE,
    DHK_SCALE_SAMENESS, /* script of the page or another */
    DHK_SCALE_PLACE,    /* before, in or after a region */
    DHK_SCALE_PATTERN,  /* which of seven neighbouring lines hold sentences */
    DHK_SCALE_YES_NO,
    DHK_SCALE_TAG,
    DHK_SCALE_INLINE,       /* a bit of dhk_line.inline_tags */
    DHK_SCALE_LEVEL_LENGTH, /* container level, then length */
    DHK_SCALE_LEVEL_SHARE,  /* container level, then share */
    DHK_SCALE_DISTANCE,     /* signed, half octaves; the last bin: there is none */
    DHK_SCALE_LANDMARK,     /* none in the page, line outside, line inside */
    DHK_SCALE_WORD,         /* hash of a word */
    DHK_SCALE_HASH,         /* hash of something without a name */
    DHK_SCALE_PAIR          /* two scales together, shown as a number */
} dhk_scale;

/* Groups of features, with what explanations call them. People are shown eight at most, so that there are seven for
 * each mode beside the constant and what later stages add. */
#define DHK_GROUPS(X)                                                                                                  \
    X(FORM, "form of the text")                                                                                        \
    X(PLACE, "place in the page")                                                                                      \
    X(NEIGHBOURS, "lines around it")                                                                                   \
    X(LINKS, "links")                                                                                                  \
    X(WORDS, "words")                                                                                                  \
    X(ALIKE, "lines like it")                                                                                          \
    X(ELEMENTS, "elements around it")                                                                                  \
    X(NAMES, "class and id names")                                                                                     \
    X(STACK, "second look, at what the first said of lines around it")                                                 \
    X(SITE, "other pages of the site")                                                                                 \
    X(CONSTANT, "constant")

typedef enum dhk_feature_group {
#define DHK_GROUP_ID(id, description) DHK_GROUP_##id,
    DHK_GROUPS(DHK_GROUP_ID) DHK_GROUP_COUNT
#undef DHK_GROUP_ID
} dhk_feature_group;

/* The group as dehusk_reason.group has it. */
const char *dhk_group_description(dhk_feature_group group);

/* The group of feature `index`. `*row` is where the last one was found, 0 at first: a line's features come nearly in the
 * order of the registry, so that few are searched for. */
dhk_feature_group dhk_feature_group_of(dehusk_format format, uint32_t index, size_t *row);

enum {
    DHK_LENGTH_CLASSES = 7,
    DHK_LENGTH_BINS = 21,
    DHK_COUNT_BINS = 12,
    DHK_SHARE_BINS = 12,
    DHK_DISTANCE_BINS = 24,
    DHK_PLACE_BINS = 7,
    DHK_LEVELS = 7,
    DHK_LEVEL_LENGTH_BINS = 12,
    DHK_JOIN_BINS = 10,     /* levels up to what two lines share */
    DHK_JOIN_DOWN_BINS = 3, /* levels from there down to the other line */
    DHK_DECILES = 10,
    DHK_SAMENESS_BINS = 3,
    DHK_NEARNESS_BINS = 8, /* lines to the nearest sentence */
    DHK_PATTERN_LINES = 7,
    DHK_INLINE_BINS = 11,
    DHK_LANDMARK_BINS = 3,
    DHK_ARTICLE_COUNTS = 4, /* articles in the page: none, one, a few, many */
    DHK_CLASS_BUCKETS = 1 << 16,
    DHK_TAG_BUCKETS = 1 << 11,
    DHK_WORD_BUCKETS = 1 << 17,
    DHK_LABEL_BUCKETS = 1 << 15
};

/* clang-format off */
#define DHK_TOTAL_BINS(bins, by_length) ((bins) * ((by_length) ? DHK_LENGTH_CLASSES : 1))

/* Features of a line's text and place, for both modes. */
#define DHK_FEATURES_COMMON(X)                                                                                         \
    X(LENGTH, DHK_LENGTH_BINS, 0, LENGTH, FORM, "length", "length in letters")                                                  \
    X(TOKENS, 18, 0, COUNT, FORM, "tokens", "number of words")                                                                  \
    X(FIRST, DHK_CHAR_CLASS_COUNT, 0, CHAR_CLASS, FORM, "first-character", "begins with")                                       \
    X(LAST, DHK_CHAR_CLASS_COUNT, 1, CHAR_CLASS, FORM, "last-character", "ends with")                            \
    X(SENTENCE_ENDS, 8, 1, COUNT, FORM, "sentence-ends", "sentence ends")                                        \
    X(COMMAS, 8, 1, COUNT, FORM, "commas", "commas")                                                             \
    X(QUOTES, 6, 0, COUNT, FORM, "quotes", "quotation marks")                                                                   \
    X(BRACKETS, 6, 0, COUNT, FORM, "brackets", "brackets")                                                                      \
    X(DASHES, 6, 0, COUNT, FORM, "dashes", "dashes")                                                                            \
    X(SEPARATORS, 6, 0, COUNT, FORM, "separators", "bars, bullets and arrows")                                                  \
    X(CURRENCY, 4, 0, COUNT, FORM, "currency", "currency signs")                                                                \
    X(SYMBOLS, 6, 0, COUNT, FORM, "symbols", "symbols")                                                                         \
    X(PUNCTUATION, 8, 0, COUNT, FORM, "punctuation", "other punctuation")                                                       \
    X(DIGITS, DHK_SHARE_BINS, 1, SHARE, FORM, "digit-share", "share of digits")                                  \
    X(CASE, 7, 1, CASE, FORM, "case", "capitals")                                                                \
    X(SCRIPT, DHK_SAMENESS_BINS, 1, SAMENESS, FORM, "script", "script")                                                          \
    X(FROM_START, 20, 0, COUNT, PLACE, "lines-before", "lines before it")                                                        \
    X(FROM_END, 20, 0, COUNT, PLACE, "lines-after", "lines after it")                                                            \
    X(LINE_DECILE, DHK_DECILES, 0, DECILE, PLACE, "place-in-lines", "place among the lines")                                              \
    X(TEXT_DECILE, DHK_DECILES, 0, DECILE, PLACE, "place-in-text", "place in the text")                                                   \
    X(PAGE_LENGTH, DHK_LEVEL_LENGTH_BINS, 1, LENGTH, PLACE, "page-length", "length of the page")                  \
    X(PAGE_SENTENCES, DHK_SHARE_BINS, 1, SHARE, PLACE, "page-sentence-share", "share of sentences in the page")   \
    X(PAGE_NEARNESS, DHK_SHARE_BINS / 2 * DHK_NEARNESS_BINS, 0, PAIR, PLACE, "page-sentences-and-distance", "share of sentences in the page, and nearness")      \
    X(LENGTH_PREVIOUS_1, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "previous-length", "length of the line before")                      \
    X(LENGTH_PREVIOUS_2, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "previous-length-2", "length of the second line before")             \
    X(LENGTH_PREVIOUS_3, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "previous-length-3", "length of the third line before")              \
    X(LENGTH_NEXT_1, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "next-length", "length of the line after")                               \
    X(LENGTH_NEXT_2, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "next-length-2", "length of the second line after")                      \
    X(LENGTH_NEXT_3, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "next-length-3", "length of the third line after")                       \
    X(LAST_PREVIOUS, DHK_CHAR_CLASS_COUNT, 0, CHAR_CLASS, NEIGHBOURS, "previous-last-character", "line before ends with")             \
    X(LAST_NEXT, DHK_CHAR_CLASS_COUNT, 0, CHAR_CLASS, NEIGHBOURS, "next-last-character", "line after ends with")                      \
    X(SENTENCE_PATTERN, 1 << DHK_PATTERN_LINES, 0, PATTERN, NEIGHBOURS, "sentence-pattern", "sentences around it")                                       \
    X(WINDOW_2, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "window-2", "mean length within 2 lines")                                     \
    X(WINDOW_5, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "window-5", "mean length within 5 lines")                                     \
    X(WINDOW_10, DHK_LENGTH_BINS, 0, LENGTH, NEIGHBOURS, "window-10", "mean length within 10 lines")                                  \
    X(WINDOW_SENTENCES_5, DHK_SHARE_BINS, 0, SHARE, NEIGHBOURS, "window-sentences-5", "sentence text within 5 lines")                 \
    X(WINDOW_SENTENCES_10, DHK_SHARE_BINS, 0, SHARE, NEIGHBOURS, "window-sentences-10", "sentence text within 10 lines")              \
    X(SENTENCE_BEFORE, DHK_COUNT_BINS, 0, COUNT, NEIGHBOURS, "sentence-before", "lines since the last sentence")                      \
    X(SENTENCE_AFTER, DHK_COUNT_BINS, 0, COUNT, NEIGHBOURS, "sentence-after", "lines to the next sentence")                           \
    X(SENTENCE_NEAR, DHK_COUNT_BINS, 1, COUNT, NEIGHBOURS, "sentence-near", "lines to the nearest sentence")           \
    X(SEGMENT_SHORT, DHK_PLACE_BINS, 1, PLACE, PLACE, "segment-loose", "the densest stretch, taken loosely")      \
    X(SEGMENT_LONG, DHK_PLACE_BINS, 1, PLACE, PLACE, "segment-tight", "the densest stretch, taken tightly")       \
    X(REPEATS, 6, 1, COUNT, ALIKE, "repeats", "the same line elsewhere in the page")                              \
    X(MASKED_REPEATS, 8, 0, COUNT, ALIKE, "repeats-but-numbers", "the same line but for numbers")                                \
    X(LINK_SHARE, DHK_SHARE_BINS, 1, SHARE, LINKS, "link-share", "share of link text")                            \
    X(LINK_COUNT, 8, 0, COUNT, LINKS, "links", "links in it")                                                                    \
    X(LINK_SHARE_PREVIOUS, DHK_SHARE_BINS, 0, SHARE, LINKS, "previous-link-share", "share of link text in the line before")      \
    X(LINK_SHARE_NEXT, DHK_SHARE_BINS, 0, SHARE, LINKS, "next-link-share", "share of link text in the line after")               \
    X(LINK_SHARE_WINDOW, DHK_SHARE_BINS, 0, SHARE, LINKS, "window-link-share", "share of link text within 5 lines")              \
    X(TOPIC, DHK_SHARE_BINS, 1, SHARE, WORDS, "topic", "words that the page's sentences use too")                 \
    X(TOPIC_PREVIOUS, DHK_SHARE_BINS, 0, SHARE, WORDS, "topic-previous", "words in common with the 3 lines before")              \
    X(TOPIC_NEXT, DHK_SHARE_BINS, 0, SHARE, WORDS, "topic-next", "words in common with the 3 lines after")                       \
    X(SAME_BEGINNING, 8, 0, COUNT, ALIKE, "same-beginning", "other lines that begin with the same word")                         \
    X(SAME_ENDING, 8, 0, COUNT, ALIKE, "same-ending", "other lines that end with the same word")

/* Features of markup. */
#define DHK_FEATURES_HTML(X)                                                                                           \
    X(TAG, DHK_TAG_COUNT, 0, TAG, ELEMENTS, "tag", "element")                                                                       \
    X(TAG_BY_LENGTH, 8, 1, PAIR, ELEMENTS, "kind", "kind of element and length")                                    \
    X(PARENT_TAG, DHK_TAG_COUNT, 0, TAG, ELEMENTS, "parent-tag", "parent element")                                                  \
    X(TAG_PAIR, DHK_TAG_BUCKETS, 0, HASH, ELEMENTS, "tag-pair", "element and parent")                                               \
    X(TAG_TRIPLE, DHK_TAG_BUCKETS, 0, HASH, ELEMENTS, "tag-triple", "element, parent and grandparent")                              \
    X(ANCESTOR_TAGS, DHK_TAG_COUNT, 0, TAG, ELEMENTS, "ancestor", "inside")                                                         \
    X(INLINE_TAGS, DHK_INLINE_BINS, 0, INLINE, ELEMENTS, "inline", "has in it")                                                                  \
    X(PREVIOUS_TAG, DHK_TAG_COUNT, 0, TAG, NEIGHBOURS, "previous-tag", "line before stands in")                                       \
    X(NEXT_TAG, DHK_TAG_COUNT, 0, TAG, NEIGHBOURS, "next-tag", "line after stands in")                                                \
    X(JOIN_PREVIOUS, DHK_JOIN_BINS * DHK_JOIN_DOWN_BINS, 0, COUNT, NEIGHBOURS, "join-previous", "levels up to what it shares with the line before")    \
    X(JOIN_NEXT, DHK_JOIN_BINS * DHK_JOIN_DOWN_BINS, 0, COUNT, NEIGHBOURS, "join-next", "levels up to what it shares with the line after")             \
    X(BREAKS, 8, 0, COUNT, ELEMENTS, "breaks", "boundaries before it")                                                              \
    X(AFTER_BREAK, 2, 0, YES_NO, ELEMENTS, "after-br", "begins after <br>")                                                         \
    X(HIDDEN, 2, 1, YES_NO, ELEMENTS, "hidden", "hidden")                                                            \
    X(NOSCRIPT, 2, 0, YES_NO, ELEMENTS, "noscript", "in noscript")                                                                  \
    X(DEPTH, 14, 0, COUNT, PLACE, "depth", "depth in the page")                                                                  \
    X(CONTAINER_LENGTH, DHK_LEVELS * DHK_LEVEL_LENGTH_BINS, 0, LEVEL_LENGTH, ELEMENTS, "container-length",                          \
      "text of the enclosing element")                                                                                 \
    X(CONTAINER_LINKS, DHK_LEVELS * DHK_SHARE_BINS, 0, LEVEL_SHARE, ELEMENTS, "container-link-share",                               \
      "share of link text in the enclosing element")                                                                   \
    X(CONTAINER_SENTENCES, DHK_LEVELS * DHK_SHARE_BINS, 0, LEVEL_SHARE, ELEMENTS, "container-sentence-share",                       \
      "share of the page's sentences in the enclosing element")                                                        \
    X(CONTAINER_DENSITY, DHK_LEVELS * DHK_SHARE_BINS, 0, LEVEL_SHARE, ELEMENTS, "container-density",                                \
      "share of sentences in the enclosing element")                                                                   \
    X(CORE_60, DHK_JOIN_BINS * DHK_JOIN_BINS, 0, PAIR, ELEMENTS, "core-60",                                                        \
      "levels to and from the element with 60% of the sentences")                                                      \
    X(CORE_85, DHK_JOIN_BINS * DHK_JOIN_BINS, 0, PAIR, ELEMENTS, "core-85",                                                        \
      "levels to and from the element with 85% of the sentences")                                                      \
    X(PATH_COUNT, DHK_COUNT_BINS, 1, COUNT, ALIKE, "path-count", "lines with the same tag path")                  \
    X(PATH_LENGTH, DHK_LENGTH_BINS, 0, LENGTH, ALIKE, "path-length", "mean length of lines with the same tag path")              \
    X(PATH_LINKS, DHK_SHARE_BINS, 0, SHARE, ALIKE, "path-link-share", "share of link text in lines with the same tag path")      \
    X(PATH_SENTENCES, DHK_SHARE_BINS, 0, SHARE, ALIKE, "path-sentence-share",                                                    \
      "share of the page's sentences in lines with the same tag path")                                                 \
    X(PATH_TEXT, DHK_SHARE_BINS, 0, SHARE, ALIKE, "path-text-share", "share of the page's text in lines with the same tag path") \
    X(PATH_SHAPE, DHK_COUNT_BINS / 2 * DHK_LEVEL_LENGTH_BINS, 0, PAIR, ALIKE, "path-shape", "number and length of lines with the same tag path") \
    X(CLASS_COUNT, DHK_COUNT_BINS, 1, COUNT, ALIKE, "class-count", "lines with the same path and class")          \
    X(CLASS_LENGTH, DHK_LENGTH_BINS, 0, LENGTH, ALIKE, "class-length", "mean length of lines with the same path and class")      \
    X(CLASS_LINKS, DHK_SHARE_BINS, 0, SHARE, ALIKE, "class-link-share", "share of link text in lines of the same path and class") \
    X(CLASS_SENTENCES, DHK_SHARE_BINS, 0, SHARE, ALIKE, "class-sentence-share",                                                  \
      "share of the page's sentences in lines of the same path and class")                                             \
    X(CLASS_TEXT, DHK_SHARE_BINS, 0, SHARE, ALIKE, "class-text-share",                                                           \
      "share of the page's text in lines of the same path and class")                                                  \
    X(CLASS_SHAPE, DHK_COUNT_BINS / 2 * DHK_LEVEL_LENGTH_BINS, 0, PAIR, ALIKE, "class-shape",                                                    \
      "number and length of lines with the same path and class")                                                       \
    X(MAIN, DHK_LANDMARK_BINS, 0, LANDMARK, ELEMENTS, "main", "<main>")                                                                             \
    X(ARTICLE, DHK_LANDMARK_BINS * DHK_ARTICLE_COUNTS, 0, PAIR, ELEMENTS, "article", "<article>")                                                                   \
    X(FIRST_HEADING, DHK_DISTANCE_BINS, 0, DISTANCE, PLACE, "h1-distance", "lines from <h1>")                                    \
    X(LAST_HEADING, DHK_COUNT_BINS * 2, 0, COUNT, PLACE, "heading-before", "lines since a heading")                              \
    X(HEADING_LEVEL, 8, 0, COUNT, PLACE, "heading-level", "level of the heading before")                                         \
    X(TITLE_SHARE, DHK_SHARE_BINS, 1, SHARE, WORDS, "title-share", "words that the page's title has too")         \
    X(TITLE_COVERED, DHK_SHARE_BINS, 0, SHARE, WORDS, "title-covered", "share of the title's words in it")                       \
    X(TITLE_DISTANCE, DHK_DISTANCE_BINS, 0, DISTANCE, PLACE, "title-distance", "lines from the title's line")                    \
    X(TITLE_LEVELS, DHK_JOIN_BINS + 1, 0, COUNT, PLACE, "title-levels", "levels up to what it shares with the title's line")     \
    X(DESCRIPTION_SHARE, DHK_SHARE_BINS, 0, SHARE, WORDS, "description-share", "words that the page's description has too")      \
    X(OWN_WORDS, DHK_CLASS_BUCKETS, 0, WORD, NAMES, "class", "class, id or role of its element")                                 \
    X(NEAR_WORDS, DHK_CLASS_BUCKETS, 0, WORD, NAMES, "class-near", "class, id or role up to 2 levels up")                        \
    X(ANCESTOR_WORDS, DHK_CLASS_BUCKETS, 0, WORD, NAMES, "class-around", "class, id or role of an ancestor")

/* Features of words, for plain text only: with markup they gain nothing. */
#define DHK_FEATURES_TEXT(X)                                                                                           \
    X(WORDS, DHK_WORD_BUCKETS, 0, WORD, WORDS, "word", "word")                                                                   \
    X(LABEL_WORDS, DHK_LABEL_BUCKETS, 0, WORD, WORDS, "label-word", "word of the label above it")
/* clang-format on */

/* Each feature's first index: the common ones begin at 0 in both modes, the
 * mode's own follow. */
enum dhk_feature_first {
#define DHK_FIRST_INDEX(id, bins, by_length, scale, group, name, description)                                          \
    DHK_F_##id, DHK_F_##id##_LAST = DHK_F_##id + DHK_TOTAL_BINS(bins, by_length) - 1,
    DHK_FEATURES_COMMON(DHK_FIRST_INDEX) DHK_COMMON_COUNT,
    DHK_BEFORE_HTML = DHK_COMMON_COUNT - 1,
    DHK_FEATURES_HTML(DHK_FIRST_INDEX) DHK_HTML_COUNT,
    DHK_BEFORE_TEXT = DHK_COMMON_COUNT - 1,
    DHK_FEATURES_TEXT(DHK_FIRST_INDEX) DHK_TEXT_COUNT
#undef DHK_FIRST_INDEX
};

/* What the extractor has to know of each: no number of bins stands anywhere else. */
enum {
#define DHK_KNOWN(id, bins, by_length, scale, group, name, description)                                                \
    DHK_BINS_##id = (bins), DHK_CROSSED_##id = (by_length),
    DHK_FEATURES_COMMON(DHK_KNOWN) DHK_FEATURES_HTML(DHK_KNOWN) DHK_FEATURES_TEXT(DHK_KNOWN)
#undef DHK_KNOWN
};

/* Raised whenever the meaning of a feature changes though the table does not. */
enum { DHK_FEATURE_REVISION = 3 };

#endif
