/*
 * Tokenizer after the HTML Standard, section "Tokenization".
 *
 * The Standard's machine goes character by character through some eighty
 * states. Here most of them are a place in the code: a tag is read by one
 * function from its '<' to its '>', a comment is a search for its end. Nothing
 * is read twice: what has no end takes the whole rest of the page at once, so
 * that time is linear in bytes however hostile they are.
 *
 * Names of tags and attributes are taken up to eight bytes at a time and made
 * lower case as a word, and that word is the key of the perfect hash.
 */
#include "html/html_tokenizer.h"

#include "base/ascii.h"
#include "base/byte_block.h"
#include "unicode/utf8.h"

#include <string.h>

enum {
    SPACE = 1,         /* tab, LF, FF, CR, space */
    ENDS_TAG_NAME = 2, /* space, '/', '>' */
    ENDS_NAME = 4,     /* of an attribute: space, '/', '>', '=' */
    ENDS_VALUE = 8     /* without quotes: space, '>' */
};

#define DHK_SPACE (SPACE | ENDS_TAG_NAME | ENDS_NAME | ENDS_VALUE)

static const uint8_t byte_classes[256] = {
    ['\t'] = DHK_SPACE,
    ['\n'] = DHK_SPACE,
    ['\f'] = DHK_SPACE,
    ['\r'] = DHK_SPACE,
    [' '] = DHK_SPACE,
    ['/'] = ENDS_TAG_NAME | ENDS_NAME,
    ['>'] = ENDS_TAG_NAME | ENDS_NAME | ENDS_VALUE,
    ['='] = ENDS_NAME,
};

static inline bool is_class(unsigned char byte, unsigned class_) {
    return (byte_classes[byte] & class_) != 0;
}

static inline const unsigned char *skip_space(const unsigned char *p, const unsigned char *end) {
    while (p < end && is_class(*p, SPACE))
        p++;
    return p;
}

/* The first such byte, or end. */
static inline const unsigned char *find_byte(const unsigned char *p, const unsigned char *end, int byte) {
    const unsigned char *found = p < end ? memchr(p, byte, (size_t)(end - p)) : NULL;
    return found != NULL ? found : end;
}

static inline unsigned char lower(unsigned char byte) {
    return (unsigned char)dhk_lower(byte);
}

