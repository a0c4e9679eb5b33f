#include "roles/named_parts.h"

#include "base/hash.h"
#include "base/memory.h"
#include "html/class_words.h"
#include "html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What the class or id of an element with comments, or of one comment, is called or begins with ("reply" and "respond"
 * alone are forms and buttons); and of a notice about cookies or consent, whose words alone may be of a section about
 * either, or of what is baked. */
static const struct {
    char name[24]; /* its letters within: no pointer is relocated */
    uint8_t mark;
} known[] = {
    {"comment", DHK_PART_COMMENT},
    {"comments", DHK_PART_COMMENT},
    {"commentlist", DHK_PART_COMMENT},
    {"commentbody", DHK_PART_COMMENT},
    {"commenttext", DHK_PART_COMMENT},
    {"respond", DHK_PART_COMMENT_FORM},
    {"commentform", DHK_PART_COMMENT_FORM},
    {"responses", DHK_PART_COMMENT},
    {"disqus", DHK_PART_COMMENT},
    {"pinglist", DHK_PART_COMMENT},
    {"pingback", DHK_PART_COMMENT},
    {"trackbacks", DHK_PART_COMMENT},
    {"cmt", DHK_PART_COMMENT},
    {"cmts", DHK_PART_COMMENT},
    {"cookiebanner", DHK_PART_NOTICE},
    {"cookiebar", DHK_PART_NOTICE},
    {"cookiebot", DHK_PART_NOTICE},
    {"cookieconsent", DHK_PART_NOTICE},
    {"cookielaw", DHK_PART_NOTICE},
    {"cookielawinfo", DHK_PART_NOTICE},
    {"cookiemessage", DHK_PART_NOTICE},
    {"cookienotice", DHK_PART_NOTICE},
    {"cookieyes", DHK_PART_NOTICE},
    {"cookie-banner", DHK_PART_NOTICE},
    {"cookie-consent", DHK_PART_NOTICE},
    {"cookie-dialog", DHK_PART_NOTICE},
    {"cookie-disclaimer", DHK_PART_NOTICE},
    {"cookie-law", DHK_PART_NOTICE},
    {"cookie-message", DHK_PART_NOTICE},
    {"cookie-modal", DHK_PART_NOTICE},
    {"cookie-notice", DHK_PART_NOTICE},
    {"cookie-notification", DHK_PART_NOTICE},
    {"cookie-overlay", DHK_PART_NOTICE},
    {"cookie-popup", DHK_PART_NOTICE},
    {"cookie-warning", DHK_PART_NOTICE},
    {"cookies-banner", DHK_PART_NOTICE},
    {"cookies-bar", DHK_PART_NOTICE},
    {"cookies-consent", DHK_PART_NOTICE},
    {"cookies-notice", DHK_PART_NOTICE},
    {"cookies-popup", DHK_PART_NOTICE},
    {"consent-banner", DHK_PART_NOTICE},
    {"consent-dialog", DHK_PART_NOTICE},
    {"consent-manager", DHK_PART_NOTICE},
    {"consent-modal", DHK_PART_NOTICE},
    {"consent-overlay", DHK_PART_NOTICE},
    {"consent-popup", DHK_PART_NOTICE},
    {"gdpr-banner", DHK_PART_NOTICE},
    {"gdpr-consent", DHK_PART_NOTICE},
    {"gdpr-cookie", DHK_PART_NOTICE},
    {"gdpr-modal", DHK_PART_NOTICE},
    {"gdpr-popup", DHK_PART_NOTICE},
    {"didomi", DHK_PART_NOTICE},
    {"onetrust", DHK_PART_NOTICE},
    {"qc-cmp", DHK_PART_NOTICE},
    {"usercentrics", DHK_PART_NOTICE},
    {"wpconsent", DHK_PART_NOTICE},
    {"axeptio", DHK_PART_NOTICE},
    {"borlabs", DHK_PART_NOTICE},
    {"cmpbox", DHK_PART_NOTICE},
    {"cmpwrapper", DHK_PART_NOTICE},
    {"cookiehub", DHK_PART_NOTICE},
    {"iubenda", DHK_PART_NOTICE},
    {"klaro", DHK_PART_NOTICE},
    {"osano", DHK_PART_NOTICE},
    {"tarteaucitron", DHK_PART_NOTICE},
    {"termly", DHK_PART_NOTICE},
    {"trustarc", DHK_PART_NOTICE},
    {"truste", DHK_PART_NOTICE},
    {"cc-banner", DHK_PART_NOTICE},
    {"cc-window", DHK_PART_NOTICE},
    {"ccc-notify", DHK_PART_NOTICE},
    {"ccc-overlay", DHK_PART_NOTICE},
    {"cky-consent", DHK_PART_NOTICE},
    {"cmplz-cookiebanner", DHK_PART_NOTICE},
    {"consent-bar", DHK_PART_NOTICE},
    {"consent-box", DHK_PART_NOTICE},
    {"consent-root", DHK_PART_NOTICE},
    {"cookie-box", DHK_PART_NOTICE},
    {"cookie-compliance", DHK_PART_NOTICE},
    {"cookie-confirmation", DHK_PART_NOTICE},
    {"fc-consent", DHK_PART_NOTICE},
    {"privacy-banner", DHK_PART_NOTICE},
    {"privacy-modal", DHK_PART_NOTICE},
    {"privacy-popup", DHK_PART_NOTICE},
    {"shopify-pc", DHK_PART_NOTICE},
    {"sp-message", DHK_PART_NOTICE},
};

