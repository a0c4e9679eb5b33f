/*
 * Features in words, for explanations and dumps, and the hash of the registry.
 */
#include "base/hash.h"
#include "features/bins.h"
#include "features/features.h"
#include "features/registry.h"

#include <stdbool.h>
#include <string.h>

typedef struct feature {
    uint32_t first;
    uint32_t bins;
    bool by_length;
    dhk_scale scale;
    dhk_feature_group group;
    const char *name;
    const char *description;
} feature;

/* How many answers a scale has names for; 0: any number of them. */
enum {
    ANSWERS_LENGTH = 0,
    ANSWERS_COUNT = 0,
    ANSWERS_SHARE = DHK_SHARE_BINS,
    ANSWERS_DECILE = DHK_DECILES,
    ANSWERS_CHAR_CLASS = DHK_CHAR_CLASS_COUNT,
    ANSWERS_CASE = DHK_BINS_CASE,
    ANSWERS_SAMENESS = DHK_SAMENESS_BINS,
    ANSWERS_PLACE = DHK_PLACE_BINS,
    ANSWERS_PATTERN = 1 << DHK_PATTERN_LINES,
    ANSWERS_YES_NO = 2,
    ANSWERS_TAG = DHK_TAG_COUNT,
    ANSWERS_INLINE = DHK_INLINE_BINS,
    ANSWERS_LEVEL_LENGTH = DHK_LEVELS * DHK_LEVEL_LENGTH_BINS,
    ANSWERS_LEVEL_SHARE = DHK_LEVELS * DHK_SHARE_BINS,
    ANSWERS_DISTANCE = DHK_DISTANCE_BINS,
    ANSWERS_LANDMARK = DHK_LANDMARK_BINS,
    ANSWERS_WORD = 0,
    ANSWERS_HASH = 0,
    ANSWERS_PAIR = 0
};
#define HAS_ANSWERS(id, bins, by_length, scale, group, name, description)                                              \
    _Static_assert((int)ANSWERS_##scale == 0 || (int)ANSWERS_##scale == (int)(bins), name ": its scale has other "     \
                                                                                          "bins");
/* clang-format off */
DHK_FEATURES_COMMON(HAS_ANSWERS)
DHK_FEATURES_HTML(HAS_ANSWERS)
DHK_FEATURES_TEXT(HAS_ANSWERS)
/* clang-format on */
#undef HAS_ANSWERS

#define ROW(id, bins, by_length, scale, group, name, description)                                                      \
    {DHK_F_##id, (bins), (by_length), DHK_SCALE_##scale, DHK_GROUP_##group, name, description},
static const feature html_features[] = {DHK_FEATURES_COMMON(ROW) DHK_FEATURES_HTML(ROW)};
static const feature text_features[] = {DHK_FEATURES_COMMON(ROW) DHK_FEATURES_TEXT(ROW)};
#undef ROW

static const feature *features_of(dehusk_format format, size_t *count) {
    if (format == DEHUSK_FORMAT_HTML) {
        *count = sizeof html_features / sizeof *html_features;
        return html_features;
    }
    *count = sizeof text_features / sizeof *text_features;
    return text_features;
}

uint32_t dhk_feature_schema(dehusk_format format) {
    size_t count;
    const feature *features = features_of(format, &count);
    uint32_t hash =
        dhk_hash_pair(DHK_FEATURE_REVISION, dhk_hash_bytes(dhk_unicode_version, strlen(dhk_unicode_version)));
    for (size_t i = 0; i < count; i++) {
        hash = dhk_hash_pair(hash, dhk_hash_bytes(features[i].name, strlen(features[i].name)));
        hash = dhk_hash_pair(hash, DHK_TOTAL_BINS(features[i].bins, features[i].by_length) << 8 |
                                       (uint32_t)features[i].scale);
    }
    return hash;
}

/* -- Text without printf -------------------------------------------------- */

typedef struct writer {
    char *at;
    char *end; /* of the room, the closing zero not counted */
} writer;

static void put_text(writer *out, const char *text) {
    while (*text != '\0' && out->at < out->end)
        *out->at++ = *text++;
}

static void put_number(writer *out, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0 && out->at < out->end)
        *out->at++ = digits[--count];
}

