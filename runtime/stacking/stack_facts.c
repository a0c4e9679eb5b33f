#include "stacking/stack_facts.h"

#include "base/memory.h"
#include "model/logit.h"

enum {
    ONE = 4096,
    OWN_LIMIT = 6 * ONE,  /* of s */
    EXPECTED_SHIFT = 819, /* 0.2: expected content is counted at lower odds, as the decision does */
    LEVELS_MAX = 9
};

struct dhk_stack_line {
    int32_t own;       /* s */
    uint32_t expected; /* probability, in 2^-16 */
    uint32_t section;
};

/* Sums over the lines in an element. */
struct dhk_stack_element {
    uint64_t tokens;
    uint64_t expected; /* tokens that are expected to be content, in 2^-16 */
    uint64_t weight;   /* 0: no lines */
    int64_t sum;       /* of weight and s */
    uint32_t last;     /* line */
    uint32_t block;    /* element */
    uint8_t up, down;
};

/* A weighted mean of s under way. */
struct dhk_stack_mean {
    int64_t sum;
    uint64_t weight;
};

static int32_t clipped(int64_t value, int32_t limit) {
    return (int32_t)(value > limit ? limit : value < -limit ? -limit : value);
}

static int32_t share_of(uint64_t part, uint64_t whole) {
    return (int32_t)(whole == 0 ? 0 : part >= whole ? ONE : part * ONE / whole);
}

/* Expected content by text, in 2^-12. Both sums stay below 2^52. */
static int32_t density_of(uint64_t expected, uint64_t tokens) {
    return tokens == 0 ? 0 : (int32_t)(expected / tokens / 16);
}

/* The mean over all but the line; the line's own logit where nothing else is there. */
static int32_t mean_without(int64_t sum, uint64_t weight, const dhk_frame_line *line, int32_t own) {
    uint64_t others = weight - line->weight;
    return others < 8 ? own : (int32_t)((sum - (int64_t)line->weight * own) / (int64_t)others);
}

/* -- The page ------------------------------------------------------------- */

static void take_lines(dhk_stack_work *work, const int32_t *logits) {
    const dhk_frame *frame = work->frame;
    for (uint32_t i = 0; i < frame->line_count; i++) {
        const dhk_frame_line *line = &frame->lines[i];
        struct dhk_stack_line *own = &work->lines[i];
        struct dhk_stack_element *element = &work->elements[line->element];
        own->own = clipped(logits[i], OWN_LIMIT);
        own->expected = dhk_probability(clipped(logits[i], 8 * ONE) - EXPECTED_SHIFT);
        element->tokens += line->tokens;
        element->expected += (uint64_t)own->expected * line->tokens;
        element->weight += line->weight;
        element->sum += (int64_t)line->weight * own->own;
        element->last = i;
    }
}

/* The groups' sums, of lines that stand directly in their elements. */
static void sum_groups(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    for (size_t i = 0; i < frame->element_count; i++) {
        const struct dhk_stack_element *element = &work->elements[i];
        const uint32_t groups[2] = {frame->elements[i].path_group, frame->elements[i].class_group};
        for (size_t k = 0; k < 2 && element->weight > 0; k++) {
            work->means[groups[k]].sum += element->sum;
            work->means[groups[k]].weight += element->weight;
        }
    }
}

/* The sums of elements become those of all lines below them. */
static void sum_elements(dhk_stack_work *work) {
    for (size_t i = work->frame->element_count; i-- > 1;) {
        const struct dhk_stack_element *element = &work->elements[i];
        struct dhk_stack_element *parent = &work->elements[work->frame->elements[i].parent];
        if (element->weight == 0)
            continue;
        parent->tokens += element->tokens;
        parent->expected += element->expected;
        parent->weight += element->weight;
        parent->sum += element->sum;
        if (element->last > parent->last)
            parent->last = element->last;
    }
}

/* The element with the highest expected F1, the deepest of several; the last one is no less deep. */
static void find_main(dhk_stack_work *work) {
    uint64_t best = 0;
    unsigned bits = 0;
    work->tokens = work->elements[0].tokens;
    work->expected = work->elements[0].expected;
    work->main = 0;
    while (bits < 30 && work->expected >> (62 - bits) == 0)
        bits++;
    for (uint32_t i = 0; i < work->frame->element_count; i++) {
        uint64_t whole = (work->elements[i].tokens << 16) + work->expected;
        uint64_t f1 = whole == 0 ? 0 : (work->elements[i].expected << bits) / whole;
        if (f1 >= best) {
            best = f1;
            work->main = i;
        }
    }
}

static void measure_main(dhk_stack_work *work) {
    const struct dhk_stack_element *main = &work->elements[work->main];
    work->main_f1 = share_of(2 * main->expected >> 16, main->tokens + (work->expected >> 16));
    work->rest_density = density_of(work->expected - main->expected, work->tokens - main->tokens);
}

static uint8_t one_more(uint8_t levels) {
    return levels < LEVELS_MAX ? (uint8_t)(levels + 1) : levels;
}

/* Levels up and down from the main container, and blocks: first on the way from it to the root, then everywhere. */
static void find_blocks(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    enum { UNKNOWN = 255 };
    uint8_t levels = 0;
    for (uint32_t i = 0; i < frame->element_count; i++) {
        work->elements[i].up = UNKNOWN;
        work->elements[i].down = 0;
        work->elements[i].block = i;
    }
    for (uint32_t at = work->main;; at = frame->elements[at].parent) {
        work->elements[at].up = levels;
        levels = one_more(levels);
        if (at == 0)
            break;
    }
    for (uint32_t i = 1; i < frame->element_count; i++) {
        struct dhk_stack_element *element = &work->elements[i];
        const struct dhk_stack_element *parent = &work->elements[frame->elements[i].parent];
        if (element->up != UNKNOWN)
            continue;
        element->up = parent->up;
        element->block = parent->down == 0 ? i : parent->block;
        element->down = one_more(parent->down);
    }
}

