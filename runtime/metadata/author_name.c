#include "metadata/author_name.h"

#include "base/ascii.h"

#include <stdbool.h>
#include <string.h>

/* "example.info" is a host's name, "ann.oaks" may be what somebody is called. */
enum { TOP_DOMAIN_MAX = 4 };

typedef struct part {
    const char *text;
    size_t length;
} part;

static bool begins(part of, const char *words) {
    size_t wanted = strlen(words);
    if (of.length < wanted)
        return false;
    for (size_t i = 0; i < wanted; i++)
        if (dhk_lower((unsigned char)of.text[i]) != (unsigned char)words[i])
            return false;
    return true;
}

static bool is_space(char byte) {
    return (unsigned char)byte <= ' ';
}

static part behind(part of, size_t bytes) {
    return (part){of.text + bytes, of.length - bytes};
}

/* Without white space and marks around it. */
static part trim(part of) {
    while (of.length > 0 && (is_space(*of.text) || strchr(",;:|-", *of.text) != NULL))
        of = behind(of, 1);
    while (of.length > 0 && (is_space(of.text[of.length - 1]) || strchr(",;:|-", of.text[of.length - 1]) != NULL))
        of.length--;
    return of;
}

/* Words that say that an author follows; "by" is also in names, "by:" is not. */
static part skip_words(part of) {
    static const char *const words[] = {"view all posts by",
                                        "view all articles by",
                                        "all posts by",
                                        "all articles by",
                                        "more posts by",
                                        "posts by",
                                        "written by",
                                        "posted by",
                                        "words by",
                                        "story by",
                                        "article by",
                                        "reported by",
                                        "published by",
                                        "review by",
                                        "about",
                                        "by",
                                        "author:",
                                        "autor:",
                                        "auteur:",
                                        "autore:",
                                        "автор:",
                                        "Автор:",
                                        "作者：",
                                        "作者:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        part rest;
        size_t length = strlen(words[i]);
        if (!begins(of, words[i]))
            continue;
        rest = behind(of, length);
        if (rest.length == 0 || is_space(*rest.text) || *rest.text == ':' ||
            (unsigned char)words[i][length - 1] >= 0x80 || words[i][length - 1] == ':')
            return trim(rest);
    }
    return of;
}

/* Does what stands behind a comma say what somebody does? */
static bool is_job(part of) {
    static const char *const jobs[] = {
        "editor",       "reporter", "correspondent", "writer", "journalist", "columnist", "contributor", "producer",
        "photographer", "blogger",  "critic",        "staff",  "intern",     "director",  "professor",   "founder",
        "ceo",          "manager",  "phd",           "ph.d",   "md",         "m.d",       "rd"};
    size_t at = 0;
    while (at < of.length) {
        part word = behind(of, at);
        for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
            size_t length = strlen(jobs[i]);
            if (begins(word, jobs[i]) && (word.length == length || !dhk_is_letter(word.text[length])))
                return true;
        }
        while (at < of.length && !is_space(of.text[at]))
            at++;
        while (at < of.length && is_space(of.text[at]))
            at++;
    }
    return false;
}

