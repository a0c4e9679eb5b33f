#include "metadata/author_name.h"

#include "base/ascii.h"
#include "metadata/month_names.h"

#include <stdbool.h>
#include <string.h>

/* "example.info" is a host's name, "ann.oaks" may be what somebody is called. */
enum { TOP_DOMAIN_MAX = 4 };

typedef struct part {
    const char *text;
    size_t length;
} part;

static bool begins_with(part of, part words) {
    return of.length >= words.length && dhk_equals_ignoring_case(of.text, words.text, words.length);
}

static bool begins(part of, const char *words) {
    return begins_with(of, (part){words, strlen(words)});
}

static bool is_space(char byte) {
    return (unsigned char)byte <= ' ';
}

static part behind(part of, size_t bytes) {
    return (part){of.text + bytes, of.length - bytes};
}

/* The bytes of what stands before or behind a name and is none of it, at the begin or the end of a text. */
static size_t mark_length(part of, bool at_end) {
    static const char spaces[][4] = {"\xC2\xA0", "\xE3\x80\x80"}; /* no-break, and as wide as a Chinese character */
    const char *at = at_end && of.length > 0 ? of.text + of.length - 1 : of.text;
    if (of.length > 0 && (is_space(*at) || strchr(",;:|-", *at) != NULL))
        return 1;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t length = strlen(spaces[i]);
        if (of.length >= length && memcmp(at_end ? of.text + of.length - length : of.text, spaces[i], length) == 0)
            return length;
    }
    return 0;
}

/* Without white space and marks around it. */
static part trim(part of) {
    size_t length;
    while ((length = mark_length(of, false)) > 0)
        of = behind(of, length);
    while ((length = mark_length(of, true)) > 0)
        of.length -= length;
    return of;
}

/* The next word of a list, each of which has a semicolon behind it; false: there is none. */
static bool next_word(const char **list, part *word) {
    const char *end = strchr(*list, ';');
    if (end == NULL)
        return false;
    *word = (part){*list, (size_t)(end - *list)};
    *list = end + 1;
    return true;
}

/* Is the text one of the words of such a list? */
static bool is_in(part of, const char *list) {
    part word;
    while (next_word(&list, &word))
        if (of.length == word.length && begins_with(of, word))
            return true;
    return false;
}

/* The length of the first word of such a list that the text begins with; 0: it begins with none. */
static size_t begins_with_one(part of, const char *list) {
    part word;
    while (next_word(&list, &word))
        if (begins_with(of, word))
            return word.length;
    return 0;
}

/* The first word, up to a space. */
static part first_word(part of) {
    size_t end = 0;
    while (end < of.length && !is_space(of.text[end]))
        end++;
    return (part){of.text, end};
}

static bool may_begin_name(part of) {
    return of.length > 0 && (dhk_is_upper((unsigned char)*of.text) || (unsigned char)*of.text >= 0x80);
}

/* "By" in other languages, which names begin with, too: "Von Hans Elm" but "Von Elm", "Di Elm". */
static part skip_preposition(part of) {
    static const char words[] = "von;par;por;av;af;door;oleh;di;";
    part word = first_word(of), rest;
    if (!is_in(word, words))
        return of;
    rest = trim(behind(of, word.length));
    word = first_word(rest);
    return may_begin_name(rest) && word.length < rest.length && word.text[word.length - 1] != ',' ? rest : of;
}

/* Words that say that an author follows; "by" is also in names, "by:" is not. Behind one, and behind a label, what has a
 * capital begins the name: "By Di Wu Chen". */
static part skip_words(part of, bool labelled) {
    static const char words[] =
        "view all posts by;view all articles by;all posts by;all articles by;more posts by;posts by;"
        "written by;posted by;words by;story by;article by;reported by;published by;review by;about;by;"
        "geschrieben von;escrito por;publicado por;scritto da;skrevet av;skrevet af;napsal;"
        "作者：;作者:;本报记者;本報記者;记者;記者;文/;글 ;بقلم ;كتب ;מאת ;";
    const char *list = words;
    part word;
    while (next_word(&list, &word)) {
        part rest;
        if (!begins_with(of, word))
            continue;
        rest = behind(of, word.length);
        if (rest.length == 0 || is_space(*rest.text) || *rest.text == ':' || (unsigned char)*word.text >= 0x80)
            return trim(rest);
    }
    return labelled && may_begin_name(of) ? of : skip_preposition(of);
}

