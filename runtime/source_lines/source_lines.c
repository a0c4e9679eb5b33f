/*
 * The elements of a line are told from its path: as far as the path is that of
 * the line before, they are the same. Two paragraphs in a row have equal paths,
 * and are two, and so with everything that holds a line of its own; what a path
 * says by numbers is taken as it stands.
 */
#include "source_lines/source_lines.h"

#include "base/cancel.h"
#include "base/memory.h"
#include "html/class_words.h"
#include "html/html_element.h"
#include "html/html_tree.h"
#include "lines/line_builder.h"
#include "source_lines/tag_path.h"
#include "text/row_scan.h"
#include "text/row_text.h"
#include "unicode/utf8.h"

#include <stdalign.h>
#include <string.h>

enum { HEAD_TEXT_BYTES_MAX = 4096, SIZE_MAX_KNOWN = 4096 };

/* A line counts as so many bytes more when it comes to asking the caller whether to go on. */
enum { ASK_STEP = 64 };

/* A step of the present path that is an open element. */
typedef struct open_step {
    size_t end; /* in the path */
    bool positioned;
} open_step;

struct dhk_source_lines {
    const dehusk_options *options;
    dhk_tree tree;
    open_step *steps; /* as many as tree.stack */
    dhk_line_builder builder;
    dhk_document *document;
    const char *path; /* of the line before; "" before the first */
    uint32_t breaks;  /* boundaries since the last line that was one */
    dhk_path_step step;
    bool failed;
};