/* What stands behind a name and is none of it begins with one of these. */
static bool ends_name(part of) {
    static const char *const ends[] = {" | ",
                                       " \xC2\xB7 ",
                                       " \xE2\x80\xA2 ",
                                       " \xE2\x80\x93 ",
                                       " \xE2\x80\x94 ",
                                       " - ",
                                       " (",
                                       " @",
                                       " http",
                                       " \xE2\x86\x92",
                                       " \xC2\xBB",
                                       " published",
                                       " updated",
                                       " posted ",
                                       " follow ",
                                       " on ",
                                       " / ",
                                       "\n",
                                       "\t"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (begins(of, ends[i]))
            return true;
    return of.length >= 2 && of.text[0] == ' ' && dhk_is_digit(of.text[1]);
}

static bool has_digit(part of) {
    for (size_t i = 0; i < of.length; i++)
        if (dhk_is_digit(of.text[i]))
            return true;
    return false;
}

static part cut(part of) {
    for (size_t at = 1; at < of.length; at++) {
        part rest = behind(of, at);
        size_t end = 1;
        if (ends_name(rest))
            return (part){of.text, at};
        if (*rest.text != ',')
            continue;
        while (end < rest.length && rest.text[end] != ',')
            end++;
        if (is_job((part){rest.text + 1, end - 1}) || has_digit((part){rest.text + 1, end - 1}))
            return (part){of.text, at};
    }
    return of;
}

static bool is(part of, const char *word) {
    return of.length == strlen(word) && begins(of, word);
}

/* "news.example", "NEWS.EXAMPLE": one word that ends with a dot and letters of one case. */
static bool is_host(part of) {
    size_t at = of.length;
    bool upper = at > 0 && dhk_is_upper((unsigned char)of.text[at - 1]);
    if (memchr(of.text, ' ', of.length) != NULL)
        return false;
    while (at > 0 && dhk_is_letter(of.text[at - 1]) && dhk_is_upper((unsigned char)of.text[at - 1]) == upper)
        at--;
    if (of.length > 3 && memcmp(of.text + of.length - 3, "\xE7\xBD\x91", 3) == 0)
        return true; /* Chinese sites are called so: "net" */
    return at > 1 && of.length - at >= 2 && of.length - at <= TOP_DOMAIN_MAX && of.text[at - 1] == '.';
}

/* What programs put where an author belongs: a number, an address, a word of the page's own. */
static bool is_nobody(part of) {
    static const char *const nobodies[] = {"by",
                                           "author",
                                           "about",
                                           "about the author",
                                           "about us",
                                           "profile",
                                           "view profile",
                                           "view my complete profile",
                                           "google profile",
                                           "follow",
                                           "view comments",
                                           "updated",
                                           "admin",
                                           "administrator",
                                           "root",
                                           "webmaster",
                                           "user",
                                           "superuser",
                                           "super user",
                                           "guest",
                                           "site admin",
                                           "wpadmin",
                                           "unknown",
                                           "anonymous",
                                           "undefined",
                                           "null",
                                           "none",
                                           "n/a",
                                           "editor",
                                           "default",
                                           "test",
                                           "админ",
                                           "Админ",
                                           "администратор",
                                           "Администратор",
                                           "管理员"};
    bool letters = false;
    for (size_t i = 0; i < of.length; i++) {
        letters = letters || (unsigned char)of.text[i] >= 0x80 || dhk_is_letter(of.text[i]);
        if (of.text[i] == '@' && (i == 0 || (i + 1 < of.length && !is_space(of.text[i - 1]) && of.text[i - 1] != '(')))
            return true; /* an address or a handle; but "(@name)" goes with a name */
    }
    for (size_t i = 0; i < sizeof nobodies / sizeof *nobodies; i++)
        if (is(of, nobodies[i]))
            return true;
    return !letters || begins(of, "http://") || begins(of, "https://") || begins(of, "www.") || is_host(of);
}

/* Of "Personal finance January" and "Sun Dec", which were followed by a day, without the month and the weekday. */
static part without_month(part of) {
    static const char names[] = "january february march april may june july august september october november december "
                                "sunday monday tuesday wednesday thursday friday saturday ";
    size_t word = of.length;
    while (word > 0 && !is_space(of.text[word - 1]))
        word--;
    for (const char *name = names; of.length - word >= 3 && *name != '\0'; name = strchr(name, ' ') + 1) {
        size_t same = 0;
        while (word + same < of.length && dhk_lower((unsigned char)of.text[word + same]) == (unsigned char)name[same])
            same++;
        if (word + same == of.length) {
            of.length = word;
            return trim(of);
        }
    }
    return of;
}

/* A name that stands before a date has it cut off; a text that begins with one is no name, but one may follow it. */
static part settle(part of) {
    part name = trim(cut(skip_words(of)));
    if (name.length > 0 && dhk_is_digit(*name.text)) {
        const char *mark = memchr(of.text, '|', of.length);
        if (mark != NULL)
            return trim(cut(skip_words(trim(behind(of, (size_t)(mark - of.text))))));
    }
    if (name.text + name.length + 1 < of.text + of.length && name.text[name.length] == ' ' &&
        dhk_is_digit(name.text[name.length + 1]))
        name = without_month(without_month(name));
    return name;
}

size_t dhk_author_name(const char *text, size_t length, size_t *begin) {
    part name = trim((part){text, length});
    bool nobody = is_nobody(name);
    if (!nobody)
        name = settle(name);
    *begin = (size_t)(name.text - text);
    return nobody || name.length == 0 || dhk_is_digit(*name.text) || is_nobody(name) ? 0 : name.length;
}
