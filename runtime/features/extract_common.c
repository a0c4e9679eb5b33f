/*
 * Features of a line's own text, its place, and the lines around it.
 */
#include "features/bins.h"
#include "features/extractor.h"

/* Bins of DHK_SCALE_CASE. */
enum { CASE_NONE, CASE_LOWER, CASE_FIRST, CASE_SOME, CASE_MANY, CASE_TITLE, CASE_ALL, CASE_BINS };

/* Capitals say something only where the script has them. */
static uint32_t case_bin(const dhk_measure *measure) {
    uint32_t upper = measure->counts[DHK_CHAR_UPPER];
    uint32_t letters = upper + measure->counts[DHK_CHAR_LOWER];
    if (!measure->cased || letters == 0)
        return CASE_NONE;
    if (upper == 0)
        return CASE_LOWER;
    if (upper * 10 >= letters * 8)
        return CASE_ALL;
    if (upper * 10 >= measure->tokens * 8)
        return CASE_TITLE;
    if (upper * 10 >= measure->tokens * 4)
        return CASE_MANY;
    return upper == 1 && measure->first_class == DHK_CHAR_UPPER ? CASE_FIRST : CASE_SOME;
}

static void put_shape(dhk_extractor *extractor, uint32_t index) {
    const dhk_measure *measure = &extractor->document->lines[index].measure;
    const uint32_t *counts = measure->counts;
    uint32_t visible = 0;
    for (uint32_t i = DHK_CHAR_UPPER; i < DHK_CHAR_CLASS_COUNT; i++)
        visible += counts[i];
    DHK_PUT(extractor, LENGTH, DHK_LENGTH_BINS, extractor->stats.lines[index].length_bin);
    DHK_PUT_COUNT(extractor, TOKENS, measure->tokens);
    DHK_PUT(extractor, FIRST, DHK_CHAR_CLASS_COUNT, measure->first_class);
    DHK_PUT(extractor, LAST, DHK_CHAR_CLASS_COUNT, measure->last_class);
    DHK_PUT_COUNT(extractor, SENTENCE_ENDS, counts[DHK_CHAR_SENTENCE_END]);
    DHK_PUT_COUNT(extractor, COMMAS, counts[DHK_CHAR_COMMA]);
    DHK_PUT_COUNT(extractor, QUOTES, counts[DHK_CHAR_QUOTE]);
    DHK_PUT_COUNT(extractor, BRACKETS, counts[DHK_CHAR_OPEN] + counts[DHK_CHAR_CLOSE]);
    DHK_PUT_COUNT(extractor, DASHES, counts[DHK_CHAR_DASH]);
    DHK_PUT_COUNT(extractor, SEPARATORS, counts[DHK_CHAR_SEPARATOR]);
    DHK_PUT_COUNT(extractor, CURRENCY, counts[DHK_CHAR_CURRENCY]);
    DHK_PUT_COUNT(extractor, SYMBOLS, counts[DHK_CHAR_SYMBOL]);
    DHK_PUT_COUNT(extractor, PUNCTUATION, counts[DHK_CHAR_PUNCTUATION]);
    DHK_PUT_SHARE(extractor, DIGITS, counts[DHK_CHAR_DIGIT], visible);
    DHK_PUT(extractor, CASE, CASE_BINS, case_bin(measure));
    DHK_PUT(extractor, SCRIPT, DHK_SAMENESS_BINS,
            measure->script == 0                         ? 0
            : measure->script == extractor->stats.script ? 1
                                                         : 2);
}

