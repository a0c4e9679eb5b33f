/*
 * Names to numbers by the perfect hashes of tables/html_names.inc: a name of at
 * most 16 bytes is two words, so that one look-up and two comparisons decide.
 */
#include "html/html_names.h"

#include "base/ascii.h"

#include <stdbool.h>

typedef struct dhk_packed_name {
    uint64_t low;
    uint64_t high;
} dhk_packed_name;

#include "html/tables/html_names.inc"

#define DHK_NAME_AS_TEXT(symbol, name) name,
static const char tag_names[][17] = {"", DHK_TAGS(DHK_NAME_AS_TEXT)}; /* letters within: no pointer is relocated */
#undef DHK_NAME_AS_TEXT

_Static_assert((int)DHK_TAG_COUNT <= 256, "the slots of the table are bytes");
_Static_assert((int)DHK_ATTRIBUTE_COUNT <= 32, "a set of attributes is one 32-bit word");
_Static_assert(sizeof dhk_tag_packed / sizeof dhk_tag_packed[0] == (size_t)DHK_TAG_COUNT,
               "run tools/generate/html_names.py");
_Static_assert(sizeof dhk_attribute_packed / sizeof dhk_attribute_packed[0] == (size_t)DHK_ATTRIBUTE_COUNT,
               "run tools/generate/html_names.py");

/* One word of both; the rotation keeps the second from cancelling the first. */
static inline uint64_t fold(uint64_t low, uint64_t high) {
    return low ^ (high << 29 | high >> 35);
}

dhk_tag dhk_tag_of_packed(uint64_t low, uint64_t high) {
    unsigned number = dhk_tag_slots[(fold(low, high) * DHK_TAG_HASH_FACTOR) >> DHK_TAG_HASH_SHIFT];
    const dhk_packed_name *name = &dhk_tag_packed[number];
    return name->low == low && name->high == high ? (dhk_tag)number : DHK_TAG_UNKNOWN;
}

dhk_attribute_name dhk_attribute_of_packed(uint64_t low, uint64_t high) {
    unsigned number = dhk_attribute_slots[(fold(low, high) * DHK_ATTRIBUTE_HASH_FACTOR) >> DHK_ATTRIBUTE_HASH_SHIFT];
    const dhk_packed_name *name = &dhk_attribute_packed[number];
    return name->low == low && name->high == high ? (dhk_attribute_name)number : DHK_ATTRIBUTE_UNKNOWN;
}

/* False if no name of a list can be meant. */
static bool pack(const unsigned char *name, size_t length, uint64_t *low, uint64_t *high) {
    if (length == 0 || length > 16)
        return false;
    uint64_t words[2] = {0, 0};
    for (size_t i = 0; i < length; i++) {
        if (name[i] == 0)
            return false; /* would look like the end of a shorter name */
        words[i / 8] |= (uint64_t)dhk_lower(name[i]) << (i % 8 * 8);
    }
    *low = words[0];
    *high = words[1];
    return true;
}

dhk_tag dhk_tag_of(const unsigned char *name, size_t length) {
    uint64_t low, high;
    return pack(name, length, &low, &high) ? dhk_tag_of_packed(low, high) : DHK_TAG_UNKNOWN;
}

dhk_attribute_name dhk_attribute_of(const unsigned char *name, size_t length) {
    uint64_t low, high;
    return pack(name, length, &low, &high) ? dhk_attribute_of_packed(low, high) : DHK_ATTRIBUTE_UNKNOWN;
}

const char *dhk_tag_name(dhk_tag tag) {
    return (unsigned)tag < (unsigned)DHK_TAG_COUNT ? tag_names[tag] : "";
}
