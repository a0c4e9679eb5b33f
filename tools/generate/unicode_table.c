/*
 * Writes the character tables of runtime/unicode from ICU's properties.
 *
 *     unicode_table FILE           write FILE
 *     unicode_table --check FILE   exit 1 if FILE is not what would be written
 *
 * The table is that of one version of Unicode, whatever later one ICU follows:
 * characters that came later are left unassigned. With --check, 77 (which CTest
 * counts as skipped) says that this ICU follows an earlier one.
 *
 * The classes answer one question: what does a character tell about a line of
 * a web page? Where Unicode's properties answer it they are used as they are;
 * the lists below hold what they leave out, each with its reason.
 */
#include "unicode/char_class.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uversion.h>

enum {
    CHARACTERS = 0x110000,
    BLOCK_SIZE = 0x100,
    BLOCKS = CHARACTERS / BLOCK_SIZE,
    INDEX_MAX = 256, /* blocks and kinds of character that an index of one byte can tell apart */
    EXIT_DIFFERENT = 1,
    EXIT_TROUBLE = 2,
    EXIT_SKIP = 77,
    UNICODE_MAJOR = 15, /* the table's version, UNICODE_MAJOR.0 */
    UNASSIGNED = 0x0378 /* a code point that is no character in any version so far */
};

/* Lengths in tenths of a Latin letter: about how much text in one script says
 * as much as a letter in Latin script. Measured on no corpus; they only have to
 * make a sentence about as long in one script as in another. */
enum {
    UNITS_NONE = 0,
    UNITS_LETTER = 10,
    UNITS_ABJAD = 12, /* Arabic and Hebrew write few vowels */
    UNITS_HANGUL = 18,
    UNITS_KANA = 20,
    UNITS_WIDE = 20,
    UNITS_HAN = 25
};

typedef struct range {
    UChar32 first;
    UChar32 last;
} range;

/* Ends of sentences that Sentence_Terminal does not have in Unicode 15. */
static const range sentence_ends[] = {
    {0x037E, 0x037E}, /* Greek question mark */
    {0x05C3, 0x05C3}, /* Hebrew sof pasuq */
    {0x0E5A, 0x0E5B}, /* Thai ends of section and of text */
    {0x0F0D, 0x0F11}, /* Tibetan shad and its forms */
    {0x17D4, 0x17D5}, /* Khmer khan and bariyoosan */
    {0x17DA, 0x17DA}, /* Khmer koomuut */
    {0x2026, 0x2026}, /* ellipsis, which often ends a teaser */
    {0x22EF, 0x22EF}, /* the same on the middle of the line, for Chinese */
};

/* Commas that Terminal_Punctuation does not have in Unicode 15. */
static const range commas[] = {
    {0x055D, 0x055D}, /* Armenian comma */
    {0x0836, 0x0836}, /* a Samaritan mark, which later versions take it from */
};

/* What later versions gave Sentence_Terminal to; in this one it is plain punctuation. */
static const range later_sentence_ends[] = {
    {0x2024, 0x2024}, /* one dot leader */
    {0x2CF9, 0x2CFB}, /* Old Nubian full stops and question mark */
};

/* What later versions call wide. */
static const range later_wide[] = {
    {0x2630, 0x2637},   /* trigrams */
    {0x268A, 0x268F},   /* monograms and digrams */
    {0x4DC0, 0x4DFF},   /* hexagrams */
    {0x1D300, 0x1D356}, /* Tai Xuan Jing symbols */
    {0x1D360, 0x1D376}, /* counting rods */
};

/* Terminal_Punctuation that stands between words, not between clauses. */
static const range word_dividers[] = {
    {0x1361, 0x1361}, /* Ethiopic word space */
};

/* Quotation_Mark that is mostly an apostrophe. */
static const range apostrophes[] = {
    {0x0027, 0x0027},
    {0x2019, 0x2019},
};

/* Low lines; form fields and rules are drawn with them as with dashes. */
static const range low_lines[] = {
    {0x005F, 0x005F},
    {0xFE4D, 0xFE4F},
};

/* What menus, trails and lists put between or before their entries. The signs
 * «, », ‹ and › are used so too, but in half of Europe they are the quotation
 * marks, and count as such. */
