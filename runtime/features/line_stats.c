#include "features/line_stats.h"

#include "features/bins.h"
#include "memory/memory.h"

/* In tenths of letters. A line of sentences has this length and ends a sentence
 * somewhere, or is so long that it must hold some (scripts such as Thai mark no
 * sentence ends), and is not mostly link. After lines.md, 2026-11. */
enum { SENTENCE_MIN = 400, RUNNING_TEXT_MIN = 1200 };

/* What a line costs in the search for the densest stretch, in tenths of letters. */
enum { COST_LOOSE = 350, COST_TIGHT = 900 };

static bool is_sentence_line(const dhk_line *line) {
    const dhk_measure *measure = &line->measure;
    if (2 * (uint64_t)line->link_units > measure->units)
        return false;
    return (measure->units >= SENTENCE_MIN && measure->counts[DHK_CHAR_SENTENCE_END] > 0) ||
           measure->units >= RUNNING_TEXT_MIN;
}

/* The stretch with the highest sum (Kadane's algorithm). Link text does not count as length. */
static dhk_segment densest(const dhk_page *page, int64_t cost) {
    dhk_segment best = {0, 0};
    int64_t best_sum = 0;
    int64_t sum = 0;
    uint32_t begin = 0;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const dhk_line *line = &page->lines[i];
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += (int64_t)(line->measure.units - line->link_units) - cost;
        if (sum > best_sum) {
            best_sum = sum;
            best.begin = begin;
            best.end = i + 1;
        }
    }
    return best;
}

static uint32_t *field_of(dhk_line_stat *stat, bool masked) {
    return masked ? &stat->masked_repeats : &stat->repeats;
}

/* The fields hold the number of the text until all are counted. */
static bool count_repeats(dhk_line_stats *stats, const dehusk_allocator *allocator, const dhk_page *page, bool masked) {
    size_t count = page->line_count;
    if (!dhk_key_map_begin(&stats->map, allocator, count))
        return false;
    for (size_t i = 0; i < count; i++)
        stats->counts[i] = 0;
    for (size_t i = 0; i < count; i++) {
        if (!dhk_key_map_reserve(&stats->map, allocator))
            return false;
        *field_of(&stats->lines[i], masked) =
            dhk_key_map_add(&stats->map, masked ? page->lines[i].masked_hash : page->lines[i].hash);
    }
    for (size_t i = 0; i < count; i++)
        stats->counts[*field_of(&stats->lines[i], masked)]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t *field = field_of(&stats->lines[i], masked);
        *field = stats->counts[*field] - 1;
    }
    return true;
}

bool dhk_line_stats_page(dhk_line_stats *stats, const dehusk_allocator *allocator, const dhk_page *page) {
    size_t count = page->line_count;
    dhk_sums sums = {0, 0, 0};
    uint32_t distance = UINT32_MAX;

    if (!DHK_RESERVE(allocator, stats->lines, stats->line_capacity, count) ||
        !DHK_RESERVE(allocator, stats->sums, stats->sum_capacity, count + 1) ||
        !DHK_RESERVE(allocator, stats->counts, stats->count_capacity, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const dhk_line *line = &page->lines[i];
        dhk_line_stat *stat = &stats->lines[i];
        stat->sentence = is_sentence_line(line);
        stat->length_bin = (uint8_t)dhk_length_bin(line->measure.units);
        stat->link_bin = (uint8_t)dhk_share_bin(line->link_units, line->measure.units);
        stat->sentence_before = distance;
        distance = stat->sentence ? 1 : distance == UINT32_MAX ? UINT32_MAX : distance + 1;
        stats->sums[i] = sums;
        sums.units += line->measure.units;
        sums.link_units += line->link_units;
        sums.sentence_units += stat->sentence ? line->measure.units : 0;
    }
    stats->sums[count] = sums;
    stats->length_bin = (uint8_t)dhk_text_bin(sums.units);
    stats->sentence_bin = (uint8_t)dhk_share_bin(sums.sentence_units, sums.units);
    distance = UINT32_MAX;
    for (size_t i = count; i-- > 0;) {
        stats->lines[i].sentence_after = distance;
        distance = stats->lines[i].sentence ? 1 : distance == UINT32_MAX ? UINT32_MAX : distance + 1;
    }
    stats->loose = densest(page, COST_LOOSE);
    stats->tight = densest(page, COST_TIGHT);
    stats->script = 0;
    for (size_t i = 1; i < 256; i++)
        if (page->scripts[i] > page->scripts[stats->script])
            stats->script = (uint8_t)i;
    return count_repeats(stats, allocator, page, false) && count_repeats(stats, allocator, page, true);
}

void dhk_line_stats_free(dhk_line_stats *stats, const dehusk_allocator *allocator) {
    dhk_release(allocator, stats->lines, stats->line_capacity, sizeof *stats->lines);
    dhk_release(allocator, stats->sums, stats->sum_capacity, sizeof *stats->sums);
    dhk_release(allocator, stats->counts, stats->count_capacity, sizeof *stats->counts);
    dhk_key_map_free(&stats->map, allocator);
}
