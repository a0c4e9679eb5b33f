#include "html/markup_metadata.h"

#include "base/ascii.h"
#include "html/html_charref.h"

#include <string.h>

/* What is longer, in bytes, names no author. */
enum { AUTHOR_MAX = 120 };

static size_t unescape(const char *text, size_t length, char *out, size_t capacity) {
    return dhk_attribute_decode((const unsigned char *)text, (dhk_range){0, (uint32_t)length}, out, capacity);
}

void dhk_markup_metadata_begin(dhk_markup_metadata *self, const dehusk_allocator *allocator, dhk_page *page,
                               const unsigned char *bytes) {
    self->taker = (dhk_metadata_taker){.allocator = allocator, .page = page, .unescape = unescape};
    self->bytes = bytes;
    self->json_ld = false;
    self->author_at = 0;
}

static const dhk_attribute *find(const dhk_token *token, dhk_attribute_name id) {
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (token->attributes[i].id == id)
            return &token->attributes[i];
    return NULL;
}

static size_t decode(const dhk_markup_metadata *self, dhk_range value, char *out, size_t capacity) {
    if (value.end - value.begin > DHK_METADATA_ATTRIBUTE_MAX)
        value.end = value.begin + DHK_METADATA_ATTRIBUTE_MAX;
    return dhk_attribute_decode(self->bytes, value, out, capacity);
}

/* Does one of the words of an attribute begin with `word`, or is it that word if `whole`? In any ASCII case. */
static bool has_word(const dhk_markup_metadata *self, const dhk_attribute *attribute, const char *word, bool whole) {
    size_t length = strlen(word);
    uint32_t at;
    if (attribute == NULL)
        return false;
    at = attribute->value.begin;
    while (at + length <= attribute->value.end) {
        size_t same = 0;
        while (same < length && (self->bytes[at + same] | 0x20) == (unsigned char)word[same])
            same++;
        if (same == length && (!whole || at + length == attribute->value.end || self->bytes[at + length] <= ' '))
            return true;
        while (at < attribute->value.end && self->bytes[at] > ' ')
            at++;
        at++;
    }
    return false;
}

static bool is_author_word(const unsigned char *text, size_t length) {
    static const char *const words[] = {"byline",      "author-name",  "author",         "post-author",
                                        "byline-name", "entry-author", "article-author", "article__author"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t same = 0;
        if (strlen(words[i]) != length)
            continue;
        while (same < length && dhk_lower(text[same]) == words[i][same])
            same++;
        if (same == length)
            return true;
    }
    return false;
}

/* Is one of the words of a class such as authors are marked with? Asked of every element: a word is looked at closely
 * only if its first letter may be right. */
static bool has_author_word(const dhk_markup_metadata *self, const dhk_attribute *class_) {
    const unsigned char *at, *end;
    if (class_ == NULL)
        return false;
    at = self->bytes + class_->value.begin;
    end = self->bytes + class_->value.end;
    while (at < end) {
        const unsigned char *word = at;
        unsigned char first = (unsigned char)(*word | 0x20);
        while (at<end && * at> ' ')
            at++;
        if ((first == 'a' || first == 'b' || first == 'e' || first == 'p') && is_author_word(word, (size_t)(at - word)))
            return true;
        at++;
    }
    return false;
}

static void take(dhk_markup_metadata *self, dehusk_metadata_name name, unsigned rank, const dhk_attribute *value) {
    if (value == NULL)
        return;
    dhk_metadata_take(&self->taker, name, DEHUSK_SOURCE_MARKUP, rank, self->value,
                      decode(self, value->value, self->value, sizeof self->value));
}

/* The value of an element with itemprop: its content, address or time. */
static void take_item(dhk_markup_metadata *self, const dhk_token *token, const dhk_attribute *itemprop) {
    const dhk_attribute *value = find(token, DHK_ATTRIBUTE_CONTENT);
    if (value == NULL && token->tag == DHK_TAG_TIME)
        value = find(token, DHK_ATTRIBUTE_DATETIME);
    if (value == NULL && token->tag == DHK_TAG_IMG)
        value = find(token, DHK_ATTRIBUTE_SRC);
    if (value == NULL)
        return;
    dhk_metadata_take_item(&self->taker, self->name, decode(self, itemprop->value, self->name, sizeof self->name),
                           self->value, decode(self, value->value, self->value, sizeof self->value));
}

static void take_meta(dhk_markup_metadata *self, const dhk_token *token) {
    const dhk_attribute *name = find(token, DHK_ATTRIBUTE_PROPERTY);
    const dhk_attribute *content = find(token, DHK_ATTRIBUTE_CONTENT);
    if (name == NULL)
        name = find(token, DHK_ATTRIBUTE_NAME);
    if (name == NULL)
        name = find(token, DHK_ATTRIBUTE_HTTP_EQUIV);
    if (name == NULL || content == NULL)
        return;
    dhk_metadata_take_meta(&self->taker, self->name, decode(self, name->value, self->name, sizeof self->name),
                           self->value, decode(self, content->value, self->value, sizeof self->value));
}

