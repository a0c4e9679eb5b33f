/* What a build without ICU promises of charsets; with one that has it, the same calls do more. */
#include <dehusk.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void expect(int condition, const char *what) {
    if (!condition) {
        printf("does not hold: %s\n", what);
        failures++;
    }
}

/* The charset of a page, or the status's name. */
static const char *charset_of(dehusk_context *context, const char *bytes, const char *label) {
    const dehusk_page *page;
    dehusk_request request;
    dehusk_status status;
    dehusk_request_init(&request);
    request.charset = label;
    request.format = DEHUSK_FORMAT_HTML;
    status = dehusk_classify(context, bytes, strlen(bytes), &request, &page);
    return status == DEHUSK_OK ? dehusk_page_summary(page)->charset : dehusk_status_name(status);
}

static void expect_charset(dehusk_context *context, const char *bytes, const char *label, const char *expected) {
    const char *found = charset_of(context, bytes, label);
    if (strcmp(found, expected) != 0) {
        printf("%s: %s, not %s\n", bytes, found, expected);
        failures++;
    }
}

int main(void) {
    static const char *const always[] = {"utf-8",       "utf-16",      "UTF-16BE", "latin1",       "windows-1251",
                                         "koi8-u",      "iso-8859-16", "ibm866",   "macintosh",    "x-mac-cyrillic",
                                         "windows-874", " Latin2\n",   "tis-620",  "iso-8859-8-i", "cp850",
                                         "IBM852",      "437"};
    static const char *const with_icu[] = {"gbk",       "gb2312", "gb18030",     "big5",
                                           "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"};
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    dehusk_request request;
    if (dehusk_model_open_default(NULL, &model) != DEHUSK_OK ||
        dehusk_context_new(model, NULL, &context) != DEHUSK_OK) {
        printf("no model, or no context\n");
        return 1;
    }
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        expect(dehusk_charset_supported(always[i]), always[i]);
    expect(!dehusk_charset_supported(NULL), "NULL is no charset");
    expect(!dehusk_charset_supported("no-such-charset"), "unknown is not supported");
    expect(!dehusk_charset_supported("hz-gb-2312"), "what the Standard refuses is not supported");
    for (size_t i = 0; i < sizeof with_icu / sizeof *with_icu; i++) {
        expect(!dehusk_charset_supported(with_icu[i]), with_icu[i]);
        expect_charset(context, "<p>x", with_icu[i], "UNSUPPORTED_CHARSET");
        dehusk_request_init(&request);
        request.charset = with_icu[i];
        expect(dehusk_begin(context, &request) == DEHUSK_UNSUPPORTED_CHARSET, "begin tells it at once");
    }
    /* A page's own word: refused where it matters, and only there. */
    expect_charset(context, "<meta charset=gbk><p>\xC4\xE3\xBA\xC3", NULL, "UNSUPPORTED_CHARSET");
    expect_charset(context, "<meta charset=gbk><p>all ASCII", NULL, "gbk");
    expect_charset(context,
                   "<meta charset=gbk><p>\xE6\xB0\xB4\xE9\x9D\xA2\xE6\xB0\xB4\xE9\x9D\xA2\xE6\xB0\xB4\xE9\x9D"
                   "\xA2\xE6\xB0\xB4\xE9\x9D\xA2\xE6\xB0\xB4\xE9\x9D\xA2",
                   NULL, "utf-8");
    expect_charset(context, "<meta charset=gbk><p>\xC4\xE3\xBA\xC3", "windows-1252", "windows-1252");
    /* Undeclared: no detector but the two by structure. */
    expect_charset(context,
                   "<p>L'\xE9t\xE9 dernier, la biblioth\xE8que a \xE9t\xE9 rouverte apr\xE8s des ann\xE9"
                   "es",
                   NULL, "windows-1252");
    expect_charset(context, "<p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0, \xEF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0", NULL,
                   "windows-1252");
    expect_charset(context, "<p>\xCF\xF0\xE8\xE2\xE5\xF2", "cp1251", "windows-1251");
    expect_charset(context, "<meta charset=koi8-r><p>\xCF\xF0\xE8\xE2\xE5\xF2", NULL, "koi8-r");
    dehusk_context_free(context);
    dehusk_model_close(model);
    return failures > 0;
}
