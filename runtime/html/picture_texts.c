#include "html/picture_texts.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "html/class_words.h"

#include <string.h>

void dhk_picture_texts_begin(dhk_picture_texts *texts) {
    *texts = (dhk_picture_texts){.picture = false};
    dhk_caption_words_init(&texts->words);
}

/* Is it a background? */
static bool has_address(const unsigned char *bytes, dhk_range style) {
    for (uint32_t at = style.begin; at + 4 <= style.end; at++)
        if ((bytes[at] | 0x20) == 'u' && (bytes[at + 1] | 0x20) == 'r' && (bytes[at + 2] | 0x20) == 'l' &&
            bytes[at + 3] == '(')
            return true;
    return false;
}

/* Of the first id in a list. */
static uint32_t hash_of_id(const unsigned char *bytes, dhk_range value) {
    while (value.begin < value.end && dhk_is_html_space(bytes[value.begin]))
        value.begin++;
    uint32_t end = value.begin;
    while (end < value.end && !dhk_is_html_space(bytes[end]))
        end++;
    return end == value.begin ? 0 : dhk_hash_bytes(bytes + value.begin, end - value.begin);
}

static uint32_t told_by(const unsigned char *bytes, const dhk_token *token, dhk_attribute_name name) {
    const dhk_attribute *attribute = dhk_token_attribute(token, name);
    return attribute == NULL ? 0 : hash_of_id(bytes, attribute->value);
}

/* Is its role this one? */
static bool has_role(const unsigned char *bytes, const dhk_token *token, const char *role, uint32_t length) {
    const dhk_attribute *attribute = dhk_token_attribute(token, DHK_ATTRIBUTE_ROLE);
    return attribute != NULL && attribute->value.end - attribute->value.begin == length &&
           memcmp(bytes + attribute->value.begin, role, length) == 0;
}

/* Notes which elements the picture or the figure says are its text. */
static void note_told(dhk_picture_texts *texts, const unsigned char *bytes, const dhk_token *token) {
    uint32_t label = told_by(bytes, token, DHK_ATTRIBUTE_ARIA_LABELLEDBY);
    uint32_t description = told_by(bytes, token, DHK_ATTRIBUTE_ARIA_DESCRIBEDBY);
    if ((label | description) != 0) {
        texts->told[0] = label;
        texts->told[1] = description;
    }
}

void dhk_picture_texts_tag(dhk_picture_texts *texts, const dhk_tree *tree, dhk_document *document,
                           const unsigned char *bytes, const dhk_token *token) {
    uint32_t figure = tree->innermost[DHK_TAG_FIGURE];
    bool is_one = dhk_is_picture(token->tag) || has_role(bytes, token, "img", 3);
    const dhk_attribute *style = figure != 0 && !is_one ? dhk_token_attribute(token, DHK_ATTRIBUTE_STYLE) : NULL;
    if (token->tag == DHK_TAG_FIGURE || has_role(bytes, token, "figure", 6))
        note_told(texts, bytes, token);
    if (!is_one && (style == NULL || !has_address(bytes, style->value)))
        return;
    for (; figure != 0 && (tree->stack[figure].flags & DHK_OPEN_PICTURE) == 0; figure = tree->stack[figure].outer) {
        tree->stack[figure].flags |= DHK_OPEN_PICTURE;
        if (tree->stack[figure].element != DHK_NO_ELEMENT)
            document->elements[tree->stack[figure].element].flags |= DHK_ELEMENT_PICTURE;
    }
    if (token->tag == DHK_TAG_UNKNOWN || token->tag == DHK_TAG_SVG) /* or a symbol among text */
        return;
    texts->picture = true;
    if (token->tag != DHK_TAG_VIDEO && token->tag != DHK_TAG_AUDIO) /* they are described by a transcript */
        note_told(texts, bytes, token);
}

/* Do the names of an inline element say that it is a caption? Its words are taken back: the page keeps those of blocks. */
static bool is_named_caption(const dhk_picture_texts *texts, const dhk_open_element *open, dhk_document *document,
                             const unsigned char *bytes, const dehusk_allocator *allocator, bool *failed) {
    size_t first = document->word_count, letters = document->name_text_length;
    *failed = !dhk_class_words_add(allocator, document, first, bytes, open->class_, 0) ||
              !dhk_class_words_add(allocator, document, first, bytes, open->role, DHK_SALT_ROLE) ||
              !dhk_class_words_add(allocator, document, first, bytes, open->itemprop, DHK_SALT_ROLE);
    unsigned names = 0;
    if (document->word_count > first) /* else there may be no words at all, and no address of them */
        names = dhk_caption_words_say(&texts->words, document->words + first, (size_t)(document->word_count - first));
    document->word_count = first;
    document->name_text_length = letters;
    return (names & (DHK_NAMES_CAPTION | DHK_NAMES_BESIDE)) != 0;
}

bool dhk_picture_texts_open(dhk_picture_texts *texts, dhk_open_element *open, dhk_document *document,
                            const unsigned char *bytes, const dehusk_allocator *allocator) {
    bool failed = false;
    uint32_t id = texts->told[0] | texts->told[1] ? hash_of_id(bytes, open->id) : 0;
    if (id != 0 && (id == texts->told[0] || id == texts->told[1]))
        open->flags |= DHK_OPEN_CAPTION;
    if (!texts->picture || (open->flags & (DHK_OPEN_CAPTION | DHK_OPEN_BLOCK)) != 0 ||
        (open->class_.begin == open->class_.end && open->role.begin == open->role.end &&
         open->itemprop.begin == open->itemprop.end))
        return true;
    if (is_named_caption(texts, open, document, bytes, allocator, &failed))
        open->flags |= DHK_OPEN_CAPTION;
    return !failed;
}

void dhk_picture_texts_text(dhk_picture_texts *texts, const dhk_open_element *open, bool begins) {
    if (begins) {
        texts->after = texts->picture;
        texts->picture = false;
    }
    texts->other |= (open->flags & DHK_OPEN_CAPTION) == 0;
}

void dhk_picture_texts_end_line(dhk_picture_texts *texts, dhk_line *line) {
    line->after_picture = texts->after;
    line->in_caption = !texts->other;
    texts->after = texts->other = false;
}

void dhk_picture_texts_take_back(dhk_picture_texts *texts) {
    texts->picture |= texts->after;
    texts->after = texts->other = false;
}