/* What is called so amid comments, is a form to write one, or what it says. */
static const char form_names[][8] = {"form", "preview", "error", "captcha", "login"};

enum {
    FORM_NAMES = sizeof form_names / sizeof *form_names,
    NAMES = sizeof known / sizeof *known,
    SALTS = 3, /* as a class, as an id, as an itemprop */
    AS_ID = 1, /* the second of them */
    FILTER_WORDS = 64,
    FRAME = 0xFF /* mark of what the title stands in */
};

/* The hashes of all names, and a bit of 4,096 for each, so that most other words are passed over. */
struct dhk_part_names {
    uint32_t hashes[SALTS * NAMES];
    uint64_t bits[FILTER_WORDS];
    uint32_t forms[FORM_NAMES];
};

/* The hash of a word, or of two with a hyphen between. */
static uint32_t hash_of(const char *name) {
    const char *hyphen = strchr(name, '-');
    if (hyphen == NULL)
        return dhk_hash_bytes(name, strlen(name));
    return dhk_hash_pair(dhk_hash_bytes(name, (size_t)(hyphen - name)), dhk_hash_bytes(hyphen + 1, strlen(hyphen + 1)));
}

dhk_part_names *dhk_part_names_new(const dehusk_allocator *allocator) {
    static const uint32_t salts[SALTS] = {0, DHK_SALT_ID, DHK_SALT_ROLE};
    dhk_part_names *names = dhk_allocate(allocator, 1, sizeof *names);
    if (names == NULL)
        return NULL;
    memset(names->bits, 0, sizeof names->bits);
    for (size_t i = 0; i < FORM_NAMES; i++)
        names->forms[i] = hash_of(form_names[i]);
    for (size_t i = 0; i < SALTS * NAMES; i++) {
        uint32_t hash = hash_of(known[i / SALTS].name) ^ salts[i % SALTS];
        names->hashes[i] = hash;
        names->bits[hash / 64 % FILTER_WORDS] |= UINT64_C(1) << hash % 64;
    }
    return names;
}

void dhk_part_names_free(dhk_part_names *names, const dehusk_allocator *allocator) {
    dhk_release(allocator, names, 1, sizeof *names);
}

/* Headings and sections have ids made of their words: "cookie-consent" is one about consent. */
static bool has_id_of_words(dhk_tag tag) {
    return tag == DHK_TAG_SECTION || dhk_heading_level(tag) > 0;
}

/* The mark of an element with this tag that is called so, or 0. */
static uint8_t mark_of(const dhk_part_names *names, dhk_tag tag, uint32_t word) {
    if ((names->bits[word / 64 % FILTER_WORDS] >> word % 64 & 1) == 0)
        return 0;
    for (size_t i = 0; i < SALTS * NAMES; i++)
        if (names->hashes[i] == word &&
            !(i % SALTS == AS_ID && known[i / SALTS].mark == DHK_PART_NOTICE && has_id_of_words(tag)))
            return known[i / SALTS].mark;
    return 0;
}

/* Elements that the page's title stands in: the words of a wrapper tell what the page may have, "has-comments". */
static void mark_frames(const dhk_document *document, uint32_t title_line, uint8_t *marks) {
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        uint32_t at = line->element;
        if (i != title_line && (line->heading_level != 1 || line->hidden))
            continue;
        while (at != 0 && marks[at] != FRAME) {
            marks[at] = FRAME;
            at = document->elements[at].parent;
        }
    }
}

/* A form, or an element that is called one: "comment-form". */
static bool is_form(const dhk_part_names *names, const dhk_document *document, const dhk_element *element) {
    if (element->tag == DHK_TAG_FORM)
        return true;
    for (uint32_t k = 0; k < element->word_count; k++) {
        uint32_t word = document->words[element->first_word + k];
        if (mark_of(names, (dhk_tag)element->tag, word) == DHK_PART_COMMENT_FORM)
            return true;
        for (size_t i = 0; i < FORM_NAMES; i++)
            if (names->forms[i] == word || (names->forms[i] ^ DHK_SALT_ID) == word)
                return true;
    }
    return false;
}

void dhk_named_parts_mark(const dhk_part_names *names, const dhk_document *document, uint32_t title_line,
                          uint8_t *marks) {
    if (document->element_count == 0)
        return;
    memset(marks, 0, document->element_count);
    mark_frames(document, title_line, marks);
    for (size_t i = 0; i < document->element_count; i++) {
        const dhk_element *element = &document->elements[i];
        uint8_t mark = i > 0 ? marks[element->parent] : 0;
        bool frame = marks[i] == FRAME || element->tag == DHK_TAG_HTML || element->tag == DHK_TAG_BODY;
        for (uint32_t k = 0; k < element->word_count && mark == 0 && !frame; k++)
            mark = mark_of(names, (dhk_tag)element->tag, document->words[element->first_word + k]);
        if (mark == DHK_PART_COMMENT && is_form(names, document, element))
            mark = DHK_PART_COMMENT_FORM;
        marks[i] = frame ? 0 : mark;
    }
}
