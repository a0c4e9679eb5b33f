#include "metadata/iso_date.h"

#include "base/ascii.h"
#include "metadata/month_names.h"

#include <stdbool.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2199 };

typedef struct date_parts {
    unsigned year, month, day;
    unsigned hour, minute, second;
    int zone; /* minutes east of Greenwich */
    bool has_time, has_zone;
} date_parts;

/* What is left to read. */
typedef struct date_reader {
    const char *at;
    const char *end;
} date_reader;

/* Reads a number of at least `least` and at most `most` digits. */
static bool read_digits(date_reader *reader, size_t least, size_t most, unsigned *number) {
    size_t count = 0;
    *number = 0;
    while (reader->at < reader->end && count < most && dhk_is_digit(*reader->at)) {
        *number = 10 * *number + (unsigned)(*reader->at++ - '0');
        count++;
    }
    return count >= least;
}

static bool skip(date_reader *reader, const char *any) {
    const char *begin = reader->at;
    while (reader->at < reader->end && *reader->at != '\0' && strchr(any, *reader->at) != NULL)
        reader->at++;
    return reader->at > begin;
}

static bool exists(const date_parts *date) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (date->year % 4 == 0 && date->year % 100 != 0) || date->year % 400 == 0;
    if (date->year == 1970 && date->month == 1 && date->day == 1)
        return false; /* the day from which computers count: none was set */
    if (date->year < YEAR_MIN || date->year > YEAR_MAX || date->month < 1 || date->month > 12 || date->day < 1)
        return false;
    return date->day <= days[date->month - 1] + (date->month == 2 && leap ? 1u : 0u);
}

static void read_zone(date_reader *reader, date_parts *date) {
    unsigned hours, minutes;
    int sign;
    skip(reader, " ");
    if (reader->at == reader->end)
        return;
    if ((*reader->at | 0x20) == 'z' ||
        (reader->end - reader->at >= 3 && (memcmp(reader->at, "GMT", 3) == 0 || memcmp(reader->at, "UTC", 3) == 0))) {
        date->has_zone = true;
        return;
    }
    if (*reader->at != '+' && *reader->at != '-')
        return;
    sign = *reader->at++ == '-' ? -1 : 1;
    if (!read_digits(reader, 2, 2, &hours) || hours > 14)
        return;
    skip(reader, ":");
    read_digits(reader, 0, 2, &minutes);
    if (minutes > 59)
        return;
    date->zone = sign * (int)(60 * hours + minutes);
    date->has_zone = true;
}

/* "PM", "p.m.": whether it is there, and which. */
static bool read_half(date_reader *reader, bool *evening) {
    date_reader from = *reader;
    if (from.at == from.end || ((*from.at | 0x20) != 'p' && (*from.at | 0x20) != 'a'))
        return false;
    *evening = (*from.at++ | 0x20) == 'p';
    skip(&from, ".");
    if (from.at == from.end || (*from.at++ | 0x20) != 'm')
        return false;
    skip(&from, ".");
    *reader = from;
    return true;
}

/* "07:40", "T074000.123Z", "at 7:40 p.m.", "- 07:40". What is no time is none, and the date stands. */
static void read_time(date_reader *reader, date_parts *date) {
    date_reader fraction;
    unsigned ignored;
    bool colon, apart, evening;
    skip(reader, " ,Tt");
    apart = skip(reader, "-|at"); /* "-0500" is no time */
    skip(reader, " ");
    if (!read_digits(reader, 1, 2, &date->hour))
        return;
    colon = skip(reader, ":");
    if ((apart && !colon) || !read_digits(reader, 2, 2, &date->minute) || date->hour > 23 || date->minute > 59)
        return;
    if ((colon && skip(reader, ":")) || !colon) {
        if (read_digits(reader, 2, 2, &date->second) && date->second > 59)
            date->second = 59;
    }
    fraction = *reader;
    if (skip(&fraction, ".,") && read_digits(&fraction, 1, 9, &ignored))
        *reader = fraction;
    skip(reader, " ");
    if (read_half(reader, &evening))
        date->hour = evening && date->hour < 12 ? date->hour + 12 : !evening && date->hour == 12 ? 0 : date->hour;
    date->has_time = true;
    read_zone(reader, date);
}

