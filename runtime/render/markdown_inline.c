#include "render/markdown_inline.h"

#include "base/ascii.h"
#include "base/byte_block.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <string.h>

/* What stands on one side of a delimiter, as CommonMark's flanking rules ask it. */
typedef enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_SYMBOL, SIDE_WORD } side;

static const char *text_of(const dhk_markdown_inline *inline_, uint32_t at) {
    return inline_->document->text + at;
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
    const unsigned char *end = (const unsigned char *)text_of(inline_, at);
    uint32_t width;
    return at > begin ? dhk_utf8_decode(dhk_utf8_before(end - (at - begin), end), end, &width) : ' ';
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

static bool is_blank(const dhk_markdown_inline *inline_, const dhk_run *run) {
    uint32_t begin = run->begin, end = run->end;
    trim(inline_, &begin, &end);
    return begin == end && run->image == NULL;
}

static dhk_address value_of(const dhk_markdown_inline *inline_, dhk_text_run value) {
    return (dhk_address){dhk_document_value(inline_->document, value), value.text_length};
}

/* Would the address of a link be written? */
static bool is_good_address(const dhk_markdown_inline *inline_, dhk_text_run address) {
    size_t length = inline_->out->length;
    bool good =
        address.text_length > 0 && dhk_address_put(inline_->out, value_of(inline_, address), inline_->base, false);
    inline_->out->length = length;
    return good;
}

static bool same_address(const dhk_run *a, const dhk_run *b) {
    return a->address.text == b->address.text && a->address.text_length == b->address.text_length;
}

/* -- Raised and lowered text ------------------------------------------------ */

enum { RAISED = DHK_STYLE_SUPERSCRIPT | DHK_STYLE_SUBSCRIPT };

/* Does [begin, end) end a number as a word, "st" of "21st"? A single letter is an exponent, but for "1er", "1o", "1a". */
static bool is_ordinal(const char *begin, const char *end) {
    if (!dhk_is_digit(begin[-1]) || (end - begin == 1 && strchr("aedo", *begin) == NULL))
        return false;
    while (begin < end && (dhk_is_letter(*begin) || (unsigned char)*begin >= 0x80))
        begin++;
    return begin == end;
}

/* Would the text say something else if it stood in its row, as 10 to the power of 6 would? Marks of footnotes, which are
 * links, in brackets or stars, and ordinals would not. `line` is where the line's text begins. */
static bool is_raised(const dhk_markdown_inline *inline_, uint32_t line, const dhk_run *run) {
    uint32_t begin = run->begin, end = run->end, first;
    trim(inline_, &begin, &end);
    if (begin == end || begin != run->begin || begin == line || is_space_at(inline_, begin - 1) ||
        (run->style & (DHK_STYLE_LINK | DHK_STYLE_CODE)) != 0)
        return false;
    first = character_at(inline_, begin, end);
    return (side_of(first) == SIDE_WORD || first == '+' || first == '-' || first == 0x2212) &&
           !is_ordinal(text_of(inline_, begin), text_of(inline_, end));
}

static void put_tag(const dhk_markdown_inline *inline_, const dhk_run *run, bool end) {
    static const char *const tags[2][2] = {{"<sub>", "</sub>"}, {"<sup>", "</sup>"}};
    if (run->style & RAISED)
        dhk_text_put_string(inline_->out, tags[(run->style & DHK_STYLE_SUPERSCRIPT) != 0][end]);
}

/* Takes from runs the styles that are not wanted, and links that lead nowhere. */
static void choose_styles(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if ((runs[i].style & RAISED) != 0 && !is_raised(inline_, runs[0].begin, &runs[i]))
            runs[i].style &= (uint8_t)~RAISED;
        bool link = inline_->links && (runs[i].style & DHK_STYLE_LINK) != 0;
        if (!inline_->strong)
            runs[i].style &= (uint8_t)~DHK_STYLE_STRONG;
        if (link && i > 0 && same_address(&runs[i], &runs[i - 1]))
            link = (runs[i - 1].style & DHK_STYLE_LINK) != 0;
        else if (link)
            link = is_good_address(inline_, runs[i].address);
        if (!link) {
            runs[i].style &= (uint8_t)~DHK_STYLE_LINK;
            if (i + 1 == count || !same_address(&runs[i], &runs[i + 1]))
                runs[i].address = (dhk_text_run){0, 0};
        }
    }
}

