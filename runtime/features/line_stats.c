#include "features/line_stats.h"

#include "base/memory.h"
#include "features/bins.h"
#include "lines/running_text.h"

/* What a line costs in the search for the densest stretch, in tenths of letters. */
enum { COST_LOOSE = 350, COST_TIGHT = 900 };

/* Search for the stretch with the highest sum (Kadane's algorithm). Link text does not count as length. */
typedef struct search {
    int64_t cost;
    int64_t sum, best_sum;
    uint32_t begin;
    dhk_segment best;
} search;

static void search_line(search *self, const dhk_line *line, uint32_t i) {
    if (self->sum <= 0) {
        self->sum = 0;
        self->begin = i;
    }
    self->sum += (int64_t)(line->measure.units - line->link_units) - self->cost;
    if (self->sum > self->best_sum) {
        self->best_sum = self->sum;
        self->best = (dhk_segment){self->begin, i + 1};
    }
}

static uint32_t *field_of(dhk_line_stat *stat, bool masked) {
    return masked ? &stat->masked_repeats : &stat->repeats;
}

/* The fields hold the number of the text until all are counted. */
static bool count_repeats(dhk_line_stats *stats, const dehusk_allocator *allocator, const dhk_document *document,
                          bool masked) {
    dhk_key_counter *keys = stats->keys;
    size_t count = document->line_count;
    if (!dhk_key_map_begin(&keys->map, allocator, count))
        return false;
    for (size_t i = 0; i < count; i++)
        keys->counts[i] = 0;
    for (size_t i = 0; i < count; i++) {
        if (!dhk_key_map_reserve(&keys->map, allocator))
            return false;
        *field_of(&stats->lines[i], masked) =
            dhk_key_map_add(&keys->map, masked ? document->lines[i].masked_hash : document->lines[i].hash);
    }
    for (size_t i = 0; i < count; i++)
        keys->counts[*field_of(&stats->lines[i], masked)]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t *field = field_of(&stats->lines[i], masked);
        *field = keys->counts[*field] - 1;
    }
    return true;
}

bool dhk_line_stats_page(dhk_line_stats *stats, const dehusk_allocator *allocator, const dhk_document *document) {
    size_t count = document->line_count;
    dhk_sums sums = {0, 0, 0};
    uint32_t distance = UINT32_MAX;
    search loose = {.cost = COST_LOOSE}, tight = {.cost = COST_TIGHT};

    if (!DHK_RESERVE(allocator, stats->lines, stats->line_capacity, count) ||
        !DHK_RESERVE(allocator, stats->sums, stats->sum_capacity, count + 1) ||
        !DHK_RESERVE(allocator, stats->keys->counts, stats->keys->count_capacity, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const dhk_line *line = &document->lines[i];
        dhk_line_stat *stat = &stats->lines[i];
        stat->sentence = dhk_is_running_text(line, DHK_SENTENCE_MIN, DHK_SENTENCE_UNMARKED_MIN);
        stat->length_bin = (uint8_t)dhk_length_bin(line->measure.units);
        stat->link_bin = (uint8_t)dhk_share_bin(line->link_units, line->measure.units);
        stat->sentence_before = distance;
        distance = stat->sentence ? 1 : distance == UINT32_MAX ? UINT32_MAX : distance + 1;
        search_line(&loose, line, (uint32_t)i);
        search_line(&tight, line, (uint32_t)i);
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
    stats->loose = loose.best;
    stats->tight = tight.best;
    stats->script = 0;
    for (size_t i = 1; i < 256; i++)
        if (document->scripts[i] > document->scripts[stats->script])
            stats->script = (uint8_t)i;
    return count_repeats(stats, allocator, document, false) && count_repeats(stats, allocator, document, true);
}

void dhk_line_stats_free(dhk_line_stats *stats, const dehusk_allocator *allocator) {
    dhk_release(allocator, stats->lines, stats->line_capacity, sizeof *stats->lines);
    dhk_release(allocator, stats->sums, stats->sum_capacity, sizeof *stats->sums);
}
