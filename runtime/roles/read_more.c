/*
 * The phrases are compared in lower case, character by character. They were
 * written down from what news sites print, in the languages of the corpus and
 * some more; a phrase that also begins ordinary sentences does no harm, since a
 * colon, dash or arrow must follow it, or nothing.
 */
#include "roles/read_more.h"

#include "base/ascii.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <stddef.h>
#include <string.h>
#include <utf8proc.h>

/* In lower case, a row for the languages before it. A NUL ends a phrase, and an empty one the row: so only rows are
 * pointers. */
static const char *const phrases[] = {
    /* English */
    "read more\0"
    "read also\0"
    "also read\0"
    "read next\0"
    "see also\0"
    "see more\0"
    "related\0"
    "related story\0"
    "related stories\0"
    "related article\0"
    "related articles\0"
    "more on this\0"
    "more on this story\0"
    "watch\0"
    "listen\0"
    "in case you missed it\0"
    "you may also like\0"
    "don't miss\0"
    "recommended\0"
    "further reading\0",
    /* German */
    "lesen sie auch\0"
    "lesen sie mehr\0"
    "lesen sie dazu\0"
    "lesen sie hier\0"
    "mehr zum thema\0"
    "siehe auch\0"
    "auch interessant\0"
    "weiterlesen\0"
    "mehr dazu\0"
    "zum thema\0"
    "passend dazu\0",
    /* French */
    "lire aussi\0"
    "à lire aussi\0"
    "lire également\0"
    "à lire\0"
    "lire la suite\0"
    "voir aussi\0"
    "sur le même sujet\0",
    /* Spanish */
    "lea también\0"
    "lee también\0"
    "leer también\0"
    "leer más\0"
    "lea más\0"
    "le puede interesar\0"
    "te puede interesar\0"
    "ver también\0"
    "vea también\0"
    "más información\0"
    "noticias relacionadas\0",
    /* Portuguese */
    "leia também\0"
    "leia mais\0"
    "ler mais\0"
    "veja também\0"
    "saiba mais\0"
    "leia ainda\0",
    /* Italian */
    "leggi anche\0"
    "leggi di più\0"
    "vedi anche\0"
    "per approfondire\0"
    "guarda anche\0",
    /* Dutch */
    "lees ook\0"
    "lees meer\0"
    "lees verder\0"
    "zie ook\0"
    "bekijk ook\0",
    /* Swedish, Danish, Norwegian */
    "läs också\0"
    "läs även\0"
    "läs mer\0"
    "se också\0"
    "læs også\0"
    "læs mere\0"
    "les også\0"
    "les mer\0"
    "se også\0",
    /* Finnish, Estonian */
    "lue myös\0"
    "lue lisää\0"
    "katso myös\0"
    "loe ka\0"
    "loe lisaks\0",
    /* Polish */
    "czytaj też\0"
    "czytaj także\0"
    "czytaj również\0"
    "czytaj więcej\0"
    "przeczytaj też\0"
    "przeczytaj także\0"
    "zobacz też\0"
    "zobacz także\0"
    "zobacz również\0"
    "polecamy\0",
    /* Czech, Slovak */
    "čtěte také\0"
    "přečtěte si také\0"
    "přečtěte si\0"
    "číst více\0"
    "viz také\0"
    "čítajte aj\0"
    "prečítajte si aj\0",
    /* Hungarian */
    "olvassa el\0"
    "olvasd el\0"
    "olvass tovább\0"
    "lásd még\0"
    "kapcsolódó\0",
    /* Romanian */
    "citește și\0"
    "citeşte şi\0"
    "citește mai mult\0"
    "citiți și\0"
    "vezi și\0",
    /* Croatian, Serbian, Slovene */
    "pročitajte još\0"
    "pročitajte i\0"
    "pročitaj još\0"
    "čitajte još\0"
    "preberite še\0"
    "прочитајте још\0",
    /* Bulgarian */
    "прочетете още\0"
    "вижте още\0"
    "още по темата\0"
    "четете още\0",
    /* Russian */
    "читайте также\0"
    "читайте по теме\0"
    "читать также\0"
    "читайте ещё\0"
    "читать далее\0"
    "читать дальше\0"
    "по теме\0"
    "смотрите также\0"
    "см. также\0"
    "подробнее\0"
    "материалы по теме\0",
    /* Ukrainian */
    "читайте також\0"
    "дивіться також\0"
    "читати також\0"
    "за темою\0"
    "до теми\0",
    /* Greek */
    "διαβάστε επίσης\0"
    "διαβάστε ακόμη\0"
    "διαβάστε ακόμα\0"
    "διαβάστε περισσότερα\0"
    "διαβάστε σχετικά\0"
    "διαβάστε και\0"
    "δείτε επίσης\0"
    "δείτε ακόμη\0",
    /* Turkish */
    "ayrıca okuyun\0"
    "bunu da okuyun\0"
    "devamını oku\0"
    "ilgili haber\0"
    "ilgili haberler\0"
    "ayrıca bakınız\0",
    /* Arabic, Persian, Urdu */
    "اقرأ أيضا\0"
    "اقرأ أيضًا\0"
    "اقرأ أيضاً\0"
    "إقرأ أيضا\0"
    "اقرأ المزيد\0"
    "شاهد أيضا\0"
    "طالع أيضا\0"
    "مواضيع ذات صلة\0"
    "همچنین بخوانید\0"
    "بیشتر بخوانید\0"
    "مطالب مرتبط\0"
    "یہ بھی پڑھیں\0"
    "مزید پڑھیں\0",
    /* Hebrew */
    "קראו גם\0"
    "קראו עוד\0"
    "ראו גם\0"
    "לקריאה נוספת\0"
    "קרא עוד\0"
    "כתבות נוספות\0",
    /* Hindi, Bengali */
    "यह भी पढ़ें\0"
    "ये भी पढ़ें\0"
    "इसे भी पढ़ें\0"
    "और पढ़ें\0"
    "यह भी देखें\0"
    "আরও পড়ুন\0"
    "আরো পড়ুন\0",
    /* Chinese */
    "相关阅读\0"
    "延伸阅读\0"
    "相关新闻\0"
    "相关报道\0"
    "相关链接\0"
    "更多阅读\0"
    "阅读更多\0"
    "推荐阅读\0"
    "相關閱讀\0"
    "延伸閱讀\0"
    "相關新聞\0"
    "相關報導\0"
    "閱讀更多\0"
    "推薦閱讀\0"
    "更多新聞\0",
    /* Japanese */
    "関連記事\0"
    "あわせて読みたい\0"
    "合わせて読みたい\0"
    "こちらもおすすめ\0"
    "続きを読む\0"
    "関連ニュース\0"
    "もっと読む\0",
    /* Korean */
    "관련기사\0"
    "관련 기사\0"
    "함께 읽기\0"
    "더 읽기\0"
    "더 보기\0"
    "더보기\0"
    "함께 보면 좋은 기사\0",
    /* Thai */
    "อ่านเพิ่มเติม\0"
    "อ่านต่อ\0"
    "อ่านข่าวที่เกี่ยวข้อง\0"
    "ข่าวที่เกี่ยวข้อง\0"
    "อ่านข่าวเพิ่มเติม\0",
    /* Vietnamese, Indonesian, Malay */
    "đọc thêm\0"
    "xem thêm\0"
    "đọc tiếp\0"
    "tin liên quan\0"
    "baca juga\0"
    "baca selengkapnya\0"
    "lihat juga\0",
};