dhk_source_lines *dhk_source_lines_new(const dehusk_options *options) {
    const dehusk_allocator *allocator = &options->allocator;
    dhk_source_lines *reader = dhk_allocate(allocator, 1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    memset(reader, 0, sizeof *reader);
    reader->options = options;
    reader->tree.max_depth = (uint32_t)options->max_depth;
    reader->tree.stack = dhk_allocate(allocator, options->max_depth, sizeof *reader->tree.stack);
    reader->steps = dhk_allocate(allocator, options->max_depth, sizeof *reader->steps);
    if (reader->tree.stack == NULL || reader->steps == NULL) {
        dhk_source_lines_free(reader);
        return NULL;
    }
    return reader;
}

void dhk_source_lines_free(dhk_source_lines *reader) {
    if (reader == NULL)
        return;
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_release(allocator, reader->tree.stack, reader->options->max_depth, sizeof *reader->tree.stack);
    dhk_release(allocator, reader->steps, reader->options->max_depth, sizeof *reader->steps);
    dhk_release(allocator, reader, 1, sizeof *reader);
}

/* -- Elements ------------------------------------------------------------ */

/* Elements that hold one line or one thing: after one has ended, an equal path is another. */
static bool is_item(dhk_tag tag) {
    switch (tag) {
    case DHK_TAG_P:
    case DHK_TAG_LI:
    case DHK_TAG_DT:
    case DHK_TAG_DD:
    case DHK_TAG_TD:
    case DHK_TAG_TH:
    case DHK_TAG_FIGCAPTION:
    case DHK_TAG_OPTION:
    case DHK_TAG_BUTTON:
    case DHK_TAG_LABEL:
        return true;
    default:
        return dhk_heading_level(tag) > 0;
    }
}

static bool is_block(const dhk_open_element *open) {
    return (open->flags & DHK_OPEN_BLOCK) != 0;
}

/* Is one of the steps from `at` on a block? */
static bool goes_on_to_block(dhk_source_lines *reader, const char *path, size_t at) {
    for (;;) {
        while (path[at] == '/')
            at++;
        if (path[at] == '\0')
            return false;
        dhk_path_step_read(path + at, &reader->step);
        if (dhk_tag_flags(reader->step.tag) & DHK_IS_BLOCK)
            return true;
        at += reader->step.length;
    }
}

/* How many open elements the new path shares with the one before. */
static uint32_t shared_depth(dhk_source_lines *reader, const char *path, bool after_break) {
    const dhk_tree *tree = &reader->tree;
    uint32_t depth = 1;
    uint32_t block;
    uint32_t block_before = dhk_tree_current_block(tree);
    size_t common = 0;
    while (path[common] != '\0' && path[common] == reader->path[common])
        common++;
    while (depth < tree->depth && reader->steps[depth].end <= common &&
           (path[reader->steps[depth].end] == '/' || path[reader->steps[depth].end] == '\0'))
        depth++;
    block = depth - 1;
    while (!is_block(&tree->stack[block]))
        block--;
    if (block == 0 || tree->stack[block].tag == DHK_TAG_BODY || reader->steps[block].positioned || after_break ||
        goes_on_to_block(reader, path, reader->steps[depth - 1].end))
        return depth;
    return block == block_before || is_item(tree->stack[block].tag) ? block : depth;
}

/* Opens the element of the step that begins at `at`. False: the stack is full. */
static bool open_element(dhk_source_lines *reader, const char *path, size_t at) {
    dhk_path_step *step = &reader->step;
    dhk_open_element *open;
    dhk_path_step_read(path + at, step);
    open = dhk_tree_push(&reader->tree, step->tag, step->name_hash);
    if (open == NULL) {
        reader->tree.overflow = 0;
        reader->tree.dropped_from = 0;
        reader->document->truncated |= DEHUSK_TRUNCATED_DEPTH;
        return false;
    }
    if (step->tag == DHK_TAG_A)
        open->flags |= DHK_OPEN_LINK;
    if (step->hidden)
        open->flags |= DHK_OPEN_HIDDEN;
    dhk_html_set_kind(open);
    reader->steps[reader->tree.depth - 1] = (open_step){at + step->length, step->positioned};
    return true;
}

/* Makes the open elements those of `path`; returns how many blocks ended and began. */
static uint32_t follow_path(dhk_source_lines *reader, const char *path, bool after_break) {
    dhk_tree *tree = &reader->tree;
    uint32_t depth = shared_depth(reader, path, after_break);
    uint32_t boundaries = 0;
    size_t at;
    for (uint32_t i = depth; i < tree->depth; i++)
        boundaries += is_block(&tree->stack[i]) && tree->stack[i].tag != DHK_TAG_BODY ? 1 : 0;
    dhk_tree_cut(tree, depth);
    if (depth == 1) { /* the root is "html" if the path begins with it */
        dhk_path_step_read(path, &reader->step);
        reader->steps[0] = (open_step){reader->step.tag == DHK_TAG_HTML ? reader->step.length : 0, true};
    }
    at = reader->steps[depth - 1].end;
    for (;;) {
        while (path[at] == '/')
            at++;
        if (path[at] == '\0' || !open_element(reader, path, at))
            break;
        at = reader->steps[tree->depth - 1].end;
    }
    for (uint32_t i = depth; i < tree->depth; i++)
        boundaries += is_block(&tree->stack[i]) && tree->stack[i].tag != DHK_TAG_BODY ? 1 : 0;
    reader->path = path;
    return boundaries;
}

/* The words of the element at `at` of the stack, whose step is read once more: only elements with text need them. */
static bool add_words(void *data, uint32_t at, dhk_element *element) {
    static const uint32_t salts[] = {0, DHK_SALT_ID, DHK_SALT_ROLE, DHK_SALT_ROLE}; /* names are no words */
    dhk_source_lines *reader = data;
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_document *document = reader->document;
    dhk_path_step *step = &reader->step;
    size_t first = document->word_count;
    size_t begin = at > 0 ? reader->steps[at - 1].end : 0;
    element->first_word = (uint32_t)first;
    element->word_count = 0;
    element->class_key = 0;
    while (reader->path[begin] == '/')
        begin++;
    if (begin >= reader->steps[at].end)
        return true; /* a root that no path names */
    dhk_path_step_read(reader->path + begin, step);
    if (step->truncated)
        document->truncated |= DEHUSK_TRUNCATED_ATTRIBUTE;
    for (size_t i = 0; i < sizeof salts / sizeof *salts; i++)
        if (!dhk_class_words_add(allocator, document, first, step->values[i], (dhk_range){0, step->value_lengths[i]},
                                 salts[i]))
            return false;
    element->word_count = (uint16_t)(document->word_count - first);
    element->class_key =
        dhk_class_key(step->values[DHK_STEP_CLASS], (dhk_range){0, step->value_lengths[DHK_STEP_CLASS]});
    return true;
}

static void enter_element(dhk_source_lines *reader, uint32_t at) {
    if (!dhk_html_enter_element(&reader->tree, at, reader->document, &reader->options->allocator, add_words, reader))
        reader->failed = true;
}

/* -- Text ---------------------------------------------------------------- */

static void append(dhk_source_lines *reader, const dehusk_source_line *line, size_t begin, size_t end, uint32_t number,
                   bool in_link) {
    if (begin < end)
        dhk_line_builder_append(&reader->builder, (const unsigned char *)line->text + begin, (uint32_t)(end - begin),
                                number, number + 1, in_link ? DHK_APPEND_IN_LINK : 0);
}

/* The offset behind the first `characters`. */
static size_t behind_characters(const dehusk_source_line *line, size_t characters) {
    size_t at = 0;
    while (at < line->text_length && characters > 0) {
        at++;
        while (at < line->text_length && dhk_utf8_is_trail(line->text[at]))
            at++;
        characters--;
    }
    return at;
}

/* Adds the line's text, its links as the caller states them. `linked`: all of it is one. False: ranges that are none. */
static bool append_text(dhk_source_lines *reader, const dehusk_source_line *line, uint32_t number, bool linked) {
    size_t at = 0;
    if (line->links == NULL) {
        at = behind_characters(line, line->link_characters);
        append(reader, line, 0, at, number, true);
    }
    for (size_t i = 0; line->links != NULL && i < line->link_count; i++) {
        const dehusk_range *link = &line->links[i];
        if (link->begin < at || link->end < link->begin || link->end > line->text_length)
            return false;
        append(reader, line, at, link->begin, number, linked);
        append(reader, line, link->begin, link->end, number, true);
        at = link->end;
    }
    append(reader, line, at, line->text_length, number, linked);
    return true;
}

/* -- Lines ----------------------------------------------------------------- */

/* Inline elements named in `names`, separated by anything that no name has. */
static uint16_t inline_tags(const char *names) {
    uint16_t bits = 0;
    while (*names != '\0') {
        size_t length = strspn(names, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        if (length > 0)
            bits |= dhk_html_inline_bit(dhk_tag_of((const unsigned char *)names, length));
        names += length > 0 ? length : 1;
    }
    return bits;
}

static uint32_t capped_links(size_t count) {
    return count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
}

/* A line as a row of text: what it begins with and the links that it shows count, where the caller knows none. */
static dehusk_status read_text_line(dhk_source_lines *reader, const dehusk_source_line *line, uint32_t number) {
    dhk_document *document = reader->document;
    const unsigned char *bytes = (const unsigned char *)line->text;
    size_t links = line->link_count;
    dhk_scanned_row row;
    dhk_row_whole(bytes, (uint32_t)line->text_length, &row);
    if (line->links == NULL && line->link_characters == 0) {
        dhk_row_writer writer;
        dhk_row_writer_init(&writer, &reader->builder, bytes, (uint32_t)line->text_length);
        links = dhk_row_append(&writer, &row);
        if (!reader->builder.visible && row.begin < row.end)
            dhk_row_append_mark(&writer, &row);
    } else if (!append_text(reader, line, number, false)) {
        return DEHUSK_BAD_ARGUMENT;
    }
    if (dhk_line_builder_end(&reader->builder)) {
        dhk_line *made = &document->lines[document->line_count - 1];
        dhk_row_set_kind(&row, made);
        made->begin = number;
        made->end = number + 1;
        made->element = 0;
        made->link_count = links == 0 && made->link_units > 0 ? 1 : capped_links(links);
        made->first_row = (uint32_t)document->row_count;
        made->row_count = 1;
        made->breaks = line->breaks == 0 ? 1 : line->breaks > 255 ? 255 : (uint32_t)line->breaks;
        row.number = number;
        if (!dhk_row_store(&reader->options->allocator, document, bytes, &row, true))
            return DEHUSK_OUT_OF_MEMORY;
        document->rows[document->row_count - 1].begin = number;
        document->rows[document->row_count - 1].end = number + 1;
    }
    return reader->builder.failed ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK;
}

/* Text that is no line: what a title or a meta says of the page is kept, the first of each. */
static bool read_head_text(dhk_source_lines *reader, const dehusk_source_line *line, dhk_tag tag) {
    dhk_document *document = reader->document;
    const dhk_tree *tree = &reader->tree;
    size_t length = line->text_length < HEAD_TEXT_BYTES_MAX ? line->text_length : HEAD_TEXT_BYTES_MAX;
    dhk_text_run *head_text = NULL;
    if (tag == DHK_TAG_TITLE && tree->innermost[DHK_TAG_SVG] == 0) {
        head_text = &document->title;
    } else if (tag == DHK_TAG_META) {
        size_t at = tree->depth > 1 ? reader->steps[tree->depth - 2].end : 0;
        while (reader->path[at] == '/')
            at++;
        dhk_path_step_read(reader->path + at, &reader->step);
        head_text = dhk_document_meta_text(document, (const char *)reader->step.values[DHK_STEP_NAME],
                                           reader->step.value_lengths[DHK_STEP_NAME]);
    }
    return head_text == NULL || head_text->text_length > 0 || length == 0 ||
           dhk_document_store_head_text(&reader->options->allocator, document, head_text, line->text, length);
}

static dehusk_status read_markup_line(dhk_source_lines *reader, const dehusk_source_line *line, uint32_t number) {
    dhk_document *document = reader->document;
    dhk_tree *tree = &reader->tree;
    bool after_break = (line->flags & DEHUSK_LINE_AFTER_BREAK) != 0;
    const char *path = line->path != NULL ? line->path : "";
    const dhk_open_element *open;
    bool linked;
    while (*path == '/')
        path++;
    reader->breaks += follow_path(reader, path, after_break);
    open = dhk_tree_current(tree);
    linked = (open->flags & DHK_OPEN_LINK) != 0;
    if (open->tag == DHK_TAG_META || dhk_tree_drops_text(tree))
        return read_head_text(reader, line, open->tag) ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
    reader->builder.preformatted = (open->flags & DHK_OPEN_PREFORMATTED) != 0;
    if (!append_text(reader, line, number, linked))
        return DEHUSK_BAD_ARGUMENT;
    if (dhk_line_builder_end(&reader->builder)) {
        dhk_line *made = &document->lines[document->line_count - 1];
        uint32_t block = dhk_tree_current_block(tree);
        enter_element(reader, block);
        made->element = tree->stack[block].element;
        made->link_count = line->link_count == 0 && made->link_units > 0 ? 1 : capped_links(line->link_count);
        if (line->inside != NULL)
            made->inline_tags = inline_tags(line->inside);
        for (uint32_t i = block + 1; i < tree->depth; i++)
            made->inline_tags |= dhk_html_inline_bit(tree->stack[i].tag);
        made->kind = tree->stack[block].kind;
        made->heading_level = made->kind == DEHUSK_KIND_HEADING ? tree->stack[block].heading_level : 0;
        made->hidden = (open->flags & DHK_OPEN_HIDDEN) != 0 || (line->flags & DEHUSK_LINE_HIDDEN) != 0;
        made->unseen = made->hidden;
        made->after_break = after_break;
        if (line->breaks > 0)
            reader->breaks = line->breaks > 255 ? 255 : (uint32_t)line->breaks;
        made->breaks = reader->breaks > 255 ? 255 : reader->breaks > 0 ? reader->breaks : 1;
        reader->breaks = 0;
    }
    return reader->failed || reader->builder.failed ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK;
}

static bool start_page(dhk_source_lines *reader, dehusk_format format, dhk_document *document) {
    reader->document = document;
    reader->failed = false;
    reader->breaks = 0;
    reader->path = "";
    document->format = format;
    document->pictured = false;
    dhk_tree_reset(&reader->tree);
    reader->steps[0] = (open_step){0, true};
    dhk_line_builder_init(&reader->builder, &reader->options->allocator, document, reader->options->max_lines);
    if (format == DEHUSK_FORMAT_TEXT) /* all lines stand in the root */
        enter_element(reader, 0);
    return !reader->failed;
}

/* Reads as much of a line as the caller's header knew. */
static bool take_line(dehusk_source_line *line, const dehusk_source_line *lines, size_t number) {
    size_t size = lines->size;
    dehusk_source_line_init(line);
    memcpy(line, (const char *)lines + number * size, size < sizeof *line ? size : sizeof *line);
    return line->size == size && (line->text != NULL || line->text_length == 0) &&
           (line->flags & ~(DEHUSK_LINE_HIDDEN | DEHUSK_LINE_AFTER_BREAK)) == 0;
}

void dehusk_source_line_init(dehusk_source_line *line) {
    if (line == NULL)
        return;
    memset(line, 0, sizeof *line);
    line->size = sizeof *line;
}

dehusk_status dhk_source_lines_read(dhk_source_lines *reader, const dehusk_source_line *lines, size_t count,
                                    dehusk_format format, dhk_document *document) {
    size_t left = reader->options->max_bytes;
    size_t ask = 0;
    if (count > 0 && (lines->size < offsetof(dehusk_source_line, path) || lines->size > SIZE_MAX_KNOWN ||
                      lines->size % alignof(dehusk_source_line) != 0))
        return DEHUSK_BAD_ARGUMENT;
    if (count >= UINT32_MAX)
        return DEHUSK_INPUT_TOO_LARGE;
    if (format == DEHUSK_FORMAT_AUTO) {
        format = DEHUSK_FORMAT_TEXT;
        for (size_t i = 0; i < count && format == DEHUSK_FORMAT_TEXT; i++) {
            dehusk_source_line line;
            if (!take_line(&line, lines, i))
                return DEHUSK_BAD_ARGUMENT;
            if (line.path != NULL)
                format = DEHUSK_FORMAT_HTML;
        }
    }
    if (!start_page(reader, format, document))
        return DEHUSK_OUT_OF_MEMORY;
    for (size_t i = 0; i < count && !reader->builder.full; i++) {
        dehusk_source_line line;
        dehusk_status status;
        if (i == reader->options->max_steps) {
            document->truncated |= DEHUSK_TRUNCATED_STEPS;
            break;
        }
        if (dhk_cancelled_at(reader->options, i * ASK_STEP + (reader->options->max_bytes - left), &ask,
                             DHK_CANCEL_BYTES))
            return DEHUSK_CANCELLED;
        if (!take_line(&line, lines, i))
            return DEHUSK_BAD_ARGUMENT;
        if (line.text_length > left) {
            document->truncated |= DEHUSK_TRUNCATED_BYTES;
            break;
        }
        left -= line.text_length;
        status = format == DEHUSK_FORMAT_HTML ? read_markup_line(reader, &line, (uint32_t)i)
                                              : read_text_line(reader, &line, (uint32_t)i);
        if (status != DEHUSK_OK)
            return status;
    }
    return DEHUSK_OK;
}
