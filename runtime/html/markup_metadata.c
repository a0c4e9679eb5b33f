#include "html/markup_metadata.h"

#include "base/ascii.h"
#include "html/html_charref.h"
#include "metadata/author_name.h"

#include <string.h>

/* What is longer, in bytes, names no author. */
enum { AUTHOR_MAX = 120 };

static size_t unescape(const char *text, size_t length, char *out, size_t capacity) {
    return dhk_attribute_decode((const unsigned char *)text, (dhk_range){0, (uint32_t)length}, out, capacity);
}

void dhk_markup_metadata_begin(dhk_markup_metadata *self, const dehusk_allocator *allocator, dhk_document *document,
                               const unsigned char *bytes) {
    self->taker = (dhk_metadata_taker){.allocator = allocator, .document = document, .unescape = unescape};
    self->bytes = bytes;
    self->json_ld = false;
    self->author_at = self->foreign_at = self->work_at = 0;
    self->done = false;
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
        if (dhk_equals_ignoring_case(self->bytes + at, word, length) &&
            (!whole || at + length == attribute->value.end || self->bytes[at + length] <= ' '))
            return true;
        while (at < attribute->value.end && self->bytes[at] > ' ')
            at++;
        at++;
    }
    return false;
}

/* Does the last part of an itemtype, an address, end with `word`, in any ASCII case? */
static bool is_type(const dhk_markup_metadata *self, const dhk_attribute *type, const char *word) {
    size_t length = strlen(word);
    uint32_t end = type->value.end;
    while (end > type->value.begin && self->bytes[end - 1] <= ' ')
        end--;
    return end - type->value.begin >= length && dhk_equals_ignoring_case(self->bytes + end - length, word, length);
}

static bool is_author_word(const unsigned char *text, size_t length) {
    static const char *const words[] = {"byline",         "author-name",     "author",
                                        "post-author",    "byline-name",     "entry-author",
                                        "article-author", "article__author", "p-author"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && dhk_equals_ignoring_case(text, words[i], length))
            return true;
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
        while (at < end && (*at > ' '))
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

/* Takes the name in what stands where the markup says that an author does. */
static void take_name(dhk_markup_metadata *self, const char *text, size_t length) {
    size_t begin;
    length = dhk_author_name(text, length, &begin);
    if (length > 0)
        dhk_metadata_take(&self->taker, DEHUSK_METADATA_AUTHOR, (dehusk_metadata_source)self->author_source,
                          self->author_rank, text + begin, length);
}

/* The value of an element with itemprop: its content, address or time. */
static void take_item(dhk_markup_metadata *self, const dhk_token *token, const dhk_attribute *itemprop) {
    const dhk_attribute *value = dhk_token_attribute(token, DHK_ATTRIBUTE_CONTENT);
    if (value == NULL && token->tag == DHK_TAG_TIME)
        value = dhk_token_attribute(token, DHK_ATTRIBUTE_DATETIME);
    if (value == NULL && token->tag == DHK_TAG_ABBR)
        value = dhk_token_attribute(token, DHK_ATTRIBUTE_TITLE);
    if (value == NULL && token->tag == DHK_TAG_IMG)
        value = dhk_token_attribute(token, DHK_ATTRIBUTE_SRC);
    if (value == NULL && has_word(self, itemprop, "license", true))
        value = dhk_token_attribute(token, DHK_ATTRIBUTE_HREF);
    if (value == NULL || self->foreign_at > 0)
        return;
    if (self->author_at > 0 && self->author_source == (uint8_t)DEHUSK_SOURCE_MICRODATA &&
        has_word(self, itemprop, "name", true))
        take_name(self, self->value, decode(self, value->value, self->value, sizeof self->value));
    dhk_metadata_take_item(&self->taker, self->name, decode(self, itemprop->value, self->name, sizeof self->name),
                           self->value, decode(self, value->value, self->value, sizeof self->value));
}

static void take_meta(dhk_markup_metadata *self, const dhk_token *token) {
    const dhk_attribute *name = dhk_token_attribute(token, DHK_ATTRIBUTE_PROPERTY);
    const dhk_attribute *content = dhk_token_attribute(token, DHK_ATTRIBUTE_CONTENT);
    if (name == NULL)
        name = dhk_token_attribute(token, DHK_ATTRIBUTE_NAME);
    if (name == NULL)
        name = dhk_token_attribute(token, DHK_ATTRIBUTE_HTTP_EQUIV);
    if (name == NULL || content == NULL)
        return;
    dhk_metadata_take_meta(&self->taker, self->name, decode(self, name->value, self->name, sizeof self->name),
                           self->value, decode(self, content->value, self->value, sizeof self->value));
}

/* A time element without itemprop: the first one counts, and more if its class says what it is. Before there were such
 * elements, blogs had an <abbr> of that class, with the date as its title. */
static void take_time(dhk_markup_metadata *self, const dhk_token *token) {
    bool time = token->tag == DHK_TAG_TIME;
    const dhk_attribute *words = dhk_token_attribute(token, DHK_ATTRIBUTE_CLASS);
    const dhk_attribute *value = dhk_token_attribute(token, time ? DHK_ATTRIBUTE_DATETIME : DHK_ATTRIBUTE_TITLE);
    bool published = has_word(self, words, "published", false) || has_word(self, words, "entry-date", false) ||
                     has_word(self, words, "post-date", false) || has_word(self, words, "pubdate", false) ||
                     has_word(self, words, "dt-published", true);
    bool modified = has_word(self, words, "updated", false) || has_word(self, words, "modified", false) ||
                    has_word(self, words, "dt-updated", true);
    if (modified && !published)
        take(self, DEHUSK_METADATA_MODIFIED, 0, value);
    else if (published || time)
        take(self, DEHUSK_METADATA_PUBLISHED, published ? 0 : 1, value);
}

/* A link to the page's license; one within another thing, such as a picture, is of that. */
static void take_license(dhk_markup_metadata *self, const dhk_token *token, unsigned rank) {
    if (self->foreign_at == 0 && has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_REL), "license", true))
        take(self, DEHUSK_METADATA_LICENSE, rank, dhk_token_attribute(token, DHK_ATTRIBUTE_HREF));
}