static bool equal_ignoring_case(const unsigned char *a, const unsigned char *b, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

static inline dhk_range range_of(const dhk_tokenizer *tokenizer, const unsigned char *begin, const unsigned char *end) {
    return (dhk_range){(uint32_t)(begin - tokenizer->bytes), (uint32_t)(end - tokenizer->bytes)};
}

/* Names */

typedef struct name_key {
    const unsigned char *end;
    uint64_t low;  /* the lower-case name's first eight bytes, as dhk_tag_of_packed() takes them */
    uint64_t high; /* the lower-case name's other bytes */
    bool packed;   /* the name could be had in blocks; else its bytes have to be looked at */
} name_key;

/* A bit for each byte that may end a name: all controls and the space, '/', '>', and '='. */
static inline uint32_t name_marks(const unsigned char *p, bool attribute) {
    const dhk_block block = dhk_block_load(p);
    dhk_block marks = dhk_block_or(dhk_block_below(block, 0x21),
                                   dhk_block_or(dhk_block_equal(block, '/'), dhk_block_equal(block, '>')));
    return dhk_block_mask(attribute ? dhk_block_or(marks, dhk_block_equal(block, '=')) : marks);
}

/* The first bytes of a word, 8 at most. */
static inline uint64_t word_front(uint64_t word, unsigned bytes) {
    return bytes >= 8 ? word : word & ((UINT64_C(1) << 8 * bytes) - 1);
}

static inline uint64_t word_lower(uint64_t word) {
    /* Right for letters; digits and '-' have the bit already. No name of the
     * tables has another byte that something could become by it. */
    return word | UINT64_C(0x2020202020202020);
}

/* The name at p, which has at least one byte whatever that is. */
static inline name_key read_name(const unsigned char *p, const unsigned char *end, bool attribute) {
    const unsigned ends = attribute ? ENDS_NAME : ENDS_TAG_NAME;
    name_key result = {p + 1, 0, 0, false};
    if (end - p >= DHK_BLOCK_BYTES) {
        const uint32_t marks = name_marks(p, attribute);
        const unsigned length = marks != 0 ? dhk_block_first(marks) : DHK_BLOCK_BYTES;
        result.end = p + length;
        if (length > 0 && marks != 0 && is_class(*result.end, ends)) {
            result.low = word_front(word_lower(dhk_load_little_endian(p, 8)), length);
            if (length > 8)
                result.high = word_front(word_lower(dhk_load_little_endian(p + 8, 8)), length - 8);
            result.packed = true;
            return result;
        }
    }
    /* Long names, controls in them, and the end of the page. */
    if (result.end == p)
        result.end++;
    while (result.end < end && !is_class(*result.end, ends))
        result.end++;
    return result;
}

/* Tags */

/* Cuts a value at the limit, before a character that would not be whole. */
static dhk_range cut_value(const dhk_tokenizer *tokenizer, dhk_range value) {
    value.end = value.begin + (uint32_t)dhk_utf8_cut(tokenizer->bytes + value.begin, tokenizer->max_attribute_bytes);
    return value;
}

static bool is_same_attribute(const dhk_tokenizer *tokenizer, const dhk_attribute *attribute, dhk_attribute_name id,
                              dhk_range name) {
    const uint32_t length = name.end - name.begin;
    if (attribute->id != id || id != DHK_ATTRIBUTE_UNKNOWN)
        return attribute->id == id;
    return attribute->name.end - attribute->name.begin == length &&
           equal_ignoring_case(tokenizer->bytes + attribute->name.begin, tokenizer->bytes + name.begin, length);
}

static void keep_attribute(const dhk_tokenizer *tokenizer, dhk_token *token, dhk_attribute_name id, dhk_range name,
                           dhk_range value) {
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (is_same_attribute(tokenizer, &token->attributes[i], id, name))
            return; /* the first one counts */
    if (token->attribute_count == DHK_ATTRIBUTES_MAX) {
        token->truncated = true;
        return;
    }
    if (value.end - value.begin > tokenizer->max_attribute_bytes) {
        value = cut_value(tokenizer, value);
        token->truncated = true;
    }
    token->attributes[token->attribute_count++] = (dhk_attribute){name, value, id};
}

/* Reads from behind the name of the tag to behind its '>'. NULL if the page ends before. */
static inline const unsigned char *read_attributes(const dhk_tokenizer *tokenizer, dhk_token *token,
                                                   const unsigned char *p, const unsigned char *end) {
    const bool wanted = token->kind == DHK_TOKEN_START_TAG;
    while (p < end) {
        if (*p == '>')
            return p + 1;
        if (*p == '/') {
            p++;
            if (p < end && *p == '>') {
                token->self_closing = true;
                return p + 1;
            }
            continue;
        }
        if (is_class(*p, SPACE)) {
            p++;
            continue;
        }

        const unsigned char *begin = p;
        const name_key name = read_name(p, end, true);
        dhk_attribute_name id = DHK_ATTRIBUTE_UNKNOWN;
        if (wanted) {
            id = name.packed ? dhk_attribute_of_packed(name.low, name.high)
                             : dhk_attribute_of(begin, (size_t)(name.end - begin));
        }
        const unsigned char *value = name.end;
        const unsigned char *value_end = name.end;
        p = skip_space(name.end, end);
        if (p < end && *p == '=') {
            p = skip_space(p + 1, end);
            if (p == end)
                return NULL;
            if (*p == '"' || *p == '\'') {
                value = p + 1;
                value_end = find_byte(value, end, *p);
                if (value_end == end)
                    return NULL;
                p = value_end + 1;
            } else { /* '>' at once is a missing value, which is empty */
                value = p;
                while (p < end && !is_class(*p, ENDS_VALUE))
                    p++;
                value_end = p;
            }
        }
        if (id != DHK_ATTRIBUTE_UNKNOWN || (wanted && tokenizer->all_attributes)) {
            keep_attribute(tokenizer, token, id, range_of(tokenizer, begin, name.end),
                           range_of(tokenizer, value, value_end));
        }
    }
    return NULL;
}

/* The tag whose '<' is at `begin` and whose name at `at`. The page may end in
 * it: then there is no tag, and nothing behind it. */
static void read_tag(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin, const unsigned char *at) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const name_key name = read_name(at, end, false);
    token->kind = at - begin == 1 ? DHK_TOKEN_START_TAG : DHK_TOKEN_END_TAG;
    token->tag = name.packed ? dhk_tag_of_packed(name.low, name.high) : dhk_tag_of(at, (size_t)(name.end - at));
    token->name = range_of(tokenizer, at, name.end);
    const unsigned char *tag_end = read_attributes(tokenizer, token, name.end, end);
    if (tag_end == NULL) {
        token->kind = DHK_TOKEN_END_OF_FILE;
        token->attribute_count = 0;
        tokenizer->position = tokenizer->length;
        return;
    }
    token->span = range_of(tokenizer, begin, tag_end);
    tokenizer->position = token->span.end;
}

