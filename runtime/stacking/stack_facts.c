#include "stacking/stack_facts.h"

#include "base/fixed_point.h"
#include "base/memory.h"
#include "model/logit.h"

enum {
    ONE = 4096,
    OWN_LIMIT = 6 * ONE,  /* of s */
    EXPECTED_SHIFT = 819, /* 0.2: expected content is counted at lower odds, as the decision does */
    LEVELS_MAX = 9,
    CONTAINERS = 6,
    NONE = -OWN_LIMIT /* where there is no such line or block */
};

struct dhk_stack_line {
    int32_t own;       /* s */
    uint32_t expected; /* probability, in 2^-16 */
    uint32_t run;      /* of lines in one block, counted from dhk_stack_work.first_run, */
    uint32_t section;  /* and from first_section */
    uint32_t place;    /* lines since its section's first one */
    int64_t before;    /* sums over the lines before it: of weight and s, */
    uint64_t weight_before;
};

/* Sums over the lines in an element. */
struct dhk_stack_element {
    uint64_t tokens;
    uint64_t expected; /* tokens that are expected to be content, in 2^-16 */
    uint64_t weight;
    int64_t sum; /* of weight and s */
    uint64_t hidden_tokens;
    uint32_t line_count;
    uint32_t first, last; /* lines */
    uint32_t block;       /* element */
    uint8_t up, down;
};