void dhk_markup_metadata_tag(dhk_markup_metadata *self, const dhk_token *token) {
    const dhk_attribute *itemprop = dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMPROP);
    if (itemprop != NULL)
        take_item(self, token, itemprop);
    else if (self->foreign_at == 0 &&
             has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_PROPERTY), "dc:date", true))
        take(self, DEHUSK_METADATA_PUBLISHED, 1, dhk_token_attribute(token, DHK_ATTRIBUTE_CONTENT)); /* RDFa */
    switch (token->tag) {
    case DHK_TAG_META:
        take_meta(self, token);
        break;
    case DHK_TAG_LINK:
        if (has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_REL), "canonical", true))
            take(self, DEHUSK_METADATA_URL, 0, dhk_token_attribute(token, DHK_ATTRIBUTE_HREF));
        take_license(self, token, 0);
        break;
    case DHK_TAG_A:
        take_license(self, token, 1);
        break;
    case DHK_TAG_HTML:
        take(self, DEHUSK_METADATA_LANGUAGE, 0, dhk_token_attribute(token, DHK_ATTRIBUTE_LANG));
        break;
    case DHK_TAG_TIME:
    case DHK_TAG_ABBR:
        if (itemprop == NULL)
            take_time(self, token);
        break;
    case DHK_TAG_SCRIPT:
        self->json_ld = has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_TYPE), "application/ld+json", false);
        break;
    default:
        break;
    }
}

static bool is_one_of(const dhk_markup_metadata *self, const dhk_token *token, const char *const *types, size_t count) {
    const dhk_attribute *type = dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMTYPE);
    for (size_t i = 0; type != NULL && i < count; i++)
        if (is_type(self, type, types[i]))
            return true;
    return false;
}

static bool is_organization(const dhk_markup_metadata *self, const dhk_token *token) {
    static const char *const types[] = {"organization", "localbusiness", "corporation", "website"};
    return is_one_of(self, token, types, sizeof types / sizeof *types);
}

/* Does an element of microdata speak of something else than the page: by its type, or by what it is to what is around
 * it? An author may be an organization. */
static bool is_foreign(const dhk_markup_metadata *self, const dhk_token *token) {
    static const char *const types[] = {"comment",        "usercomments", "wpheader",    "wpfooter",       "wpsidebar",
                                        "breadcrumblist", "listitem",     "imageobject", "aggregaterating"};
    static const char *const parts[] = {
        "comment",         "review", "publisher",  "ispartof",       "haspart",         "itemlistelement", "mentions",
        "associatedmedia", "video",  "breadcrumb", "acceptedanswer", "suggestedanswer", "relatedlink",     "about"};
    const dhk_attribute *itemprop = dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMPROP);
    if (is_one_of(self, token, types, sizeof types / sizeof *types) ||
        (is_organization(self, token) && !has_word(self, itemprop, "author", true)))
        return true;
    for (size_t i = 0; itemprop != NULL && i < sizeof parts / sizeof *parts; i++)
        if (has_word(self, itemprop, parts[i], true))
            return true;
    return false;
}

/* The kind of a work is the last part of the address that is its type. */
static void take_kind(dhk_markup_metadata *self, const dhk_attribute *type) {
    size_t length = decode(self, type->value, self->value, sizeof self->value);
    size_t begin = length;
    while (begin > 0 && dhk_is_letter(self->value[begin - 1]))
        begin--;
    dhk_metadata_take(&self->taker, DEHUSK_METADATA_KIND, DEHUSK_SOURCE_MICRODATA, 0, self->value + begin,
                      length - begin);
}

/* An element at `at` of the stack may begin a thing of microdata: the page's, or another. Works within a work, and
 * those behind the first one that told something, are others. */