static void put_position(dhk_extractor *extractor, uint32_t index) {
    const dhk_line_stats *stats = &extractor->stats;
    uint32_t count = (uint32_t)extractor->document->line_count;
    const dhk_sums *all = &stats->sums[count];
    uint64_t before = stats->sums[index].units + extractor->document->lines[index].measure.units / 2;
    uint32_t near = stats->lines[index].sentence ? 0
                    : stats->lines[index].sentence_before < stats->lines[index].sentence_after
                        ? stats->lines[index].sentence_before
                        : stats->lines[index].sentence_after;
    DHK_PUT_COUNT(extractor, FROM_START, index);
    DHK_PUT_COUNT(extractor, FROM_END, count - 1 - index);
    DHK_PUT(extractor, LINE_DECILE, DHK_DECILES, (uint64_t)index * DHK_DECILES / count);
    DHK_PUT(extractor, TEXT_DECILE, DHK_DECILES,
            dhk_capped((uint32_t)(all->units == 0 ? 0 : before * DHK_DECILES / all->units), DHK_DECILES));
    DHK_PUT(extractor, PAGE_LENGTH, DHK_LEVEL_LENGTH_BINS, stats->length_bin);
    DHK_PUT(extractor, PAGE_SENTENCES, DHK_SHARE_BINS, stats->sentence_bin);
    DHK_PUT(extractor, PAGE_NEARNESS, DHK_SHARE_BINS / 2 * DHK_NEARNESS_BINS,
            stats->sentence_bin / 2u * DHK_NEARNESS_BINS + dhk_count_bin(near, DHK_NEARNESS_BINS));
}

/* Mean length of the lines within `radius`, less the line itself. */
static uint64_t window_mean(const dhk_extractor *extractor, uint32_t begin, uint32_t end, uint64_t own) {
    const dhk_sums *sums = extractor->stats.sums;
    uint32_t others = end - begin - 1;
    return others == 0 ? 0 : (sums[end].units - sums[begin].units - own) / others;
}

static void put_windows(dhk_extractor *extractor, uint32_t index) {
    static const struct {
        uint32_t radius;
        uint32_t length;
    } windows[] = {{2, DHK_FIRST_PLAIN(WINDOW_2, DHK_LENGTH_BINS)},
                   {5, DHK_FIRST_PLAIN(WINDOW_5, DHK_LENGTH_BINS)},
                   {10, DHK_FIRST_PLAIN(WINDOW_10, DHK_LENGTH_BINS)}};
    const dhk_document *document = extractor->document;
    const dhk_line_stats *stats = &extractor->stats;
    const dhk_line *line = &document->lines[index];
    uint32_t count = (uint32_t)document->line_count;
    uint64_t own_sentence = stats->lines[index].sentence ? line->measure.units : 0;
    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
        uint32_t begin = index < windows[w].radius ? 0 : index - windows[w].radius;
        uint32_t end = count - index <= windows[w].radius ? count : index + windows[w].radius + 1;
        uint64_t units = stats->sums[end].units - stats->sums[begin].units - line->measure.units;
        uint64_t sentences = stats->sums[end].sentence_units - stats->sums[begin].sentence_units - own_sentence;
        dhk_put(extractor, windows[w].length + dhk_length_bin(window_mean(extractor, begin, end, line->measure.units)));
        if (windows[w].radius == 5) {
            uint64_t links = stats->sums[end].link_units - stats->sums[begin].link_units - line->link_units;
            DHK_PUT_SHARE(extractor, WINDOW_SENTENCES_5, sentences, units);
            DHK_PUT_SHARE(extractor, LINK_SHARE_WINDOW, links, units);
        } else if (windows[w].radius == 10) {
            DHK_PUT_SHARE(extractor, WINDOW_SENTENCES_10, sentences, units);
        }
    }
}

static void put_neighbours(dhk_extractor *extractor, uint32_t index) {
    static const uint32_t lengths[DHK_PATTERN_LINES] = {
        DHK_FIRST_PLAIN(LENGTH_PREVIOUS_3, DHK_LENGTH_BINS), DHK_FIRST_PLAIN(LENGTH_PREVIOUS_2, DHK_LENGTH_BINS),
        DHK_FIRST_PLAIN(LENGTH_PREVIOUS_1, DHK_LENGTH_BINS), 0,
        DHK_FIRST_PLAIN(LENGTH_NEXT_1, DHK_LENGTH_BINS),     DHK_FIRST_PLAIN(LENGTH_NEXT_2, DHK_LENGTH_BINS),
        DHK_FIRST_PLAIN(LENGTH_NEXT_3, DHK_LENGTH_BINS)};
    const dhk_document *document = extractor->document;
    const dhk_line_stat *stats = extractor->stats.lines;
    uint32_t begin = index < 3 ? 3 - index : 0; /* of the seven lines around it those that there are */
    uint32_t end = document->line_count - index > 3 ? 7 : (uint32_t)(document->line_count - index) + 3;
    uint32_t pattern = 0;
    for (uint32_t place = begin; place < end; place++) {
        const dhk_line_stat *stat = &stats[index + place - 3];
        pattern |= (uint32_t)stat->sentence << place;
        if (place == 3)
            continue;
        dhk_put(extractor, lengths[place] + stat->length_bin);
        if (place == 2) {
            DHK_PUT(extractor, LAST_PREVIOUS, DHK_CHAR_CLASS_COUNT, document->lines[index - 1].measure.last_class);
            DHK_PUT(extractor, LINK_SHARE_PREVIOUS, DHK_SHARE_BINS, stat->link_bin);
        } else if (place == 4) {
            DHK_PUT(extractor, LAST_NEXT, DHK_CHAR_CLASS_COUNT, document->lines[index + 1].measure.last_class);
            DHK_PUT(extractor, LINK_SHARE_NEXT, DHK_SHARE_BINS, stat->link_bin);
        }
    }
    DHK_PUT(extractor, SENTENCE_PATTERN, 1 << DHK_PATTERN_LINES, pattern);
}

