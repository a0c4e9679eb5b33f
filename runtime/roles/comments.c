#include "roles/comments.h"

#include "base/hash.h"
#include "html/class_words.h"
#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What the class or id of an element with comments, or of one comment, is called or begins with. "reply" and "respond"
 * alone are forms and buttons. */
static const char *const names[] = {"comment",    "comments",  "commentlist", "commentbody", "commenttext",
                                    "respond",    "responses", "disqus",      "pinglist",    "pingback",
                                    "trackbacks", "cmt",       "cmts"};

enum {
    NAMES = sizeof names / sizeof *names,
    SALTS = 3, /* as a class, as an id, as an itemprop */
    FRAME = 2  /* mark of what the title stands in */
};

/* The hashes of all names, and a bit of 64 for each, so that other words are passed over. */
typedef struct name_set {
    uint32_t hashes[SALTS * NAMES];
    uint64_t bits;
} name_set;

static void fill(name_set *set) {
    set->bits = 0;
    for (size_t i = 0; i < NAMES; i++) {
        uint32_t hash = dhk_hash_bytes(names[i], strlen(names[i]));
        set->hashes[SALTS * i] = hash;
        set->hashes[SALTS * i + 1] = hash ^ DHK_SALT_ID;
        set->hashes[SALTS * i + 2] = hash ^ DHK_SALT_ROLE;
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

/* Elements that the page's title stands in: the words of a wrapper tell what the page may have, "has-comments". */
static void mark_frames(const dhk_page *page, uint32_t title_line, uint8_t *marks) {
    for (uint32_t i = 0; i < page->line_count; i++) {
        const dhk_line *line = &page->lines[i];
        uint32_t at = line->element;
        if (i != title_line && (line->heading_level != 1 || line->hidden))
            continue;
        while (at != 0 && marks[at] != FRAME) {
            marks[at] = FRAME;
            at = page->elements[at].parent;
        }
    }
}

void dhk_comments_mark(const dhk_page *page, uint32_t title_line, uint8_t *marks) {
    name_set set;
    if (page->element_count == 0)
        return;
    fill(&set);
    memset(marks, 0, page->element_count);
    mark_frames(page, title_line, marks);
    for (size_t i = 0; i < page->element_count; i++) {
        const dhk_element *element = &page->elements[i];
        bool found = i > 0 && marks[element->parent] != 0;
        bool frame = marks[i] == FRAME || element->tag == DHK_TAG_HTML || element->tag == DHK_TAG_BODY;
        for (uint32_t k = 0; k < element->word_count && !found && !frame; k++)
            found = has(&set, page->words[element->first_word + k]);
        marks[i] = found && !frame;
    }
}