static void open_thing(dhk_markup_metadata *self, uint32_t at, const dhk_token *token) {
    static const char *const works[] = {"article", "posting", "recipe", "product", "review", "event", "book"};
    if (self->foreign_at > 0 || (dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMTYPE) == NULL &&
                                 dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMPROP) == NULL))
        return;
    bool work = is_one_of(self, token, works, sizeof works / sizeof *works);
    if (is_foreign(self, token) || (work && (self->work_at > 0 || self->done)))
        self->foreign_at = at;
    else if (work) {
        self->work_at = at;
        take_kind(self, dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMTYPE));
    }
}

/* How surely the element names an author: false for not at all. */
static bool names_author(const dhk_markup_metadata *self, const dhk_token *token, uint8_t *source, uint8_t *rank) {
    const dhk_attribute *itemprop = dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMPROP);
    *source = (uint8_t)DEHUSK_SOURCE_MARKUP;
    *rank = 0;
    if (has_word(self, itemprop, "author", true) || has_word(self, itemprop, "creator", true)) {
        *source = (uint8_t)DEHUSK_SOURCE_MICRODATA;
        *rank = is_organization(self, token) ? 3 : 1; /* a content attribute goes before */
        return true;
    }
    if (token->tag == DHK_TAG_A && has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_REL), "author", true))
        return true;
    *rank = 1;
    return has_author_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_CLASS));
}

void dhk_markup_metadata_open(dhk_markup_metadata *self, const dhk_tree *tree, const dhk_token *token) {
    uint8_t source, rank;
    open_thing(self, tree->depth - 1, token);
    if (self->foreign_at > 0 || tree->stack[tree->depth - 1].flags & (DHK_OPEN_DROPPED | DHK_OPEN_HIDDEN))
        return;
    if (self->author_at > 0) {
        /* Within an author's element, the name is. */
        if (self->author_source != (uint8_t)DEHUSK_SOURCE_MICRODATA ||
            !has_word(self, dhk_token_attribute(token, DHK_ATTRIBUTE_ITEMPROP), "name", true))
            return;
    } else if (names_author(self, token, &source, &rank)) {
        self->author_source = source;
        self->author_rank = rank;
    } else {
        return;
    }
    self->author_at = tree->depth - 1;
    self->author_begin = (uint32_t)self->taker.document->text_length;
    self->author_line = self->taker.document->line_count;
}

void dhk_markup_metadata_script(dhk_markup_metadata *self, dhk_range text) {
    if (self->json_ld)
        dhk_metadata_take_json_ld(&self->taker, (const char *)self->bytes + text.begin, text.end - text.begin);
}

/* "By Maren Oldcastle" is Maren Oldcastle. */
static size_t skip_by(const char *text, size_t length) {
    static const char *const words[] = {"written by", "posted by", "by"};
    size_t at = 0;
    while (at < length && text[at] == ' ')
        at++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t behind = at + strlen(words[i]);
        if (behind > length || !dhk_equals_ignoring_case(text + at, words[i], behind - at) ||
            (behind < length && text[behind] != ' ' && text[behind] != ':'))
            continue;
        for (at = behind; at < length && (text[at] == ' ' || text[at] == ':');)
            at++;
        return at;
    }
    return at;
}

void dhk_markup_metadata_take_back(dhk_markup_metadata *self) {
    if (self->author_begin > self->taker.document->text_length)
        self->author_begin = (uint32_t)self->taker.document->text_length;
}

/* The author's element is closed: its first line names the author, or the second where that one says "By" alone. */
static void take_author(dhk_markup_metadata *self) {
    const dhk_document *document = self->taker.document;
    uint32_t begin = self->author_begin;
    for (size_t line = self->author_line; begin < document->text_length; line++) {
        size_t end = document->text_length; /* what stands below the name is more than it */
        if (line < document->line_count && document->lines[line].text + document->lines[line].text_length > begin)
            end = document->lines[line].text + document->lines[line].text_length;
        const char *text = document->text + begin;
        size_t length = end - begin, by = skip_by(text, length);
        if (by < length) {
            if (length - by <= AUTHOR_MAX)
                take_name(self, text, length); /* "By" is told from a name that begins like one */
            return;
        }
        begin = (uint32_t)end;
    }
}

void dhk_markup_metadata_cut(dhk_markup_metadata *self, uint32_t depth) {
    if (self->author_at > 0 && depth <= self->author_at) {
        self->author_at = 0;
        take_author(self);
    }
    if (self->work_at > 0 && depth <= self->work_at) {
        const dhk_metadata_value *values = self->taker.document->metadata;
        self->work_at = 0;
        self->done = values[DEHUSK_METADATA_TITLE].source == (uint8_t)DEHUSK_SOURCE_MICRODATA ||
                     values[DEHUSK_METADATA_AUTHOR].source == (uint8_t)DEHUSK_SOURCE_MICRODATA;
    }
    if (depth <= self->foreign_at)
        self->foreign_at = 0;
}

void dhk_markup_metadata_end(dhk_markup_metadata *self) {
    dhk_markup_metadata_cut(self, 0);
    dhk_metadata_complete(&self->taker);
}