static const range separators[] = {
    {0x002F, 0x002F},   /* slash */
    {0x003C, 0x003C},   /* less than */
    {0x003E, 0x003E},   /* greater than */
    {0x005C, 0x005C},   /* backslash */
    {0x007C, 0x007C},   /* vertical line */
    {0x00A6, 0x00A6},   /* broken bar */
    {0x00B7, 0x00B7},   /* middle dot */
    {0x2016, 0x2016},   /* double vertical line */
    {0x2022, 0x2023},   /* bullets */
    {0x2027, 0x2027},   /* hyphenation point */
    {0x2043, 0x2044},   /* hyphen bullet, fraction slash */
    {0x204C, 0x204D},   /* black bullets */
    {0x2190, 0x21FF},   /* arrows */
    {0x2215, 0x2216},   /* division and set minus, which look like slashes */
    {0x2219, 0x2219},   /* bullet operator */
    {0x2223, 0x2223},   /* divides */
    {0x226A, 0x226B},   /* much less and much greater */
    {0x22C5, 0x22C5},   /* dot operator */
    {0x2500, 0x25FF},   /* box drawing, blocks, geometric shapes */
    {0x2758, 0x275A},   /* vertical bars */
    {0x276C, 0x2771},   /* ornamental angle brackets, which are drawn as arrows */
    {0x2794, 0x2794},   /* arrows among the dingbats */
    {0x2798, 0x27AF},   /* more of them */
    {0x27B1, 0x27BE},   /* and more */
    {0x27F0, 0x27FF},   /* supplemental arrows A */
    {0x2900, 0x297F},   /* supplemental arrows B */
    {0x2B00, 0x2B11},   /* arrows among miscellaneous symbols */
    {0x2B30, 0x2B4F},   /* more of them */
    {0x2B5A, 0x2BB8},   /* and more */
    {0x2E31, 0x2E31},   /* word separator middle dot */
    {0x2E33, 0x2E33},   /* raised dot */
    {0x30FB, 0x30FB},   /* katakana middle dot */
    {0x1F800, 0x1F8FF}, /* supplemental arrows C */
};

#define IN(list, character) in_list((list), sizeof(list) / sizeof *(list), (character))

static bool in_list(const range *list, size_t count, UChar32 character) {
    for (size_t i = 0; i < count; i++)
        if (character >= list[i].first && character <= list[i].last)
            return true;
    return false;
}

_Noreturn static void die(const char *what) {
    fprintf(stderr, "unicode_table: %s\n", what);
    exit(EXIT_TROUBLE);
}

static UScriptCode script_of(UChar32 character) {
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(character, &error);
    if (U_FAILURE(error) || script < 0 || script > UINT8_MAX)
        die("a script does not fit into the table");
    return script;
}

/* The character of which this one is a wide, narrow, small or vertical form, or
 * itself. Punctuation gets its class from there: Unicode gives such forms some
 * of the properties of the plain one, but not all. */