/* Smallest number of a half-octave bin. */
static uint64_t half_octave_begin(uint32_t bin) {
    return bin < 2 ? bin : (uint64_t)(2 + (bin & 1)) << (bin / 2 - 1);
}

static void put_range(writer *out, uint64_t begin, uint64_t end, bool open) {
    put_number(out, begin);
    if (open)
        put_text(out, " or more");
    else if (end > begin + 1) {
        put_text(out, " to ");
        put_number(out, end - 1);
    }
}

static void put_count(writer *out, uint32_t bin, uint32_t bins) {
    put_range(out, half_octave_begin(bin), half_octave_begin(bin + 1), bin + 1 == bins);
}

static void put_share(writer *out, uint32_t bin) {
    static const char *const shares[DHK_SHARE_BINS] = {"none",       "under 5%",   "5% to 10%",   "10% to 20%",
                                                       "20% to 30%", "30% to 45%", "45% to 55%",  "55% to 70%",
                                                       "70% to 80%", "80% to 90%", "90% or more", "all"};
    put_text(out, shares[dhk_capped(bin, DHK_SHARE_BINS)]);
}

static void put_text_length(writer *out, uint32_t bin) {
    if (bin == 0)
        put_text(out, "under 8 letters");
    else {
        put_range(out, (uint64_t)4 << bin, (uint64_t)8 << bin, bin == DHK_LEVEL_LENGTH_BINS - 1);
        put_text(out, " letters");
    }
}

static void put_distance(writer *out, uint32_t bin) {
    enum { MIDDLE = (DHK_DISTANCE_BINS - 1) / 2 };
    if (bin == DHK_DISTANCE_BINS - 1)
        put_text(out, "there is none");
    else if (bin == MIDDLE)
        put_text(out, "it is the line");
    else {
        put_count(out, bin < MIDDLE ? MIDDLE - bin : bin - MIDDLE, MIDDLE + 1);
        put_text(out, bin < MIDDLE ? " before" : " after");
    }
}

static const char *const class_names[DHK_CHAR_CLASS_COUNT] = {
    [DHK_CHAR_OTHER] = "an unassigned character",
    [DHK_CHAR_SPACE] = "a space",
    [DHK_CHAR_INVISIBLE] = "a format character",
    [DHK_CHAR_UPPER] = "a capital",
    [DHK_CHAR_LOWER] = "a small letter",
    [DHK_CHAR_LETTER] = "a letter without case",
    [DHK_CHAR_MARK] = "a combining mark",
    [DHK_CHAR_DIGIT] = "a digit",
    [DHK_CHAR_SENTENCE_END] = "a sentence end",
    [DHK_CHAR_COMMA] = "a comma or colon",
    [DHK_CHAR_QUOTE] = "a quotation mark",
    [DHK_CHAR_OPEN] = "an opening bracket",
    [DHK_CHAR_CLOSE] = "a closing bracket",
    [DHK_CHAR_DASH] = "a dash",
    [DHK_CHAR_SEPARATOR] = "a bar, bullet or arrow",
    [DHK_CHAR_CURRENCY] = "a currency sign",
    [DHK_CHAR_SYMBOL] = "a symbol",
    [DHK_CHAR_PUNCTUATION] = "other punctuation",
};

static const char *const case_names[DHK_BINS_CASE] = {"no case",    "all small",  "first letter only", "some",
                                                      "many words", "most words", "all capitals"};
static const char *const sameness_names[DHK_SAMENESS_BINS] = {"no letters", "the page's", "another than the page's"};
static const char *const place_names[DHK_PLACE_BINS] = {
    "far before it", "just before it", "its first line", "inside it", "its last line", "just after it", "far after it"};
static const char *const inline_names[DHK_INLINE_BINS] = {
    "bold text",           "italic text", "code",   "a date or time", "an image",
    "an input field",      "small print", "a span", "font tags",      "a quote or note",
    "tags unknown to HTML"};
static const char *const landmark_names[DHK_LANDMARK_BINS] = {"the page has none", "outside", "inside"};

