#include "html/inline_style.h"

#include "base/ascii.h"

#include <stdbool.h>
#include <string.h>

/* Text that is moved so far, in any unit, is moved out of the window: the habit is -9999px, and -999em. */
enum { AWAY_MIN = 999 };

/* What the declarations read so far say. */
typedef struct sight {
    bool undisplayed, invisible, skipped;
    bool placed;  /* it does not stand in the flow of the page, so that moving or clipping it leaves no gap */
    bool moved;   /* out of the window, if it is placed */
    bool clipped; /* to nothing, if it is placed */
    bool cut;     /* to nothing, wherever it stands */
    bool indented;
    bool transparent;
    bool moving; /* a script or a transition makes it appear: transparent is how it begins */
    bool shrunk; /* shrunk to nothing, or moved out of the window, by a transformation */
    bool flat;   /* of no height or width; what is in it shows unless it is closed */
    bool closed; /* what does not fit into it is not shown */
    bool grown; /* it has some extent though it is declared flat: as a flexible item, by a least extent, by a padding */
    bool tiny, sized;
} sight;

/* A part of a declaration, without the white space around it. */
typedef struct part {
    const unsigned char *bytes;
    size_t length;
} part;

static part trim(const unsigned char *begin, const unsigned char *end) {
    while (begin < end && dhk_is_html_space(*begin))
        begin++;
    while (end > begin && dhk_is_html_space(end[-1]))
        end--;
    return (part){begin, (size_t)(end - begin)};
}

/* Words that values begin with. */
typedef enum value_word {
    NO_WORD,
    NONE,
    HIDDEN,
    COLLAPSE,
    CLIP_WORD,
    ABSOLUTE,
    FIXED,
    ELLIPSIS,
    RECT,
    CIRCLE,
    INSET,
    SCALE,
    TRANSLATE
} value_word;

static value_word word_of(part text) {
    enum { LETTERS_MAX = 11 };
    static const struct {
        char word[LETTERS_MAX + 1];
        uint8_t value;
    } words[] = {
        {"none", NONE},         {"hidden", HIDDEN},       {"collapse", COLLAPSE},    {"clip", CLIP_WORD},
        {"absolute", ABSOLUTE}, {"fixed", FIXED},         {"ellipsis", ELLIPSIS},    {"rect", RECT},
        {"circle", CIRCLE},     {"inset", INSET},         {"scale", SCALE},          {"scalex", SCALE},
        {"scaley", SCALE},      {"translate", TRANSLATE}, {"translatex", TRANSLATE}, {"translatey", TRANSLATE},
    };
    unsigned char lower[LETTERS_MAX + 1] = {0};
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)dhk_lower(text.bytes[i]);
        if (!(dhk_is_letter(c) || dhk_is_digit(c) || c == '-'))
            break;
        if (i == LETTERS_MAX)
            return NO_WORD;
        lower[i] = c;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memcmp(words[i].word, lower, sizeof lower) == 0)
            return (value_word)words[i].value;
    return NO_WORD;
}

/* A length of so many units and more below zero. */
static bool is_far(part value) {
    unsigned number = 0;
    if (value.length == 0 || value.bytes[0] != '-')
        return false;
    for (size_t i = 1; i < value.length && dhk_is_digit(value.bytes[i]) && number < AWAY_MIN; i++)
        number = 10 * number + (unsigned)(value.bytes[i] - '0');
    return number >= AWAY_MIN;
}

/* A length of nothing: "0", "0px", "0 !important", but not "0.8em". */
static bool is_nothing(part value) {
    return value.length > 0 && value.bytes[0] == '0' &&
           (value.length == 1 || !(dhk_is_digit(value.bytes[1]) || value.bytes[1] == '.'));
}

/* rect(0 0 0 0), rect(1px, 1px, 1px, 1px): nothing is left of an element whose four edges are the same. */
static bool is_clipped(part value) {
    if (word_of(value) != RECT || value.length < 6 || value.bytes[4] != '(')
        return false;
    for (size_t i = 5; i < value.length && value.bytes[i] != ')'; i++)
        if (dhk_is_digit(value.bytes[i]) &&
            (value.bytes[i] != value.bytes[5] || (i > 5 && dhk_is_digit(value.bytes[i - 1]))))
            return false;
    return dhk_is_digit(value.bytes[5]);
}

/* inset(50%) and more from each side, or a circle without any radius. */
static bool is_cut(part value) {
    value_word word = word_of(value);
    if (word == CIRCLE)
        return value.length > 7 && value.bytes[6] == '(' && is_nothing((part){value.bytes + 7, value.length - 7});
    return word == INSET && value.length > 8 && value.bytes[5] == '(' &&
           (memcmp(value.bytes + 6, "50%", 3) == 0 || memcmp(value.bytes + 6, "100", 3) == 0);
}

/* 0, 0.0 or 0%. Of what is nearly transparent nobody knows whether it stays so. */
static bool is_transparent(part value) {
    size_t at = 0;
    while (at < value.length && (value.bytes[at] == '0' || value.bytes[at] == '.'))
        at++;
    return at > 0 && (at == value.length || value.bytes[at] == '%' || dhk_is_html_space(value.bytes[at]));
}

/* scale(0), translateX(-9999px). */
static bool is_shrunk(part value) {
    const unsigned char *open = value.length > 0 ? memchr(value.bytes, '(', value.length) : NULL;
    if (open == NULL)
        return false;
    part argument = {open + 1, (size_t)(value.bytes + value.length - (open + 1))};
    value_word word = word_of(value);
    return word == SCALE ? is_nothing(argument) : word == TRANSLATE && is_far(argument);
}