/* Comments and what else begins with "<!" */

/* A token that is no tag: [begin, end) with its markup, `text` without. */
static void set_token(dhk_tokenizer *tokenizer, dhk_token *token, dhk_token_kind kind, const unsigned char *begin,
                      dhk_range text, const unsigned char *end) {
    token->kind = kind;
    token->span = range_of(tokenizer, begin, end);
    token->text = text;
    tokenizer->position = token->span.end;
}

/* A comment proper; its data begin at `data`. */
static void read_comment(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin,
                         const unsigned char *data) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *p = data;
    if (p < end && *p == '>') { /* "<!-->" */
        set_token(tokenizer, token, DHK_TOKEN_COMMENT, begin, range_of(tokenizer, data, data), p + 1);
        return;
    }
    if (end - p >= 2 && p[0] == '-' && p[1] == '>') { /* "<!--->" */
        set_token(tokenizer, token, DHK_TOKEN_COMMENT, begin, range_of(tokenizer, data, data), p + 2);
        return;
    }
    for (p = find_byte(p, end, '>'); p < end; p = find_byte(p + 1, end, '>')) {
        const unsigned char *last = p;
        if (last - data >= 3 && last[-1] == '!')
            last--;
        if (last - data >= 2 && last[-1] == '-' && last[-2] == '-') {
            set_token(tokenizer, token, DHK_TOKEN_COMMENT, begin, range_of(tokenizer, data, last - 2), p + 1);
            return;
        }
    }
    /* No end: the page is the comment's, but not what might have become its end mark. */
    const unsigned char *last = end;
    if (last - data >= 3 && last[-1] == '!' && last[-2] == '-' && last[-3] == '-')
        last -= 3;
    else if (last > data && last[-1] == '-')
        last -= last - data >= 2 && last[-2] == '-' ? 2 : 1;
    set_token(tokenizer, token, DHK_TOKEN_COMMENT, begin, range_of(tokenizer, data, last), end);
}

static void read_bogus_comment(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin,
                               const unsigned char *data) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *last = find_byte(data, end, '>');
    set_token(tokenizer, token, DHK_TOKEN_COMMENT, begin, range_of(tokenizer, data, last), last < end ? last + 1 : end);
}

/* Text up to "]]>". */
static void read_cdata(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin,
                       const unsigned char *text) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    tokenizer->mode = DHK_TEXT_DATA;
    token->mode = DHK_TEXT_CDATA;
    for (const unsigned char *p = find_byte(text, end, '>'); p < end; p = find_byte(p + 1, end, '>')) {
        if (p - text >= 2 && p[-1] == ']' && p[-2] == ']') {
            set_token(tokenizer, token, DHK_TOKEN_TEXT, begin, range_of(tokenizer, text, p - 2), p + 1);
            return;
        }
    }
    set_token(tokenizer, token, DHK_TOKEN_TEXT, begin, range_of(tokenizer, text, end), end);
}

/* What begins with "<!". */
static void read_declaration(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *p = begin + 2;
    const size_t left = (size_t)(end - p);
    if (left >= 2 && p[0] == '-' && p[1] == '-') {
        read_comment(tokenizer, token, begin, p + 2);
    } else if (left >= 7 && equal_ignoring_case(p, (const unsigned char *)"doctype", 7)) {
        const unsigned char *last = find_byte(p + 7, end, '>'); /* also within quotes, where it ends them */
        set_token(tokenizer, token, DHK_TOKEN_DOCTYPE, begin, range_of(tokenizer, p + 7, last),
                  last < end ? last + 1 : end);
    } else if (tokenizer->cdata_allowed && left >= 7 && memcmp(p, "[CDATA[", 7) == 0) {
        read_cdata(tokenizer, token, begin, p + 7);
    } else {
        read_bogus_comment(tokenizer, token, begin, p);
    }
}

/* Raw text: RCDATA, RAWTEXT, script data */

/* Whether the '<' at p begins the end tag that ends the raw text. */
static bool is_raw_end(const dhk_tokenizer *tokenizer, const unsigned char *p, const unsigned char *end) {
    const size_t length = tokenizer->raw_name.end - tokenizer->raw_name.begin;
    return length != 0 && (size_t)(end - p) > length + 2 && p[1] == '/' && is_class(p[length + 2], ENDS_TAG_NAME) &&
           equal_ignoring_case(p + 2, tokenizer->bytes + tokenizer->raw_name.begin, length);
}