/* From one heading to the next; their means follow those of the groups. */
static void find_sections(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    uint32_t section = frame->group_count;
    for (uint32_t i = 0; i < frame->line_count; i++) {
        const dhk_frame_line *line = &frame->lines[i];
        section += line->heading;
        work->means[section].sum += (int64_t)line->weight * work->lines[i].own;
        work->means[section].weight += line->weight;
        work->lines[i].section = section;
    }
}

static bool reserve(dhk_stack_work *work, const dehusk_allocator *allocator) {
    const dhk_frame *frame = work->frame;
    size_t means = frame->group_count + frame->line_count + 1;
    if (!DHK_RESERVE(allocator, work->lines, work->line_capacity, frame->line_count) ||
        !DHK_RESERVE(allocator, work->elements, work->element_capacity, frame->element_count) ||
        !DHK_RESERVE(allocator, work->means, work->mean_capacity, means))
        return false;
    for (size_t i = 0; i < frame->element_count; i++)
        work->elements[i] = (struct dhk_stack_element){0};
    for (size_t i = 0; i < means; i++)
        work->means[i] = (struct dhk_stack_mean){0};
    return true;
}

bool dhk_stack_begin(dhk_stack_work *work, const dehusk_allocator *allocator, const dhk_frame *frame,
                     const int32_t *logits) {
    uint64_t visible = 0;
    work->frame = frame;
    if (frame->line_count == 0)
        return true;
    if (!reserve(work, allocator))
        return false;
    take_lines(work, logits);
    sum_groups(work);
    sum_elements(work);
    find_main(work);
    measure_main(work);
    find_blocks(work);
    find_sections(work);
    for (size_t i = 0; i < frame->line_count; i++)
        visible += frame->lines[i].hidden ? 0 : (uint64_t)work->lines[i].expected * frame->lines[i].tokens;
    work->most_visible = 2 * visible >= work->expected;
    return true;
}

void dhk_stack_free(dhk_stack_work *work, const dehusk_allocator *allocator) {
    dhk_release(allocator, work->lines, work->line_capacity, sizeof *work->lines);
    dhk_release(allocator, work->elements, work->element_capacity, sizeof *work->elements);
    dhk_release(allocator, work->means, work->mean_capacity, sizeof *work->means);
    *work = (dhk_stack_work){0};
}

/* -- One line ------------------------------------------------------------- */

static void put_own(const dhk_stack_work *work, const dhk_frame_line *line, const struct dhk_stack_line *own,
                    int32_t *facts) {
    facts[DHK_STACK_OWN] = own->own;
    facts[DHK_STACK_LENGTH] = (int32_t)line->log_length;
    facts[DHK_STACK_LINKS] = line->link_share;
    facts[DHK_STACK_HIDDEN_BESIDE] = line->hidden && work->most_visible ? ONE : 0;
}

static int32_t others_mean(const struct dhk_stack_mean *mean, const dhk_frame_line *line, int32_t own) {
    return mean_without(mean->sum, mean->weight, line, own);
}

static void put_means(const dhk_stack_work *work, const dhk_frame_line *line, const struct dhk_stack_line *own,
                      int32_t *facts) {
    const dhk_frame_element *element = &work->frame->elements[line->element];
    const struct dhk_stack_element *container = &work->elements[line->element];
    facts[DHK_STACK_CLASS_GROUP] = others_mean(&work->means[element->class_group], line, own->own);
    facts[DHK_STACK_PATH_GROUP] = others_mean(&work->means[element->path_group], line, own->own);
    facts[DHK_STACK_SECTION_MEAN] = others_mean(&work->means[own->section], line, own->own);
    facts[DHK_STACK_CONTAINER] = mean_without(container->sum, container->weight, line, own->own);
}

static void put_main(const dhk_stack_work *work, uint32_t index, const struct dhk_stack_element *element,
                     int32_t *facts) {
    facts[DHK_STACK_UP] = element->up * ONE;
    facts[DHK_STACK_DOWN] = element->down * ONE;
    facts[DHK_STACK_AFTER] = index > work->elements[work->main].last ? ONE : 0;
    facts[DHK_STACK_MAIN_F1] = work->main_f1;
    facts[DHK_STACK_REST_DENSITY] = work->rest_density;
}

static void put_block(const dhk_stack_work *work, const dhk_frame_line *line, const struct dhk_stack_line *own,
                      int32_t *facts) {
    uint32_t index = work->elements[line->element].block;
    const struct dhk_stack_element *block = &work->elements[index];
    bool alone = block->tokens <= line->tokens;
    facts[DHK_STACK_BLOCK_DENSITY] =
        alone ? (int32_t)(own->expected / 16)
              : density_of(block->expected - (uint64_t)own->expected * line->tokens, block->tokens - line->tokens);
    facts[DHK_STACK_BLOCK_SENTENCES] = work->frame->elements[index].sentence_share;
}

bool dhk_stack_is_unlikely(const dhk_stack_work *work, uint32_t line) {
    return work->lines[line].own < DHK_STACK_UNLIKELY;
}

void dhk_stack_facts(const dhk_stack_work *work, uint32_t index, int32_t facts[DHK_STACK_FACT_COUNT]) {
    const dhk_frame_line *line = &work->frame->lines[index];
    const struct dhk_stack_line *own = &work->lines[index];
    put_own(work, line, own, facts);
    put_means(work, line, own, facts);
    put_main(work, index, &work->elements[line->element], facts);
    put_block(work, line, own, facts);
}
