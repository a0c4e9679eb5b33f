/*
 * Does a text in a single-byte encoding spell words of some language? Read in a wrong one, words have letters that no
 * language has together, capitals and signs within them, or letters of two scripts; what is left, one script in the
 * place of another, is told by how often its common letters come.
 */
#include "base/ascii.h"
#include "charset/charset_parts.h"
#include "unicode/char_class.h"

#include <string.h>
#include <utf8proc.h>

/* What a language writes with. Only letters beyond ASCII count. */
typedef struct alphabet {
    const uint_least16_t *letters; /* small ones */
    const uint_least16_t *common;  /* some that make up three eighths of its letters and more; NULL: not asked */
} alphabet;

static const alphabet alphabets[] = {
    {u"äöüßéàè", NULL},                            /* German */
    {u"éèêëàâîïôùûüçœæÿñ", NULL},                  /* French */
    {u"áéíóúñüïçàèòªº·", NULL},                    /* Spanish, Catalan */
    {u"áàâãéêíóôõúüçªº", NULL},                    /* Portuguese */
    {u"àèéìíîòóùúâêôçªº", NULL},                   /* Italian, Rhaeto-Romanic, Gaelic */
    {u"åäöéüà", NULL},                             /* Swedish, Finnish */
    {u"æøåéòóôäöü", NULL},                         /* Danish, Norwegian */
    {u"áéíóúýþæöðø", NULL},                        /* Icelandic, Faroese */
    {u"ëéïöüèêáóíúô", NULL},                       /* Dutch, Afrikaans */
    {u"ëç", NULL},                                 /* Albanian */
    {u"ąćęłńóśźż", NULL},                          /* Polish */
    {u"áčďéěíňóřšťúůýžäľô", NULL},                 /* Czech, Slovak */
    {u"áéíóöőúüű", NULL},                          /* Hungarian */
    {u"ăâîșțşţ", NULL},                            /* Romanian */
    {u"čćđšž", NULL},                              /* Croatian, Slovenian */
    {u"çğıİöşüâîû", NULL},                         /* Turkish */
    {u"əçğıİöşüñ", NULL},                          /* Azeri, Tatar */
    {u"ąčęėįšųūž", NULL},                          /* Lithuanian */
    {u"āčēģīķļņšūžōŗ", NULL},                      /* Latvian */
    {u"äõöüšž", NULL},                             /* Estonian */
    {u"ĉĝĥĵŝŭ", NULL},                             /* Esperanto */
    {u"ċġħż", NULL},                               /* Maltese */
    {u"âêîôûŵŷïäëöáéíóúàèìòùḃċḋḟġṁṗṡṫẁẃẅỳ", NULL}, /* Welsh, Irish */
    {u"áâčđŋšŧžäåöõ", NULL},                       /* Sami */
    {u"ăâđêôơưáàãéèíìóòõúùý", NULL},               /* Vietnamese */
    {u"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", u"оаеинт"},
    {u"абвгґдеєжзиіїйклмнопрстуфхцчшщьюяўыэё", u"оаеинті"},
    {u"абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ", u"оаеинт"},
    {u"αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ", u"αάοόιίετνσ"},
    {u"אבגדהוזחטיךכלםמןנסעףפץצקרשת", u"יוהלאר"},
    {u"ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگھےٹںہ", u"اليومنر"},
    {u"กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะาำเแโใไๅๆ", u"านรอกเงมยลว"},
};

enum { HIGH = 128 };

/* What the bytes from 0x80 on are in an encoding, and how often they come. */
typedef struct reading {
    uint32_t count[HIGH];
    uint16_t character[HIGH]; /* small, if it is a letter with case */
    uint8_t class_[HIGH];
    uint8_t script[HIGH];
} reading;

static void read_table(reading *in, const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    memset(in, 0, sizeof *in);
    for (size_t i = 0; i < length; i++)
        if (bytes[i] >= 0x80)
            in->count[bytes[i] - 0x80]++;
    for (unsigned i = 0; i < HIGH; i++) {
        uint16_t character = dhk_charset_single(encoding, (unsigned char)(i + 0x80));
        const dhk_char *what = dhk_char_of(character);
        /* The micro sign is a letter of no script, and a prefix of units. */
        in->class_[i] = character == 0xFFFD ? DHK_CHAR_OTHER : character == 0xB5 ? DHK_CHAR_PUNCTUATION : what->class_;
        in->script[i] = what->script;
        in->character[i] = what->class_ == DHK_CHAR_UPPER ? (uint16_t)utf8proc_tolower(character) : character;
    }
}

static bool is_letter(unsigned class_) {
    return class_ == DHK_CHAR_UPPER || class_ == DHK_CHAR_LOWER || class_ == DHK_CHAR_LETTER;
}

static unsigned class_at(const reading *in, unsigned char byte) {
    if (byte >= 0x80)
        return in->class_[byte - 0x80];
    if (!dhk_is_letter(byte))
        return byte <= ' ' ? DHK_CHAR_SPACE : DHK_CHAR_PUNCTUATION;
    return dhk_is_upper(byte) ? DHK_CHAR_UPPER : DHK_CHAR_LOWER;
}

/* May a character that is no letter stand between two of them? Apostrophes, hyphens and the middle dot do, and in rows of
 * links angle quotation marks and in units the micro sign. */
static bool is_within_words(unsigned class_, uint16_t character) {
    return class_ == DHK_CHAR_MARK || class_ == DHK_CHAR_INVISIBLE || class_ == DHK_CHAR_DASH ||
           class_ == DHK_CHAR_SPACE || character == 0x2018 || character == 0x2019 || character == 0xB4 ||
           character == 0xB7 || character == 0xAB || character == 0xBB || character == 0xB5;
}

