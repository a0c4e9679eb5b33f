/*
 * The phrases are compared in lower case, character by character. They were
 * written down from what news sites print, in the languages of the corpus and
 * some more; a phrase that also begins ordinary sentences does no harm, since a
 * colon, dash or arrow must follow it, or nothing.
 */
#include "roles/read_more.h"

#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <stddef.h>
#include <string.h>

#include <utf8proc.h>

/* In lower case, by language. */
static const char *const phrases[] = {
    /* English */
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "see more",
    "related",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "more on this",
    "more on this story",
    "watch",
    "listen",
    "in case you missed it",
    "you may also like",
    "don't miss",
    "recommended",
    "further reading",
    /* German */
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie dazu",
    "lesen sie hier",
    "mehr zum thema",
    "siehe auch",
    "auch interessant",
    "weiterlesen",
    "mehr dazu",
    "zum thema",
    "passend dazu",
    /* French */
    "lire aussi",
    "à lire aussi",
    "lire également",
    "à lire",
    "lire la suite",
    "voir aussi",
    "sur le même sujet",
    /* Spanish */
    "lea también",
    "lee también",
    "leer también",
    "leer más",
    "lea más",
    "le puede interesar",
    "te puede interesar",
    "ver también",
    "vea también",
    "más información",
    "noticias relacionadas",
    /* Portuguese */
    "leia também",
    "leia mais",
    "ler mais",
    "veja também",
    "saiba mais",
    "leia ainda",
    /* Italian */
    "leggi anche",
    "leggi di più",
    "vedi anche",
    "per approfondire",
    "guarda anche",
    /* Dutch */
    "lees ook",
    "lees meer",
    "lees verder",
    "zie ook",
    "bekijk ook",
    /* Swedish, Danish, Norwegian */
    "läs också",
    "läs även",
    "läs mer",
    "se också",
    "læs også",
    "læs mere",
    "les også",
    "les mer",
    "se også",
    /* Finnish, Estonian */
    "lue myös",
    "lue lisää",
    "katso myös",
    "loe ka",
    "loe lisaks",
    /* Polish */
    "czytaj też",
    "czytaj także",
    "czytaj również",
    "czytaj więcej",
    "przeczytaj też",
    "przeczytaj także",
    "zobacz też",
    "zobacz także",
    "zobacz również",
    "polecamy",
    /* Czech, Slovak */
    "čtěte také",
    "přečtěte si také",
    "přečtěte si",
    "číst více",
    "viz také",
    "čítajte aj",
    "prečítajte si aj",
    /* Hungarian */
    "olvassa el",
    "olvasd el",
    "olvass tovább",
    "lásd még",
    "kapcsolódó",
    /* Romanian */
    "citește și",
    "citeşte şi",
    "citește mai mult",
    "citiți și",
    "vezi și",
    /* Croatian, Serbian, Slovene */
    "pročitajte još",
    "pročitajte i",
    "pročitaj još",
    "čitajte još",
    "preberite še",
    "прочитајте још",
    /* Bulgarian */
    "прочетете още",
    "вижте още",
    "още по темата",
    "четете още",
    /* Russian */
    "читайте также",
    "читайте по теме",
    "читать также",
    "читайте ещё",
    "читать далее",
    "читать дальше",
    "по теме",
    "смотрите также",
    "см. также",
    "подробнее",
    "материалы по теме",
    /* Ukrainian */
    "читайте також",
    "дивіться також",
    "читати також",
    "за темою",
    "до теми",
    /* Greek */
    "διαβάστε επίσης",
    "διαβάστε ακόμη",
    "διαβάστε ακόμα",
    "διαβάστε περισσότερα",
    "διαβάστε σχετικά",
    "διαβάστε και",
    "δείτε επίσης",
    "δείτε ακόμη",
    /* Turkish */
    "ayrıca okuyun",
    "bunu da okuyun",
    "devamını oku",
    "ilgili haber",
    "ilgili haberler",
    "ayrıca bakınız",
    /* Arabic, Persian, Urdu */
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "اقرأ أيضاً",
    "إقرأ أيضا",
    "اقرأ المزيد",
    "شاهد أيضا",
    "طالع أيضا",
    "مواضيع ذات صلة",
    "همچنین بخوانید",
    "بیشتر بخوانید",
    "مطالب مرتبط",
    "یہ بھی پڑھیں",
    "مزید پڑھیں",
    /* Hebrew */
    "קראו גם",
    "קראו עוד",
    "ראו גם",
    "לקריאה נוספת",
    "קרא עוד",
    "כתבות נוספות",
    /* Hindi, Bengali */
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "इसे भी पढ़ें",
    "और पढ़ें",
    "यह भी देखें",
    "আরও পড়ুন",
    "আরো পড়ুন",
    /* Chinese */
    "相关阅读",
    "延伸阅读",
    "相关新闻",
    "相关报道",
    "相关链接",
    "更多阅读",
    "阅读更多",
    "推荐阅读",
    "相關閱讀",
    "延伸閱讀",
    "相關新聞",
    "相關報導",
    "閱讀更多",
    "推薦閱讀",
    "更多新聞",
    /* Japanese */
    "関連記事",
    "あわせて読みたい",
    "合わせて読みたい",
    "こちらもおすすめ",
    "続きを読む",
    "関連ニュース",
    "もっと読む",
    /* Korean */
    "관련기사",
    "관련 기사",
    "함께 읽기",
    "더 읽기",
    "더 보기",
    "더보기",
    "함께 보면 좋은 기사",
    /* Thai */
    "อ่านเพิ่มเติม",
    "อ่านต่อ",
    "อ่านข่าวที่เกี่ยวข้อง",
    "ข่าวที่เกี่ยวข้อง",
    "อ่านข่าวเพิ่มเติม",
    /* Vietnamese, Indonesian, Malay */
    "đọc thêm",
    "xem thêm",
    "đọc tiếp",
    "tin liên quan",
    "baca juga",
    "baca selengkapnya",
    "lihat juga",
};