static const unsigned char *find_raw_end(const dhk_tokenizer *tokenizer, const unsigned char *p,
                                         const unsigned char *end) {
    for (p = find_byte(p, end, '<'); p < end; p = find_byte(p + 1, end, '<'))
        if (is_raw_end(tokenizer, p, end))
            break;
    return p;
}

/* Whether "script" and what ends a tag's name stand at p. */
static bool is_script_name(const unsigned char *p, const unsigned char *end) {
    return end - p > 6 && is_class(p[6], ENDS_TAG_NAME) && equal_ignoring_case(p, (const unsigned char *)"script", 6);
}

/* Whether "-->" stands between begin and end. */
static bool has_comment_end(const unsigned char *begin, const unsigned char *end) {
    for (const unsigned char *p = find_byte(begin, end, '>'); p < end; p = find_byte(p + 1, end, '>'))
        if (p - begin >= 2 && p[-1] == '-' && p[-2] == '-')
            return true;
    return false;
}

/* Scripts may hide in "<!--", and then a script in them: in such an inner
 * script the end tag ends only that. All changes of these states happen at a
 * '<' or in the bytes up to the next one, so that is how the text is read. */
static const unsigned char *find_script_end(const dhk_tokenizer *tokenizer, const unsigned char *p,
                                            const unsigned char *end) {
    enum { PLAIN, ESCAPED, DOUBLE_ESCAPED } state = PLAIN;
    p = find_byte(p, end, '<');
    while (p < end) {
        const unsigned char *behind = p + 1;
        if (state != DOUBLE_ESCAPED && is_raw_end(tokenizer, p, end))
            return p;
        if (state == PLAIN) {
            if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
                state = ESCAPED;
                behind = p + 2; /* its dashes may be those of "-->" */
            }
        } else if (state == ESCAPED) {
            if (is_script_name(p + 1, end))
                state = DOUBLE_ESCAPED;
        } else if (end - p > 2 && p[1] == '/' && is_script_name(p + 2, end)) {
            state = ESCAPED;
        }
        const unsigned char *next = find_byte(behind, end, '<');
        if (state != PLAIN && has_comment_end(behind, next))
            state = PLAIN;
        p = next;
    }
    return end;
}

/* The text up to the end tag; false if there is none between. */
static bool read_raw_text(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *last = end;
    token->mode = tokenizer->mode;
    if (tokenizer->mode == DHK_TEXT_SCRIPT)
        last = find_script_end(tokenizer, begin, end);
    else if (tokenizer->mode != DHK_TEXT_PLAINTEXT)
        last = find_raw_end(tokenizer, begin, end);
    if (last < end) /* the end tag is read as any other */
        tokenizer->mode = DHK_TEXT_DATA;
    if (last == begin)
        return false;
    set_token(tokenizer, token, DHK_TOKEN_TEXT, begin, range_of(tokenizer, begin, last), last);
    return true;
}

/* Text between tags */

/* Whether the '<' at p begins anything but text. */
static inline bool begins_markup(const unsigned char *p, const unsigned char *end) {
    if (end - p < 2)
        return false;
    if (p[1] == '/')
        return end - p > 2; /* "</" at the end of the page is text */
    return dhk_is_letter(p[1]) || p[1] == '!' || p[1] == '?';
}

/* Text from `begin`, which is no markup, to the next markup. */
static inline void read_text(dhk_tokenizer *tokenizer, dhk_token *token, const unsigned char *begin,
                             const unsigned char *end) {
    const unsigned char *p = begin;
    do {
        p++;
        if (p < end && *p != '<')
            p = find_byte(p, end, '<');
    } while (p < end && !begins_markup(p, end));
    set_token(tokenizer, token, DHK_TOKEN_TEXT, begin, range_of(tokenizer, begin, p), p);
}

/* Interface */

void dhk_tokenizer_init(dhk_tokenizer *tokenizer, const void *bytes, uint32_t length) {
    *tokenizer = (dhk_tokenizer){0};
    tokenizer->bytes = bytes != NULL ? bytes : (const void *)""; /* NULL may not even be added 0 to */
    tokenizer->length = length;
    tokenizer->mode = DHK_TEXT_DATA;
    tokenizer->max_attribute_bytes = UINT32_MAX;
}

void dhk_tokenizer_enter(dhk_tokenizer *tokenizer, dhk_text_mode mode, const dhk_token *start_tag) {
    tokenizer->mode = mode;
    tokenizer->raw_name = start_tag->name;
}