/* Is the byte from 0x80 on one that its neighbours speak against? */
static bool is_misplaced(const reading *in, const unsigned char *bytes, size_t at, size_t length) {
    unsigned char byte = bytes[at];
    unsigned char left = at > 0 ? bytes[at - 1] : ' ';
    unsigned char right = at + 1 < length ? bytes[at + 1] : ' ';
    unsigned class_ = class_at(in, byte);
    unsigned before = class_at(in, left);
    unsigned behind = class_at(in, right);
    uint8_t script = in->script[byte - 0x80];
    if (class_ == DHK_CHAR_OTHER)
        return true;
    if (class_ == DHK_CHAR_MARK)
        return !is_letter(before) && before != DHK_CHAR_MARK;
    if (class_ == DHK_CHAR_SEPARATOR && left >= 0x80 && left != byte && before == class_)
        return true; /* not a rule, but letters of another encoding */
    if (!is_letter(class_))
        return is_letter(before) && is_letter(behind) && !is_within_words(class_, in->character[byte - 0x80]);
    if (class_ == DHK_CHAR_UPPER && before == DHK_CHAR_LOWER)
        return true;
    uint8_t latin = dhk_char_of('a')->script;
    bool other_before = is_letter(before) && (left < 0x80 ? latin : in->script[left - 0x80]) != script;
    bool other_behind = is_letter(behind) && (right < 0x80 ? latin : in->script[right - 0x80]) != script;
    return other_before || other_behind;
}

static bool has(const uint_least16_t *letters, uint16_t character) {
    if (character < 0x80)
        return true; /* the small letter of the Turkish capital with a dot */
    while (*letters != 0 && *letters != character)
        letters++;
    return *letters != 0;
}

/* From how many different letters on a text is one, in which the common letters have to be, and not a word that
 * repeats. */
enum { DIFFERENT = 12, DIFFERENT_LATIN = 3 };

/* How many letters are none of the language's; all, if its common ones are not. */
static uint32_t strange_letters(const reading *in, const alphabet *language, const dhk_spelling *spelling) {
    uint32_t strange = 0;
    uint32_t common = 0;
    for (unsigned i = 0; i < HIGH; i++) {
        if (in->count[i] == 0 || !is_letter(in->class_[i]))
            continue;
        if (!has(language->letters, in->character[i]))
            strange += in->count[i];
        else if (language->common != NULL && has(language->common, in->character[i]))
            common += in->count[i];
    }
    bool uncommon = spelling->different >= DIFFERENT && common * 8 < spelling->letters * 3;
    return language->common != NULL && uncommon ? spelling->letters : strange;
}

dhk_spelling dhk_charset_spelling(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    reading in;
    dhk_spelling spelling = {0, 0, 0};
    uint32_t misplaced = 0;
    uint32_t strange;
    read_table(&in, encoding, bytes, length);
    for (size_t i = 0; i < length; i++)
        if (bytes[i] >= 0x80)
            misplaced += is_misplaced(&in, bytes, i, length);
    for (unsigned i = 0; i < HIGH; i++)
        if (is_letter(in.class_[i])) {
            spelling.letters += in.count[i];
            spelling.different += in.count[i] > 0;
        }
    strange = spelling.letters;
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets && strange > 0; i++) {
        uint32_t other = strange_letters(&in, &alphabets[i], &spelling);
        strange = other < strange ? other : strange;
    }
    spelling.wrong = misplaced + strange;
    return spelling;
}

/* -- Which one instead ------------------------------------------------------- */

/* How many wrong letters are a reason to look for another encoding, if they are also one in WRONG_SHARE letters. */
enum { WRONG_MIN = 6, WRONG_SHARE = 32, BETTER = 8 };

/* In a short text fewer, if they are many of its letters. */
enum { SHORT_WRONG_MIN = 2, SHORT_WRONG_SHARE = 16 };

bool dhk_charset_is_misspelt(dhk_spelling spelling) {
    return (spelling.wrong >= WRONG_MIN && spelling.wrong * WRONG_SHARE >= spelling.letters) ||
           (spelling.wrong >= SHORT_WRONG_MIN && spelling.wrong * SHORT_WRONG_SHARE >= spelling.letters);
}

const dhk_encoding *dhk_charset_better_spelt(const dhk_encoding *than, const unsigned char *bytes, size_t length) {
    /* Of two that give the same the first. */
    static const char *const names[] = {"windows-1252", "windows-1250", "iso-8859-2",   "windows-1254", "windows-1257",
                                        "ibm852",       "ibm850",       "windows-1251", "koi8-r",       "koi8-u",
                                        "iso-8859-5",   "ibm866",       "windows-1253", "iso-8859-7",   "windows-1255",
                                        "windows-1256", "iso-8859-6",   "windows-874"};
    enum { LATIN = 7 }; /* the first ones */
    const dhk_encoding *best = NULL;
    uint32_t wrong = UINT32_MAX;
    size_t high = 0;
    for (size_t i = 0; i < length; i++)
        high += bytes[i] >= 0x80;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dhk_encoding *encoding = dhk_charset_named(names[i]);
        dhk_spelling spelling = dhk_charset_spelling(encoding, bytes, length);
        bool is_text = spelling.letters * 4 >= high && spelling.different >= (i < LATIN ? DIFFERENT_LATIN : DIFFERENT);
        if (is_text && spelling.wrong < wrong && spelling.wrong * WRONG_SHARE * 2 <= spelling.letters) {
            best = encoding;
            wrong = spelling.wrong;
        }
    }
    if (best == NULL || than == NULL || dhk_charset_kind_of(than) != DHK_CHARSET_SINGLE)
        return best;
    return wrong * BETTER <= dhk_charset_spelling(than, bytes, length).wrong ? best : NULL;
}
