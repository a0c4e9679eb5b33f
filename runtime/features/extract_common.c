/*
 * Features of a line's own text, its place, and the lines around it.
 */
#include "features/bins.h"
#include "features/extractor.h"

/* Bins of DHK_SCALE_CASE. */
enum { CASE_NONE, CASE_LOWER, CASE_FIRST, CASE_SOME, CASE_MANY, CASE_TITLE, CASE_ALL };

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

static void put_shape(dhk_extractor *extractor, uint32_t index, uint32_t length_class) {
    const dhk_measure *measure = &extractor->page->lines[index].measure;
    const uint32_t *counts = measure->counts;
    uint32_t visible = 0;
    for (uint32_t i = DHK_CHAR_UPPER; i < DHK_CHAR_CLASS_COUNT; i++)
        visible += counts[i];
    dhk_put(extractor, DHK_F_LENGTH + extractor->stats.lines[index].length_bin);
    dhk_put(extractor, DHK_F_TOKENS + dhk_count_bin(measure->tokens, 18));
    dhk_put(extractor, DHK_F_FIRST + measure->first_class);
    dhk_put(extractor, dhk_crossed(DHK_F_LAST, measure->last_class, length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_SENTENCE_ENDS, dhk_count_bin(counts[DHK_CHAR_SENTENCE_END], 8), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_COMMAS, dhk_count_bin(counts[DHK_CHAR_COMMA], 8), length_class));
    dhk_put(extractor, DHK_F_QUOTES + dhk_count_bin(counts[DHK_CHAR_QUOTE], 6));
    dhk_put(extractor, DHK_F_BRACKETS + dhk_count_bin(counts[DHK_CHAR_OPEN] + counts[DHK_CHAR_CLOSE], 6));
    dhk_put(extractor, DHK_F_DASHES + dhk_count_bin(counts[DHK_CHAR_DASH], 6));
    dhk_put(extractor, DHK_F_SEPARATORS + dhk_count_bin(counts[DHK_CHAR_SEPARATOR], 6));
    dhk_put(extractor, DHK_F_CURRENCY + dhk_count_bin(counts[DHK_CHAR_CURRENCY], 4));
    dhk_put(extractor, DHK_F_SYMBOLS + dhk_count_bin(counts[DHK_CHAR_SYMBOL], 6));
    dhk_put(extractor, DHK_F_PUNCTUATION + dhk_count_bin(counts[DHK_CHAR_PUNCTUATION], 8));
    dhk_put(extractor, dhk_crossed(DHK_F_DIGITS, dhk_share_bin(counts[DHK_CHAR_DIGIT], visible), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_CASE, case_bin(measure), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_SCRIPT,
                                   measure->script == 0                         ? 0
                                   : measure->script == extractor->stats.script ? 1
                                                                                : 2,
                                   length_class));
}

static void put_position(dhk_extractor *extractor, uint32_t index, uint32_t length_class) {
    const dhk_line_stats *stats = &extractor->stats;
    uint32_t count = (uint32_t)extractor->page->line_count;
    const dhk_sums *all = &stats->sums[count];
    uint64_t before = stats->sums[index].units + extractor->page->lines[index].measure.units / 2;
    uint32_t near = stats->lines[index].sentence ? 0
                    : stats->lines[index].sentence_before < stats->lines[index].sentence_after
                        ? stats->lines[index].sentence_before
                        : stats->lines[index].sentence_after;
    dhk_put(extractor, DHK_F_FROM_START + dhk_count_bin(index, 20));
    dhk_put(extractor, DHK_F_FROM_END + dhk_count_bin(count - 1 - index, 20));
    dhk_put(extractor, DHK_F_LINE_DECILE + (uint32_t)((uint64_t)index * 10 / count));
    dhk_put(extractor, DHK_F_TEXT_DECILE + dhk_capped((uint32_t)(all->units == 0 ? 0 : before * 10 / all->units), 10));
    dhk_put(extractor, dhk_crossed(DHK_F_PAGE_LENGTH, stats->length_bin, length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_PAGE_SENTENCES, stats->sentence_bin, length_class));
    dhk_put(extractor, DHK_F_PAGE_NEARNESS + stats->sentence_bin / 2u * 8 + dhk_count_bin(near, 8));
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
    } windows[] = {{2, DHK_F_WINDOW_2}, {5, DHK_F_WINDOW_5}, {10, DHK_F_WINDOW_10}};
    const dhk_page *page = extractor->page;
    const dhk_line_stats *stats = &extractor->stats;
    const dhk_line *line = &page->lines[index];
    uint32_t count = (uint32_t)page->line_count;
    uint64_t own_sentence = stats->lines[index].sentence ? line->measure.units : 0;
    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
        uint32_t begin = index < windows[w].radius ? 0 : index - windows[w].radius;
        uint32_t end = count - index <= windows[w].radius ? count : index + windows[w].radius + 1;
        uint64_t units = stats->sums[end].units - stats->sums[begin].units - line->measure.units;
        uint64_t sentences = stats->sums[end].sentence_units - stats->sums[begin].sentence_units - own_sentence;
        dhk_put(extractor, windows[w].length + dhk_length_bin(window_mean(extractor, begin, end, line->measure.units)));
        if (windows[w].radius == 5) {
            uint64_t links = stats->sums[end].link_units - stats->sums[begin].link_units - line->link_units;
            dhk_put(extractor, DHK_F_WINDOW_SENTENCES_5 + dhk_share_bin(sentences, units));
            dhk_put(extractor, DHK_F_LINK_SHARE_WINDOW + dhk_share_bin(links, units));
        } else if (windows[w].radius == 10) {
            dhk_put(extractor, DHK_F_WINDOW_SENTENCES_10 + dhk_share_bin(sentences, units));
        }
    }
}