/* Do two runs look like one? Pieces of code with a space between are two. */
static bool look_the_same(const dhk_markdown_inline *inline_, const dhk_run *a, const dhk_run *b) {
    if (a->image != NULL || b->image != NULL || a->style != b->style)
        return false;
    if (a->style & DHK_STYLE_CODE && (is_space_at(inline_, a->end - 1) || is_space_at(inline_, b->begin)))
        return false;
    return !(a->style & DHK_STYLE_LINK) || same_address(a, b);
}

/* Joins runs that look the same, and gives what is between two and blank to the first. Returns how many runs are left,
 * each of which has something to be seen. */
static size_t join_runs(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool blank = is_blank(inline_, &runs[i]);
        if (kept > 0 && (blank || look_the_same(inline_, &runs[kept - 1], &runs[i])))
            runs[kept - 1].end = runs[i].end;
        else if (!blank)
            runs[kept++] = runs[i];
    }
    return kept;
}

/* -- Delimiters ---------------------------------------------------------- */

/* Styles with a beginning and an end; of those that end together, the first is the outermost. */
enum { KINDS = 4 };
static const uint8_t kinds[KINDS] = {DHK_STYLE_LINK, DHK_STYLE_STRONG, DHK_STYLE_EMPHASIS, DHK_STYLE_STRIKE};
static const char *const delimiters[KINDS] = {"", "**", "*", "~~"}; /* a link's is "](ADDRESS)" */

/* What is open, outermost first, and how many '*' each was begun with, those of its neighbours included. */
typedef struct open_styles {
    uint8_t kinds[KINDS];
    uint8_t stars[KINDS];
    uint32_t count;
} open_styles;

/* What stands between two runs: ends, innermost first; a space or none; beginnings, outermost first. */
typedef struct boundary {
    uint8_t ends[KINDS];
    uint8_t begins[KINDS];
    uint32_t end_count, begin_count;
    bool space;
} boundary;

/* '*' belongs to two kinds, whose delimiters are read as one where they touch. */
static bool is_star(uint8_t kind) {
    return kind == 1 || kind == 2;
}

/* Does run `at` go on with what run `at - 1` has of this kind? */
static bool goes_on(const dhk_run *runs, size_t count, size_t at, uint32_t kind) {
    return at < count && (runs[at].style & kinds[kind]) != 0 && (runs[at - 1].style & kinds[kind]) != 0 &&
           (kind > 0 || same_address(&runs[at], &runs[at - 1]));
}

static size_t stretch_end(const dhk_run *runs, size_t count, size_t at, uint32_t kind) {
    do
        at++;
    while (goes_on(runs, count, at, kind));
    return at;
}

static void open_all(open_styles *open, const uint8_t *begins, uint32_t count) {
    for (uint32_t i = 0; i < count;) {
        uint8_t stars = 0;
        uint32_t end = i;
        for (; end < count && is_star(begins[end]); end++)
            stars = (uint8_t)(stars + strlen(delimiters[begins[end]]));
        end += end == i;
        for (; i < end; i++) {
            open->stars[open->count] = stars;
            open->kinds[open->count++] = begins[i];
        }
    }
}

/* The boundary before run `at`; `open` becomes what is open behind it. What lasts longer is opened first, so that a style
 * is seldom ended and begun anew because another ends. */
