#include "classify/decide.h"

#include "base/fixed_point.h"
#include "base/heapsort.h"

#include <stdbool.h>

/* A line that repeats a kept line word for word is dropped from this many
 * tokens on: carousels and mobile copies repeat, refrains and table cells are
 * shorter. WCXB and DAnIEL, page token F1, +0.003 (2026-11). */
enum { REPEAT_TOKENS_MIN = 6 };

/* The scores of a page err together: it may be richer or poorer than they say. Its lines' log-odds are taken to be off
 * by one common amount, normally distributed with deviation 2, of which these three points stand for all (Gauss and
 * Hermite's quadrature; 2^-12, weights in sixths). Chosen with the models' shifts on the seven sets of the training
 * corpus by cross-validated page token F1, mean over sets: HTML 0.928 with and 0.926 without (folds of seed 2), plain
 * text 0.892 either way, WCXB in it 0.813 and 0.812 (2026-11). */
enum { POINTS = 3, POINT_STEP = 14189 };
static const uint64_t point_weights[POINTS] = {1, 4, 1};

/* A line below this is never kept: less than one in a hundred is content. */
enum { LEAST_LOGIT = -5 * 4096 };

/* How far --favor moves the threshold, in logits of 2^-12. */
enum { FAVOR_STEP = 4096 };

/* 65536 / (1 + e^-x) for x = 0 to 12 in steps of 1/16. */
/* clang-format off */
static const uint32_t logistic[12 * 16 + 1] = {
    32768, 33792, 34813, 35831, 36843, 37847, 38841, 39824, 40793, 41748, 42687, 43608,
    44511, 45393, 46254, 47094, 47911, 48704, 49474, 50220, 50941, 51638, 52310, 52957,
    53581, 54179, 54754, 55306, 55834, 56339, 56822, 57284, 57724, 58144, 58544, 58925,
    59287, 59632, 59959, 60270, 60565, 60844, 61109, 61360, 61598, 61823, 62036, 62238,
    62428, 62608, 62778, 62938, 63090, 63233, 63368, 63495, 63615, 63728, 63835, 63935,
    64030, 64119, 64203, 64283, 64357, 64427, 64494, 64556, 64614, 64669, 64721, 64770,
    64816, 64859, 64900, 64938, 64974, 65008, 65039, 65069, 65097, 65124, 65149, 65172,
    65194, 65215, 65234, 65252, 65269, 65285, 65300, 65315, 65328, 65341, 65352, 65364,
    65374, 65384, 65393, 65402, 65410, 65417, 65425, 65431, 65438, 65444, 65449, 65454,
    65459, 65464, 65468, 65472, 65476, 65480, 65483, 65486, 65489, 65492, 65495, 65497,
    65500, 65502, 65504, 65506, 65508, 65509, 65511, 65513, 65514, 65515, 65517, 65518,
    65519, 65520, 65521, 65522, 65523, 65523, 65524, 65525, 65526, 65526, 65527, 65527,
    65528, 65528, 65529, 65529, 65530, 65530, 65530, 65531, 65531, 65531, 65532, 65532,
    65532, 65532, 65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534,
    65534, 65534, 65534, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535,
    65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535, 65536, 65536, 65536,
    65536,
};
/* clang-format on */

uint32_t dhk_probability(int32_t logit) {
    bool negative = logit < 0;
    uint32_t magnitude = negative ? 0u - (uint32_t)logit : (uint32_t)logit;
    uint32_t step = magnitude >> 8; /* sixteenths */
    uint32_t fraction = magnitude & 0xFF;
    uint32_t value;
    if (step >= 12 * 16)
        value = logistic[12 * 16];
    else
        value = logistic[step] + ((logistic[step + 1] - logistic[step]) * fraction + 128) / 256;
    return negative ? 65536 - value : value;
}

int32_t dhk_calibrate(const dhk_classifier *classifier, int32_t score) {
    return dhk_fixed_add(dhk_fixed_multiply(classifier->slope, score), classifier->offset);
}

/* -- Orders of lines ------------------------------------------------------ */

static bool more_likely(const void *data, uint32_t a, uint32_t b) {
    const int32_t *logits = data;
    return logits[a] != logits[b] ? logits[a] > logits[b] : a < b;
}

/* Orders by text, then in the page's order. */
static bool text_before(const void *data, uint32_t a, uint32_t b) {
    const dhk_line *lines = data;
    if (lines[a].hash != lines[b].hash)
        return lines[a].hash < lines[b].hash;
    if (lines[a].text_length != lines[b].text_length)
        return lines[a].text_length < lines[b].text_length;
    return a < b;
}