static UChar32 plain_form(UChar32 character) {
    switch (u_getIntPropertyValue(character, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_WIDE:
    case U_DT_NARROW:
    case U_DT_SMALL:
    case U_DT_VERTICAL:
        break;
    default:
        return character;
    }
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    UChar text[8];
    int32_t length = unorm2_getRawDecomposition(nfkc, character, text, 8, &error);
    if (U_FAILURE(error))
        die("ICU does not know a decomposition");
    return length == 1 ? text[0] : character;
}

/* Scripts whose ordinary text has upper and lower case. Unicode also has two
 * cases of Georgian and Cherokee, but Georgian sentences and names begin with
 * no capital, and Cherokee text is mostly written in one case. */
static bool cased_script(UScriptCode script) {
    static signed char known[UINT8_MAX + 1]; /* 0 not yet asked, 1 has case, -1 has none */
    if (known[script] == 0) {
        known[script] = -1;
        for (UChar32 c = 0; c < CHARACTERS && known[script] < 0; c++)
            if (u_charType(c) == U_UPPERCASE_LETTER && script_of(c) == script)
                known[script] = 1;
        if (script == USCRIPT_GEORGIAN || script == USCRIPT_CHEROKEE)
            known[script] = -1;
    }
    return known[script] > 0;
}

/* Prolonged sound, iteration and closing marks of Japanese, which Unicode gives
 * to no single script: they count as kana. */
static bool common_kana(UChar32 character) {
    return (character >= 0x3000 && character <= 0x30FF) || character == 0xFF70;
}

static dhk_char_class punctuation_class(UChar32 given) {
    UChar32 character = plain_form(given);
    if (IN(later_sentence_ends, character))
        return DHK_CHAR_PUNCTUATION;
    if (u_hasBinaryProperty(character, UCHAR_S_TERM) || IN(sentence_ends, character))
        return DHK_CHAR_SENTENCE_END;
    if (IN(apostrophes, character) || IN(word_dividers, character))
        return DHK_CHAR_PUNCTUATION;
    if (u_hasBinaryProperty(character, UCHAR_QUOTATION_MARK))
        return DHK_CHAR_QUOTE;
    if (IN(separators, character))
        return DHK_CHAR_SEPARATOR;
    if (u_hasBinaryProperty(character, UCHAR_TERMINAL_PUNCTUATION) || IN(commas, character))
        return DHK_CHAR_COMMA;
    if (u_hasBinaryProperty(character, UCHAR_DASH) || u_hasBinaryProperty(character, UCHAR_HYPHEN) ||
        u_charType(character) == U_DASH_PUNCTUATION || IN(low_lines, character))
        return DHK_CHAR_DASH;

    switch (u_charType(character)) {
    case U_CURRENCY_SYMBOL:
        return DHK_CHAR_CURRENCY;
    case U_START_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
        return DHK_CHAR_OPEN;
    case U_END_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
        return DHK_CHAR_CLOSE;
    case U_MATH_SYMBOL:
    case U_MODIFIER_SYMBOL:
    case U_OTHER_SYMBOL:
        return DHK_CHAR_SYMBOL;
    default:
        return DHK_CHAR_PUNCTUATION;
    }
}

static dhk_char_class class_of(UChar32 character) {
    if (u_isUWhiteSpace(character) || character == 0x200B)
        return DHK_CHAR_SPACE;
    if (u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return DHK_CHAR_INVISIBLE;

    switch (u_charType(character)) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
        return DHK_CHAR_OTHER;
    case U_FORMAT_CHAR:
        /* Arabic number signs and their like are format characters that show. */
        return u_hasBinaryProperty(character, UCHAR_PREPENDED_CONCATENATION_MARK) ? DHK_CHAR_SYMBOL
                                                                                  : DHK_CHAR_INVISIBLE;
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
        return cased_script(script_of(character)) ? DHK_CHAR_UPPER : DHK_CHAR_LETTER;
    case U_LOWERCASE_LETTER:
        return cased_script(script_of(character)) ? DHK_CHAR_LOWER : DHK_CHAR_LETTER;
    case U_MODIFIER_LETTER:
        /* Half-width voicing marks are letters by category, marks by nature. */
        return u_hasBinaryProperty(character, UCHAR_GRAPHEME_EXTEND) ? DHK_CHAR_MARK : DHK_CHAR_LETTER;
    case U_OTHER_LETTER:
    case U_LETTER_NUMBER:
        return DHK_CHAR_LETTER;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
        return DHK_CHAR_MARK;
    case U_DECIMAL_DIGIT_NUMBER:
    case U_OTHER_NUMBER:
        return DHK_CHAR_DIGIT;
    default:
        return punctuation_class(character);
    }
}

static uint8_t letter_units(UChar32 character, UScriptCode script) {
    switch (script) {
    case USCRIPT_HAN:
        return UNITS_HAN;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
        return UNITS_KANA;
    case USCRIPT_HANGUL:
        /* A syllable written as two or three jamo is as long as the same in one
         * character: its leading consonant stands for all. */
        switch (u_getIntPropertyValue(character, UCHAR_HANGUL_SYLLABLE_TYPE)) {
        case U_HST_VOWEL_JAMO:
        case U_HST_TRAILING_JAMO:
            return UNITS_NONE;
        default:
            return UNITS_HANGUL;
        }
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
        return UNITS_ABJAD;
    default:
        return UNITS_LETTER;
    }
}

static uint8_t units_of(UChar32 character, dhk_char_class class_) {
    switch (class_) {
    case DHK_CHAR_INVISIBLE:
    case DHK_CHAR_MARK:
        return UNITS_NONE;
    case DHK_CHAR_OTHER:
    case DHK_CHAR_SPACE: /* of any width: white space is collapsed into one space */
        return UNITS_LETTER;
    default:
        break;
    }
    if (IN(later_wide, character))
        return UNITS_LETTER;
    switch (u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_FULLWIDTH:
    case U_EA_WIDE:
        return UNITS_WIDE;
    default:
        return UNITS_LETTER;
    }
}

static bool unspaced_script(UScriptCode script) {
    switch (script) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_KHMER:
    case USCRIPT_LAO:
    case USCRIPT_MYANMAR:
    case USCRIPT_THAI:
        return true;
    default:
        return false;
    }
}