static boundary find_boundary(const dhk_markdown_inline *inline_, const dhk_run *runs, size_t count, size_t at,
                              open_styles *open) {
    boundary out = {.end_count = 0};
    size_t lasts[KINDS];
    uint32_t kept = 0;
    while (kept < open->count && goes_on(runs, count, at, open->kinds[kept]))
        kept++;
    while (open->count > kept)
        out.ends[out.end_count++] = open->kinds[--open->count];
    for (uint32_t kind = 0; kind < KINDS && at < count; kind++) {
        size_t end;
        uint32_t place = out.begin_count;
        bool is_open = false;
        for (uint32_t i = 0; i < kept; i++)
            is_open |= open->kinds[i] == kind;
        if (is_open || !(runs[at].style & kinds[kind]))
            continue;
        end = stretch_end(runs, count, at, kind);
        for (; place > 0 && lasts[place - 1] < end; place--) {
            lasts[place] = lasts[place - 1];
            out.begins[place] = out.begins[place - 1];
        }
        lasts[place] = end;
        out.begins[place] = (uint8_t)kind;
        out.begin_count++;
    }
    open_all(open, out.begins, out.begin_count);
    out.space = at > 0 && at < count &&
                ((runs[at].image != NULL && runs[at].image->behind_space) ||
                 (runs[at].end > runs[at].begin && is_space_at(inline_, runs[at].begin)) ||
                 (runs[at - 1].end > runs[at - 1].begin && is_space_at(inline_, runs[at - 1].end - 1)));
    return out;
}

/* What is seen of a run at its beginning or at its end. Of a symbol, old parsers say that it is no punctuation. */
static side edge_of(const dhk_markdown_inline *inline_, const dhk_run *run, bool at_end) {
    uint32_t begin = run->begin, end = run->end, character;
    side found;
    if (run->image != NULL && inline_->pictures)
        return SIDE_PUNCTUATION;
    if (run->image != NULL)
        return SIDE_SYMBOL; /* some word of it */
    if (run->style & (DHK_STYLE_CODE | RAISED))
        return SIDE_PUNCTUATION;
    trim(inline_, &begin, &end);
    character = at_end ? character_before(inline_, begin, end) : character_at(inline_, begin, end);
    found = side_of(character);
    return found == SIDE_PUNCTUATION && !is_sure_punctuation(character) ? SIDE_SYMBOL : found;
}

/* May delimiters with `outside` on one side and `inside` on the other begin or end a style? */
static bool flanks(side outside, side inside) {
    if (inside == SIDE_SPACE)
        return false;
    return inside == SIDE_WORD || outside == SIDE_SPACE || outside == SIDE_PUNCTUATION;
}

/* Would the '*' that begin the styles from `from` on of `open` be read as the end of one before? Those that could be
 * both are no end of others whose number of '*', added to theirs, is a multiple of three; and none ends what began before
 * a link. */
static bool is_read_as_end(const open_styles *open, uint32_t from, side outside, side inside) {
    unsigned own = open->stars[from];
    if (outside == SIDE_SPACE || (outside == SIDE_PUNCTUATION && inside == SIDE_WORD))
        return false;
    for (uint32_t i = from; i > 0 && open->kinds[i - 1] != 0; i--)
        if (is_star(open->kinds[i - 1]) && ((open->stars[i - 1] + own) % 3 != 0 || own == 3))
            return true;
    return false;
}

/* The kinds of the last `count` of `open`, begun between `outside` and `inside`, of which that is so. */
static uint8_t read_as_ends(const open_styles *open, uint32_t count, side outside, side inside) {
    unsigned wrong = 0;
    for (uint32_t i = open->count - count; i < open->count;) {
        uint32_t end = i + 1;
        unsigned group = kinds[open->kinds[i]];
        for (; end < open->count && is_star(open->kinds[i]) && is_star(open->kinds[end]); end++)
            group |= kinds[open->kinds[end]];
        if (is_star(open->kinds[i]) && is_read_as_end(open, i, i + count == open->count ? outside : SIDE_PUNCTUATION,
                                                      end == open->count ? inside : SIDE_PUNCTUATION))
            wrong |= group;
        i = end;
    }
    return (uint8_t)wrong;
}

/* The kinds among `list` whose delimiters would not be read as what they are, as style bits. `list` goes from the
 * outside to the inside of what they delimit. */
