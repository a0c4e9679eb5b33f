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
    bool tiny;
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

/* inset(50%) and more from each side. */
static bool is_inset(part value) {
    return begins(value, "inset") && value.length > 8 && value.bytes[5] == '(' &&
           (memcmp(value.bytes + 6, "50%", 3) == 0 || memcmp(value.bytes + 6, "100", 3) == 0);
}

static void declare(sight *seen, part name, part value) {
    if (is_name(name, "display"))
        seen->undisplayed = begins(value, "none");
    else if (is_name(name, "visibility"))
        seen->invisible = begins(value, "hidden") || begins(value, "collapse");
    else if (is_name(name, "content-visibility"))
        seen->skipped = begins(value, "hidden");
    else if (is_name(name, "position"))
        seen->placed = begins(value, "absolute") || begins(value, "fixed");
    else if (is_name(name, "left") || is_name(name, "right") || is_name(name, "top"))
        seen->moved |= is_far(value);
    else if (is_name(name, "clip"))
        seen->clipped = is_clipped(value);
    else if (is_name(name, "clip-path"))
        seen->cut = is_inset(value);
    else if (is_name(name, "text-indent")) /* a margin may be made up for by a padding */
        seen->indented |= is_far(value);
    else if (is_name(name, "font-size"))
        seen->tiny = is_nothing(value);
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
    if (seen.indented || seen.cut || (seen.placed && (seen.moved || seen.clipped)))
        return DHK_SIGHT_AWAY;
    return seen.tiny ? DHK_SIGHT_TINY : DHK_SIGHT_SHOWN;
}