static dhk_char describe(UChar32 character) {
    dhk_char_class class_ = class_of(character);
    dhk_char out = {.class_ = (uint8_t)class_, .units = units_of(character, class_)};
    UScriptCode script = script_of(character);
    switch (class_) {
    case DHK_CHAR_UPPER:
    case DHK_CHAR_LOWER:
    case DHK_CHAR_LETTER:
        out.flags = DHK_CHAR_WORD;
        out.script = (uint8_t)script;
        if (script == USCRIPT_COMMON && common_kana(character)) {
            out.units = UNITS_KANA;
            out.flags |= DHK_CHAR_UNSPACED;
        } else {
            out.units = letter_units(character, script);
            if (unspaced_script(script))
                out.flags |= DHK_CHAR_UNSPACED;
        }
        if (class_ != DHK_CHAR_LETTER || (script != USCRIPT_COMMON && cased_script(script)))
            out.flags |= DHK_CHAR_CASED;
        break;
    case DHK_CHAR_MARK:
        out.flags = DHK_CHAR_WORD;
        out.script = USCRIPT_INHERITED;
        break;
    case DHK_CHAR_DIGIT:
        out.flags = DHK_CHAR_WORD;
        break;
    default:
        /* Only letters tell the script of a text: that of the danda is Common,
         * that of the maqaf Hebrew, and nobody counts either. All but letters and
         * marks are Common here, which keeps the kinds of character within a byte. */
        break;
    }
    return out;
}

static dhk_char kinds[INDEX_MAX];
static size_t kind_count;
static uint8_t records[INDEX_MAX][BLOCK_SIZE];
static size_t record_count;
static uint8_t blocks[BLOCKS];

static bool same_kind(const dhk_char *a, const dhk_char *b) {
    return a->class_ == b->class_ && a->units == b->units && a->script == b->script && a->flags == b->flags;
}

/* Indices are given in order of first use: the same properties give the same
 * file. */
static uint8_t kind_index(const dhk_char *kind) {
    size_t i = 0;
    while (i < kind_count && !same_kind(&kinds[i], kind))
        i++;
    if (i == INDEX_MAX)
        die("more than 256 kinds of character; their index needs two bytes");
    if (i == kind_count)
        kinds[kind_count++] = *kind;
    return (uint8_t)i;
}

static uint8_t record_index(const uint8_t record[BLOCK_SIZE]) {
    size_t i = 0;
    while (i < record_count && memcmp(records[i], record, BLOCK_SIZE) != 0)
        i++;
    if (i == INDEX_MAX)
        die("more than 256 different blocks; their index needs two bytes");
    if (i == record_count)
        memcpy(records[record_count++], record, BLOCK_SIZE);
    return (uint8_t)i;
}

/* What a character is in the version of the table. */
static UChar32 of_version(UChar32 character) {
    UVersionInfo age;
    u_charAge(character, age);
    bool later = age[0] > UNICODE_MAJOR || (age[0] == UNICODE_MAJOR && age[1] > 0);
    return later ? UNASSIGNED : character;
}

