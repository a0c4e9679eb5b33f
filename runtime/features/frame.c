#include "features/frame.h"

#include "base/fixed_point.h"
#include "base/memory.h"
#include "features/extractor.h"

static uint32_t square_root(uint64_t number) {
    uint64_t root = 0;
    uint64_t bit = 1;
    while (bit * bit <= number / 4)
        bit *= 2;
    for (; bit > 0; bit /= 2)
        if ((root + bit) * (root + bit) <= number)
            root += bit;
    return (uint32_t)root;
}

static uint16_t share_of(uint64_t part, uint64_t whole) {
    return (uint16_t)(whole == 0 ? 0 : part >= whole ? 4096 : part * 4096 / whole);
}

static void fill_lines(dhk_frame *frame, const dhk_document *document) {
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        uint64_t tokens = line->measure.tokens > 0 ? line->measure.tokens : 1;
        frame->lines[i] = (dhk_frame_line){.element = line->element,
                                           .tokens = line->measure.tokens,
                                           .weight = square_root(tokens << 8),
                                           .log_length = (uint32_t)dhk_log2_plus_one(line->measure.units),
                                           .link_share = share_of(line->link_units, line->measure.units),
                                           .hidden = line->hidden,
                                           .heading = line->heading_level > 0};
    }
}

static void fill_elements(dhk_frame *frame, const dhk_document *document, const dhk_containers *containers) {
    for (size_t i = 0; i < document->element_count; i++) {
        const dhk_container *container = &containers->elements[i];
        frame->elements[i] =
            (dhk_frame_element){.parent = document->elements[i].parent,
                                .path_group = container->path_group,
                                .class_group = container->class_group,
                                .sentence_share = share_of(container->sentence_units, container->units)};
    }
}

bool dhk_frame_fill(dhk_frame *frame, const dehusk_allocator *allocator, const dhk_extractor *extractor) {
    const dhk_document *document = extractor->document;
    frame->line_count = frame->element_count = 0;
    if (document->line_count == 0)
        return true;
    if (!DHK_RESERVE(allocator, frame->lines, frame->line_capacity, document->line_count) ||
        !DHK_RESERVE(allocator, frame->elements, frame->element_capacity, document->element_count))
        return false;
    fill_lines(frame, document);
    fill_elements(frame, document, &extractor->containers);
    frame->line_count = document->line_count;
    frame->element_count = document->element_count;
    frame->group_count = extractor->containers.group_count;
    return true;
}

void dhk_frame_free(dhk_frame *frame, const dehusk_allocator *allocator) {
    dhk_release(allocator, frame->lines, frame->line_capacity, sizeof *frame->lines);
    dhk_release(allocator, frame->elements, frame->element_capacity, sizeof *frame->elements);
    *frame = (dhk_frame){0};
}