static void put_neighbours(dhk_extractor *extractor, uint32_t index) {
    static const uint32_t lengths[7] = {DHK_F_LENGTH_PREVIOUS_3, DHK_F_LENGTH_PREVIOUS_2, DHK_F_LENGTH_PREVIOUS_1, 0,
                                        DHK_F_LENGTH_NEXT_1,     DHK_F_LENGTH_NEXT_2,     DHK_F_LENGTH_NEXT_3};
    const dhk_page *page = extractor->page;
    const dhk_line_stat *stats = extractor->stats.lines;
    uint32_t begin = index < 3 ? 3 - index : 0; /* of the seven lines around it those that there are */
    uint32_t end = page->line_count - index > 3 ? 7 : (uint32_t)(page->line_count - index) + 3;
    uint32_t pattern = 0;
    for (uint32_t place = begin; place < end; place++) {
        const dhk_line_stat *stat = &stats[index + place - 3];
        pattern |= (uint32_t)stat->sentence << place;
        if (place == 3)
            continue;
        dhk_put(extractor, lengths[place] + stat->length_bin);
        if (place == 2) {
            dhk_put(extractor, DHK_F_LAST_PREVIOUS + page->lines[index - 1].measure.last_class);
            dhk_put(extractor, DHK_F_LINK_SHARE_PREVIOUS + stat->link_bin);
        } else if (place == 4) {
            dhk_put(extractor, DHK_F_LAST_NEXT + page->lines[index + 1].measure.last_class);
            dhk_put(extractor, DHK_F_LINK_SHARE_NEXT + stat->link_bin);
        }
    }
    dhk_put(extractor, DHK_F_SENTENCE_PATTERN + pattern);
}

/* Bins of DHK_SCALE_PLACE. */
static uint32_t place_bin(dhk_segment segment, uint32_t index) {
    enum { FAR_BEFORE, NEAR_BEFORE, FIRST, INSIDE, LAST, NEAR_AFTER, FAR_AFTER };
    enum { NEAR = 4 };
    if (index < segment.begin)
        return segment.begin - index <= NEAR ? NEAR_BEFORE : FAR_BEFORE;
    if (index >= segment.end)
        return index - segment.end < NEAR ? NEAR_AFTER : FAR_AFTER;
    return index == segment.begin ? FIRST : index + 1 == segment.end ? LAST : INSIDE;
}

static void put_regions(dhk_extractor *extractor, uint32_t index, uint32_t length_class) {
    const dhk_line_stat *stat = &extractor->stats.lines[index];
    uint32_t near = stat->sentence_before < stat->sentence_after ? stat->sentence_before : stat->sentence_after;
    dhk_put(extractor, DHK_F_SENTENCE_BEFORE + dhk_count_bin(stat->sentence_before, DHK_COUNT_BINS));
    dhk_put(extractor, DHK_F_SENTENCE_AFTER + dhk_count_bin(stat->sentence_after, DHK_COUNT_BINS));
    dhk_put(extractor, dhk_crossed(DHK_F_SENTENCE_NEAR, dhk_count_bin(near, DHK_COUNT_BINS), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_SEGMENT_SHORT, place_bin(extractor->stats.loose, index), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_SEGMENT_LONG, place_bin(extractor->stats.tight, index), length_class));
    dhk_put(extractor, dhk_crossed(DHK_F_REPEATS, dhk_count_bin(stat->repeats, 6), length_class));
    dhk_put(extractor, DHK_F_MASKED_REPEATS + dhk_count_bin(stat->masked_repeats, 8));
}

static void put_topic(dhk_extractor *extractor, uint32_t index, uint32_t length_class) {
    const dhk_line_words *words = &extractor->vocabulary.lines[index];
    if (words->stem_count > 0) {
        dhk_put(extractor, dhk_crossed(DHK_F_TOPIC, dhk_share_bin(words->topical, words->stem_count), length_class));
        dhk_put(extractor, DHK_F_TOPIC_PREVIOUS + dhk_share_bin(words->shared_before, words->stem_count));
        dhk_put(extractor, DHK_F_TOPIC_NEXT + dhk_share_bin(words->shared_after, words->stem_count));
    }
    dhk_put(extractor, DHK_F_SAME_BEGINNING + dhk_count_bin(words->same_beginning, 8));
    dhk_put(extractor, DHK_F_SAME_ENDING + dhk_count_bin(words->same_ending, 8));
}

void dhk_extract_common(dhk_extractor *extractor, uint32_t index) {
    const dhk_line *line = &extractor->page->lines[index];
    uint32_t length_class = dhk_length_class(line->measure.units);
    put_shape(extractor, index, length_class);
    put_position(extractor, index, length_class);
    put_neighbours(extractor, index);
    put_windows(extractor, index);
    put_regions(extractor, index, length_class);
    dhk_put(extractor, dhk_crossed(DHK_F_LINK_SHARE, extractor->stats.lines[index].link_bin, length_class));
    dhk_put(extractor, DHK_F_LINK_COUNT + dhk_count_bin(line->link_count, 8));
    put_topic(extractor, index, length_class);
}