static uint8_t misread(const uint8_t *list, uint32_t count, side outside, side inside) {
    unsigned wrong = 0;
    for (uint32_t i = 0; i < count;) {
        uint32_t end = i + 1;
        unsigned group = kinds[list[i]];
        for (; end < count && is_star(list[i]) && is_star(list[end]); end++)
            group |= kinds[list[end]];
        if (list[i] != 0 && !flanks(i == 0 ? outside : SIDE_PUNCTUATION, end == count ? inside : SIDE_PUNCTUATION))
            wrong |= group;
        i = end;
    }
    return (uint8_t)wrong;
}

static void clear_stretch(dhk_run *runs, size_t count, size_t at, uint8_t bits) {
    for (uint32_t kind = 1; kind < KINDS; kind++) {
        size_t begin = at;
        if (!(bits & kinds[kind]))
            continue;
        while (begin > 0 && runs[begin - 1].style & kinds[kind])
            begin--;
        for (; begin < count && runs[begin].style & kinds[kind]; begin++)
            runs[begin].style &= (uint8_t)~kinds[kind];
    }
}

/* Styles that run `at` does not have are not open behind it. */
static void close_cleared(open_styles *open, uint8_t style) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < open->count; i++)
        if (style & kinds[open->kinds[i]])
            open->kinds[kept++] = open->kinds[i];
    open->count = kept;
}

/* Looks at the delimiters before run `at`, and takes away the styles of those that would be misread. */
static bool check_boundary(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count, size_t at,
                           open_styles *open) {
    boundary between = find_boundary(inline_, runs, count, at, open);
    side before = at == 0 ? SIDE_SPACE : edge_of(inline_, &runs[at - 1], true);
    side after = at == count ? SIDE_SPACE : edge_of(inline_, &runs[at], false);
    uint32_t ended = between.end_count, begun = between.begin_count;
    bool touch = ended > 0 && begun > 0 && !between.space;
    uint8_t ends[KINDS], wrong_ends, wrong_begins;
    side outside;
    for (uint32_t i = 0; i < ended; i++)
        ends[i] = between.ends[ended - 1 - i];
    wrong_ends = misread(ends, ended, between.space ? SIDE_SPACE : touch ? SIDE_PUNCTUATION : after, before);
    outside = between.space ? SIDE_SPACE : touch ? SIDE_PUNCTUATION : before;
    wrong_begins =
        (uint8_t)(misread(between.begins, begun, outside, after) | read_as_ends(open, begun, outside, after));
    if (touch && ends[0] > 0 && delimiters[ends[0]][0] == delimiters[between.begins[0]][0])
        wrong_begins |= kinds[between.begins[0]];
    if (wrong_ends != 0)
        clear_stretch(runs, count, at - 1, wrong_ends);
    if (wrong_begins != 0)
        clear_stretch(runs, count, at, wrong_begins);
    if (at < count)
        close_cleared(open, runs[at].style);
    return (wrong_ends | wrong_begins) == 0;
}

/* Where [begin, end) ends without the punctuation at its end, or begins without that at its begin. */
static uint32_t without_punctuation(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t end, bool at_end) {
    while (begin < end) {
        const unsigned char *from = (const unsigned char *)text_of(inline_, begin);
        const unsigned char *to = (const unsigned char *)text_of(inline_, end);
        const unsigned char *last = dhk_utf8_before(to - (end - begin), to);
        uint32_t width;
        if (side_of(dhk_utf8_decode(at_end ? last : from, to, &width)) != SIDE_PUNCTUATION)
            break;
        if (at_end)
            end -= (uint32_t)(to - last);
        else
            begin += width;
    }
    return at_end ? end : begin;
}

/* Does a letter or digit stand at the begin of a run, or at its end, and no space? */
static bool has_word_at(const dhk_markdown_inline *inline_, const dhk_run *run, bool at_end) {
    return !is_space_at(inline_, at_end ? run->end - 1 : run->begin) && edge_of(inline_, run, at_end) == SIDE_WORD;
}

