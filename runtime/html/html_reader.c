#include "html/html_reader.h"

#include "base/ascii.h"
#include "base/cancel.h"
#include "base/hash.h"
#include "base/memory.h"
#include "html/class_words.h"
#include "html/html_charref.h"
#include "html/html_element.h"
#include "html/html_tokenizer.h"
#include "html/html_tree.h"
#include "html/inline_style.h"
#include "html/markup_marks.h"
#include "html/markup_metadata.h"
#include "html/page_styles.h"
#include "html/picture_texts.h"
#include "html/unseen_class.h"
#include "lines/line_builder.h"

#include <string.h>

/* How many bytes of a title or description in the head are read. */
enum { HEAD_TEXT_BYTES_MAX = 4096 };

/* The raw text of a head text that came while a line was under way. What is stored goes behind the text of the lines, so that
 * it has to wait for the line's end. */
typedef struct late_head_text {
    dhk_text_run *head_text;
    dhk_range value;
} late_head_text;

struct dhk_html_reader {
    const dehusk_options *options;
    dhk_tree tree;
    dhk_line_builder builder;
    dhk_tokenizer tokenizer;
    dhk_token token;
    const unsigned char *bytes;
    dhk_document *document;
    bool failed;
    bool cancelled;
    bool xhtml;               /* the page is XHTML by its doctype, namespace or XML declaration */
    bool expect;              /* the page is XHTML by what its caller says */
    size_t steps;             /* tokens that may still be read */
    size_t ask;               /* where in the page the caller is asked again whether to go on */
    bool after_break;         /* the next line begins after <br> */
    bool shown;               /* some text of the line under way is not DHK_OPEN_HIDDEN */
    bool seen;                /* some text of the line under way is not DHK_OPEN_OUT_OF_SIGHT */
    uint32_t noscript_parent; /* the depth of what follows the present noscript, if that is not open any more */
    uint32_t breaks;          /* boundaries since the last line */
    uint16_t inline_tags;
    uint32_t link_count;
    dhk_class_memory classes;
    dhk_page_styles styles; /* what the page's own style sheets do not show */
    bool styles_for_others; /* the present style element is for printers and the like */
    dhk_picture_texts pictures;
    dhk_marks marks;              /* where the page is marked */
    dhk_markup_metadata metadata; /* where it is described */
    late_head_text late[DHK_HEAD_TEXTS];
    uint32_t late_count;
    char scratch[3 * HEAD_TEXT_BYTES_MAX]; /* a NUL in an attribute becomes the three bytes of U+FFFD */
};

