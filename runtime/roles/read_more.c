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

/* In lower case, by language. */
typedef struct phrase {
    const char *text;
    size_t length;
} phrase;

#define PHRASE(text)                                                                                                   \
    { text, sizeof(text) - 1 }

static const phrase phrases[] = {
    /* English */
    PHRASE("read more"),
    PHRASE("read also"),
    PHRASE("also read"),
    PHRASE("read next"),
    PHRASE("see also"),
    PHRASE("see more"),
    PHRASE("related"),
    PHRASE("related story"),
    PHRASE("related stories"),
    PHRASE("related article"),
    PHRASE("related articles"),
    PHRASE("more on this"),
    PHRASE("more on this story"),
    PHRASE("watch"),
    PHRASE("listen"),
    PHRASE("in case you missed it"),
    PHRASE("you may also like"),
    PHRASE("don't miss"),
    PHRASE("recommended"),
    PHRASE("further reading"),
    /* German */
    PHRASE("lesen sie auch"),
    PHRASE("lesen sie mehr"),
    PHRASE("lesen sie dazu"),
    PHRASE("lesen sie hier"),
    PHRASE("mehr zum thema"),
    PHRASE("siehe auch"),
    PHRASE("auch interessant"),
    PHRASE("weiterlesen"),
    PHRASE("mehr dazu"),
    PHRASE("zum thema"),
    PHRASE("passend dazu"),
    /* French */
    PHRASE("lire aussi"),
    PHRASE("à lire aussi"),
    PHRASE("lire également"),
    PHRASE("à lire"),
    PHRASE("lire la suite"),
    PHRASE("voir aussi"),
    PHRASE("sur le même sujet"),
    /* Spanish */
    PHRASE("lea también"),
    PHRASE("lee también"),
    PHRASE("leer también"),
    PHRASE("leer más"),
    PHRASE("lea más"),
    PHRASE("le puede interesar"),
    PHRASE("te puede interesar"),
    PHRASE("ver también"),
    PHRASE("vea también"),
    PHRASE("más información"),
    PHRASE("noticias relacionadas"),
    /* Portuguese */
    PHRASE("leia também"),
    PHRASE("leia mais"),
    PHRASE("ler mais"),
    PHRASE("veja também"),
    PHRASE("saiba mais"),
    PHRASE("leia ainda"),
    /* Italian */
    PHRASE("leggi anche"),
    PHRASE("leggi di più"),
    PHRASE("vedi anche"),
    PHRASE("per approfondire"),
    PHRASE("guarda anche"),
    /* Dutch */
    PHRASE("lees ook"),
    PHRASE("lees meer"),
    PHRASE("lees verder"),
    PHRASE("zie ook"),
    PHRASE("bekijk ook"),
    /* Swedish, Danish, Norwegian */
    PHRASE("läs också"),
    PHRASE("läs även"),
    PHRASE("läs mer"),
    PHRASE("se också"),
    PHRASE("læs også"),
    PHRASE("læs mere"),
    PHRASE("les også"),
    PHRASE("les mer"),
    PHRASE("se også"),
    /* Finnish, Estonian */
    PHRASE("lue myös"),
    PHRASE("lue lisää"),
    PHRASE("katso myös"),
    PHRASE("loe ka"),
    PHRASE("loe lisaks"),
    /* Polish */
    PHRASE("czytaj też"),
    PHRASE("czytaj także"),
    PHRASE("czytaj również"),
    PHRASE("czytaj więcej"),
    PHRASE("przeczytaj też"),
    PHRASE("przeczytaj także"),
    PHRASE("zobacz też"),
    PHRASE("zobacz także"),
    PHRASE("zobacz również"),
    PHRASE("polecamy"),
    /* Czech, Slovak */
    PHRASE("čtěte také"),
    PHRASE("přečtěte si také"),
    PHRASE("přečtěte si"),
    PHRASE("číst více"),
    PHRASE("viz také"),
    PHRASE("čítajte aj"),
    PHRASE("prečítajte si aj"),
    /* Hungarian */
    PHRASE("olvassa el"),
    PHRASE("olvasd el"),
    PHRASE("olvass tovább"),
    PHRASE("lásd még"),
    PHRASE("kapcsolódó"),
    /* Romanian */
    PHRASE("citește și"),
    PHRASE("citeşte şi"),
    PHRASE("citește mai mult"),
    PHRASE("citiți și"),
    PHRASE("vezi și"),
    /* Croatian, Serbian, Slovene */
    PHRASE("pročitajte još"),
    PHRASE("pročitajte i"),
    PHRASE("pročitaj još"),
    PHRASE("čitajte još"),
    PHRASE("preberite še"),
    PHRASE("прочитајте још"),
    /* Bulgarian */
    PHRASE("прочетете още"),
    PHRASE("вижте още"),
    PHRASE("още по темата"),
    PHRASE("четете още"),
    /* Russian */
    PHRASE("читайте также"),
    PHRASE("читайте по теме"),
    PHRASE("читать также"),
    PHRASE("читайте ещё"),
    PHRASE("читать далее"),
    PHRASE("читать дальше"),
    PHRASE("по теме"),
    PHRASE("смотрите также"),
    PHRASE("см. также"),
    PHRASE("подробнее"),
    PHRASE("материалы по теме"),
    /* Ukrainian */
    PHRASE("читайте також"),
    PHRASE("дивіться також"),
    PHRASE("читати також"),
    PHRASE("за темою"),
    PHRASE("до теми"),
    /* Greek */
    PHRASE("διαβάστε επίσης"),
    PHRASE("διαβάστε ακόμη"),
    PHRASE("διαβάστε ακόμα"),
    PHRASE("διαβάστε περισσότερα"),
    PHRASE("διαβάστε σχετικά"),
    PHRASE("διαβάστε και"),
    PHRASE("δείτε επίσης"),
    PHRASE("δείτε ακόμη"),
    /* Turkish */
    PHRASE("ayrıca okuyun"),
    PHRASE("bunu da okuyun"),
    PHRASE("devamını oku"),
    PHRASE("ilgili haber"),
    PHRASE("ilgili haberler"),
    PHRASE("ayrıca bakınız"),
    /* Arabic, Persian, Urdu */
    PHRASE("اقرأ أيضا"),
    PHRASE("اقرأ أيضًا"),
    PHRASE("اقرأ أيضاً"),
    PHRASE("إقرأ أيضا"),
    PHRASE("اقرأ المزيد"),
    PHRASE("شاهد أيضا"),
    PHRASE("طالع أيضا"),
    PHRASE("مواضيع ذات صلة"),
    PHRASE("همچنین بخوانید"),
    PHRASE("بیشتر بخوانید"),
    PHRASE("مطالب مرتبط"),
    PHRASE("یہ بھی پڑھیں"),
    PHRASE("مزید پڑھیں"),
    /* Hebrew */
    PHRASE("קראו גם"),
    PHRASE("קראו עוד"),
    PHRASE("ראו גם"),
    PHRASE("לקריאה נוספת"),
    PHRASE("קרא עוד"),
    PHRASE("כתבות נוספות"),
    /* Hindi, Bengali */
    PHRASE("यह भी पढ़ें"),
    PHRASE("ये भी पढ़ें"),
    PHRASE("इसे भी पढ़ें"),
    PHRASE("और पढ़ें"),
    PHRASE("यह भी देखें"),
    PHRASE("আরও পড়ুন"),
    PHRASE("আরো পড়ুন"),
    /* Chinese */
    PHRASE("相关阅读"),
    PHRASE("延伸阅读"),
    PHRASE("相关新闻"),
    PHRASE("相关报道"),
    PHRASE("相关链接"),
    PHRASE("更多阅读"),
    PHRASE("阅读更多"),
    PHRASE("推荐阅读"),
    PHRASE("相關閱讀"),
    PHRASE("延伸閱讀"),
    PHRASE("相關新聞"),
    PHRASE("相關報導"),
    PHRASE("閱讀更多"),
    PHRASE("推薦閱讀"),
    PHRASE("更多新聞"),
    /* Japanese */
    PHRASE("関連記事"),
    PHRASE("あわせて読みたい"),
    PHRASE("合わせて読みたい"),
    PHRASE("こちらもおすすめ"),
    PHRASE("続きを読む"),
    PHRASE("関連ニュース"),
    PHRASE("もっと読む"),
    /* Korean */
    PHRASE("관련기사"),
    PHRASE("관련 기사"),
    PHRASE("함께 읽기"),
    PHRASE("더 읽기"),
    PHRASE("더 보기"),
    PHRASE("더보기"),
    PHRASE("함께 보면 좋은 기사"),
    /* Thai */
    PHRASE("อ่านเพิ่มเติม"),
    PHRASE("อ่านต่อ"),
    PHRASE("อ่านข่าวที่เกี่ยวข้อง"),
    PHRASE("ข่าวที่เกี่ยวข้อง"),
    PHRASE("อ่านข่าวเพิ่มเติม"),
    /* Vietnamese, Indonesian, Malay */
    PHRASE("đọc thêm"),
    PHRASE("xem thêm"),
    PHRASE("đọc tiếp"),
    PHRASE("tin liên quan"),
    PHRASE("baca juga"),
    PHRASE("baca selengkapnya"),
    PHRASE("lihat juga"),
};