/* More bytes than the longest phrase has, also where lower case is longer than upper case. */
enum { HEAD_SIZE = 128 };

static uint32_t lower(uint32_t character) {
    if (character < 0x80)
        return (uint32_t)dhk_lower((int)character);
    /* A typographic apostrophe is written as often as the plain one. */
    return character == 0x2019 ? '\'' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)character);
}

static bool is_word(uint32_t character) {
    return (dhk_char_of(character)->flags & DHK_CHAR_WORD) != 0;
}

/* Past bullets, arrows and brackets. */
static const unsigned char *skip_marks(const unsigned char *at, const unsigned char *end) {
    while (at < end) {
        uint32_t size, character = dhk_utf8_decode(at, end, &size);
        if (character == DHK_MALFORMED || is_word(character))
            break;
        at += size;
    }
    return at;
}

/* What stands behind the phrase. */
static dhk_read_more after_phrase(const unsigned char *at, const unsigned char *end, uint32_t last) {
    bool mark = false, space = false;
    while (at < end) {
        uint32_t size, character = dhk_utf8_decode(at, end, &size);
        if (character == DHK_MALFORMED)
            return DHK_READ_MORE_NO;
        switch (dhk_char_of(character)->class_) {
        case DHK_CHAR_SPACE:
        case DHK_CHAR_INVISIBLE:
            space = true;
            break;
        case DHK_CHAR_COMMA:
            if (character != ':' && character != 0xFF1A && !mark)
                return DHK_READ_MORE_NO;
            mark = true;
            break;
        case DHK_CHAR_DASH:
            mark = mark || space; /* not the hyphen of a compound */
            break;
        case DHK_CHAR_SEPARATOR:
        case DHK_CHAR_CLOSE:
        case DHK_CHAR_SYMBOL:
            mark = true;
            break;
        case DHK_CHAR_SENTENCE_END:
            break;
        default:
            if (mark)
                return DHK_READ_MORE_POINTS;
            /* A phrase is no beginning of a longer word; scripts without spaces cannot say. */
            return space && (dhk_char_of(last)->flags & DHK_CHAR_UNSPACED) == 0 ? DHK_READ_MORE_BEGINS
                                                                                : DHK_READ_MORE_NO;
        }
        at += size;
    }
    return DHK_READ_MORE_LEADS_IN;
}

