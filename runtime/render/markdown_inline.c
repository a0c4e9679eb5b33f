#include "render/markdown_inline.h"

#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <string.h>

/* What stands on one side of a delimiter, as CommonMark's flanking rules ask it. */
typedef enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_WORD } side;

static const char *text_of(const dhk_markdown_inline *inline_, uint32_t at) {
    return inline_->page->text + at;
}

static bool is_ascii_punctuation(uint32_t c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static side side_of(uint32_t character) {
    if (character == DHK_MALFORMED || character <= ' ')
        return SIDE_SPACE;
    if (character < 0x80)
        return is_ascii_punctuation(character) ? SIDE_PUNCTUATION : SIDE_WORD;
    switch (dhk_char_of(character)->class_) {
    case DHK_CHAR_SPACE:
        return SIDE_SPACE;
    case DHK_CHAR_UPPER:
    case DHK_CHAR_LOWER:
    case DHK_CHAR_LETTER:
    case DHK_CHAR_MARK:
    case DHK_CHAR_DIGIT:
    case DHK_CHAR_INVISIBLE:
    case DHK_CHAR_OTHER:
        return SIDE_WORD;
    default:
        return SIDE_PUNCTUATION;
    }
}

/* Older parsers count only P* as punctuation; where that would matter, symbols count as neither. */
static bool is_sure_punctuation(uint32_t character) {
    if (character < 0x80)
        return is_ascii_punctuation(character);
    switch (dhk_char_of(character)->class_) {
    case DHK_CHAR_SENTENCE_END:
    case DHK_CHAR_COMMA:
    case DHK_CHAR_QUOTE:
    case DHK_CHAR_OPEN:
    case DHK_CHAR_CLOSE:
        return true;
    default:
        return false;
    }
}

static uint32_t character_at(const dhk_markdown_inline *inline_, uint32_t at, uint32_t end) {
    uint32_t width;
    const unsigned char *bytes = (const unsigned char *)text_of(inline_, at);
    return at < end ? dhk_utf8_decode(bytes, (const unsigned char *)text_of(inline_, end), &width) : ' ';
}

static uint32_t character_before(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t at) {
    uint32_t from = at;
    if (at <= begin)
        return ' ';
    do
        from--;
    while (from > begin && ((unsigned char)*text_of(inline_, from) & 0xC0) == 0x80);
    return character_at(inline_, from, at);
}

static bool is_space_at(const dhk_markdown_inline *inline_, uint32_t at) {
    return *text_of(inline_, at) == ' ' || *text_of(inline_, at) == '\n' || *text_of(inline_, at) == '\t';
}

/* The stretch [begin, end) without the spaces at its ends. */
static void trim(const dhk_markdown_inline *inline_, uint32_t *begin, uint32_t *end) {
    while (*begin < *end && is_space_at(inline_, *begin))
        ++*begin;
    while (*end > *begin && is_space_at(inline_, *end - 1))
        --*end;
}

/* Can delimiters stand around [begin, end) of the line's text [first, last)? */
static bool can_flank(const dhk_markdown_inline *inline_, uint32_t first, uint32_t last, uint32_t begin, uint32_t end) {
    uint32_t before, inside_first, inside_last, after;
    trim(inline_, &begin, &end);
    if (begin == end)
        return false;
    before = character_before(inline_, first, begin);
    inside_first = character_at(inline_, begin, end);
    inside_last = character_before(inline_, begin, end);
    after = character_at(inline_, end, last);
    if (side_of(inside_first) == SIDE_SPACE || side_of(inside_last) == SIDE_SPACE)
        return false;
    if (side_of(inside_first) == SIDE_PUNCTUATION && side_of(before) != SIDE_SPACE && !is_sure_punctuation(before))
        return false;
    return side_of(inside_last) != SIDE_PUNCTUATION || side_of(after) == SIDE_SPACE || is_sure_punctuation(after);
}

/* Takes `bit` from the stretches of runs where its delimiters would not be read as such. */
static void clear_unflanked(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count, uint8_t bit) {
    uint32_t first = runs[0].begin;
    uint32_t last = runs[count - 1].end;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && runs[end].style & bit)
            end++;
        if (end == i) {
            i++;
            continue;
        }
        if (!can_flank(inline_, first, last, runs[i].begin, runs[end - 1].end))
            for (size_t j = i; j < end; j++)
                runs[j].style &= (uint8_t)~bit;
        i = end;
    }
}

static bool same_address(const dhk_run *a, const dhk_run *b) {
    return a->address.text == b->address.text && a->address.text_length == b->address.text_length;
}