/* Bins of DHK_SCALE_PLACE. */
static uint32_t place_bin(dhk_segment segment, uint32_t index) {
    enum { FAR_BEFORE, NEAR_BEFORE, FIRST, INSIDE, LAST, NEAR_AFTER, FAR_AFTER, PLACES };
    _Static_assert((int)PLACES == (int)DHK_PLACE_BINS, "as the words for them");
    enum { NEAR = 4 };
    if (index < segment.begin)
        return segment.begin - index <= NEAR ? NEAR_BEFORE : FAR_BEFORE;
    if (index >= segment.end)
        return index - segment.end < NEAR ? NEAR_AFTER : FAR_AFTER;
    return index == segment.begin ? FIRST : index + 1 == segment.end ? LAST : INSIDE;
}

static void put_regions(dhk_extractor *extractor, uint32_t index) {
    const dhk_line_stat *stat = &extractor->stats.lines[index];
    uint32_t near = stat->sentence_before < stat->sentence_after ? stat->sentence_before : stat->sentence_after;
    DHK_PUT_COUNT(extractor, SENTENCE_BEFORE, stat->sentence_before);
    DHK_PUT_COUNT(extractor, SENTENCE_AFTER, stat->sentence_after);
    DHK_PUT_COUNT(extractor, SENTENCE_NEAR, near);
    DHK_PUT(extractor, SEGMENT_SHORT, DHK_PLACE_BINS, place_bin(extractor->stats.loose, index));
    DHK_PUT(extractor, SEGMENT_LONG, DHK_PLACE_BINS, place_bin(extractor->stats.tight, index));
    DHK_PUT_COUNT(extractor, REPEATS, stat->repeats);
    DHK_PUT_COUNT(extractor, MASKED_REPEATS, stat->masked_repeats);
}

static void put_topic(dhk_extractor *extractor, uint32_t index) {
    const dhk_line_words *words = &extractor->vocabulary.lines[index];
    if (words->stem_count > 0) {
        DHK_PUT_SHARE(extractor, TOPIC, words->topical, words->stem_count);
        DHK_PUT_SHARE(extractor, TOPIC_PREVIOUS, words->shared_before, words->stem_count);
        DHK_PUT_SHARE(extractor, TOPIC_NEXT, words->shared_after, words->stem_count);
    }
    DHK_PUT_COUNT(extractor, SAME_BEGINNING, words->same_beginning);
    DHK_PUT_COUNT(extractor, SAME_ENDING, words->same_ending);
}

void dhk_extract_common(dhk_extractor *extractor, uint32_t index) {
    const dhk_line *line = &extractor->document->lines[index];
    extractor->length_class = dhk_length_class(line->measure.units);
    put_shape(extractor, index);
    put_position(extractor, index);
    put_neighbours(extractor, index);
    put_windows(extractor, index);
    put_regions(extractor, index);
    DHK_PUT(extractor, LINK_SHARE, DHK_SHARE_BINS, extractor->stats.lines[index].link_bin);
    DHK_PUT_COUNT(extractor, LINK_COUNT, line->link_count);
    put_topic(extractor, index);
}
