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

/* Does the part begin with `word`, in lower case here, and does the word end there? */
static bool begins(part text, const char *word) {
    size_t length = strlen(word);
    if (text.length < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (dhk_lower(text.bytes[i]) != (unsigned char)word[i])
            return false;
    return text.length == length ||
           !(dhk_is_letter(text.bytes[length]) || dhk_is_digit(text.bytes[length]) || text.bytes[length] == '-');
}

static bool is_name(part name, const char *word) {
    return name.length == strlen(word) && begins(name, word);
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
    if (!begins(value, "rect") || value.length < 6 || value.bytes[4] != '(')
        return false;
    for (size_t i = 5; i < value.length && value.bytes[i] != ')'; i++)
        if (dhk_is_digit(value.bytes[i]) &&
            (value.bytes[i] != value.bytes[5] || (i > 5 && dhk_is_digit(value.bytes[i - 1]))))
            return false;
    return dhk_is_digit(value.bytes[5]);
}

/* inset(50%) and more from each side, or a circle without any radius. */
static bool is_cut(part value) {
    if (begins(value, "circle"))
        return value.length > 7 && value.bytes[6] == '(' && is_nothing((part){value.bytes + 7, value.length - 7});
    return begins(value, "inset") && value.length > 8 && value.bytes[5] == '(' &&
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
    if (begins(value, "scale") || begins(value, "scalex") || begins(value, "scaley"))
        return is_nothing(argument);
    return (begins(value, "translate") || begins(value, "translatex") || begins(value, "translatey")) &&
           is_far(argument);
}

static bool is_place(part name) {
    static const char *const places[] = {"left",        "right",      "top", "bottom", "inset-inline-start",
                                         "margin-left", "margin-top", NULL};
    for (size_t i = 0; places[i] != NULL; i++)
        if (is_name(name, places[i]))
            return true;
    return false;
}

static bool is_extent(part name) {
    return is_name(name, "height") || is_name(name, "width") || is_name(name, "max-height") ||
           is_name(name, "max-width");
}

/* Declarations that give an element an extent beside its height and width: `flex: 1; width: 0` shares a row evenly, and
 * `max-width: 0` with an ellipsis is how cells of tables cut their text off at their edge. */
static bool is_growing(part name, part value) {
    if (is_name(name, "flex") || is_name(name, "flex-grow") || is_name(name, "min-width") ||
        is_name(name, "min-height") || is_name(name, "padding-top") || is_name(name, "padding-bottom"))
        return !is_nothing(value) && !begins(value, "none");
    return is_name(name, "text-overflow") && begins(value, "ellipsis");
}

/* Those of what appears, once its page is there or it comes into the window. */
static bool is_moving(part name, part value) {
    return (is_name(name, "transform") || is_name(name, "transition") || is_name(name, "animation") ||
            is_name(name, "will-change") || is_name(name, "filter")) &&
           !begins(value, "none");
}

/* What is placed, moved or clipped. */
static void declare_place(sight *seen, part name, part value) {
    if (is_name(name, "position"))
        seen->placed = begins(value, "absolute") || begins(value, "fixed");
    else if (is_name(name, "clip"))
        seen->clipped = is_clipped(value);
    else if (is_name(name, "clip-path"))
        seen->cut = is_cut(value);
    else if (is_name(name, "text-indent")) /* a margin may be made up for by a padding */
        seen->indented |= is_far(value);
    else if (is_name(name, "transform"))
        seen->shrunk = is_shrunk(value);
    else if (is_place(name))
        seen->moved |= is_far(value);
}

static void declare(sight *seen, part name, part value) {
    seen->moving |= is_moving(name, value);
    seen->grown |= is_growing(name, value);
    if (is_name(name, "display"))
        seen->undisplayed = begins(value, "none");
    else if (is_name(name, "visibility"))
        seen->invisible = begins(value, "hidden") || begins(value, "collapse");
    else if (is_name(name, "content-visibility"))
        seen->skipped = begins(value, "hidden");
    else if (is_name(name, "opacity"))
        seen->transparent = is_transparent(value);
    else if (is_name(name, "overflow") || is_name(name, "overflow-y"))
        seen->closed = begins(value, "hidden") || begins(value, "clip");
    else if (is_extent(name))
        seen->flat |= is_nothing(value);
    else if (is_name(name, "font-size"))
        seen->sized = !(seen->tiny = is_nothing(value));
    else
        declare_place(seen, name, value);
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