/* Two stretches of emphasis without a space between would be read as one. */
static void clear_adjacent(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    const unsigned both = DHK_STYLE_STRONG | DHK_STYLE_EMPHASIS;
    for (size_t i = 1; i < count; i++) {
        unsigned before = runs[i - 1].style & both;
        unsigned now = runs[i].style & both;
        bool apart = runs[i].begin == runs[i].end || is_space_at(inline_, runs[i].begin) ||
                     is_space_at(inline_, runs[i].begin - 1);
        if (before != now && before != 0 && now != 0 && !apart && (before & now) == 0)
            runs[i].style &= (uint8_t)~both;
    }
}

static void settle_styles(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!inline_->strong)
            runs[i].style &= (uint8_t)~DHK_STYLE_STRONG;
        if (!inline_->links)
            runs[i].style &= (uint8_t)~DHK_STYLE_LINK;
        if (!(runs[i].style & DHK_STYLE_LINK))
            runs[i].address = (dhk_fact){0, 0};
        if (runs[i].style & DHK_STYLE_CODE)
            runs[i].style &= (uint8_t) ~(DHK_STYLE_STRONG | DHK_STYLE_EMPHASIS | DHK_STYLE_STRIKE);
    }
    clear_unflanked(inline_, runs, count, DHK_STYLE_STRONG);
    clear_unflanked(inline_, runs, count, DHK_STYLE_EMPHASIS);
    clear_unflanked(inline_, runs, count, DHK_STYLE_STRIKE);
    clear_adjacent(inline_, runs, count);
}

/* -- Text ---------------------------------------------------------------- */

static bool is_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Must the ASCII byte at `at` of [begin, end) be escaped wherever it stands in a line? */
static bool is_special(const dhk_markdown_inline *inline_, const char *begin, const char *at, const char *end) {
    char before = at > begin ? at[-1] : ' ';
    char after = at + 1 < end ? at[1] : ' ';
    switch (*at) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
        return true;
    case '_':
        return !(is_alnum(before) && is_alnum(after));
    case '<':
        return is_alnum(after) || after == '/' || after == '!' || after == '?';
    case '&':
        return is_alnum(after) || after == '#';
    case '~':
        return before == '~' || after == '~';
    case '|':
        return inline_->in_cell;
    default:
        return false;
    }
}

/* The length of what begins a line and would be read as a block: the byte behind it is to be escaped. SIZE_MAX: none. */
static size_t block_mark(const char *begin, const char *end) {
    const char *at = begin;
    if (at == end)
        return SIZE_MAX;
    if (strchr("#>+-=~|:", *at) != NULL)
        return 0;
    while (at < end && at - begin < 9 && *at >= '0' && *at <= '9')
        at++;
    if (at > begin && at < end && (*at == '.' || *at == ')') && (at + 1 == end || at[1] == ' '))
        return (size_t)(at - begin);
    return SIZE_MAX;
}

static void put_text(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t end, bool begins_line) {
    const char *from = text_of(inline_, begin);
    const char *stop = text_of(inline_, end);
    const char *written = from;
    size_t mark = begins_line ? block_mark(from, stop) : SIZE_MAX;
    for (const char *at = from; at < stop; at++) {
        bool escaped = (size_t)(at - from) == mark || is_special(inline_, from, at, stop);
        if (!escaped && *at != '\n')
            continue;
        dhk_text_put(inline_->out, written, (size_t)(at - written));
        dhk_text_put_byte(inline_->out, *at == '\n' ? ' ' : '\\');
        written = *at == '\n' ? at + 1 : at;
    }
    dhk_text_put(inline_->out, written, (size_t)(stop - written));
}