/* -- Decision ------------------------------------------------------------- */

/* Tokens of a page by what they are expected to be, at each of the points. */
typedef struct token_sums {
    uint64_t content[POINTS]; /* in 2^-16 */
    uint64_t all;
} token_sums;

static void add_line(token_sums *sums, const dhk_line *line, int32_t logit, int32_t shift) {
    for (int k = 0; k < POINTS; k++)
        sums->content[k] +=
            (uint64_t)dhk_probability(dhk_fixed_add(logit, shift + (k - 1) * POINT_STEP)) * line->measure.tokens;
    sums->all += line->measure.tokens;
}

/* Bits that a number below 2^53 can be shifted up by, at most 30, so that quotients are as exact as 64 bits allow. */
static unsigned free_bits(uint64_t number) {
    unsigned bits = 30;
    while (bits > 0 && number >> (63 - bits) != 0)
        bits--;
    return bits;
}

/* The expected token F1 if `kept` of `page` is kept, 2 sum(p n) / (sum(n) + sum over all lines of p n), as a multiple
 * of a constant of the page. */
static uint64_t expected_f1(const token_sums *kept, const token_sums *page, unsigned bits) {
    uint64_t f1 = 0;
    for (int k = 0; k < POINTS; k++) {
        uint64_t whole = kept->all * 65536 + page->content[k];
        if (whole > 0)
            f1 += point_weights[k] * ((kept->content[k] << bits) / whole);
    }
    return f1;
}

/* The logit from which on lines are kept so that the expected token F1 is highest. INT64_MAX: nothing is kept. */
static int64_t best_threshold(int32_t shift, const dhk_page *page, const int32_t *logits, uint32_t *order) {
    token_sums whole = {{0}, 0};
    token_sums kept = {{0}, 0};
    uint64_t best = 0;
    int64_t threshold = INT64_MAX;
    size_t count = 0;
    unsigned bits;

    for (uint32_t i = 0; i < page->line_count; i++) {
        add_line(&whole, &page->lines[i], logits[i], shift);
        if (logits[i] >= LEAST_LOGIT)
            order[count++] = i;
    }
    bits = free_bits(whole.all * 65536);
    dhk_heapsort(order, count, more_likely, logits);
    for (size_t i = 0; i < count; i++) {
        uint64_t f1;
        add_line(&kept, &page->lines[order[i]], logits[order[i]], shift);
        f1 = expected_f1(&kept, &whole, bits);
        if (f1 > best) {
            best = f1;
            threshold = logits[order[i]];
        }
    }
    return threshold;
}

static void drop_repeats(const dhk_page *page, const int32_t *logits, uint32_t *order, uint8_t *labels) {
    size_t count = 0;
    for (uint32_t i = 0; i < page->line_count; i++)
        if (labels[i] && page->lines[i].measure.tokens >= REPEAT_TOKENS_MIN)
            order[count++] = i;
    dhk_heapsort(order, count, text_before, page->lines);
    for (size_t i = 0; i < count;) {
        const dhk_line *first = &page->lines[order[i]];
        size_t best = i;
        size_t next = i + 1;
        while (next < count && page->lines[order[next]].hash == first->hash &&
               page->lines[order[next]].text_length == first->text_length) {
            if (logits[order[next]] > logits[order[best]])
                best = next;
            next++;
        }
        for (; i < next; i++)
            if (i != best)
                labels[order[i]] = 0;
    }
}

void dhk_decide(const dhk_classifier *classifier, dehusk_favor favor, double threshold, const dhk_page *page,
                const int32_t *logits, uint32_t *order, uint8_t *labels) {
    if (threshold >= 0) {
        for (size_t i = 0; i < page->line_count; i++)
            labels[i] = (double)dhk_probability(logits[i]) >= threshold * 65536;
    } else {
        int64_t from = best_threshold(classifier->shift, page, logits, order);
        if (favor == DEHUSK_FAVOR_PRECISION && from != INT64_MAX)
            from += FAVOR_STEP;
        else if (favor == DEHUSK_FAVOR_RECALL && from != INT64_MAX)
            from -= FAVOR_STEP;
        for (size_t i = 0; i < page->line_count; i++)
            labels[i] = logits[i] >= from;
        drop_repeats(page, logits, order, labels);
    }
}
