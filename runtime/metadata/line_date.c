#include "metadata/line_date.h"

#include "base/ascii.h"
#include "metadata/month_names.h"
#include "unicode/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

/* A date as numbers, and where the text behind it begins. */
typedef struct found_date {
    unsigned year, month, day;
    const char *behind;
} found_date;

/* A part of the line that is read from its begin on. */
typedef struct rest {
    const char *at;
    const char *end;
} rest;

/* Reads one or two digits, or exactly four; no digit may follow. */
static bool read_number(rest *line, bool four, unsigned *number) {
    const char *begin = line->at;
    *number = 0;
    while (line->at < line->end && dhk_is_digit(*line->at) && line->at - begin < 5)
        *number = 10 * *number + (unsigned)(*line->at++ - '0');
    return four ? line->at - begin == 4 : line->at - begin == 1 || line->at - begin == 2;
}

static bool skip_text(rest *line, const char *text) {
    size_t length = strlen(text);
    if ((size_t)(line->end - line->at) < length || memcmp(line->at, text, length) != 0)
        return false;
    line->at += length;
    return true;
}

static void skip_any(rest *line, const char *any) {
    while (line->at < line->end && *line->at != '\0' && strchr(any, *line->at) != NULL)
        line->at++;
}

/* Words that stand within dates: "3 de enero de 2031", "3rd of October". */
static void skip_of(rest *line) {
    skip_any(line, " .,");
    if (skip_text(line, "de ") || skip_text(line, "of ") || skip_text(line, "del "))
        skip_any(line, " ");
}

static bool is_of_word(char byte) {
    return dhk_is_letter(byte) || (unsigned char)byte >= 0x80;
}

enum { WORD_BYTES = 48 }; /* no month's name is as long */

/* Passes the word at `line`. Returns the length of its lower case in `out`; 0: there is none, or it is too long. */
static size_t read_word(rest *line, char out[WORD_BYTES]) {
    size_t length = 0;
    const char *end = line->at;
    while (end < line->end && is_of_word(*end))
        end++;
    while (line->at < end && length + 4 <= WORD_BYTES) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode((const unsigned char *)line->at, (const unsigned char *)end, &width);
        if (character == DHK_MALFORMED)
            break;
        length +=
            dhk_utf8_encode((unsigned char *)out + length, (uint32_t)utf8proc_tolower((utf8proc_int32_t)character));
        line->at += width;
    }
    if (line->at == end)
        return length;
    line->at = end;
    return 0;
}

static size_t count_characters(const char *text, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !dhk_utf8_is_trail(text[i]);
    return count;
}

/* Is the word one of the names, or the beginning of one? */
static bool is_named(const char *names, const char *word, size_t length) {
    for (const char *name = names; *name != '\0';) {
        size_t whole = strcspn(name, " ");
        if (length <= whole && memcmp(name, word, length) == 0)
            return true;
        name += whole + strspn(name + whole, " ");
    }
    return false;
}

/* The month that the word at `line` names, which is passed; 0: none. */
static unsigned read_month(rest *line) {
    char word[WORD_BYTES];
    size_t length = read_word(line, word);
    if (count_characters(word, length) < 3)
        return 0;
    for (unsigned month = 0; month < 12; month++)
        if (is_named(dhk_month_names[month], word, length))
            return month + 1;
    return 0;
}

/* "2031-10-03", "2031.10.3", "2031年10月3日" */
static bool read_year_first(rest line, found_date *date) {
    static const char *const marks[][3] = {{"-", "-", ""},     {"/", "/", ""},       {".", ".", ""},
                                           {"年", "月", "日"}, {"년 ", "월 ", "일"}, {"년", "월", "일"}};
    if (!read_number(&line, true, &date->year))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        rest from = line;
        if (!skip_text(&from, marks[i][0]) || !read_number(&from, false, &date->month) ||
            !skip_text(&from, marks[i][1]) || !read_number(&from, false, &date->day))
            continue;
        skip_text(&from, marks[i][2]);
        date->behind = from.at;
        return true;
    }
    return false;
}