static void put_pattern(writer *out, uint32_t pattern) {
    for (uint32_t bit = 0; bit < DHK_PATTERN_LINES; bit++)
        if (bit == DHK_PATTERN_LINES / 2)
            put_text(out, pattern & 8u ? "[S]" : "[-]");
        else
            put_text(out, pattern & 1u << bit ? "S" : "-");
}

/* Values of features that join two things, by feature: their scale alone does not say which. False: not one of them. */
static bool put_pair(writer *out, const feature *found, uint32_t bin) {
    static const char *const articles[DHK_ARTICLE_COUNTS] = {"none in the page", "one in the page", "a few in the page",
                                                             "many in the page"};
    switch (found->first) {
    case DHK_F_PAGE_NEARNESS:
        put_share(out, bin / DHK_NEARNESS_BINS * 2);
        put_text(out, ", nearest ");
        put_count(out, bin % DHK_NEARNESS_BINS, DHK_NEARNESS_BINS);
        put_text(out, " lines away");
        return true;
    case DHK_F_TAG_BY_LENGTH:
        put_text(out, dehusk_kind_name((dehusk_kind)bin));
        return true;
    case DHK_F_JOIN_PREVIOUS:
    case DHK_F_JOIN_NEXT:
        put_number(out, bin / DHK_JOIN_DOWN_BINS);
        put_text(out, " up, then ");
        put_range(out, bin % DHK_JOIN_DOWN_BINS, bin % DHK_JOIN_DOWN_BINS + 1,
                  bin % DHK_JOIN_DOWN_BINS == DHK_JOIN_DOWN_BINS - 1);
        put_text(out, " down");
        return true;
    case DHK_F_CORE_60:
    case DHK_F_CORE_85:
        put_range(out, bin / DHK_JOIN_BINS, bin / DHK_JOIN_BINS + 1, bin / DHK_JOIN_BINS == DHK_JOIN_BINS - 1);
        put_text(out, " up, then ");
        put_range(out, bin % DHK_JOIN_BINS, bin % DHK_JOIN_BINS + 1, bin % DHK_JOIN_BINS == DHK_JOIN_BINS - 1);
        put_text(out, " down");
        return true;
    case DHK_F_PATH_SHAPE:
    case DHK_F_CLASS_SHAPE:
        put_number(out, half_octave_begin(bin / DHK_LEVEL_LENGTH_BINS * 2));
        put_text(out, " or more of ");
        put_number(out, half_octave_begin(bin % DHK_LEVEL_LENGTH_BINS * 2));
        put_text(out, " letters or more");
        return true;
    case DHK_F_ARTICLE:
        put_text(out, bin / DHK_ARTICLE_COUNTS == 2 ? "inside, " : bin / DHK_ARTICLE_COUNTS == 1 ? "outside, " : "");
        put_text(out, articles[bin % DHK_ARTICLE_COUNTS]);
        return true;
    case DHK_F_LAST_HEADING:
        put_count(out, bin / 2, DHK_COUNT_BINS);
        put_text(out, bin % 2 == 0 ? " (h1 or h2)" : " (h3 to h6)");
        return true;
    default:
        return false;
    }
}

/* The names of a scale's bins; NULL: they are put together. */
static const char *const *names_of_bins(dhk_scale scale) {
    switch (scale) {
    case DHK_SCALE_CHAR_CLASS:
        return class_names;
    case DHK_SCALE_CASE:
        return case_names;
    case DHK_SCALE_SAMENESS:
        return sameness_names;
    case DHK_SCALE_PLACE:
        return place_names;
    case DHK_SCALE_INLINE:
        return inline_names;
    case DHK_SCALE_LANDMARK:
        return landmark_names;
    default:
        return NULL;
    }
}

static void put_tag(writer *out, uint32_t bin) {
    if (bin == DHK_TAG_UNKNOWN) {
        put_text(out, "a tag unknown to HTML");
        return;
    }
    put_text(out, "<");
    put_text(out, dhk_tag_name((dhk_tag)bin));
    put_text(out, ">");
}