static void build(void) {
    for (int block = 0; block < BLOCKS; block++) {
        uint8_t record[BLOCK_SIZE];
        for (int i = 0; i < BLOCK_SIZE; i++) {
            dhk_char kind = describe(of_version((UChar32)(block * BLOCK_SIZE + i)));
            record[i] = kind_index(&kind);
        }
        blocks[block] = record_index(record);
    }
}

static void write_bytes(FILE *out, const char *indent, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i % 32 == 0)
            fputs(indent, out);
        fprintf(out, "%u,%s", bytes[i], i % 32 == 31 || i + 1 == count ? "\n" : "");
    }
}

static void unicode_version(char text[16]) {
    snprintf(text, 16, "%u.0", (unsigned)UNICODE_MAJOR);
}

static void write_tables(FILE *out) {
    char version[16];
    unicode_version(version);
    fprintf(out, "/* Generated by tools/generate/unicode_table.c from ICU (Unicode %s). Do not edit. */\n", version);

    fprintf(out, "\nconst char dhk_unicode_version[] = \"%s\";\n", version);

    fputs("\nconst uint8_t dhk_char_blocks[0x1100] = {\n", out);
    write_bytes(out, "    ", blocks, BLOCKS);

    fprintf(out, "};\n\nconst uint8_t dhk_char_records[%zu][256] = {\n", record_count);
    for (size_t i = 0; i < record_count; i++) {
        fprintf(out, "    { /* %zu */\n", i);
        write_bytes(out, "        ", records[i], BLOCK_SIZE);
        fputs("    },\n", out);
    }

    fprintf(out, "};\n\n/* class, units, script, flags */\nconst dhk_char dhk_chars[%zu] = {\n", kind_count);
    for (size_t i = 0; i < kind_count; i++)
        fprintf(out, "    {%u, %u, %u, %u}, /* %zu %s */\n", kinds[i].class_, kinds[i].units, kinds[i].script,
                kinds[i].flags, i, uscript_getShortName((UScriptCode)kinds[i].script));

    /* ICU numbers the scripts of all versions of ISO 15924; the table goes up to
     * the last one that a character has. */
    unsigned last = USCRIPT_UNKNOWN;
    for (size_t i = 0; i < kind_count; i++)
        if (kinds[i].script > last)
            last = kinds[i].script;
    fprintf(out, "};\n\nstatic const char dhk_script_codes[%u][5] = {\n", last + 1);
    for (unsigned i = 0; i <= last; i++)
        fprintf(out, "%s\"%s\",%s", i % 12 == 0 ? "    " : " ", uscript_getShortName((UScriptCode)i),
                i % 12 == 11 || i == last ? "\n" : "");
    fputs("};\n", out);
}

static int check(const char *path, const char *expected, size_t length) {
    FILE *file = fopen(path, "rb");
    if (!file)
        die("the file to check cannot be opened");
    char *found = malloc(length + 1);
    if (!found)
        die("out of memory");
    size_t found_length = fread(found, 1, length + 1, file);
    fclose(file);

    int result = EXIT_SUCCESS;
    if (found_length != length || memcmp(found, expected, length) != 0) {
        UVersionInfo version;
        u_getUnicodeVersion(version);
        if (version[0] < UNICODE_MAJOR) {
            printf("skipped: this ICU follows Unicode %u, and the table is of %u\n"
                   "to run it: build with ICU 72 or later\n",
                   version[0], (unsigned)UNICODE_MAJOR);
            result = EXIT_SKIP;
        } else {
            fprintf(stderr, "unicode_table: %s is out of date\n", path);
            result = EXIT_DIFFERENT;
        }
    }
    free(found);
    return result;
}

int main(int argc, char **argv) {
    bool checking = argc == 3 && strcmp(argv[1], "--check") == 0;
    if (argc != 2 && !checking)
        die("usage: unicode_table [--check] FILE");
    const char *path = argv[argc - 1];

    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    if (!memory)
        die("out of memory");
    build();
    write_tables(memory);
    if (fclose(memory) != 0)
        die("out of memory");

    int result = EXIT_SUCCESS;
    if (checking) {
        result = check(path, text, length);
    } else {
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(text, 1, length, file) != length || fclose(file) != 0)
            die("the file cannot be written");
    }
    free(text);
    return result;
}