enum { PHRASE_COUNT = sizeof phrases / sizeof *phrases };
_Static_assert((int)PHRASE_COUNT < (int)DHK_READ_MORE_PHRASES_MAX, "a phrase's number fits into a byte");

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
    memset(heads->first, 0, sizeof heads->first);
    for (size_t i = PHRASE_COUNT; i > 0; i--) {
        const unsigned char *text = (const unsigned char *)phrases[i - 1].text;
        heads->keys[i] = key_of(text);
        heads->next[i] = heads->first[text[0]];
        heads->first[text[0]] = (uint8_t)i;
    }
}

static uint32_t last_character(const unsigned char *text, size_t length) {
    uint32_t size;
    return dhk_utf8_decode(dhk_utf8_before(text, text + length), text + length, &size);
}

/* What a phrase says of a line, whose first four bytes it shares. */
static dhk_read_more match(const phrase *one, const unsigned char *at, const unsigned char *end) {
    unsigned char head[HEAD_SIZE];
    uint8_t sizes[HEAD_SIZE];
    size_t source = 0;
    if (one->length > lower_head(at, end, (uint32_t)one->length, head, sizes) ||
        memcmp(head, one->text, one->length) != 0)
        return DHK_READ_MORE_NO;
    for (size_t k = 0; k < one->length; k++)
        source += sizes[k];
    return after_phrase(at + source, end, last_character((const unsigned char *)one->text, one->length));
}

dhk_read_more dhk_read_more_of(const dhk_read_more_heads *heads, const char *text, uint32_t length) {
    const unsigned char *end = (const unsigned char *)text + length;
    const unsigned char *at = skip_marks((const unsigned char *)text, end);
    unsigned char four[4];
    dhk_read_more best = DHK_READ_MORE_NO;
    if (at >= end || !first_four(at, end, four))
        return best;
    for (uint32_t i = heads->first[four[0]], key = key_of(four); i != 0; i = heads->next[i]) {
        dhk_read_more found = heads->keys[i] == key ? match(&phrases[i - 1], at, end) : DHK_READ_MORE_NO;
        if (found > best)
            best = found;
    }
    return best;
}