static void put_value(writer *out, const feature *found, uint32_t bin) {
    const char *const *names = names_of_bins(found->scale);
    if (put_pair(out, found, bin))
        return;
    if (names != NULL) {
        put_text(out, names[bin]);
        return;
    }
    switch (found->scale) {
    case DHK_SCALE_LENGTH:
        if (found->bins == DHK_LEVEL_LENGTH_BINS)
            put_text_length(out, bin);
        else
            put_count(out, bin, found->bins);
        break;
    case DHK_SCALE_COUNT:
        put_count(out, bin, found->bins);
        break;
    case DHK_SCALE_SHARE:
        put_share(out, bin);
        break;
    case DHK_SCALE_DECILE:
        put_range(out, (uint64_t)bin * 10, (uint64_t)bin * 10 + 11, false);
        put_text(out, "%");
        break;
    case DHK_SCALE_PATTERN:
        put_pattern(out, bin);
        break;
    case DHK_SCALE_YES_NO:
        put_text(out, bin != 0 ? "yes" : "no");
        break;
    case DHK_SCALE_TAG:
        put_tag(out, bin);
        break;
    case DHK_SCALE_LEVEL_LENGTH:
        put_number(out, bin / DHK_LEVEL_LENGTH_BINS);
        put_text(out, " up: ");
        put_text_length(out, bin % DHK_LEVEL_LENGTH_BINS);
        break;
    case DHK_SCALE_LEVEL_SHARE:
        put_number(out, bin / DHK_SHARE_BINS);
        put_text(out, " up: ");
        put_share(out, bin % DHK_SHARE_BINS);
        break;
    case DHK_SCALE_DISTANCE:
        put_distance(out, bin);
        break;
    case DHK_SCALE_WORD:
        put_text(out, "word ");
        put_number(out, bin);
        break;
    case DHK_SCALE_HASH:
    case DHK_SCALE_PAIR:
        put_text(out, "pattern ");
        put_number(out, bin);
        break;
    default:
        break; /* those with names */
    }
}

const char *dhk_group_description(dhk_feature_group group) {
    static const char *const descriptions[DHK_GROUP_COUNT] = {
#define DESCRIPTION_OF(id, description) [DHK_GROUP_##id] = (description),
        DHK_GROUPS(DESCRIPTION_OF)
#undef DESCRIPTION_OF
    };
    return descriptions[group];
}

static bool is_in(const feature *features, size_t count, size_t row, uint32_t index) {
    return row < count && features[row].first <= index && (row + 1 == count || index < features[row + 1].first);
}

/* The row of a feature: the last one that does not begin behind it. */
static size_t find_row(const feature *features, size_t count, uint32_t index) {
    size_t low = 0;
    while (count - low > 1) {
        size_t middle = low + (count - low) / 2;
        if (features[middle].first <= index)
            low = middle;
        else
            count = middle;
    }
    return low;
}

dhk_feature_group dhk_feature_group_of(dehusk_format format, uint32_t index, size_t *row) {
    size_t count;
    const feature *features = features_of(format, &count);
    if (!is_in(features, count, *row, index))
        *row = is_in(features, count, *row + 1, index) ? *row + 1 : find_row(features, count, index);
    return features[*row].group;
}

void dhk_feature_describe(dehusk_format format, uint32_t index, dehusk_reason *reason) {
    static const char *const lengths[DHK_LENGTH_CLASSES] = {
        " (in a word)",          " (in a label)",     " (in a headline)",      " (in a sentence)",
        " (in a long sentence)", " (in a paragraph)", " (in a long paragraph)"};
    writer out = {reason->value, reason->value + sizeof reason->value - 1};
    size_t count;
    const feature *features = features_of(format, &count);
    const feature *found = &features[find_row(features, count, index)];
    uint32_t bin = index - found->first;

    reason->feature = found->name;
    reason->description = found->description;
    reason->group = dhk_group_description(found->group);
    put_value(&out, found, found->by_length ? bin / DHK_LENGTH_CLASSES : bin);
    if (found->by_length)
        put_text(&out, lengths[bin % DHK_LENGTH_CLASSES]);
    *out.at = '\0';
}