/* Properties that tell something. Several that tell the same are one. */
typedef enum property {
    DISPLAY,
    VISIBILITY,
    CONTENT_VISIBILITY,
    OPACITY,
    OVERFLOW,
    FONT_SIZE,
    POSITION,
    CLIP,
    CLIP_PATH,
    TEXT_INDENT, /* a margin may be made up for by a padding */
    PLACE,
    EXTENT,
    GROWTH, /* an extent beside height and width: `flex: 1; width: 0` shares a row evenly */
    TEXT_OVERFLOW,
    TRANSFORM,
    MOTION,
    OTHER
} property;

static property property_of(part name) {
    enum { LETTERS_MAX = 18 };
    static const struct {
        char name[LETTERS_MAX + 1];
        uint8_t property;
    } names[] = {
        {"display", DISPLAY},
        {"visibility", VISIBILITY},
        {"content-visibility", CONTENT_VISIBILITY},
        {"opacity", OPACITY},
        {"overflow", OVERFLOW},
        {"overflow-y", OVERFLOW},
        {"font-size", FONT_SIZE},
        {"position", POSITION},
        {"clip", CLIP},
        {"clip-path", CLIP_PATH},
        {"text-indent", TEXT_INDENT},
        {"left", PLACE},
        {"right", PLACE},
        {"top", PLACE},
        {"bottom", PLACE},
        {"inset-inline-start", PLACE},
        {"margin-left", PLACE},
        {"margin-top", PLACE},
        {"height", EXTENT},
        {"width", EXTENT},
        {"max-height", EXTENT},
        {"max-width", EXTENT},
        {"flex", GROWTH},
        {"flex-grow", GROWTH},
        {"min-width", GROWTH},
        {"min-height", GROWTH},
        {"padding-top", GROWTH},
        {"padding-bottom", GROWTH},
        {"text-overflow", TEXT_OVERFLOW},
        {"transform", TRANSFORM},
        {"transition", MOTION},
        {"animation", MOTION},
        {"will-change", MOTION},
        {"filter", MOTION},
    };
    unsigned char lower[LETTERS_MAX + 1] = {0};
    if (name.length > LETTERS_MAX)
        return OTHER;
    for (size_t i = 0; i < name.length; i++)
        lower[i] = (unsigned char)dhk_lower(name.bytes[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (memcmp(names[i].name, lower, sizeof lower) == 0)
            return (property)names[i].property;
    return OTHER;
}

static void declare(sight *seen, part name, part value) {
    property said = property_of(name);
    value_word word = said != OTHER ? word_of(value) : NO_WORD;
    switch (said) {
    case DISPLAY:
        seen->undisplayed = word == NONE;
        break;
    case VISIBILITY:
        seen->invisible = word == HIDDEN || word == COLLAPSE;
        break;
    case CONTENT_VISIBILITY:
        seen->skipped = word == HIDDEN;
        break;
    case OPACITY:
        seen->transparent = is_transparent(value);
        break;
    case OVERFLOW:
        seen->closed = word == HIDDEN || word == CLIP_WORD;
        break;
    case FONT_SIZE:
        seen->sized = !(seen->tiny = is_nothing(value));
        break;
    case POSITION:
        seen->placed = word == ABSOLUTE || word == FIXED;
        break;
    case CLIP:
        seen->clipped = is_clipped(value);
        break;
    case CLIP_PATH:
        seen->cut = is_cut(value);
        break;
    case TEXT_INDENT:
        seen->indented |= is_far(value);
        break;
    case PLACE:
        seen->moved |= is_far(value);
        break;
    case EXTENT:
        seen->flat |= is_nothing(value);
        break;
    case GROWTH:
        seen->grown |= !is_nothing(value) && word != NONE;
        break;
    case TEXT_OVERFLOW: /* `max-width: 0` with an ellipsis is how cells of tables cut their text off at their edge */
        seen->grown |= word == ELLIPSIS;
        break;
    case TRANSFORM:
        seen->shrunk = is_shrunk(value);
        seen->moving |= word != NONE;
        break;
    case MOTION: /* of what appears, once its page is there or it comes into the window */
        seen->moving |= word != NONE;
        break;
    case OTHER:
        break;
    }
}

dhk_style_sight dhk_style_sight_of(const unsigned char *bytes, dhk_range style) {
    const unsigned char *at = bytes + style.begin;
    const unsigned char *end = bytes + style.end;
    sight seen = {false};
    while (at < end) {
        const unsigned char *stop = memchr(at, ';', (size_t)(end - at));
        const unsigned char *colon;
        if (stop == NULL)
            stop = end;
        colon = memchr(at, ':', (size_t)(stop - at));
        if (colon != NULL)
            declare(&seen, trim(at, colon), trim(colon + 1, stop));
        at = stop < end ? stop + 1 : end;
    }
    if (seen.undisplayed || seen.invisible || seen.skipped)
        return DHK_SIGHT_HIDDEN;
    if (seen.indented || seen.cut || (seen.transparent && !seen.moving) || seen.shrunk ||
        (seen.flat && seen.closed && !seen.grown) || (seen.placed && (seen.moved || seen.clipped)))
        return DHK_SIGHT_AWAY;
    return seen.tiny ? DHK_SIGHT_TINY : seen.sized ? DHK_SIGHT_SIZED : DHK_SIGHT_SHOWN;
}