/* "3.10.2031"; "13/10/2031" and "10/13/2031", but not "3/10/2031": that is March to some. */
static bool read_day_first(rest line, found_date *date) {
    unsigned first, second;
    char mark;
    if (!read_number(&line, false, &first) || line.at == line.end || strchr("./-", *line.at) == NULL)
        return false;
    mark = *line.at++;
    if (!read_number(&line, false, &second) || line.at == line.end || *line.at++ != mark ||
        !read_number(&line, true, &date->year))
        return false;
    date->behind = line.at;
    date->day = mark != '.' && second > 12 ? second : first;
    date->month = mark != '.' && second > 12 ? first : second;
    return mark == '.' || first > 12 || second > 12 || first == second;
}

/* "3 October 2031", "3rd of Oct. 2031", "3 de octubre de 2031" */
static bool read_named(rest line, found_date *date) {
    if (!read_number(&line, false, &date->day))
        return false;
    skip_any(&line, "stndrhe");
    skip_of(&line);
    skip_any(&line, "-");
    date->month = read_month(&line);
    skip_of(&line);
    skip_any(&line, "-");
    if (date->month == 0 || !read_number(&line, true, &date->year))
        return false;
    date->behind = line.at;
    return true;
}

/* "October 3rd, 2031": `begin` is that of the whole line, and `line` at the day. */
static bool read_month_first(const char *begin, rest line, found_date *date) {
    rest word = line;
    while (word.at > begin && (word.at[-1] == ' ' || word.at[-1] == '.'))
        word.at--;
    if (word.at == line.at)
        return false;
    word.end = word.at;
    while (word.at > begin && is_of_word(word.at[-1]))
        word.at--;
    date->month = read_month(&word);
    if (date->month == 0 || !read_number(&line, false, &date->day))
        return false;
    skip_any(&line, "stndrh");
    skip_any(&line, ", ");
    if (!read_number(&line, true, &date->year))
        return false;
    date->behind = line.at;
    return true;
}

/* Does one of the words that say of which date this is stand in the text? */
static bool is_another(const char *text, size_t length) {
    static const char *const words[] = {"updated", "modified", "edited", "copyright", "(c)", "\xC2\xA9"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t wanted = strlen(words[i]);
        for (size_t at = 0; at + wanted <= length; at++)
            if (dhk_equals_ignoring_case(text + at, words[i], wanted))
                return true;
    }
    return false;
}

static size_t put_digits(char *to, unsigned number, size_t digits) {
    for (size_t i = digits; i-- > 0; number /= 10)
        to[i] = (char)('0' + number % 10);
    return digits;
}

/* The date, with the time behind it if that is one, as dhk_iso_date has it. */
static size_t put_date(const found_date *date, const char *end, char out[DHK_ISO_DATE_BYTES]) {
    char text[48];
    rest line = {date->behind, end};
    size_t length = put_digits(text, date->year, 4);
    size_t left;
    text[length++] = '-';
    length += put_digits(text + length, date->month, 2);
    text[length++] = '-';
    length += put_digits(text + length, date->day, 2);
    skip_any(&line, " ,|-");
    left = (size_t)(line.end - line.at);
    if (left >= 4 && dhk_is_digit(line.at[0]) &&
        (line.at[1] == ':' || (dhk_is_digit(line.at[1]) && left >= 5 && line.at[2] == ':'))) {
        text[length++] = ' ';
        left = left < sizeof text - length ? left : sizeof text - length;
        memcpy(text + length, line.at, left);
        length += left;
    }
    return dhk_iso_date(text, length, out);
}

/* Is what begins at `at` the end of something longer: "x3", "555-2031"? */
static bool is_within_number(const char *text, size_t at) {
    if (at == 0)
        return false;
    return dhk_is_digit(text[at - 1]) || dhk_is_letter(text[at - 1]) ||
           (at > 1 && strchr("-./", text[at - 1]) != NULL && text[at - 1] != '\0' && dhk_is_digit(text[at - 2]));
}

size_t dhk_line_date(const char *text, size_t length, char out[DHK_ISO_DATE_BYTES]) {
    for (size_t i = 0; i < length; i++) {
        rest line = {text + i, text + length};
        found_date date = {0};
        size_t found;
        if (!dhk_is_digit(text[i]) || is_within_number(text, i))
            continue;
        if (!read_year_first(line, &date) && !read_day_first(line, &date) && !read_named(line, &date) &&
            !read_month_first(text, line, &date))
            continue;
        found = put_date(&date, text + length, out);
        if (found > 0)
            return is_another(text, i) ? 0 : found;
    }
    return 0;
}
