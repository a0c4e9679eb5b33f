#include "features/seen_words.h"

#include "features/extractor.h"
#include "unicode/utf8.h"

#include <string.h>

/* Puts `text` behind what is there, as far as there is room for whole characters. */
static void append(char *value, size_t size, const char *text, size_t length) {
    size_t used = strlen(value);
    size_t room = size - 1 - used;
    if (length > room)
        length = dhk_utf8_cut(text, room);
    memcpy(value + used, text, length);
    value[used + length] = '\0';
}

static void put_line_word(const dhk_document *document, uint32_t line, uint32_t modulus, uint32_t bucket, char *value,
                          size_t size) {
    const dhk_line *own = &document->lines[line];
    dhk_text_run found;
    if (!dhk_vocabulary_find(document->text + own->text, own->text_length, modulus, bucket, &found))
        return;
    value[0] = '\0';
    append(value, size, document->text + own->text + found.text, found.text_length);
}

/* The innermost element's word comes first, as in the vector. */
static void put_name(const dhk_document *document, uint32_t element, uint32_t bucket, char *value, size_t size) {
    for (uint32_t level = 0; level < DHK_ANCESTORS_MAX; level++) {
        const dhk_element *ancestor = &document->elements[element];
        for (uint32_t k = ancestor->first_word; k < ancestor->first_word + ancestor->word_count; k++) {
            const dhk_name *name = &document->names[k];
            if (document->words[k] % DHK_CLASS_BUCKETS != bucket)
                continue;
            value[0] = '\0';
            if (name->sort == DHK_NAME_ID)
                append(value, size, "#", 1);
            if (name->sort == DHK_NAME_ROLE)
                append(value, size, "role ", 5);
            append(value, size, document->name_text + name->text, name->text_length);
            return;
        }
        if (element == 0)
            return;
        element = ancestor->parent;
    }
}

void dhk_seen_word(const dhk_extractor *extractor, uint32_t line, uint32_t index, char *value, size_t size) {
    const dhk_document *document = extractor->document;
    uint32_t element = document->lines[line].element;
    if (document->format == DEHUSK_FORMAT_TEXT) {
        uint32_t label = dhk_label_of(extractor, line);
        if (index >= DHK_F_WORDS && index <= DHK_F_WORDS_LAST)
            put_line_word(document, line, DHK_WORD_BUCKETS, index - DHK_F_WORDS, value, size);
        else if (index >= DHK_F_LABEL_WORDS && index <= DHK_F_LABEL_WORDS_LAST && label != UINT32_MAX)
            put_line_word(document, label, DHK_LABEL_BUCKETS, index - DHK_F_LABEL_WORDS, value, size);
    } else if (index >= DHK_F_OWN_WORDS && index <= DHK_F_ANCESTOR_WORDS_LAST) {
        put_name(document, element, (index - DHK_F_OWN_WORDS) % DHK_CLASS_BUCKETS, value, size);
    }
}