/* Where a label ends that the text begins with, with its colon; 0: there is none. It is one word, or begins with one that
 * says that something was written: "Tekst: Ola", "Text und Fotos: Ola". */
static size_t label_length(part of) {
    enum { LABEL_MAX = 32 };
    static const char texts[] = "text;texte;tekst;testo;texto;words;story;tác;";
    bool several = is_in(first_word(of), texts);
    for (size_t i = 0; i < of.length && i < LABEL_MAX; i++) {
        if (of.text[i] == ':')
            return i > 0 ? i + 1 : 0;
        if (begins(behind(of, i), "："))
            return i > 0 ? i + 3 : 0;
        if ((is_space(of.text[i]) && !several) || dhk_is_digit(of.text[i]) || strchr("|/,.(", of.text[i]) != NULL)
            break;
    }
    return 0;
}

/* Does a label before `name` say that the name begins with the first capital? "Author: Di Wu Chen", but not "Tekst: Av Ola
 * Elm", where somebody's text follows. */
static bool is_named_by_label(part of, part name) {
    static const char texts[] = "text;tekst;texto;testo;";
    return name.text != of.text && (begins_with_one(of, texts) == 0 ||
                                    (begins_with_one(name, "di ;") > 0 && begins_with_one(of, "testo;") == 0));
}

/* What stands behind a label is the name; nothing where that is a photographer's, or where a text was had from. */
static part skip_label(part of) {
    static const char others[] = "foto;photo;bild;image;source;quelle;fuente;фото;Фото;источник;Источник;"
                                 "来源;來源;摄影;图;";
    size_t length = label_length(of);
    if (length == 0 || (of.length > length && of.text[length] == '/'))
        return of;
    return begins_with_one(of, others) > 0 ? (part){of.text, 0} : trim(behind(of, length));
}

/* Before the name of an author many Chinese sites have their own, or a job: "news net", "daily paper", "reporter". */
static part skip_sites(part of) {
    enum { JOBS = 5 };
    static const char tails[][7] = {"网", "網", "报", "報", "社", "记者", "記者"};
    for (;;) {
        part word = first_word(of), before = word;
        for (size_t i = 0; i < sizeof tails / sizeof *tails && word.length == before.length; i++) {
            size_t length = strlen(tails[i]);
            /* "记者" is said by itself, too. */
            if ((before.length > length || (before.length == length && i >= JOBS)) &&
                memcmp(before.text + before.length - length, tails[i], length) == 0)
                word.length = 0;
        }
        if (word.length > 0 || before.length == of.length)
            return of;
        of = trim(behind(of, before.length));
    }
}

static const char jobs[] =
    "editor;reporter;correspondent;writer;journalist;columnist;contributor;producer;photographer;blogger;"
    "critic;staff;intern;director;professor;founder;ceo;manager;phd;ph.d;md;m.d;rd;";

/* Does one of the words say what somebody does? Or, if `all`, do all of them, or what desk it is done at? */
static bool is_job(part of, bool all) {
    static const char desks[] = "the;our;news;web;online;senior;special;desk;team;newsroom;editorial;";
    bool job = false;
    for (of = trim(of); of.length > 0; of = trim(behind(of, first_word(of).length))) {
        part word = first_word(of);
        size_t length = begins_with_one(word, jobs);
        bool whole = length > 0 && (word.length == length || !dhk_is_letter(word.text[length]));
        if (whole && !all)
            return true;
        if (all && !whole && !is_in(word, desks))
            return false;
        job |= whole || all;
    }
    return job && all;
}