/* A time element without itemprop: the first one counts, and more if its class says what it is. */
static void take_time(dhk_markup_metadata *self, const dhk_token *token) {
    const dhk_attribute *words = find(token, DHK_ATTRIBUTE_CLASS);
    const dhk_attribute *value = find(token, DHK_ATTRIBUTE_DATETIME);
    bool published = has_word(self, words, "published", false) || has_word(self, words, "entry-date", false) ||
                     has_word(self, words, "post-date", false) || has_word(self, words, "pubdate", false);
    bool modified = has_word(self, words, "updated", false) || has_word(self, words, "modified", false);
    if (modified && !published)
        take(self, DEHUSK_METADATA_MODIFIED, 0, value);
    else
        take(self, DEHUSK_METADATA_PUBLISHED, published ? 0 : 1, value);
}

void dhk_markup_metadata_tag(dhk_markup_metadata *self, const dhk_token *token) {
    const dhk_attribute *itemprop = find(token, DHK_ATTRIBUTE_ITEMPROP);
    if (itemprop != NULL)
        take_item(self, token, itemprop);
    switch (token->tag) {
    case DHK_TAG_META:
        take_meta(self, token);
        break;
    case DHK_TAG_LINK:
        if (has_word(self, find(token, DHK_ATTRIBUTE_REL), "canonical", true))
            take(self, DEHUSK_METADATA_URL, 0, find(token, DHK_ATTRIBUTE_HREF));
        break;
    case DHK_TAG_HTML:
        take(self, DEHUSK_METADATA_LANGUAGE, 0, find(token, DHK_ATTRIBUTE_LANG));
        break;
    case DHK_TAG_TIME:
        if (itemprop == NULL)
            take_time(self, token);
        break;
    case DHK_TAG_SCRIPT:
        self->json_ld = has_word(self, find(token, DHK_ATTRIBUTE_TYPE), "application/ld+json", false);
        break;
    default:
        break;
    }
}

/* How surely the element names an author: false for not at all. */
static bool names_author(dhk_markup_metadata *self, const dhk_token *token, uint8_t *source, uint8_t *rank) {
    const dhk_attribute *itemprop = find(token, DHK_ATTRIBUTE_ITEMPROP);
    *source = (uint8_t)DEHUSK_SOURCE_MARKUP;
    *rank = 0;
    if (has_word(self, itemprop, "author", true) || has_word(self, itemprop, "creator", true)) {
        *source = (uint8_t)DEHUSK_SOURCE_MICRODATA;
        *rank = 1; /* a content attribute goes before */
        return true;
    }
    if (token->tag == DHK_TAG_A && has_word(self, find(token, DHK_ATTRIBUTE_REL), "author", true))
        return true;
    *rank = 1;
    return has_author_word(self, find(token, DHK_ATTRIBUTE_CLASS));
}

void dhk_markup_metadata_open(dhk_markup_metadata *self, const dhk_tree *tree, const dhk_token *token) {
    uint8_t source, rank;
    if (tree->stack[tree->depth - 1].flags & (DHK_OPEN_DROPPED | DHK_OPEN_HIDDEN))
        return;
    if (self->author_at > 0) {
        /* Within an author's element, the name is. */
        if (self->author_source != (uint8_t)DEHUSK_SOURCE_MICRODATA ||
            !has_word(self, find(token, DHK_ATTRIBUTE_ITEMPROP), "name", true))
            return;
    } else if (names_author(self, token, &source, &rank)) {
        self->author_source = source;
        self->author_rank = rank;
    } else {
        return;
    }
    self->author_at = tree->depth - 1;
    self->author_begin = (uint32_t)self->taker.page->text_length;
    self->author_line = self->taker.page->line_count;
}

void dhk_markup_metadata_script(dhk_markup_metadata *self, dhk_range text) {
    if (self->json_ld)
        dhk_metadata_take_json_ld(&self->taker, (const char *)self->bytes + text.begin, text.end - text.begin);
}

/* "By Maren Oldcastle" is Maren Oldcastle. */
static size_t skip_by(const char *text, size_t length) {
    size_t at = 0;
    while (at < length && text[at] == ' ')
        at++;
    if (length - at > 3 && (text[at] | 0x20) == 'b' && (text[at + 1] | 0x20) == 'y' &&
        (text[at + 2] == ' ' || text[at + 2] == ':'))
        at += 3;
    return at;
}

void dhk_markup_metadata_take_back(dhk_markup_metadata *self) {
    if (self->author_begin > self->taker.page->text_length)
        self->author_begin = (uint32_t)self->taker.page->text_length;
}

void dhk_markup_metadata_cut(dhk_markup_metadata *self, uint32_t depth) {
    const dhk_page *page = self->taker.page;
    const char *text;
    size_t length, by;
    if (self->author_at == 0 || depth > self->author_at)
        return;
    self->author_at = 0;
    length = page->text_length > self->author_begin ? page->text_length - self->author_begin : 0;
    if (page->line_count > self->author_line && page->lines[self->author_line].text >= self->author_begin) {
        const dhk_line *line = &page->lines[self->author_line];
        length = line->text + line->text_length - self->author_begin; /* what stands below the name is more than it */
    }
    if (length == 0)
        return;
    text = page->text + self->author_begin;
    by = skip_by(text, length);
    if (length == by || length - by > AUTHOR_MAX)
        return;
    dhk_metadata_take(&self->taker, DEHUSK_METADATA_AUTHOR, (dehusk_metadata_source)self->author_source,
                      self->author_rank, text + by, length - by);
}

void dhk_markup_metadata_end(dhk_markup_metadata *self) {
    if (self->author_at > 0)
        dhk_markup_metadata_cut(self, 0);
    dhk_metadata_complete(&self->taker);
}
