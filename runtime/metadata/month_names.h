/*
 * Months in running text: how their names begin, in lower case, in the languages that most pages are in.
 */
#ifndef DHK_MONTH_NAMES_H
#define DHK_MONTH_NAMES_H

#include <stdint.h>

typedef struct dhk_month_stem {
    const char *stem; /* UTF-8; a word that begins with it, and is none that an earlier row has, names the month */
    uint8_t month;
} dhk_month_stem;

/* clang-format off */
static const dhk_month_stem dhk_month_stems[] = {
    /* Germanic and Romance languages, Turkish, Indonesian */
    {"jan", 1}, {"jän", 1}, {"jen", 1}, {"ene", 1}, {"gen", 1}, {"ian", 1}, {"oca", 1},
    {"feb", 2}, {"fév", 2}, {"fev", 2}, {"şub", 2},
    {"mar", 3}, {"mär", 3}, {"maa", 3}, {"mrt", 3},
    {"apr", 4}, {"avr", 4}, {"abr", 4}, {"nis", 4},
    {"may", 5}, {"mai", 5}, {"mei", 5}, {"maj", 5}, {"mag", 5},
    {"juin", 6}, {"jun", 6}, {"giu", 6}, {"iun", 6}, {"haz", 6},
    {"juil", 7}, {"jul", 7}, {"lug", 7}, {"iul", 7}, {"tem", 7},
    {"aug", 8}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"agu", 8}, {"ağu", 8},
    {"sep", 9}, {"set", 9}, {"eyl", 9},
    {"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"eki", 10},
    {"nov", 11}, {"noi", 11}, {"kas", 11},
    {"dec", 12}, {"déc", 12}, {"dez", 12}, {"dic", 12}, {"des", 12}, {"ara", 12},
    /* Polish, Czech */
    {"stycz", 1}, {"lut", 2}, {"kwie", 4}, {"czerw", 6}, {"lip", 7}, {"sierp", 8}, {"wrze", 9}, {"paź", 10},
    {"listop", 11}, {"grud", 12},
    {"led", 1}, {"únor", 2}, {"břez", 3}, {"dub", 4}, {"květ", 5}, {"červenc", 7}, {"červn", 6}, {"srp", 8},
    {"září", 9}, {"říj", 10}, {"pros", 12},
    /* Russian, Ukrainian */
    {"янв", 1}, {"фев", 2}, {"мар", 3}, {"апр", 4}, {"май", 5}, {"мая", 5}, {"июн", 6}, {"июл", 7}, {"авг", 8},
    {"сен", 9}, {"окт", 10}, {"ноя", 11}, {"дек", 12},
    {"січ", 1}, {"лют", 2}, {"бер", 3}, {"квіт", 4}, {"трав", 5}, {"черв", 6}, {"лип", 7}, {"серп", 8}, {"вер", 9},
    {"жовт", 10}, {"лист", 11}, {"груд", 12},
    /* Greek */
    {"ιαν", 1}, {"φεβ", 2}, {"μαρ", 3}, {"μάρ", 3}, {"απρ", 4}, {"μαΐ", 5}, {"μαϊ", 5}, {"μάι", 5}, {"μαι", 5},
    {"ιουν", 6}, {"ιούν", 6}, {"ιουλ", 7}, {"ιούλ", 7}, {"αυγ", 8}, {"αύγ", 8}, {"σεπ", 9}, {"οκτ", 10},
    {"νοε", 11}, {"νοέ", 11}, {"δεκ", 12},
};
/* clang-format on */

#endif
