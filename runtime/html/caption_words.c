#include "html/caption_words.h"

#include "base/hash.h"
#include "html/class_words.h"

#include <string.h>

/* What a word says. */
enum {
    CAPTION = 1,     /* "wp-caption-text", "image-caption", and in other languages */
    BESIDE = 2,      /* as well a map's key, a signature, a motto */
    CREDIT = 4,      /* a caption, with a picture's name: "photo-credit" */
    DESCRIPTION = 8, /* the same of what is called "img-desc" */
    PICTURE = 16,
    MEDIA = 32, /* with the others in one name only: "credits media" is a box of credits */
    OTHER = 64, /* in front of "caption", what makes it none: "has-caption", "table-caption", "tag-legend" */
    ROLE = 128, /* the word counts as a role or property only */
    TABLE = 256,
    FIGURE = 512,
    AFTER = 1024 /* behind "caption", what makes it none: "caption-contest" */
};
static const struct caption_name {
    char word[18]; /* letters within: no pointer is relocated */
    uint16_t says;
} caption_names[DHK_CAPTION_NAMES] = {
    {"caption", CAPTION},
    {"captiontext", CAPTION},
    {"thumbcaption", CAPTION},
    {"imagecaption", CAPTION},
    {"photocaption", CAPTION},
    {"figcaption", CAPTION},
    {"gallerytext", CAPTION},
    {"cutline", CAPTION},
    {"bildunterschrift", CAPTION}, /* German */
    {"bildlegende", CAPTION},
    {"bildtext", CAPTION},
    {"bildetekst", CAPTION},  /* Norwegian */
    {"billedtekst", CAPTION}, /* Danish */
    {"kuvateksti", CAPTION},  /* Finnish */
    {"bijschrift", CAPTION},  /* Dutch */
    {"onderschrift", CAPTION},
    {"didascalia", CAPTION}, /* Italian */
    {"piedefoto", CAPTION},  /* Spanish */
    {"legend", BESIDE},
    {"legende", BESIDE}, /* French */
    {"legenda", BESIDE}, /* Portuguese */
    {"leyenda", BESIDE}, /* Spanish */
    {"epigrafe", BESIDE},
    {"podpis", BESIDE}, /* Polish, Russian */
    {"credit", CREDIT},
    {"credits", CREDIT},
    {"desc", DESCRIPTION},
    {"description", DESCRIPTION},
    {"pie", DESCRIPTION},
    {"photo", PICTURE},
    {"image", PICTURE},
    {"img", PICTURE},
    {"picture", PICTURE},
    {"foto", PICTURE},
    {"media", MEDIA},
    {"has", OTHER},
    {"no", OTHER},
    {"with", OTHER},
    {"without", OTHER},
    {"closed", OTHER},
    {"table", OTHER},
    {"code", OTHER},
    {"tag", OTHER},
    {"color", OTHER},
    {"colour", OTHER},
    {"contest", AFTER},
    {"contests", AFTER},
    {"competition", AFTER},
    {"challenge", AFTER},
    {"generator", AFTER},
    {"game", AFTER},
    {"editor", AFTER},
    {"caption", ROLE | CAPTION},
    {"table", ROLE | TABLE},
    {"grid", ROLE | TABLE},
    {"treegrid", ROLE | TABLE},
    {"figure", ROLE | FIGURE},
    {"img", ROLE | PICTURE},
};

void dhk_caption_words_init(dhk_caption_words *words) {
    memset(words->set, 0, sizeof words->set);
    for (size_t i = 0; i < DHK_CAPTION_NAMES; i++) {
        const struct caption_name *name = &caption_names[i];
        words->hashes[i] =
            dhk_hash_bytes(name->word, strlen(name->word)) ^ ((name->says & ROLE) != 0 ? DHK_SALT_ROLE : 0);
        words->set[words->hashes[i] / 64 % DHK_CAPTION_SET] |= (uint64_t)1 << (words->hashes[i] & 63);
    }
}

static uint32_t said_by(uint32_t word, const dhk_caption_words *words) {
    if ((words->set[word / 64 % DHK_CAPTION_SET] >> (word & 63) & 1) == 0)
        return 0;
    for (size_t i = 0; i < DHK_CAPTION_NAMES; i++)
        if (words->hashes[i] == word)
            return caption_names[i].says;
    return 0;
}

/* Do the words stand side by side in one name? */
static bool are_pair(const uint32_t *of, size_t count, uint32_t first, uint32_t second) {
    uint32_t pair = dhk_hash_pair(first, second);
    for (size_t i = 0; i < count; i++)
        if (of[i] == pair)
            return true;
    return false;
}

/* Do they stand in one name in any order, or as in "pie-de-foto"? */
static bool are_in_one(const uint32_t *of, size_t count, uint32_t one, uint32_t other) {
    uint32_t between = dhk_hash_bytes("de", 2);
    return are_pair(of, count, one, other) || are_pair(of, count, other, one) ||
           (are_pair(of, count, one, between) && are_pair(of, count, between, other));
}

/* Does a word beside "caption" or the like make it none? One in front does not where a picture's is ("has-img-caption"). */
static bool is_none(const dhk_caption_words *words, const uint32_t *of, size_t count, uint32_t caption,
                    uint32_t picture) {
    bool of_picture = are_pair(of, count, picture, caption);
    for (size_t i = 0; i < count; i++) {
        uint32_t said = said_by(of[i], words);
        if (((said & OTHER) != 0 && !of_picture && are_pair(of, count, of[i], caption)) ||
            ((said & AFTER) != 0 && are_pair(of, count, caption, of[i])))
            return true;
    }
    return false;
}

unsigned dhk_caption_words_say(const dhk_caption_words *words, const uint32_t *of, size_t count) {
    uint32_t says = 0, caption = 0, about = 0, picture = 0; /* the last words of these kinds */
    for (size_t i = 0; i < count; i++) {
        uint32_t said = said_by(of[i], words);
        says |= said;
        if ((said & CAPTION) != 0)
            caption = of[i];
        else if ((said & (BESIDE | CREDIT | DESCRIPTION)) != 0)
            about = of[i];
        else if ((said & (PICTURE | MEDIA)) != 0)
            picture = of[i];
    }
    unsigned names = 0;
    bool others = (says & (OTHER | AFTER)) != 0;
    if ((says & CAPTION) != 0 && !(others && is_none(words, of, count, caption, picture)))
        names |= DHK_NAMES_CAPTION;
    if ((says & BESIDE) != 0 && !(others && is_none(words, of, count, about, picture)))
        names |= DHK_NAMES_BESIDE;
    if (about != 0 && picture != 0) {
        bool one_name = are_in_one(of, count, about, picture);
        bool two_names = (says & PICTURE) != 0;
        if ((says & (BESIDE | CREDIT)) != 0)
            names |= one_name ? DHK_NAMES_CAPTION : two_names ? DHK_NAMES_BESIDE : 0;
        else
            names |= one_name ? DHK_NAMES_LINE : two_names ? DHK_NAMES_LINE_BESIDE : 0;
    }
    names |= (says & TABLE) != 0 ? DHK_NAMES_TABLE : 0;
    names |= (says & (PICTURE | MEDIA)) != 0 ? DHK_NAMES_PICTURE_OR_SO : 0;
    return names | ((says & FIGURE) != 0 ? DHK_NAMES_FIGURE : 0);
}
