#include "metadata/byline.h"

#include "base/ascii.h"
#include "metadata/month_names.h"

#include <stdbool.h>
#include <string.h>

enum { NAME_BYTES_MAX = 60, NAME_WORDS_MAX = 6 };

/* Does `text` begin with `words`, in any ASCII case? */
static bool begins(const char *text, size_t length, const char *words) {
    size_t wanted = strlen(words);
    return length >= wanted && dhk_equals_ignoring_case(text, words, wanted);
}

/* How far the words go that say that an author follows; 0: there are none. `*surely`: whatever follows is one. */
static size_t skip_words(const char *text, size_t length, bool *surely) {
    static const char *const words[] = {"by ", "written by ", "posted by ", "words by ", "by: ", "written by: "};
    static const char *const sure[] = {
        "author: ", "autor: ", "auteur: ", "autore: ", "автор: ", "作者：", "作者:", "文/"};
    *surely = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(text, length, words[i]))
            return strlen(words[i]);
    *surely = true;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (begins(text, length, sure[i]))
            return strlen(sure[i]);
    return 0;
}

/* Where a name has ended: at a mark, a digit, or a word that goes on with something else. */
static bool ends_name(const char *text, size_t length) {
    static const char *const ends[] = {" on ",       " in ",     " at ",  " for ",    " - ", " filed ",
                                       " published", " updated", " \xE2", "\xC2\xB7", "  "};
    if (strchr("|,;:(@/0123456789", *text) != NULL)
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (begins(text, length, ends[i]))
            return true;
    return false;
}

/* A capital, or a letter that is no ASCII: words of names begin so, but for small ones within. */
static bool is_name(const char *text, size_t length) {
    static const char *const small[] = {"and ", "de ", "van ", "von ", "der ", "la ", "du ", "di ", "& "};
    size_t words = 0, capitals = 0;
    for (size_t i = 0; i < length; i++) {
        bool within = i > 0 && text[i - 1] != ' ';
        bool capital = dhk_is_upper((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80;
        bool known = false;
        if (within || text[i] == ' ')
            continue;
        words++;
        capitals += capital;
        for (size_t k = 0; i > 0 && k < sizeof small / sizeof *small; k++)
            known |= begins(text + i, length - i, small[k]);
        if (!capital && !known)
            return false;
    }
    return capitals >= 2 && words <= NAME_WORDS_MAX;
}

/* Where the name ends that is followed by "December 5": before the month. And a name does not end with a space. */
static size_t without_date(const char *text, size_t begin, size_t end, bool digit) {
    size_t word, month_end;
    while (end > begin && text[end - 1] == ' ')
        end--;
    for (word = end; word > begin && text[word - 1] != ' ';)
        word--;
    month_end = end > word && text[end - 1] == '.' ? end - 1 : end;
    if (digit && word > begin && dhk_english_month(text + word, month_end - word) > 0)
        return word - 1;
    return end;
}

size_t dhk_byline(const char *text, size_t length, size_t *begin) {
    bool surely;
    size_t at = skip_words(text, length, &surely);
    size_t end, stop;
    if (at == 0)
        return 0;
    while (at < length && text[at] == ' ')
        at++;
    for (stop = at; stop < length && text[stop] != '\0' && !ends_name(text + stop, length - stop);)
        stop++;
    end = without_date(text, at, stop, stop < length && dhk_is_digit(text[stop]));
    *begin = at;
    if (end - at < 2 || end - at > NAME_BYTES_MAX)
        return 0;
    if (surely || is_name(text + at, end - at))
        return end - at;
    /* One word, as people are called in blogs and forums. */
    return memchr(text + at, ' ', end - at) == NULL && begins(text + stop, length - stop, " on ") ? end - at : 0;
}