dhk_html_reader *dhk_html_reader_new(const dehusk_options *options) {
    dhk_html_reader *reader = dhk_allocate(&options->allocator, 1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    memset(reader, 0, sizeof *reader);
    reader->options = options;
    reader->tree.max_depth = (uint32_t)options->max_depth;
    reader->tree.stack = dhk_allocate(&options->allocator, options->max_depth, sizeof *reader->tree.stack);
    if (reader->tree.stack == NULL) {
        dhk_release(&options->allocator, reader, 1, sizeof *reader);
        return NULL;
    }
    return reader;
}

void dhk_html_reader_free(dhk_html_reader *reader) {
    if (reader == NULL)
        return;
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_release(allocator, reader->tree.stack, reader->tree.max_depth, sizeof *reader->tree.stack);
    dhk_release(allocator, reader, 1, sizeof *reader);
}

/* -- Elements of lines --------------------------------------------------- */

static bool is_empty(dhk_range value) {
    return value.begin == value.end;
}

/* Sets the words and the class key of open element `at`. */
static bool add_words(void *data, uint32_t at, dhk_element *element) {
    dhk_html_reader *reader = data;
    const dhk_open_element *open = &reader->tree.stack[at];
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_document *document = reader->document;
    size_t first = document->word_count;
    bool class_only = is_empty(open->id) && is_empty(open->role) && is_empty(open->itemprop);
    bool known = false;
    struct dhk_class_slot *slot = NULL;

    element->first_word = (uint32_t)first;
    element->word_count = 0;
    element->class_key = 0;
    if (class_only && is_empty(open->class_))
        return true;
    if (class_only)
        slot = dhk_class_memory_find(&reader->classes, reader->bytes, open->class_, &known);
    if (known) { /* elements with the same words share them */
        element->first_word = slot->first_word;
        element->word_count = (uint16_t)slot->word_count;
        element->class_key = slot->key;
        return true;
    }
    if (!dhk_class_words_add(allocator, document, first, reader->bytes, open->class_, 0) ||
        !dhk_class_words_add(allocator, document, first, reader->bytes, open->id, DHK_SALT_ID) ||
        !dhk_class_words_add(allocator, document, first, reader->bytes, open->role, DHK_SALT_ROLE) ||
        !dhk_class_words_add(allocator, document, first, reader->bytes, open->itemprop, DHK_SALT_ROLE))
        return false;
    element->word_count = (uint16_t)(document->word_count - first);
    element->class_key = dhk_class_key(reader->bytes, open->class_);
    if (slot != NULL)
        *slot = (struct dhk_class_slot){open->class_, element->first_word, element->word_count, element->class_key};
    return true;
}

/* -- Facts of the head --------------------------------------------------- */

/* The text of a title, with its references decoded. Returns its length. */
static size_t decode_title(dhk_html_reader *reader, dhk_range text) {
    size_t length = 0;
    uint32_t at = text.begin;
    while (at < text.end && length + 8 < HEAD_TEXT_BYTES_MAX) {
        dhk_text_piece piece;
        dhk_text_next(reader->bytes, text, DHK_TEXT_RCDATA, &at, &piece);
        size_t room = HEAD_TEXT_BYTES_MAX - length;
        size_t taken = piece.length < room ? piece.length : room;
        memcpy(reader->scratch + length, piece.bytes, taken);
        length += taken;
    }
    return length;
}

static void store_head_text(dhk_html_reader *reader, dhk_text_run *head_text, dhk_range value) {
    bool title = head_text == &reader->document->title;
    size_t length;
    if (value.end - value.begin > HEAD_TEXT_BYTES_MAX && !title)
        value.end = value.begin + HEAD_TEXT_BYTES_MAX;
    length = title ? decode_title(reader, value)
                   : dhk_attribute_decode(reader->bytes, value, reader->scratch, sizeof reader->scratch);
    if (!dhk_document_store_head_text(&reader->options->allocator, reader->document, head_text, reader->scratch,
                                      length))
        reader->failed = true;
}

/* Takes a raw value for a title or description that the page does not have yet. */
static void take_head_text(dhk_html_reader *reader, dhk_text_run *head_text, dhk_range value) {
    if (head_text->text_length > 0 || is_empty(value))
        return; /* the first one counts */
    for (uint32_t i = 0; i < reader->late_count; i++)
        if (reader->late[i].head_text == head_text)
            return;
    if (reader->builder.started)
        reader->late[reader->late_count++] = (late_head_text){head_text, value};
    else
        store_head_text(reader, head_text, value);
}

static void store_late_head_texts(dhk_html_reader *reader) {
    for (uint32_t i = 0; i < reader->late_count; i++)
        store_head_text(reader, reader->late[i].head_text, reader->late[i].value);
    reader->late_count = 0;
}

/* -- Lines --------------------------------------------------------------- */

static void end_line(dhk_html_reader *reader) {
    if (dhk_line_builder_end(&reader->builder)) {
        dhk_document *document = reader->document;
        dhk_line *line = &document->lines[document->line_count - 1];
        uint32_t block = dhk_tree_current_block(&reader->tree);
        const dhk_open_element *open = &reader->tree.stack[block];
        if (!dhk_html_enter_element(&reader->tree, block, document, &reader->options->allocator, add_words, reader))
            reader->failed = true;
        line->element = open->element;
        /* Where a block begins in a link, the link itself was counted with the line before. */
        line->link_count = reader->link_count == 0 && line->link_units > 0 ? 1 : reader->link_count;
        line->inline_tags = reader->inline_tags;
        line->kind = open->kind;
        line->heading_level = open->kind == DEHUSK_KIND_HEADING ? open->heading_level : 0;
        line->hidden = !reader->shown;
        line->unseen = !reader->seen;
        line->breaks = reader->breaks > 255 ? 255 : reader->breaks;
        line->after_break = reader->after_break;
        dhk_picture_texts_end_line(&reader->pictures, line);
        reader->breaks = 0;
    }
    if (reader->document->marked)
        dhk_marks_end_line(&reader->marks);
    store_late_head_texts(reader);
    reader->inline_tags = 0;
    reader->link_count = 0;
    reader->after_break = false;
    reader->shown = reader->seen = false;
    reader->breaks++;
}

/* -- Attributes ---------------------------------------------------------- */

static bool value_is(const dhk_html_reader *reader, dhk_range value, const char *word) {
    size_t length = strlen(word);
    return value.end - value.begin == length && dhk_equals_ignoring_case(reader->bytes + value.begin, word, length);
}

/* What an element's style says of its being seen. Boxes of no letter size are how gaps between inline blocks are closed,
 * whose own text has a size again, by a style sheet: it only tells of paragraphs and inline elements. */
static void apply_style(const dhk_html_reader *reader, dhk_open_element *open, dhk_range style) {
    switch (dhk_style_sight_of(reader->bytes, style)) {
    case DHK_SIGHT_HIDDEN:
        open->flags |= DHK_OPEN_HIDDEN | DHK_OPEN_UNSEEN;
        break;
    case DHK_SIGHT_AWAY:
        open->flags |= DHK_OPEN_UNSEEN;
        break;
    case DHK_SIGHT_TINY:
        if (!(open->flags & DHK_OPEN_BLOCK) || open->tag == DHK_TAG_P)
            open->flags |= DHK_OPEN_TINY;
        break;
    case DHK_SIGHT_SIZED:
        open->flags &= (uint16_t)~DHK_OPEN_TINY;
        break;
    default:
        break;
    }
}

/* Does the page's own style sheet hide what has this class or id? An inline style may show it again. */
static bool is_hidden_by_sheet(dhk_html_reader *reader, dhk_range name, unsigned char sort) {
    return dhk_page_styles_hide(&reader->styles, reader->bytes, &reader->tree, &reader->token, name, sort) &&
           dhk_token_attribute(&reader->token, DHK_ATTRIBUTE_STYLE) == NULL;
}

static bool has_unseen_class(dhk_html_reader *reader, dhk_range classes) {
    enum { LOOKED_AT = 256 };
    bool sheet = reader->styles.count > 0;
    if (classes.end - classes.begin > LOOKED_AT)
        classes.end = classes.begin + LOOKED_AT;
    for (uint32_t at = classes.begin; at < classes.end; at++) {
        dhk_range name = {at, at};
        while (at < classes.end && reader->bytes[at] > ' ')
            at++;
        name.end = at;
        if ((sheet && is_hidden_by_sheet(reader, name, '.')) || dhk_class_is_unseen(reader->bytes, name))
            return !dhk_classes_may_show(reader->bytes, classes);
    }
    return false;
}

static void read_attributes(dhk_html_reader *reader, dhk_open_element *open) {
    const dhk_token *token = &reader->token;
    for (uint32_t i = 0; i < token->attribute_count; i++) {
        dhk_range value = token->attributes[i].value;
        switch (token->attributes[i].id) {
        case DHK_ATTRIBUTE_CLASS:
            open->class_ = value;
            if (has_unseen_class(reader, value))
                open->flags |= DHK_OPEN_UNSEEN;
            break;
        case DHK_ATTRIBUTE_ID:
            open->id = value;
            if (reader->styles.count > 0 && is_hidden_by_sheet(reader, value, '#'))
                open->flags |= DHK_OPEN_UNSEEN;
            break;
        case DHK_ATTRIBUTE_ROLE:
            open->role = value;
            break;
        case DHK_ATTRIBUTE_ITEMPROP:
            open->itemprop = value;
            break;
        case DHK_ATTRIBUTE_HREF:
            if (open->tag == DHK_TAG_A) {
                open->flags |= DHK_OPEN_LINK;
                open->href = value;
            }
            break;
        case DHK_ATTRIBUTE_HIDDEN:
            open->flags |= DHK_OPEN_HIDDEN | DHK_OPEN_UNSEEN;
            break;
        case DHK_ATTRIBUTE_ARIA_HIDDEN:
            if (value_is(reader, value, "true"))
                open->flags |= DHK_OPEN_HIDDEN;
            break;
        case DHK_ATTRIBUTE_STYLE:
            apply_style(reader, open, value);
            break;
        default:
            break;
        }
    }
}

static void read_meta(dhk_html_reader *reader) {
    const dhk_attribute *key = dhk_token_attribute(&reader->token, DHK_ATTRIBUTE_PROPERTY);
    const dhk_attribute *content = dhk_token_attribute(&reader->token, DHK_ATTRIBUTE_CONTENT);
    if (key == NULL)
        key = dhk_token_attribute(&reader->token, DHK_ATTRIBUTE_NAME);
    if (key == NULL || content == NULL)
        return;
    dhk_text_run *head_text = dhk_document_meta_text(reader->document, (const char *)reader->bytes + key->value.begin,
                                                     key->value.end - key->value.begin);
    if (head_text != NULL)
        take_head_text(reader, head_text, content->value);
}

/* -- Text ---------------------------------------------------------------- */

static bool is_white_space(const dhk_html_reader *reader, dhk_range text) {
    uint32_t at = text.begin;
    while (at < text.end && reader->bytes[at] <= ' ')
        at++;
    return at == text.end;
}

/* Takes back the line under way, which goes on as if nothing of it had been read. */
static void discard_line(dhk_html_reader *reader) {
    dhk_line_builder_discard(&reader->builder);
    if (reader->document->marked)
        dhk_marks_take_back(&reader->marks);
    if (reader->document->described)
        dhk_markup_metadata_take_back(&reader->metadata);
    dhk_picture_texts_take_back(&reader->pictures);
    reader->link_count = 0;
    reader->shown = false;
}

static void read_text(dhk_html_reader *reader) {
    dhk_tree *tree = &reader->tree;
    const dhk_open_element *open;
    dhk_range text = reader->token.text;
    uint32_t at = text.begin;
    uint32_t units;
    bool unseen;

    /* Text ends a head, which holds no line that would have to end with it. */
    if (dhk_tree_depth_without_head(tree) < tree->depth && !is_white_space(reader, text))
        dhk_tree_cut(tree, dhk_tree_depth_without_head(tree));
    open = dhk_tree_current(tree);

    if (dhk_tree_drops_text(tree)) {
        if (open->tag == DHK_TAG_TITLE && reader->tree.innermost[DHK_TAG_SVG] == 0)
            take_head_text(reader, &reader->document->title, text);
        else if (open->tag == DHK_TAG_SCRIPT && reader->document->described)
            dhk_markup_metadata_script(&reader->metadata, text);
        else if (open->tag == DHK_TAG_STYLE)
            dhk_page_styles_read(&reader->styles, reader->bytes, text,
                                 reader->styles_for_others || (open->flags & DHK_OPEN_NOSCRIPT) != 0 ||
                                     tree->innermost[DHK_TAG_TEMPLATE] != 0);
        return;
    }
    if (reader->document->marked)
        dhk_marks_text(&reader->marks, tree);
    /* Hidden parts of a line that is seen, behind what is seen and before it. Where the whole line is hidden it may wait
     * for a script. */
    unseen = (open->flags & DHK_OPEN_OUT_OF_SIGHT) != 0;
    if (unseen && reader->seen)
        return;
    if (!unseen && !reader->seen && reader->builder.visible && !is_white_space(reader, text))
        discard_line(reader);
    units = reader->builder.line.measure.units;
    reader->builder.preformatted = (open->flags & DHK_OPEN_PREFORMATTED) != 0;
    at += dhk_line_builder_append_space(&reader->builder, reader->bytes + at, text.end - at);
    while (at < text.end) {
        dhk_text_piece piece;
        dhk_text_next(reader->bytes, text, reader->token.mode, &at, &piece);
        dhk_line_builder_append(&reader->builder, piece.bytes, piece.length, piece.source.begin, piece.source.end,
                                (piece.bytes != piece.decoded ? DHK_APPEND_LITERAL : 0) |
                                    ((open->flags & DHK_OPEN_LINK) != 0 ? DHK_APPEND_IN_LINK : 0));
    }
    if (reader->builder.line.measure.units > units) {
        dhk_picture_texts_text(&reader->pictures, open, units == 0);
        reader->shown |= !(open->flags & DHK_OPEN_HIDDEN);
        reader->seen |= !unseen;
    }
}

/* -- Tags ---------------------------------------------------------------- */

static uint32_t name_hash(const dhk_html_reader *reader, const dhk_token *token) {
    unsigned char name[32];
    uint32_t length = token->name.end - token->name.begin;
    if (token->tag != DHK_TAG_UNKNOWN)
        return (uint32_t)token->tag;
    if (length > sizeof name)
        length = sizeof name;
    for (uint32_t i = 0; i < length; i++)
        name[i] = (unsigned char)dhk_lower(reader->bytes[token->name.begin + i]);
    return dhk_hash_bytes(name, length);
}

/* A boundary where the current element is; in what is not shown there is none. */
static void divide(dhk_html_reader *reader) {
    if (!dhk_tree_drops_text(&reader->tree))
        end_line(reader);
}

static void cut_to(dhk_html_reader *reader, uint32_t depth) {
    if (depth >= reader->tree.depth)
        return;
    depth = dhk_tree_skip_ended(&reader->tree, depth);
    if (dhk_tree_block_above(&reader->tree, depth))
        end_line(reader);
    if (reader->document->described)
        dhk_markup_metadata_cut(&reader->metadata, depth);
    dhk_tree_cut(&reader->tree, depth);
    if (depth < reader->noscript_parent)
        reader->noscript_parent = depth;
}

static void enter_text_mode(dhk_html_reader *reader) {
    if (dhk_tree_in_math(&reader->tree) == 0) /* MathML has no raw text */
        dhk_tokenizer_enter_content(&reader->tokenizer, &reader->token);
}

/* Does `word` (in lower case) stand in the range, whatever its case? */
static bool has_word(const dhk_html_reader *reader, dhk_range range, const char *word) {
    uint32_t length = (uint32_t)strlen(word);
    for (uint32_t at = range.begin; at + length <= range.end; at++)
        if (dhk_equals_ignoring_case(reader->bytes + at, word, length))
            return true;
    return false;
}

/* Is this the start tag of an element whose content is no markup or not shown, or of a noscript, closed at once by the
 * rules of XML? */
static bool is_closed_at_once(const dhk_html_reader *reader) {
    dhk_tag tag = reader->token.tag;
    bool swallows =
        dhk_tag_flags(tag) & DHK_DROPS_TEXT || tag == DHK_TAG_NOSCRIPT || tag == DHK_TAG_TEXTAREA || tag == DHK_TAG_XMP;
    return reader->xhtml && reader->token.self_closing && swallows &&
           dhk_tokenizer_closed_at_once(&reader->tokenizer, &reader->token);
}

static void read_void_tag(dhk_html_reader *reader) {
    cut_to(reader, dhk_tree_depth_for_start(&reader->tree, reader->token.tag));
    switch (reader->token.tag) {
    case DHK_TAG_BR:
        divide(reader);
        reader->after_break = true;
        break;
    case DHK_TAG_HR:
        divide(reader);
        break;
    case DHK_TAG_META:
        read_meta(reader);
        break;
    case DHK_TAG_BASE:
        if (reader->document->marked)
            dhk_marks_base(&reader->marks, &reader->token);
        break;
    case DHK_TAG_IMG:
        if (reader->document->marked && !dhk_tree_drops_text(&reader->tree))
            dhk_marks_image(&reader->marks, &reader->tree, &reader->token, reader->builder.pending_space);
        break;
    default:
        break;
    }
}

/* True for a start tag that opens nothing. Where the element is there already,
 * a browser would merge the attributes into it. */
static bool is_ignored(const dhk_html_reader *reader) {
    const dhk_tree *tree = &reader->tree;
    bool text_seen = reader->builder.started || reader->document->line_count > 0;
    switch (reader->token.tag) {
    case DHK_TAG_HTML:
        return true;
    case DHK_TAG_HEAD:
        return tree->depth > 1 || text_seen;
    case DHK_TAG_BODY:
        return tree->innermost[DHK_TAG_BODY] > 0;
    case DHK_TAG_FRAMESET:
        return tree->innermost[DHK_TAG_BODY] > 0 || text_seen;
    default:
        return dhk_tree_ignores_start(tree, reader->token.tag);
    }
}

/* A tag was cut. It matters where words were lost; of a style or an address, such as a picture written out in it,
 * nobody reads the end. */
static bool lost_words(const dhk_html_reader *reader) {
    const dhk_token *token = &reader->token;
    for (uint32_t i = 0; i < token->attribute_count; i++) {
        const dhk_attribute *attribute = &token->attributes[i];
        /* A value is cut before a whole character, at most 3 bytes early. */
        bool cut =
            (uint64_t)(attribute->value.end - attribute->value.begin) + 3 >= reader->options->max_attribute_bytes;
        if (cut && attribute->id != DHK_ATTRIBUTE_STYLE && attribute->id != DHK_ATTRIBUTE_HREF &&
            attribute->id != DHK_ATTRIBUTE_SRC)
            return true;
    }
    return token->attribute_count == DHK_ATTRIBUTES_MAX;
}

static void read_start_tag(dhk_html_reader *reader) {
    const dhk_token *token = &reader->token;
    dhk_tree *tree = &reader->tree;
    unsigned flags = dhk_tag_flags(token->tag);
    uint32_t select = tree->innermost[DHK_TAG_SELECT];
    bool shadow = token->tag == DHK_TAG_TEMPLATE && (dhk_token_attribute(token, DHK_ATTRIBUTE_SHADOWROOTMODE) != NULL ||
                                                     dhk_token_attribute(token, DHK_ATTRIBUTE_SHADOWROOT) != NULL);
    dhk_open_element *open;

    if (token->truncated && lost_words(reader))
        reader->document->truncated |= DEHUSK_TRUNCATED_ATTRIBUTE;
    reader->inline_tags |= dhk_html_inline_bit(token->tag);
    if (dhk_picture_texts_ask(tree, token) && !dhk_tree_drops_text(tree))
        dhk_picture_texts_tag(&reader->pictures, tree, reader->document, reader->bytes, token);
    if (reader->document->described)
        dhk_markup_metadata_tag(&reader->metadata, token);
    if (flags & DHK_IS_VOID) {
        read_void_tag(reader);
        return;
    }
    if (token->tag == DHK_TAG_HTML && has_word(reader, token->span, "http://www.w3.org/1999/xhtml"))
        reader->xhtml = true;
    if (is_ignored(reader) || is_closed_at_once(reader))
        return;
    cut_to(reader, dhk_tree_depth_for_start(tree, token->tag));
    if (token->tag == DHK_TAG_SELECT && tree->innermost[DHK_TAG_SELECT] < select)
        return; /* a select in a select is its end */
    if (token->tag == DHK_TAG_FRAMESET)
        cut_to(reader, 1); /* it takes the place of the body, and shows no text */
    if (flags & DHK_IS_BLOCK && token->tag != DHK_TAG_BODY)
        divide(reader);
    if (shadow) /* browsers show it */
        divide(reader);
    if (token->tag == DHK_TAG_A)
        dhk_tree_end_link(tree);
    enter_text_mode(reader);
    if (token->tag == DHK_TAG_NOSCRIPT && dhk_tokenizer_bound(&reader->tokenizer))
        reader->noscript_parent = tree->depth - (tree->stack[tree->depth - 1].tag == DHK_TAG_HEAD);
    open = dhk_tree_push(tree, token->tag, name_hash(reader, token));
    if (open == NULL) {
        reader->document->truncated |= DEHUSK_TRUNCATED_DEPTH;
        return;
    }
    read_attributes(reader, open);
    if ((reader->pictures.picture || (reader->pictures.told[0] | reader->pictures.told[1]) != 0) &&
        !dhk_picture_texts_open(&reader->pictures, open, reader->document, reader->bytes, &reader->options->allocator))
        reader->failed = true;
    if (token->tag == DHK_TAG_STYLE)
        reader->styles_for_others = has_word(reader, token->span, "media"); /* whatever it is */
    if (token->tag == DHK_TAG_DIALOG && dhk_token_attribute(token, DHK_ATTRIBUTE_OPEN) == NULL)
        open->flags |= DHK_OPEN_HIDDEN | DHK_OPEN_UNSEEN;
    if (shadow)
        dhk_tree_show(tree);
    dhk_html_set_kind(open);
    if (reader->document->marked)
        dhk_marks_open(&reader->marks, tree, token);
    if (reader->document->described)
        dhk_markup_metadata_open(&reader->metadata, tree, token);
    if (open->tag == DHK_TAG_A && open->flags & DHK_OPEN_LINK)
        reader->link_count++;
}

static void read_end_tag(dhk_html_reader *reader) {
    const dhk_token *token = &reader->token;
    dhk_tree *tree = &reader->tree;
    uint32_t depth;

    if (token->tag == DHK_TAG_BR) {
        divide(reader);
        reader->after_break = true;
        return;
    }
    if (dhk_tag_flags(token->tag) & DHK_IS_VOID)
        return;
    if (tree->overflow > 0) {
        /* The stack was full: this end tag belongs to an element that is only counted. */
        dhk_tree_end_overflowed(tree);
        if (dhk_tag_flags(token->tag) & DHK_IS_BLOCK)
            divide(reader);
        return;
    }
    depth = token->tag == DHK_TAG_FORM ? dhk_tree_end_form(tree)
                                       : dhk_tree_depth_for_end(tree, token->tag, name_hash(reader, token));
    if (depth < tree->depth)
        cut_to(reader, depth);
    else if (token->tag == DHK_TAG_A)
        dhk_tree_end_link(tree);
    else if (token->tag == DHK_TAG_P)
        divide(reader); /* "</p>" alone is an empty paragraph */
}

/* True if the present end tag ends an open element of HTML. */
static bool ends_element(const dhk_html_reader *reader) {
    const dhk_token *token = &reader->token;
    return dhk_tree_depth_for_end(&reader->tree, token->tag, name_hash(reader, token)) < reader->tree.depth;
}

/* True if the caller wants an end, as is asked now and then. */
static bool is_cancelled(dhk_html_reader *reader) {
    if (dhk_cancelled_at(reader->options, reader->tokenizer.position, &reader->ask, DHK_CANCEL_BYTES))
        reader->cancelled = true;
    return reader->cancelled;
}

/* What is open within a noscript ends with it. One in a head may have ended before, by what cannot stand in heads. */
static void leave_noscript(dhk_html_reader *reader) {
    uint32_t at = reader->tree.innermost[DHK_TAG_NOSCRIPT];
    cut_to(reader, at != 0 ? at + 1 : reader->noscript_parent);
}

/* Reads the next token. Where the page has more than it may have, it ends. */
static void next_token(dhk_html_reader *reader) {
    dhk_tokenizer_next(&reader->tokenizer, &reader->token);
    if (reader->token.kind == DHK_TOKEN_END_OF_FILE && dhk_tokenizer_unbound(&reader->tokenizer)) {
        leave_noscript(reader);
        dhk_tokenizer_next(&reader->tokenizer, &reader->token);
    }
    if (reader->token.kind == DHK_TOKEN_END_OF_FILE || reader->steps-- > 0)
        return;
    reader->document->truncated |= DEHUSK_TRUNCATED_STEPS;
    reader->token.kind = DHK_TOKEN_END_OF_FILE;
}

/* Foreign content makes no lines: passes over an svg up to its end tag, or to
 * a tag of HTML that ends it, which is then the present token. True if there is
 * such a token. */
static bool skip_svg(dhk_html_reader *reader) {
    uint32_t depth = 1;                   /* open svg elements */
    uint32_t integration = 0;             /* open elements in which HTML may stand */
    uint32_t inside[DHK_TAG_COUNT] = {0}; /* open elements of the svg by name */
    dhk_token *token = &reader->token;

    if (token->self_closing)
        return false;
    for (;;) {
        bool integration_point;
        reader->tokenizer.cdata_allowed = integration == 0;
        if (is_cancelled(reader))
            return false;
        next_token(reader);
        integration_point =
            token->tag == DHK_TAG_FOREIGNOBJECT || token->tag == DHK_TAG_DESC || token->tag == DHK_TAG_TITLE;
        switch (token->kind) {
        case DHK_TOKEN_END_OF_FILE:
            reader->tokenizer.cdata_allowed = false;
            return true;
        case DHK_TOKEN_START_TAG:
            if (token->tag == DHK_TAG_SVG && !token->self_closing) {
                depth++;
            } else if (integration_point && !token->self_closing) {
                integration++;
            } else if (integration == 0 && dhk_tag_flags(token->tag) & DHK_BREAKS_OUT) {
                reader->tokenizer.cdata_allowed = false;
                return true;
            }
            inside[token->tag] += !token->self_closing;
            break;
        case DHK_TOKEN_END_TAG:
            if (token->tag == DHK_TAG_SVG) {
                integration = 0;
                if (--depth == 0) {
                    reader->tokenizer.cdata_allowed = false;
                    return false;
                }
            } else if (integration_point && integration > 0) {
                integration--;
            } else if (integration == 0 && (token->tag == DHK_TAG_P || token->tag == DHK_TAG_BR ||
                                            (inside[token->tag] == 0 && ends_element(reader)))) {
                reader->tokenizer.cdata_allowed = false;
                return true;
            }
            if (inside[token->tag] > 0)
                inside[token->tag]--;
            break;
        default:
            break;
        }
    }
}

/* Is the present comment an XML declaration? */
static bool begins_xml(const dhk_html_reader *reader) {
    dhk_range span = reader->token.span;
    return span.end - span.begin > 5 && memcmp(reader->bytes + span.begin, "<?xml", 5) == 0;
}

static void begin_page(dhk_html_reader *reader, const unsigned char *bytes, uint32_t length, dhk_document *document) {
    reader->bytes = bytes;
    reader->document = document;
    reader->failed = false;
    reader->cancelled = false;
    reader->xhtml = reader->expect;
    reader->expect = false;
    reader->steps = reader->options->max_steps;
    reader->ask = 0;
    reader->after_break = false;
    reader->shown = reader->seen = false;
    reader->breaks = 0;
    reader->inline_tags = 0;
    reader->link_count = 0;
    memset(&reader->classes, 0, sizeof reader->classes);
    reader->styles.count = 0;
    reader->styles.compared = 0;
    reader->styles.budget = DHK_PAGE_STYLES_BYTES;
    memset(reader->styles.sieve, 0, sizeof reader->styles.sieve);
    reader->late_count = 0;
    dhk_picture_texts_begin(&reader->pictures);
    document->format = DEHUSK_FORMAT_HTML;
    document->pictured = true;
    reader->marks = (dhk_marks){.allocator = &reader->options->allocator, .document = document, .bytes = bytes};
    dhk_markup_metadata_begin(&reader->metadata, &reader->options->allocator, document, bytes);
    dhk_tree_reset(&reader->tree);
    dhk_line_builder_init(&reader->builder, &reader->options->allocator, document, reader->options->max_lines);
    dhk_tokenizer_init(&reader->tokenizer, bytes, length);
    reader->tokenizer.max_attribute_bytes = (uint32_t)reader->options->max_attribute_bytes;
}

void dhk_html_reader_expect_xhtml(dhk_html_reader *reader) {
    reader->expect = true;
}

dehusk_status dhk_html_reader_read(dhk_html_reader *reader, const unsigned char *bytes, uint32_t length,
                                   dhk_document *document) {
    bool have_token = false;
    begin_page(reader, bytes, length, document);
    while (!is_cancelled(reader)) {
        if (!have_token)
            next_token(reader);
        have_token = false;
        switch (reader->token.kind) {
        case DHK_TOKEN_TEXT:
            read_text(reader);
            break;
        case DHK_TOKEN_START_TAG:
            if (reader->token.tag == DHK_TAG_SVG) {
                reader->inline_tags |= DHK_INLINE_IMAGE;
                dhk_picture_texts_tag(&reader->pictures, &reader->tree, document, bytes, &reader->token);
                have_token = skip_svg(reader);
            } else {
                read_start_tag(reader);
            }
            break;
        case DHK_TOKEN_END_TAG:
            read_end_tag(reader);
            break;
        case DHK_TOKEN_DOCTYPE:
            reader->xhtml = reader->xhtml || has_word(reader, reader->token.text, "xhtml");
            break;
        case DHK_TOKEN_COMMENT:
            reader->xhtml = reader->xhtml || begins_xml(reader);
            break;
        default:
            break;
        }
        if (reader->failed || reader->builder.failed || reader->marks.failed || reader->metadata.taker.failed)
            return DEHUSK_OUT_OF_MEMORY;
        if (reader->token.kind == DHK_TOKEN_END_OF_FILE || reader->builder.full)
            break;
    }
    if (reader->cancelled)
        return DEHUSK_CANCELLED;
    end_line(reader);
    if (document->described)
        dhk_markup_metadata_end(&reader->metadata);
    return reader->failed || reader->builder.failed || reader->marks.failed || reader->metadata.taker.failed
               ? DEHUSK_OUT_OF_MEMORY
               : DEHUSK_OK;
}