/* A weighted mean of s under way. */
struct dhk_stack_mean {
    int64_t sum;
    uint64_t weight;
    int32_t heading; /* of a section: s of its heading */
    uint32_t lines;
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

/* Of all but the line, or the line's own s where nothing else is there. */
static int32_t mean_without(int64_t sum, uint64_t weight, const dhk_frame_line *line, int32_t own) {
    uint64_t others = weight - line->weight;
    return others < 8 ? own : (int32_t)((sum - (int64_t)line->weight * own) / (int64_t)others);
}

/* -- The page ------------------------------------------------------------- */

static void take_lines(dhk_stack_work *work, const int32_t *logits) {
    const dhk_frame *frame = work->frame;
    int64_t sum = 0;
    uint64_t weight = 0;
    for (uint32_t i = 0; i < frame->line_count; i++) {
        const dhk_frame_line *line = &frame->lines[i];
        struct dhk_stack_line *own = &work->lines[i];
        struct dhk_stack_element *element = &work->elements[line->element];
        int64_t product;
        own->own = clipped(logits[i], OWN_LIMIT);
        own->expected = dhk_probability(clipped(logits[i], 8 * ONE) - EXPECTED_SHIFT);
        own->before = sum;
        own->weight_before = weight;
        product = (int64_t)line->weight * own->own;
        sum += product;
        weight += line->weight;
        element->tokens += line->tokens;
        element->expected += (uint64_t)own->expected * line->tokens;
        element->weight += line->weight;
        element->sum += product;
        element->hidden_tokens += line->hidden ? line->tokens : 0;
        element->first = element->line_count == 0 ? i : element->first;
        element->last = i;
        element->line_count++;
    }
}

/* The sums of groups of elements, of lines directly in them; then those of parents. */
static void sum_elements(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    for (size_t i = frame->element_count; i-- > 0;) {
        const dhk_frame_element *own = &frame->elements[i];
        const struct dhk_stack_element *element = &work->elements[i];
        struct dhk_stack_element *parent = &work->elements[own->parent];
        if (i == 0 || element->line_count == 0)
            continue;
        parent->tokens += element->tokens;
        parent->expected += element->expected;
        parent->weight += element->weight;
        parent->sum += element->sum;
        parent->hidden_tokens += element->hidden_tokens;
        if (parent->line_count == 0 || element->first < parent->first)
            parent->first = element->first;
        if (parent->line_count == 0 || element->last > parent->last)
            parent->last = element->last;
        parent->line_count += element->line_count;
    }
}

static void sum_groups(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    for (size_t i = 0; i < frame->element_count; i++) {
        const struct dhk_stack_element *element = &work->elements[i];
        const uint32_t groups[2] = {frame->elements[i].path_group, frame->elements[i].class_group};
        for (size_t k = 0; k < 2 && element->line_count > 0; k++) {
            work->means[groups[k]].sum += element->sum;
            work->means[groups[k]].weight += element->weight;
        }
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
    work->main_facts[0] = share_of(2 * main->expected >> 16, main->tokens + (work->expected >> 16));
    work->main_facts[1] = density_of(main->expected, main->tokens);
    work->main_facts[2] = share_of(main->expected >> 8, work->expected >> 8);
    work->main_facts[3] = share_of(main->tokens, work->tokens);
    work->main_facts[4] = density_of(work->expected - main->expected, work->tokens - main->tokens);
}

_Static_assert(DHK_STACK_REST_DENSITY == DHK_STACK_MAIN_F1 + 4, "five facts in this order");

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

static void add_to_mean(struct dhk_stack_mean *mean, const dhk_frame_line *line, int32_t own) {
    mean->sum += (int64_t)line->weight * own;
    mean->weight += line->weight;
    mean->lines++;
}

/* Runs of lines in one block, and sections from one heading to the next: their means follow those of the groups. */
static void find_stretches(dhk_stack_work *work) {
    const dhk_frame *frame = work->frame;
    struct dhk_stack_mean *runs = work->means + work->first_run;
    struct dhk_stack_mean *sections = work->means + work->first_section;
    uint32_t run = 0;
    uint32_t section = 0;
    uint32_t block = work->elements[frame->lines[0].element].block;
    uint32_t begin = 0;
    sections[0].heading = NONE;
    for (uint32_t i = 0; i < frame->line_count; i++) {
        const dhk_frame_line *line = &frame->lines[i];
        struct dhk_stack_line *own = &work->lines[i];
        uint32_t here = work->elements[line->element].block;
        run += here != block;
        block = here;
        if (line->heading) {
            begin = i;
            section++;
            sections[section].heading = own->own;
        }
        add_to_mean(&runs[run], line, own->own);
        add_to_mean(&sections[section], line, own->own);
        own->run = run;
        own->section = section;
        own->place = i - begin;
    }
}

static bool reserve(dhk_stack_work *work, const dehusk_allocator *allocator) {
    const dhk_frame *frame = work->frame;
    size_t means = frame->group_count + 2 * frame->line_count + 1;
    if (!DHK_RESERVE(allocator, work->lines, work->line_capacity, frame->line_count) ||
        !DHK_RESERVE(allocator, work->elements, work->element_capacity, frame->element_count) ||
        !DHK_RESERVE(allocator, work->means, work->mean_capacity, means))
        return false;
    for (size_t i = 0; i < frame->element_count; i++)
        work->elements[i] = (struct dhk_stack_element){0};
    for (size_t i = 0; i < means; i++)
        work->means[i] = (struct dhk_stack_mean){0};
    work->first_run = frame->group_count;
    work->first_section = frame->group_count + (uint32_t)frame->line_count;
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
    find_stretches(work);
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
    facts[DHK_STACK_HIDDEN] = line->hidden ? ONE : 0;
    facts[DHK_STACK_HIDDEN_BESIDE] = line->hidden && work->most_visible ? ONE : 0;
}

static void put_containers(const dhk_stack_work *work, const dhk_frame_line *line, int32_t own, int32_t *facts) {
    const dhk_frame *frame = work->frame;
    const dhk_frame_element *element = &frame->elements[line->element];
    const struct dhk_stack_mean *class_group = &work->means[element->class_group];
    const struct dhk_stack_mean *path_group = &work->means[element->path_group];
    uint32_t at = line->element;
    facts[DHK_STACK_CLASS_GROUP] = mean_without(class_group->sum, class_group->weight, line, own);
    facts[DHK_STACK_PATH_GROUP] = mean_without(path_group->sum, path_group->weight, line, own);
    for (uint32_t level = 0; level < CONTAINERS; level++) {
        facts[DHK_STACK_CONTAINER_0 + level] =
            mean_without(work->elements[at].sum, work->elements[at].weight, line, own);
        at = frame->elements[at].parent;
    }
}

static int32_t own_at(const dhk_stack_work *work, int64_t line) {
    return line < 0 || line >= (int64_t)work->frame->line_count ? NONE : work->lines[line].own;
}

/* Mean over so many lines on each side. */
static int32_t near_mean(const dhk_stack_work *work, uint32_t index, uint32_t reach) {
    const dhk_frame *frame = work->frame;
    size_t last = frame->line_count - 1 - index < reach ? frame->line_count - 1 : index + reach;
    const struct dhk_stack_line *from = &work->lines[index < reach ? 0 : index - reach];
    const struct dhk_stack_line *to = &work->lines[last];
    int64_t sum = to->before + (int64_t)frame->lines[last].weight * to->own - from->before;
    uint64_t weight = to->weight_before + frame->lines[last].weight - from->weight_before;
    return mean_without(sum, weight, &frame->lines[index], work->lines[index].own);
}

static void put_neighbours(const dhk_stack_work *work, uint32_t index, int32_t *facts) {
    facts[DHK_STACK_PREVIOUS_1] = own_at(work, (int64_t)index - 1);
    facts[DHK_STACK_PREVIOUS_2] = own_at(work, (int64_t)index - 2);
    facts[DHK_STACK_NEXT_1] = own_at(work, (int64_t)index + 1);
    facts[DHK_STACK_NEXT_2] = own_at(work, (int64_t)index + 2);
    facts[DHK_STACK_NEAR_3] = near_mean(work, index, 3);
    facts[DHK_STACK_NEAR_10] = near_mean(work, index, 10);
}

static void put_main(const dhk_stack_work *work, uint32_t index, const struct dhk_stack_element *element,
                     int32_t *facts) {
    const struct dhk_stack_element *main = &work->elements[work->main];
    facts[DHK_STACK_INSIDE] = element->up == 0 ? ONE : 0;
    facts[DHK_STACK_UP] = element->up * ONE;
    facts[DHK_STACK_DOWN] = element->down * ONE;
    facts[DHK_STACK_BEFORE] = index < main->first ? ONE : 0;
    facts[DHK_STACK_AFTER] = index > main->last ? ONE : 0;
    for (uint32_t i = 0; i < sizeof work->main_facts / sizeof *work->main_facts; i++)
        facts[DHK_STACK_MAIN_F1 + i] = work->main_facts[i];
}

static void put_block(const dhk_stack_work *work, const dhk_frame_line *line, const struct dhk_stack_line *own,
                      int32_t *facts) {
    const dhk_frame *frame = work->frame;
    const struct dhk_stack_mean *run = &work->means[work->first_run + own->run];
    uint32_t index = work->elements[line->element].block;
    const struct dhk_stack_element *block = &work->elements[index];
    bool alone = block->tokens <= line->tokens;
    facts[DHK_STACK_BLOCK_MEAN] = mean_without(block->sum, block->weight, line, own->own);
    facts[DHK_STACK_BLOCK_DENSITY] =
        alone ? (int32_t)(own->expected / 16)
              : density_of(block->expected - (uint64_t)own->expected * line->tokens, block->tokens - line->tokens);
    facts[DHK_STACK_BLOCK_TEXT] = share_of(block->tokens, work->tokens);
    facts[DHK_STACK_BLOCK_LINES] = dhk_log2_plus_one(block->line_count);
    facts[DHK_STACK_BLOCK_LINKS] = frame->elements[index].link_share;
    facts[DHK_STACK_BLOCK_SENTENCES] = frame->elements[index].sentence_share;
    facts[DHK_STACK_BLOCK_HIDDEN] = share_of(block->hidden_tokens, block->tokens);
    facts[DHK_STACK_BLOCK_PLACE] = share_of(block->first, frame->line_count);
    facts[DHK_STACK_BLOCK_END] = share_of(frame->line_count - 1 - block->last, frame->line_count);
    facts[DHK_STACK_BLOCK_PREVIOUS] = own->run == 0 ? NONE : (int32_t)(run[-1].sum / (int64_t)run[-1].weight);
    facts[DHK_STACK_BLOCK_NEXT] =
        own->run == work->lines[frame->line_count - 1].run ? NONE : (int32_t)(run[1].sum / (int64_t)run[1].weight);
}

static void put_section(const dhk_stack_work *work, const dhk_frame_line *line, const struct dhk_stack_line *own,
                        int32_t *facts) {
    const struct dhk_stack_mean *section = &work->means[work->first_section + own->section];
    facts[DHK_STACK_SECTION_MEAN] = mean_without(section->sum, section->weight, line, own->own);
    facts[DHK_STACK_SECTION_HEADING] = section->heading;
    facts[DHK_STACK_SECTION_LINES] = dhk_log2_plus_one(section->lines);
    facts[DHK_STACK_SECTION_PLACE] = dhk_log2_plus_one(own->place);
}

void dhk_stack_facts(const dhk_stack_work *work, uint32_t index, int32_t facts[DHK_STACK_FACT_COUNT]) {
    const dhk_frame_line *line = &work->frame->lines[index];
    const struct dhk_stack_line *own = &work->lines[index];
    put_own(work, line, own, facts);
    put_containers(work, line, own->own, facts);
    put_neighbours(work, index, facts);
    put_main(work, index, &work->elements[line->element], facts);
    put_block(work, line, own, facts);
    put_section(work, line, own, facts);
}