/* Where the styles that change before run `at` are to begin or end, so that their delimiters are read as such: between a
 * letter and punctuation none are, and scripts without spaces have little else. So the punctuation goes to the other side,
 * and "**Note:**text" is "**Note**:text". */
static uint32_t better_place(const dhk_markdown_inline *inline_, const dhk_run *runs, size_t count, size_t at,
                             bool ends) {
    const dhk_run *before = &runs[at - 1], *after = &runs[at];
    if (ends && has_word_at(inline_, after, false) && edge_of(inline_, before, false) == SIDE_WORD)
        return without_punctuation(inline_, before->begin, before->end, true);
    if (!ends && has_word_at(inline_, before, true) &&
        (edge_of(inline_, after, true) == SIDE_WORD ||
         (at + 1 < count && runs[at + 1].image == NULL && has_word_at(inline_, after + 1, false))))
        return without_punctuation(inline_, after->begin, after->end, false);
    return after->begin;
}

static void move_punctuation(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    enum { MOVABLE = DHK_STYLE_STRONG | DHK_STYLE_EMPHASIS | DHK_STYLE_STRIKE };
    for (size_t i = 1; i < count; i++) {
        dhk_run *before = &runs[i - 1], *after = &runs[i];
        unsigned ends = before->style & ~(unsigned)after->style, begins = after->style & ~(unsigned)before->style;
        uint32_t at = after->begin;
        if ((ends == 0) == (begins == 0) || ((ends | begins) & ~(unsigned)MOVABLE) != 0 || before->end != at ||
            before->image != NULL || after->image != NULL ||
            ((before->style & DHK_STYLE_LINK) != 0 && !same_address(before, after)))
            continue;
        at = better_place(inline_, runs, count, i, ends != 0);
        if (at > before->begin && at < after->end) {
            after->moved = at != after->begin;
            before->end = after->begin = at;
        }
    }
}

/* Has each bracket and quotation mark in [begin, end) its other half there? `quoted`: one stands beside it, so that those
 * in it may be the other halves of what is outside. */
static bool is_whole(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t end, bool quoted) {
    uint32_t depth = 0, quotes = 0, width, before = ' ';
    for (uint32_t at = begin; at < end; at += width) {
        uint32_t character = dhk_utf8_decode((const unsigned char *)text_of(inline_, at),
                                             (const unsigned char *)text_of(inline_, end), &width);
        unsigned class_ = side_of(character) == SIDE_PUNCTUATION ? dhk_char_of(character)->class_ : DHK_CHAR_OTHER;
        bool in_word = (character == '\'' || character == 0x2019) && side_of(before) == SIDE_WORD &&
                       side_of(character_at(inline_, at + width, end)) == SIDE_WORD; /* "don't" */
        if (class_ == DHK_CHAR_CLOSE && depth == 0)
            return false;
        depth += class_ == DHK_CHAR_OPEN;
        depth -= class_ == DHK_CHAR_CLOSE;
        quotes += class_ == DHK_CHAR_QUOTE && !in_word;
        before = character;
    }
    return depth == 0 && (quoted ? quotes == 0 : quotes % 2 == 0);
}

static bool is_quote(uint32_t character) {
    return side_of(character) == SIDE_PUNCTUATION && dhk_char_of(character)->class_ == DHK_CHAR_QUOTE;
}

/* The kinds of style, as bits, that have lost half of a pair among `bits`, which run `at` has. */
static uint8_t torn_kinds(const dhk_markdown_inline *inline_, const dhk_run *runs, size_t count, size_t at,
                          unsigned bits) {
    unsigned torn = 0;
    for (uint32_t kind = 1; kind < KINDS; kind++) {
        size_t first = at, last = at;
        uint32_t begin, end;
        if (!(bits & kinds[kind]))
            continue;
        while (first > 0 && runs[first - 1].style & kinds[kind])
            first--;
        while (last + 1 < count && runs[last + 1].style & kinds[kind])
            last++;
        begin = runs[first].begin;
        end = runs[last].end;
        if (!is_whole(inline_, begin, end,
                      is_quote(character_before(inline_, runs[0].begin, begin)) ||
                          is_quote(character_at(inline_, end, runs[count - 1].end))))
            torn |= kinds[kind];
    }
    return (uint8_t)torn;
}