/* What stands behind a name and is none of it begins with one of these. */
static bool ends_name(part of) {
    static const char ends[] = "<; | ; · ; • ; – ; — ; - ; (; @; http; →; »; published; updated; posted ;"
                               " follow ; on ; / ; 记者; 記者; 기자;\n;\t;";
    if (begins_with_one(of, ends) > 0 || is_in(of, " follow;"))
        return true;
    if (begins(of, " at "))
        of = behind(of, 3);
    if (of.length < 2 || *of.text != ' ')
        return false;
    part word = first_word(behind(of, 1));
    static const char labels[] =
        "foto:;fotos:;photo:;photos:;text:;texte:;tekst:;testo:;texto:;bild:;bilder:;image:;images:;video:;grafik:;"
        "illustration:;illustrations:;kamera:;camera:;";
    return dhk_is_digit(*word.text) || is_in(word, labels) || memchr(word.text, '@', word.length) != NULL;
}

static bool has_digit(part of) {
    for (size_t i = 0; i < of.length; i++)
        if (dhk_is_digit(of.text[i]))
            return true;
    return false;
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
        rest = trim((part){rest.text + 1, end - 1});
        if (is_job(rest, false) || has_digit(rest) || (rest.length > 0 && is_host(rest)))
            return (part){of.text, at};
    }
    return of;
}

/* What programs put where an author belongs: a number, an address, a word of the page's own. */
static bool is_nobody(part of) {
    static const char nobodies[] =
        "by;author;about;about the author;about us;profile;view profile;view my complete profile;google "
        "profile;"
        "follow;view comments;comments;updated;admin;administrator;root;webmaster;user;superuser;super "
        "user;guest;"
        "site "
        "admin;wpadmin;unknown;anonymous;undefined;null;none;n/"
        "a;default;test;redaktion;redactie;redaktionen;"
        "rédaction;la rédaction;redacción;redazione;la redazione;redakcja;редакция;Редакция;"
        "админ;Админ;администратор;Администратор;管理员;编辑;小编;佚名;著者;作者;投稿者;";
    bool letters = false;
    for (size_t i = 0; i < of.length && !letters; i++)
        letters = (unsigned char)of.text[i] >= 0x80 || dhk_is_letter(of.text[i]);
    return !letters || is_in(of, nobodies) || is_job(of, true) || begins(of, "http://") || begins(of, "https://") ||
           begins(of, "www.") || is_host(of);
}

/* Is it an address, a handle or a tag? "(@name)" goes with a name. */
static bool is_address(part of) {
    for (size_t i = 0; i < of.length; i++)
        if (of.text[i] == '<' || (of.text[i] == '@' && (i == 0 || (i + 1 < of.length && !is_space(of.text[i - 1]) &&
                                                                   of.text[i - 1] != '('))))
            return true;
    return false;
}

/* Of "Personal finance January" and "Sun Dec", which were followed by a day, without the month and the weekday. */
static part without_month(part of) {
    static const char days[] = "sunday monday tuesday wednesday thursday friday saturday ";
    size_t word = of.length;
    while (word > 0 && !is_space(of.text[word - 1]))
        word--;
    bool found = dhk_english_month(of.text + word, of.length - word) > 0;
    for (const char *name = days; of.length - word >= 3 && *name != '\0' && !found; name = strchr(name, ' ') + 1)
        found =
            of.length - word <= strcspn(name, " ") && dhk_equals_ignoring_case(of.text + word, name, of.length - word);
    if (found) {
        of.length = word;
        return trim(of);
    }
    return of;
}

/* A name that stands before a date has it cut off; a text that begins with one is no name, but one may follow it. */
static part settle(part of) {
    const char *tag_end = of.length > 0 && *of.text == '<' ? memchr(of.text, '>', of.length) : NULL;
    if (tag_end != NULL) /* some write tags into attributes */
        of = trim(behind(of, (size_t)(tag_end + 1 - of.text)));
    part name = skip_label(of);
    name = trim(cut(skip_sites(skip_words(name, is_named_by_label(of, name)))));
    if (name.length > 0 && dhk_is_digit(*name.text)) {
        const char *mark = memchr(of.text, '|', of.length);
        if (mark != NULL)
            return trim(cut(skip_words(trim(behind(of, (size_t)(mark - of.text))), false)));
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
    nobody = nobody || name.length == 0 || dhk_is_digit(*name.text) || is_nobody(name) || is_address(name);
    return nobody ? 0 : name.length;
}