void dhk_tokenizer_enter_content(dhk_tokenizer *tokenizer, const dhk_token *start_tag) {
    switch (start_tag->tag) {
    case DHK_TAG_TITLE:
    case DHK_TAG_TEXTAREA:
        dhk_tokenizer_enter(tokenizer, DHK_TEXT_RCDATA, start_tag);
        break;
    case DHK_TAG_STYLE:
    case DHK_TAG_XMP:
    case DHK_TAG_IFRAME:
    case DHK_TAG_NOEMBED:
    case DHK_TAG_NOFRAMES:
        dhk_tokenizer_enter(tokenizer, DHK_TEXT_RAWTEXT, start_tag);
        break;
    case DHK_TAG_SCRIPT:
        dhk_tokenizer_enter(tokenizer, DHK_TEXT_SCRIPT, start_tag);
        break;
    case DHK_TAG_PLAINTEXT:
        dhk_tokenizer_enter(tokenizer, DHK_TEXT_PLAINTEXT, start_tag);
        break;
    default:
        break;
    }
}

/* The end tag of that name at p? */
static bool is_end_tag_of(const unsigned char *p, const unsigned char *end, const unsigned char *name, size_t length) {
    return (size_t)(end - p) > length + 2 && p[1] == '/' && is_class(p[length + 2], ENDS_TAG_NAME) &&
           equal_ignoring_case(p + 2, name, length);
}

bool dhk_tokenizer_bound(dhk_tokenizer *tokenizer) {
    static const unsigned char name[] = "noscript";
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *p = tokenizer->bytes + tokenizer->position;
    if (tokenizer->full_length != 0 || tokenizer->no_noscript_end)
        return false;
    for (p = find_byte(p, end, '<'); p < end; p = find_byte(p + 1, end, '<')) {
        if (is_end_tag_of(p, end, name, sizeof name - 1)) {
            tokenizer->full_length = tokenizer->length;
            tokenizer->length = (uint32_t)(p - tokenizer->bytes);
            return true;
        }
    }
    tokenizer->no_noscript_end = true; /* nobody looks again: time stays linear */
    return false;
}

bool dhk_tokenizer_unbound(dhk_tokenizer *tokenizer) {
    if (tokenizer->full_length == 0)
        return false;
    tokenizer->length = tokenizer->full_length;
    tokenizer->full_length = 0;
    tokenizer->mode = DHK_TEXT_DATA;
    return true;
}

bool dhk_tokenizer_closed_at_once(const dhk_tokenizer *tokenizer, const dhk_token *start_tag) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *next = find_byte(tokenizer->bytes + tokenizer->position, end, '<');
    return start_tag->self_closing && !is_end_tag_of(next, end, tokenizer->bytes + start_tag->name.begin,
                                                     start_tag->name.end - start_tag->name.begin);
}

void dhk_tokenizer_next(dhk_tokenizer *tokenizer, dhk_token *token) {
    const unsigned char *end = tokenizer->bytes + tokenizer->length;
    const unsigned char *p = tokenizer->bytes + tokenizer->position;

    token->kind = DHK_TOKEN_END_OF_FILE;
    token->mode = DHK_TEXT_DATA;
    token->tag = DHK_TAG_UNKNOWN;
    token->self_closing = false;
    token->truncated = false;
    token->span = (dhk_range){tokenizer->length, tokenizer->length};
    token->text = token->span;
    token->name = token->span;
    token->attribute_count = 0;
    if (p == end)
        return;
    if (tokenizer->mode != DHK_TEXT_DATA) {
        if (tokenizer->mode == DHK_TEXT_CDATA) {
            read_cdata(tokenizer, token, p, p);
            return;
        }
        if (read_raw_text(tokenizer, token, p))
            return;
        token->mode = DHK_TEXT_DATA;
    }
    /* "</>" is nothing at all. */
    while (end - p >= 3 && p[0] == '<' && p[1] == '/' && p[2] == '>')
        p += 3;
    if (p == end)
        tokenizer->position = tokenizer->length;
    else if (*p != '<' || !begins_markup(p, end))
        read_text(tokenizer, token, p, end);
    else if (dhk_is_letter(p[1]))
        read_tag(tokenizer, token, p, p + 1);
    else if (p[1] == '!')
        read_declaration(tokenizer, token, p);
    else if (p[1] == '?')
        read_bogus_comment(tokenizer, token, p, p + 1);
    else if (dhk_is_letter(p[2]))
        read_tag(tokenizer, token, p, p + 2);
    else
        read_bogus_comment(tokenizer, token, p, p + 2);
}