/* Takes away the styles of which punctuation has gone to the other side without its other half: brackets and quotation
 * marks that are torn apart look worse than none of it. */
static void clear_torn(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    for (size_t i = 1; i < count; i++) {
        unsigned before = runs[i - 1].style, after = runs[i].style;
        size_t at = after & ~before ? i : i - 1; /* styles begin or end there, not both */
        if (runs[i].moved)
            clear_stretch(runs, count, at, torn_kinds(inline_, runs, count, at, before ^ after));
    }
}

/* A style taken away can spoil another's delimiters, so it is looked at again; in pages, twice is enough. A line whose
 * styles are still misread after so many times loses them all. */
enum { CHECKS_MAX = 8 };

/* Leaves the runs with styles that come back as they are. Returns how many runs there are then. */
static size_t settle_styles(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    bool good = false;
    choose_styles(inline_, runs, count);
    count = join_runs(inline_, runs, count);
    move_punctuation(inline_, runs, count);
    clear_torn(inline_, runs, count);
    count = join_runs(inline_, runs, count);
    for (int checks = 0; checks < CHECKS_MAX && !good; checks++) {
        open_styles open = {.count = 0};
        good = true;
        for (size_t at = 0; at <= count; at++)
            good &= check_boundary(inline_, runs, count, at, &open);
        if (!good)
            count = join_runs(inline_, runs, count);
    }
    for (size_t i = 0; i < count && !good; i++)
        runs[i].style &= DHK_STYLE_LINK | DHK_STYLE_CODE | RAISED;
    return good ? count : join_runs(inline_, runs, count);
}

/* -- Text ---------------------------------------------------------------- */

