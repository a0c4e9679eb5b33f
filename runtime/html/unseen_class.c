#include "html/unseen_class.h"

#include "base/ascii.h"

/* They come from frameworks, which mean nothing else by them. Where a framework shows it again in wide windows ("d-none
 * d-md-block", "hidden md:block"), another class of the element says so. */
#define NAME(name)                                                                                                     \
    { name, sizeof(name) - 1 }
static const struct unseen_class {
    const char *name;
    uint8_t length;
} unseen_classes[] = {
    NAME("sr-only"),
    NAME("visually-hidden"),
    NAME("visuallyhidden"),
    NAME("screen-reader-text"),
    NAME("screen-reader-only"),
    NAME("screen-reader"),
    NAME("screenreader-text"),
    NAME("screenreader-only"),
    NAME("u-visually-hidden"),
    NAME("is-visually-hidden"),
    NAME("cdk-visually-hidden"),
    NAME("elementor-screen-only"),
    NAME("a11y-hidden"),
    NAME("element-invisible"),
    NAME("assistive-text"),
    NAME("offscreen"),
    NAME("d-none"),
    NAME("display-none"),
    NAME("hidden"),
    NAME("is-hidden"),
    NAME("u-hidden"),
    NAME("uk-hidden"),
};
#undef NAME

bool dhk_class_is_unseen(const unsigned char *bytes, dhk_range name) {
    /* Every class of a page is asked: nearly all have another length or first letter than these names. */
    enum {
        LENGTH_MAX = 21,
        LENGTHS = 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 15 | 1 << 17 |
                  1 << 18 | 1 << 19 | 1 << LENGTH_MAX,
        /* a c d e h i o s u v, a being 1 */
        LETTERS = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 15 | 1 << 19 | 1 << 21 | 1 << 22
    };
    uint32_t length = name.end - name.begin;
    if (length > LENGTH_MAX || (LENGTHS >> length & 1) == 0 || (LETTERS >> (bytes[name.begin] & 0x1F) & 1) == 0)
        return false;
    for (size_t i = 0; i < sizeof unseen_classes / sizeof *unseen_classes; i++)
        if (length == unseen_classes[i].length &&
            dhk_equals_ignoring_case(bytes + name.begin, unseen_classes[i].name, length))
            return true;
    return false;
}

bool dhk_classes_may_show(const unsigned char *bytes, dhk_range classes) {
    for (uint32_t at = classes.begin; at < classes.end; at++) {
        uint32_t begin = at;
        bool in_some_windows = false;
        while (at < classes.end && bytes[at] > ' ')
            in_some_windows |= bytes[at++] == ':';
        if (in_some_windows || (at - begin > 6 && dhk_equals_ignoring_case(bytes + begin, "d-", 2)))
            return true;
    }
    return false;
}
