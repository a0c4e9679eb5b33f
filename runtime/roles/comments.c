#include "roles/comments.h"

#include "base/hash.h"
#include "html/class_words.h"
#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What the class or id of an element with comments, or of one comment, is called or begins with. "reply" and "respond"
 * alone are forms and buttons. */
static const char *const names[] = {"comment",     "comments",   "commentlist", "commentary", "commentbody",
                                    "commenttext", "respond",    "responses",   "disqus",     "pinglist",
                                    "pingback",    "trackbacks", "cmt",         "cmts"};

enum { NAMES = sizeof names / sizeof *names };

/* Both hashes of a name, as a class and as an id, and a bit of 64 for each, so that other words are passed over. */
typedef struct name_set {
    uint32_t hashes[2 * NAMES];
    uint64_t bits;
} name_set;

static void fill(name_set *set) {
    set->bits = 0;
    for (size_t i = 0; i < NAMES; i++) {
        uint32_t hash = dhk_hash_bytes(names[i], strlen(names[i]));
        set->hashes[2 * i] = hash;
        set->hashes[2 * i + 1] = hash ^ DHK_SALT_ID;
    }
    for (size_t i = 0; i < sizeof set->hashes / sizeof *set->hashes; i++)
        set->bits |= UINT64_C(1) << set->hashes[i] % 64;
}

static bool has(const name_set *set, uint32_t word) {
    if ((set->bits >> word % 64 & 1) == 0)
        return false;
    for (size_t i = 0; i < sizeof set->hashes / sizeof *set->hashes; i++)
        if (set->hashes[i] == word)
            return true;
    return false;
}

void dhk_comments_mark(const dhk_page *page, uint8_t *marks) {
    name_set set;
    fill(&set);
    for (size_t i = 0; i < page->element_count; i++) {
        const dhk_element *element = &page->elements[i];
        bool found = i > 0 && marks[element->parent];
        bool whole = element->tag == DHK_TAG_HTML || element->tag == DHK_TAG_BODY;
        /* The words of <html> and <body> tell what a page may have: "comments-open". */
        for (uint32_t k = 0; k < element->word_count && !found && !whole; k++)
            found = has(&set, page->words[element->first_word + k]);
        marks[i] = found;
    }
}