/* Three numbers: year first, or day and month first where only one order is possible. */
static bool read_numbers(date_reader *reader, date_parts *date) {
    unsigned first, second, third;
    const char *begin = reader->at;
    if (!read_digits(reader, 1, 4, &first))
        return false;
    if (reader->at - begin == 4 && reader->end - reader->at >= 4 && dhk_is_digit(reader->at[0])) {
        *date = (date_parts){.year = first};
        return read_digits(reader, 2, 2, &date->month) && read_digits(reader, 2, 2, &date->day);
    }
    if (!skip(reader, "-/. ") || !read_digits(reader, 1, 2, &second) || !skip(reader, "-/. ") ||
        !read_digits(reader, 1, 4, &third))
        return false;
    if (first > 31)
        *date = (date_parts){.year = first, .month = second, .day = third};
    else if (first > 12 || first == second)
        *date = (date_parts){.year = third, .month = second, .day = first};
    else if (second > 12)
        *date = (date_parts){.year = third, .month = first, .day = second};
    else
        return false; /* the third of October, or the tenth of March? */
    return true;
}

/* A word that names a month, passing over one that names a day of the week. */
static unsigned read_month(date_reader *reader) {
    for (int word = 0; word < 2; word++) {
        const char *begin = reader->at;
        unsigned month;
        while (reader->at < reader->end && dhk_is_letter(*reader->at))
            reader->at++;
        month = dhk_english_month(begin, (size_t)(reader->at - begin));
        if (month > 0) {
            skip(reader, "., -");
            return month;
        }
        if (reader->at - begin < 3)
            return 0;
        skip(reader, "., ");
        if (reader->at < reader->end && !dhk_is_letter(*reader->at))
            return 0;
    }
    return 0;
}

/* "October 3, 2031", "Fri, 03 Oct 2031", "3rd October 2031". */
static bool read_words(date_reader *reader, date_parts *date) {
    date_reader from = *reader;
    date->month = read_month(&from);
    if (date->month > 0) {
        *reader = from;
        if (!read_digits(reader, 1, 2, &date->day))
            return false;
        skip(reader, "stndrh");
        skip(reader, ", ");
        return read_digits(reader, 4, 4, &date->year);
    }
    while (reader->at < reader->end && (dhk_is_letter(*reader->at) || *reader->at == ',' || *reader->at == ' '))
        reader->at++;
    if (!read_digits(reader, 1, 2, &date->day))
        return false;
    skip(reader, "stndrh");
    skip(reader, ". -");
    date->month = read_month(reader);
    return date->month > 0 && read_digits(reader, 4, 4, &date->year);
}

static void put_two(char **out, unsigned number, char before) {
    if (before != '\0')
        *(*out)++ = before;
    *(*out)++ = (char)('0' + number / 10);
    *(*out)++ = (char)('0' + number % 10);
}

static size_t write_date(const date_parts *date, char out[DHK_ISO_DATE_BYTES]) {
    char *at = out;
    unsigned zone = (unsigned)(date->zone < 0 ? -date->zone : date->zone);
    put_two(&at, date->year / 100, '\0');
    put_two(&at, date->year % 100, '\0');
    put_two(&at, date->month, '-');
    put_two(&at, date->day, '-');
    if (date->has_time) {
        put_two(&at, date->hour, 'T');
        put_two(&at, date->minute, ':');
        put_two(&at, date->second, ':');
    }
    if (date->has_time && date->has_zone && zone == 0) {
        *at++ = 'Z';
    } else if (date->has_time && date->has_zone) {
        put_two(&at, zone / 60, date->zone < 0 ? '-' : '+');
        put_two(&at, zone % 60, ':');
    }
    *at = '\0';
    return (size_t)(at - out);
}

size_t dhk_iso_date(const char *text, size_t length, char out[DHK_ISO_DATE_BYTES]) {
    date_reader reader = {text, text + length};
    date_parts date = {0};
    date_reader from;
    skip(&reader, " \t\n\r\f");
    from = reader;
    if (!read_numbers(&reader, &date) || !exists(&date)) {
        reader = from;
        date = (date_parts){0};
        if (!read_words(&reader, &date) || !exists(&date))
            return 0;
    }
    if (reader.at < reader.end && dhk_is_digit(*reader.at))
        return 0;
    read_time(&reader, &date);
    return write_date(&date, out);
}

size_t dhk_iso_date_of_address(const char *address, size_t length, char out[DHK_ISO_DATE_BYTES]) {
    const char *end = address + length;
    for (const char *at = address; end - at >= 9; at++) {
        date_reader reader = {at + 1, end};
        date_parts date = {0};
        char between;
        if (*at != '/' || !read_digits(&reader, 4, 4, &date.year) || reader.at == end)
            continue;
        between = *reader.at++;
        if ((between != '/' && between != '-') || !read_digits(&reader, 1, 2, &date.month) || reader.at == end ||
            *reader.at++ != between || !read_digits(&reader, 1, 2, &date.day) ||
            (reader.at < end && dhk_is_digit(*reader.at)))
            continue;
        if (exists(&date))
            return write_date(&date, out);
    }
    return 0;
}