static bool is_alnum(char c) {
    return dhk_is_letter(c) || dhk_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Bytes that is_special() or a row's end asks about; all others are just copied. */
static const bool asked[256] = {['\\'] = true, ['`'] = true, ['*'] = true, ['['] = true, [']'] = true, ['_'] = true,
                                ['<'] = true,  ['&'] = true, ['~'] = true, ['|'] = true, ['\n'] = true};

/* Sixteen bytes at a time: some that are asked about, or few others. */
static bool may_be_asked(const char *bytes) {
    dhk_block block = dhk_block_load((const unsigned char *)bytes);
    dhk_block marks = dhk_block_or(dhk_block_in(block, '[', '`'), dhk_block_in(block, '|', '~'));
    marks = dhk_block_or(marks, dhk_block_or(dhk_block_equal(block, '&'), dhk_block_equal(block, '*')));
    marks = dhk_block_or(marks, dhk_block_or(dhk_block_equal(block, '<'), dhk_block_equal(block, '\n')));
    return dhk_block_mask(marks) != 0;
}

/* The first byte from `at` on that is asked about; `end` if there is none. */
static const char *next_asked(const char *at, const char *end) {
    while (end - at >= DHK_BLOCK_BYTES && !may_be_asked(at))
        at += DHK_BLOCK_BYTES;
    while (at < end && !asked[(unsigned char)*at])
        at++;
    return at;
}

/* Must the ASCII byte at `at` of [begin, end) be escaped wherever it stands in a line? */
static bool is_special(const dhk_markdown_inline *inline_, const char *begin, const char *at, const char *end) {
    char before = at > begin ? at[-1] : *at; /* a delimiter may stand there */
    char after = at + 1 < end ? at[1] : *at;
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
    while (at < end && at - begin < 9 && dhk_is_digit(*at))
        at++;
    if (at > begin && at < end && (*at == '.' || *at == ')') && (at + 1 == end || at[1] == ' '))
        return (size_t)(at - begin);
    return SIZE_MAX;
}

/* `link_follows`: at once, without a space. */
static void put_text(const dhk_markdown_inline *inline_, uint32_t begin, uint32_t end, bool begins_line,
                     bool link_follows) {
    const char *from = text_of(inline_, begin);
    const char *stop = text_of(inline_, end);
    const char *written = from;
    size_t mark = begins_line ? block_mark(from, stop) : SIZE_MAX;
    const char *at = from;
    if (mark != SIZE_MAX && from + mark < stop && !asked[(unsigned char)from[mark]]) {
        dhk_text_put(inline_->out, from, mark);
        dhk_text_put_byte(inline_->out, '\\');
        written = at = from + mark;
    }
    for (at = next_asked(at, stop); at < stop; at = next_asked(at + 1, stop)) {
        bool escaped = (size_t)(at - from) == mark || is_special(inline_, from, at, stop);
        if (!escaped && *at != '\n')
            continue;
        dhk_text_put(inline_->out, written, (size_t)(at - written));
        dhk_text_put_byte(inline_->out, *at == '\n' ? ' ' : '\\');
        written = *at == '\n' ? at + 1 : at;
    }
    if (link_follows && stop[-1] == '!' && written < stop) { /* or it would be a picture */
        dhk_text_put(inline_->out, written, (size_t)(stop - 1 - written));
        dhk_text_put_byte(inline_->out, '\\');
        written = stop - 1;
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

/* -- Runs ---------------------------------------------------------------- */

/* Puts the words of a picture, or the picture. */
static void put_image(const dhk_markdown_inline *inline_, const dhk_mark *image) {
    const char *words = dhk_document_value(inline_->document, image->alternative);
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

/* `address` is that of the run before: of a link that ends here. */
static void put_boundary(const dhk_markdown_inline *inline_, const boundary *between, dhk_text_run address) {
    for (uint32_t i = 0; i < between->end_count; i++) {
        dhk_text_put_string(inline_->out, delimiters[between->ends[i]]);
        if (between->ends[i] > 0)
            continue;
        dhk_text_put_string(inline_->out, "](");
        dhk_address_put(inline_->out, value_of(inline_, address), inline_->base, false);
        dhk_text_put_byte(inline_->out, ')');
    }
    if (between->space)
        dhk_text_put_byte(inline_->out, ' ');
    for (uint32_t i = 0; i < between->begin_count; i++)
        dhk_text_put_string(inline_->out, between->begins[i] == 0 ? "[" : delimiters[between->begins[i]]);
}

/* Does a link begin right where the run does? */
static bool begins_with_link(const dhk_markdown_inline *inline_, const dhk_run *run) {
    if (!(run->style & DHK_STYLE_LINK))
        return false;
    return run->image != NULL ? !run->image->behind_space : !is_space_at(inline_, run->begin);
}

void dhk_markdown_put_runs(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count) {
    open_styles open = {.count = 0};
    if (count == 1 && runs[0].style == 0 && runs[0].image == NULL) { /* most lines: there is nothing to settle */
        uint32_t begin = runs[0].begin, end = runs[0].end;
        trim(inline_, &begin, &end);
        if (begin < end)
            put_text(inline_, begin, end, !inline_->in_row, false);
        return;
    }
    count = settle_styles(inline_, runs, count);
    for (size_t i = 0; i <= count && count > 0; i++) {
        boundary between = find_boundary(inline_, runs, count, i, &open);
        uint32_t begin, end;
        put_boundary(inline_, &between, i > 0 ? runs[i - 1].address : (dhk_text_run){0, 0});
        if (i == count)
            break;
        begin = runs[i].begin;
        end = runs[i].end;
        trim(inline_, &begin, &end);
        if (runs[i].image != NULL)
            put_image(inline_, runs[i].image);
        else if (runs[i].style & DHK_STYLE_CODE)
            put_code(inline_, begin, end);
        else {
            put_tag(inline_, &runs[i], false);
            put_text(inline_, begin, end, i == 0 && between.begin_count == 0 && !inline_->in_row,
                     end == runs[i].end && i + 1 < count && begins_with_link(inline_, &runs[i + 1]));
            put_tag(inline_, &runs[i], true);
        }
    }
}