/* Code between more backticks than it has in a row. */
static void put_code(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t end) {
    const char *from = text_of(inline_, begin);
    size_t length = end - begin;
    size_t longest = 0, run = 0;
    bool padded = from[0] == '`' || from[length - 1] == '`';
    for (size_t i = 0; i < length; i++) {
        run = from[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        dhk_text_put_byte(inline_->out, '`');
    if (padded)
        dhk_text_put_byte(inline_->out, ' ');
    for (size_t i = 0; i < length; i++) {
        if (from[i] == '|' && inline_->in_cell)
            dhk_text_put_byte(inline_->out, '\\');
        dhk_text_put_byte(inline_->out, from[i] == '\n' ? ' ' : from[i]);
    }
    if (padded)
        dhk_text_put_byte(inline_->out, ' ');
    for (size_t i = 0; i <= longest; i++)
        dhk_text_put_byte(inline_->out, '`');
}

/* -- Delimiters ---------------------------------------------------------- */

/* What is open, outermost first: a link, strong, emphasis, strike. */
enum { KINDS = 4 };
static const uint8_t kinds[KINDS] = {DHK_STYLE_LINK, DHK_STYLE_STRONG, DHK_STYLE_EMPHASIS, DHK_STYLE_STRIKE};
static const char *const delimiters[KINDS] = {"", "**", "*", "~~"};

static dhk_address value_of(const dhk_markdown_inline *inline_, dhk_fact fact) {
    return (dhk_address){inline_->page->values + fact.text, fact.text_length};
}

/* Begins a link, whose address is not known to be a good one before it is written. Returns false where it is none. */
static bool open_link(const dhk_markdown_inline *inline_, const dhk_run *run) {
    size_t length = inline_->out->length;
    bool good = run->address.text_length > 0 &&
                dhk_address_put(inline_->out, value_of(inline_, run->address), inline_->base, false);
    inline_->out->length = length;
    if (good)
        dhk_text_put_byte(inline_->out, '[');
    return good;
}

static void close_one(const dhk_markdown_inline *inline_, size_t kind, const dhk_run *run) {
    if (kind > 0) {
        dhk_text_put_string(inline_->out, delimiters[kind]);
        return;
    }
    dhk_text_put_string(inline_->out, "](");
    dhk_address_put(inline_->out, value_of(inline_, run->address), inline_->base, false);
    dhk_text_put_byte(inline_->out, ')');
}

/* Puts the words of a picture, or the picture. */
static void put_image(const dhk_markdown_inline *inline_, const dhk_mark *image) {
    const char *words = inline_->page->values + image->alternative.text;
    size_t length = inline_->out->length;
    dhk_text_put_string(inline_->out, inline_->pictures ? "![" : "");
    for (uint32_t i = 0; i < image->alternative.text_length; i++) {
        char byte = words[i];
        if ((byte > ' ' && byte < 0x7F && is_ascii_punctuation((uint32_t)byte)))
            dhk_text_put_byte(inline_->out, '\\');
        dhk_text_put_byte(inline_->out, (unsigned char)byte < ' ' ? ' ' : byte);
    }
    if (!inline_->pictures)
        return;
    dhk_text_put_string(inline_->out, "](");
    if (dhk_address_put(inline_->out, value_of(inline_, image->value), inline_->base, true))
        dhk_text_put_byte(inline_->out, ')');
    else
        inline_->out->length = length;
}

void dhk_markdown_put_runs(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    const dhk_run *link = NULL;
    uint8_t open = 0;
    uint32_t spaces = 0; /* where the spaces begin that stand before the next run, */
    uint32_t spaces_end = 0;
    bool begins_line = !inline_->in_cell;
    if (count == 0)
        return;
    settle_styles(inline_, runs, count);
    for (size_t i = 0; i < count; i++) {
        dhk_run *run = &runs[i];
        uint32_t begin = run->begin, end = run->end;
        size_t shared = 0;
        trim(inline_, &begin, &end);
        if (begin == end && run->image == NULL) {
            spaces = spaces == spaces_end ? run->begin : spaces;
            spaces_end = run->end;
            continue;
        }
        while (shared < KINDS && (open & kinds[shared]) == (run->style & kinds[shared]) &&
               (shared > 0 || link == NULL || same_address(link, run)))
            shared++;
        for (size_t kind = KINDS; kind > shared; kind--)
            if (open & kinds[kind - 1])
                close_one(inline_, kind - 1, link);
        for (size_t kind = shared; kind < KINDS; kind++)
            open &= (uint8_t)~kinds[kind];
        if (spaces_end > spaces || (begin > run->begin && run->image == NULL))
            dhk_text_put_byte(inline_->out, ' ');
        for (size_t kind = shared; kind < KINDS; kind++) {
            if (!(run->style & kinds[kind]))
                continue;
            if (kind == 0 && !open_link(inline_, run))
                continue;
            if (kind == 0)
                link = run;
            dhk_text_put_string(inline_->out, delimiters[kind]);
            open |= kinds[kind];
        }
        if (!(open & DHK_STYLE_LINK))
            link = NULL;
        if (run->image != NULL)
            put_image(inline_, run->image);
        else if (run->style & DHK_STYLE_CODE)
            put_code(inline_, begin, end);
        else
            put_text(inline_, begin, end, begins_line);
        begins_line = false;
        spaces = end;
        spaces_end = run->end;
    }
    for (size_t kind = KINDS; kind > 0; kind--)
        if (open & kinds[kind - 1])
            close_one(inline_, kind - 1, link);
}
