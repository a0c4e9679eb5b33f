#include "sites/site_stage.h"

#include "base/memory.h"
#include "features/bins.h"
#include "sites/site_format.h"

#include <string.h>

static uint32_t page_step(uint32_t pages) {
    return pages <= 2 ? pages - 1 : pages <= 4 ? 2 : pages <= 8 ? 3 : 4;
}

/* Eighths are odd, so that a half and a third have neighbours on both sides. */
static uint32_t share_step(uint64_t part, uint64_t whole) {
    if (part == 0)
        return 0;
    if (part >= whole)
        return 5;
    return part * 8 < whole ? 1 : part * 8 < 3 * whole ? 2 : part * 8 < 5 * whole ? 3 : 4;
}

static uint32_t near_class(uint32_t share) {
    return share == 0 ? 0 : share <= 2 ? 1 : 2;
}

/* Text of the lines around it, and how much of it is repeated, each line by the share of pages that hold it. */
static uint32_t near_step(const dhk_document *document, const uint32_t *holding, uint32_t pages, uint32_t line) {
    uint32_t first = line > DHK_SITE_NEAR_LINES ? line - DHK_SITE_NEAR_LINES : 0;
    uint64_t whole = 0;
    uint64_t part = 0; /* in 2^-8 */
    for (uint32_t i = first; i <= line + DHK_SITE_NEAR_LINES && i < document->line_count; i++) {
        if (i == line)
            continue;
        whole += document->lines[i].measure.units;
        part += (uint64_t)document->lines[i].measure.units * (((uint64_t)holding[i] << 8) / pages);
    }
    whole <<= 8;
    return part * 8 >= 7 * whole && part > 0 ? 5 : share_step(part, whole);
}

void dhk_site_bins(const dhk_document *document, const uint32_t *holding, uint32_t pages, uint32_t line,
                   uint32_t bins[2]) {
    uint32_t step = page_step(pages);
    uint32_t share = share_step(holding[line], pages);
    bins[0] = (step * DHK_SITE_SHARE_STEPS + share) * DHK_SITE_LENGTH_STEPS +
              dhk_length_class(document->lines[line].measure.units);
    bins[1] = DHK_SITE_LINE_BINS + (step * DHK_SITE_NEAR_CLASSES + near_class(share)) * DHK_SITE_NEAR_STEPS +
              near_step(document, holding, pages, line);
}

bool dhk_site_repeats_find(dhk_site_repeats *repeats, const dehusk_allocator *allocator, const dhk_document *document,
                           const dehusk_site_counts *counts, const char *host, bool counted) {
    uint64_t key = dhk_site_host_key(host);
    dhk_site_host found;
    repeats->pages = 0;
    if (counts == NULL || key == 0)
        return true;
    found = dhk_site_find_host(counts, key);
    if (found.pages <= (counted ? 1u : 0u))
        return true;
    if (!DHK_RESERVE(allocator, repeats->holding, repeats->capacity, document->line_count))
        return false;
    for (size_t i = 0; i < document->line_count; i++) {
        uint32_t holding = dhk_site_find_line(&found, dhk_site_line_key(&document->lines[i]));
        repeats->holding[i] = holding - (counted && holding > 0);
    }
    repeats->pages = found.pages - counted;
    return true;
}

int32_t dhk_site_weight(const dhk_site_stage *stage, const dhk_document *document, const dhk_site_repeats *repeats,
                        uint32_t line) {
    uint32_t bins[2];
    dhk_site_bins(document, repeats->holding, repeats->pages, line, bins);
    return (int32_t)stage->weights[bins[0]] + stage->weights[bins[1]];
}

static char *put_number(char *at, uint32_t value) {
    char digits[10];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

void dhk_site_describe(const dhk_site_repeats *repeats, uint32_t line, dehusk_reason *reason) {
    static const char of[] = " of ";
    static const char pages[] = " other pages";
    char *at = put_number(reason->value, repeats->holding[line]);
    memcpy(at, of, sizeof of - 1);
    at = put_number(at + sizeof of - 1, repeats->pages);
    memcpy(at, pages, sizeof pages);
    reason->feature = "site-repeats";
    reason->description = "line and its neighbours on other pages of the site";
}