/* More bytes than the longest phrase has, also where lower case is longer than upper case. */
enum { HEAD_SIZE = 128 };

static uint32_t lower(uint32_t character) {
    if (character < 0x80)
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
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

/* The beginning of a line in lower case. `sizes` says, at each character's last
 * byte, how many bytes it has in the line. */
static uint32_t lower_head(const unsigned char *at, const unsigned char *end, unsigned char head[HEAD_SIZE],
                           uint8_t sizes[HEAD_SIZE]) {
    uint32_t filled = 0;
    while (at < end && filled + 4 <= HEAD_SIZE) {
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

/* Most lines begin like no phrase: that is told by the first byte alone. */
static bool could_begin(const unsigned char *at, const unsigned char *end) {
    unsigned char first[4];
    uint32_t size, character = dhk_utf8_decode(at, end, &size);
    if (character == DHK_MALFORMED)
        return false;
    (void)dhk_utf8_encode(first, lower(character));
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if ((unsigned char)phrases[i][0] == first[0])
            return true;
    return false;
}

static uint32_t last_character(const unsigned char *text, size_t length) {
    uint32_t size;
    size_t at = length - 1;
    while (at > 0 && (text[at] & 0xC0) == 0x80)
        at--;
    return dhk_utf8_decode(text + at, text + length, &size);
}

dhk_read_more dhk_read_more_of(const char *text, uint32_t length) {
    const unsigned char *end = (const unsigned char *)text + length;
    const unsigned char *at = skip_marks((const unsigned char *)text, end);
    unsigned char head[HEAD_SIZE];
    uint8_t sizes[HEAD_SIZE];
    uint32_t head_length;
    dhk_read_more best = DHK_READ_MORE_NO;
    if (at >= end || !could_begin(at, end))
        return best;
    head_length = lower_head(at, end, head, sizes);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        size_t phrase_length = strlen(phrases[i]), source = 0;
        dhk_read_more found;
        if (phrase_length > head_length || memcmp(head, phrases[i], phrase_length) != 0)
            continue;
        for (size_t k = 0; k < phrase_length; k++)
            source += sizes[k];
        found = after_phrase(at + source, end, last_character((const unsigned char *)phrases[i], phrase_length));
        if (found > best)
            best = found;
    }
    return best;
}