/* The beginning of a line in lower case, at least `wanted` bytes where it has so many. `sizes` says, at each character's last
 * byte, how many bytes it has in the line. */
static uint32_t lower_head(const unsigned char *at, const unsigned char *end, uint32_t wanted,
                           unsigned char head[HEAD_SIZE], uint8_t sizes[HEAD_SIZE]) {
    uint32_t filled = 0;
    while (at < end && filled < wanted && filled + 4 <= HEAD_SIZE) {
        uint32_t size, written, character = dhk_utf8_decode(at, end, &size);
        if (character == DHK_MALFORMED)
            break;
        written = dhk_utf8_encode(head + filled, lower(character));
        memset(sizes + filled, 0, written);
        filled += written;
        sizes[filled - 1] = (uint8_t)size;
        at += size;
    }
    return filled;
}

static uint32_t key_of(const unsigned char *head) {
    return (uint32_t)head[0] | (uint32_t)head[1] << 8 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 24;
}

/* Writes the first four bytes in lower case; false if there are not so many. */
static bool first_four(const unsigned char *at, const unsigned char *end, unsigned char four[4]) {
    unsigned char head[HEAD_SIZE];
    uint8_t sizes[HEAD_SIZE];
    if (end - at >= 4 && ((at[0] | at[1] | at[2] | at[3]) & 0x80) == 0) {
        for (size_t i = 0; i < 4; i++)
            four[i] = (unsigned char)lower(at[i]);
        return true;
    }
    if (lower_head(at, end, 4, head, sizes) < 4)
        return false;
    memcpy(four, head, 4);
    return true;
}

void dhk_read_more_heads_init(dhk_read_more_heads *heads) {
    uint32_t count = 0;
    memset(heads->first, 0, sizeof heads->first);
    for (size_t row = 0; row < sizeof phrases / sizeof *phrases; row++)
        for (const char *one = phrases[row]; *one != '\0' && count + 1 < DHK_READ_MORE_PHRASES_MAX;
             one += strlen(one) + 1) {
            uint8_t *first = &heads->first[(unsigned char)*one];
            count++;
            heads->phrases[count] = one;
            heads->keys[count] = key_of((const unsigned char *)one);
            heads->next[count] = *first;
            *first = (uint8_t)count;
        }
}

static uint32_t last_character(const unsigned char *text, size_t length) {
    uint32_t size;
    return dhk_utf8_decode(dhk_utf8_before(text, text + length), text + length, &size);
}

/* What a phrase says of a line, whose first four bytes it shares. */
static dhk_read_more match(const char *phrase, const unsigned char *at, const unsigned char *end) {
    unsigned char head[HEAD_SIZE];
    uint8_t sizes[HEAD_SIZE];
    size_t source = 0, length = strlen(phrase);
    if (length > lower_head(at, end, (uint32_t)length, head, sizes) || memcmp(head, phrase, length) != 0)
        return DHK_READ_MORE_NO;
    for (size_t k = 0; k < length; k++)
        source += sizes[k];
    return after_phrase(at + source, end, last_character((const unsigned char *)phrase, length));
}

dhk_read_more dhk_read_more_of(const dhk_read_more_heads *heads, const char *text, uint32_t length) {
    const unsigned char *end = (const unsigned char *)text + length;
    const unsigned char *at = skip_marks((const unsigned char *)text, end);
    unsigned char four[4];
    dhk_read_more best = DHK_READ_MORE_NO;
    if (at >= end || !first_four(at, end, four))
        return best;
    for (uint32_t i = heads->first[four[0]], key = key_of(four); i != 0; i = heads->next[i]) {
        dhk_read_more found = heads->keys[i] == key ? match(heads->phrases[i], at, end) : DHK_READ_MORE_NO;
        if (found > best)
            best = found;
    }
    return best;
}
