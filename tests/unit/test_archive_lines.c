/* JSON lines, files that are one page, folders, and what tells the kinds apart. */
#include "archives/archive_bytes.h"
#include "input/folder_walk.h"
#include "input/json_wrapper.h"
#include "input/kind_sniff.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

static ar_results read_text(const char *text, input_kind kind, size_t limit) {
    byte_buffer file = {0};
    ar_put(&file, text);
    ar_results results = ar_read_both_ways(&file, kind, limit);
    byte_buffer_free(&file);
    return results;
}

/* -- JSON lines -------------------------------------------------------------- */

static void lines_are_pages(void **state) {
    static const char text[] = "{\"id\": \"a\", \"html\": \"<p>One\\n\\u00e9\", \"url\": \"http://a.example/\"}\n"
                               "\n  \r\n"
                               "{\"text\":\"Two\",\"id\":18446744073709551615,\"date\":\"2031-10-03\"}\r\n"
                               "{\"lang\": \"de\", \"text\": \"Three\", \"html\": null}";
    (void)state;
    ar_results results = read_text(text, INPUT_AUTO, LIMIT);
    assert_int_equal(results.kind, INPUT_JSONL);
    assert_string_equal(results.summary, "ppp");
    assert_string_equal(results.all[0].bytes, "<p>One\n\xC3\xA9");
    assert_int_equal(results.all[0].page.format, DEHUSK_FORMAT_HTML);
    assert_string_equal(results.all[0].charset, "utf-8");
    assert_string_equal(results.all[0].id, "a");
    assert_string_equal(results.all[0].url, "http://a.example/");
    assert_int_equal(results.all[0].place.line, 1);
    assert_string_equal(results.all[1].bytes, "Two");
    assert_int_equal(results.all[1].page.format, DEHUSK_FORMAT_TEXT);
    assert_string_equal(results.all[1].id, "18446744073709551615");
    assert_string_equal(results.all[1].date, "2031-10-03");
    assert_int_equal(results.all[1].place.line, 4);
    assert_int_equal(results.all[1].place.offset, strstr(text, "{\"text") - text);
    assert_string_equal(results.all[2].bytes, "Three");
    assert_null(results.all[2].id);
    assert_int_equal(results.all[2].place.offset, strstr(text, "{\"lang") - text);
    assert_int_equal(results.all[2].place.length, strlen(strstr(text, "{\"lang")));
    ar_free(&results);
}

static void other_fields_are_passed_as_they_are(void **state) {
    (void)state;
    ar_results results =
        read_text("{ \"a\" : 0.1, \"b\":1e5 ,\"html\":\"x\", \"text\" : \"{,}\\\\\", \"c\": [1, {\"d\": \"]\"}] ,"
                  "\"q\\\"\":\"\\ud83d\\ude00\\\"\",\"t\":true,\"n\":123456789012345678901234567890}",
                  INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "p");
    assert_string_equal(results.all[0].fields,
                        "a=0.1;b=1e5;text=\"{,}\\\\\";c=[1, {\"d\": \"]\"}];q\\\"=\"\\ud83d\\ude00\\\"\";t=true;"
                        "n=123456789012345678901234567890;");
    ar_free(&results);
}

static void lines_that_are_wrong(void **state) {
    static const char no_page[] = "a JSON object without a page (--field names what holds it)";
    static const struct {
        const char *line;
        const char *reason; /* NULL: there is a page in it */
        const char *page;
        const char *fields;
        bool is_cut;
    } cases[] = {
        {"rubbish", "no JSON object", NULL, NULL, false},
        {"[\"text\"]", "no JSON object", NULL, NULL, false},
        {"{\"keywords\": \"x\"}", no_page, NULL, NULL, false},
        {"{\"text\": 5}", no_page, NULL, NULL, false},
        {"{\"text\": null, \"html\": [\"x\"]}", no_page, NULL, NULL, false},
        {"{\"text\": \"cut", NULL, "cut", "", true},
        {"{\"text\": \"x\", \"id", NULL, "x", "", false},
        {"{\"text\": \"x\", \"id\": 5", NULL, "x", "id=5;", false},
        {"{\"text\": \"x\"},", NULL, "x", "", false},
        {"{\"text\": \"\xE9 x\"}", NULL, "\xE9 x", "", false},
        {"{\"text\": \"\\ud83d x \\udcb2\"}", NULL, "\xEF\xBF\xBD x \xEF\xBF\xBD", "", false},
        {"{\"text\": \"\\ud83d\\ude00\", \"a\": \"\\ud83d\"}", NULL, "\xF0\x9F\x98\x80", "a=\"\\ud83d\";", false},
        {"{\"text\": \"x\", \"a\": 1e400, \"b\": NaN, \"c\": -Infinity}", NULL, "x", "a=1e400;b=NaN;c=-Infinity;",
         false},
        {"\xEF\xBB\xBF{\"text\": \"x\"}", NULL, "x", "", false},
        {"{\"html\": \"\", \"text\": \"x\"}", NULL, "x", "html=\"\";", false},
        {"{\"text\": \"x\", \"html\": \"\"}", NULL, "x", "html=\"\";", false},
        {"{\"html\": \"\"}", NULL, "", "", false},
        {"{\"text\": \"a\", \"text\": \"x\"}", NULL, "x", "text=\"a\";", false},
        {"{\"te\\u0078t\": \"\\x\\/\\\"\"}", NULL, "x/\"", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        snprintf(text, sizeof text, "{\"text\": \"one\"}\n%s\n{\"text\": \"three\"}\n", cases[i].line);
        ar_results results = read_text(text, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, cases[i].reason != NULL ? "pfp" : "ppp");
        if (cases[i].reason != NULL) {
            assert_string_equal(results.all[1].place.reason, cases[i].reason);
        } else {
            assert_string_equal(results.all[1].bytes, cases[i].page);
            assert_string_equal(results.all[1].fields, cases[i].fields);
            assert_int_equal(results.all[1].page.cut, cases[i].is_cut);
        }
        assert_int_equal(results.all[1].place.line, 2);
        assert_string_equal(results.all[2].bytes, "three");
        ar_free(&results);
    }
}

static void a_nul_in_a_page(void **state) {
    (void)state;
    ar_results results = read_text("{\"text\": \"\\u0000x\", \"url\": \"a\\u0000\"}\n", INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "p");
    assert_int_equal(results.all[0].page.length, 2);
    assert_null(results.all[0].url);
    ar_free(&results);
}

static void names_of_fields(void **state) {
    static const struct {
        const char *line;
        const char *page;
        dehusk_format format;
    } cases[] = {
        {"{\"content\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"raw_content\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"body\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"selftext\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"html_content\": \"x\"}", "x", DEHUSK_FORMAT_HTML},
        {"{\"content\": \"y\", \"text\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"body\": \"y\", \"content\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"doc\": {\"text\": \"x\"}}", "x", DEHUSK_FORMAT_TEXT},
        /* Whatever their case, and how their words are joined. */
        {"{\"HTML\": \"x\", \"text\": \"y\"}", "x", DEHUSK_FORMAT_HTML},
        {"{\"Text\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"Content\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"rawContent\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"Raw-HTML\": \"x\"}", "x", DEHUSK_FORMAT_HTML},
        {"{\"page content\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"articleBody\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"innerText\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"t\\u0065xt\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"texts\": \"y\", \"tex\": \"y\", \"passage\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"doc\": {\"html\": \"y\"}, \"body\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"raw\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"doc\": \"x\"}", "x", DEHUSK_FORMAT_AUTO},
        {"{\"source_html\": \"x\"}", "x", DEHUSK_FORMAT_HTML},
        {"{\"title\": {\"rendered\": \"y\"}, \"content\": {\"rendered\": \"x\"}, \"excerpt\": {\"rendered\": \"y\"}}",
         "x", DEHUSK_FORMAT_AUTO},
        /* What says nothing is taken if there is no other. */
        {"{\"html\": \" \\n\\t\", \"text\": \"x\"}", "x", DEHUSK_FORMAT_TEXT},
        {"{\"html\": \"\\\\n\", \"text\": \"x\"}", "\\n", DEHUSK_FORMAT_HTML},
        {"{\"html\": \" \"}", " ", DEHUSK_FORMAT_HTML},
        {"{\"text\": \"<!doctype html><p>x\"}", "<!doctype html><p>x", DEHUSK_FORMAT_HTML},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ar_results results = read_text(cases[i].line, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "p");
        assert_string_equal(results.all[0].bytes, cases[i].page);
        assert_int_equal(results.all[0].page.format, cases[i].format);
        ar_free(&results);
    }
    ar_results results = read_text("{\"meta\": {\"url\": \"http://a.example/\"}, \"doc\": {\"a\": 1, \"text\": \"x\"}}",
                                   INPUT_AUTO, LIMIT);
    assert_string_equal(results.all[0].url, "http://a.example/");
    assert_string_equal(results.all[0].fields,
                        "meta={\"url\": \"http://a.example/\"};doc={\"a\": 1, \"text\": (page)};");
    ar_free(&results);
}

/* The names that were asked for hold, and no others. */
static void fields_asked_for(void **state) {
    static const char line[] = "{\"text\": \"no\", \"essay\": \"one\", \"in\": {\"essay\": \"two\"}, \"at\": \"u\"}\n"
                               "{\"text\": \"no\"}\n";
    static const struct {
        const char *field;
        const char *page;
    } cases[] = {{"essay", "one"}, {"in.essay", "two"}, {"text", "no"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer file = {0};
        ar_put(&file, line);
        ar_results results = ar_read_fields(&file, cases[i].field, "at");
        assert_string_equal(results.all[0].bytes, cases[i].page);
        assert_string_equal(results.all[0].url, "u");
        assert_int_equal(results.summary[1], i == 2 ? 'p' : 'f');
        ar_free(&results);
        byte_buffer_free(&file);
    }
}

/* What stands in front of the objects costs itself alone. */
static void odd_first_lines(void **state) {
    static const struct {
        const char *file;
        const char *summary;
    } cases[] = {
        {"[\"id\", \"text\"]\n{\"id\": 1, \"text\": \"x\"}\n", "fp"},
        {"{\"count\": 2, \"made\": null}\n{\"text\": \"x\"}\n", "fp"},
        {"{}\n{\"text\": \"x\"}\n", "fp"},
        {"{\"text\": \"x\"}\n\x1A", "p"},
        {"\x1E{\"text\": \"x\"}\n\x1E{\"text\": \"x\"}\n", "pp"},
    };
    static const char *const lines[] = {"# made by hand", "null", "\"names\"", "7"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ar_results results = read_text(cases[i].file, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, cases[i].summary);
        ar_free(&results);
    }
    /* Filled up. */
    static const char filled[] = "{\"text\": \"x\"}\n\0\0\0\0\0\0\0";
    byte_buffer file = {0};
    byte_buffer_append(&file, filled, sizeof filled - 1);
    ar_results padded = ar_read_fields(&file, NULL, NULL);
    assert_string_equal(padded.summary, "p");
    ar_free(&padded);
    byte_buffer_free(&file);
    static const char wide[] = "{\0\"\0t\0\"\0:\0\"\0x\0\"\0}\0\n\0";
    byte_buffer_append(&file, wide, sizeof wide - 1);
    ar_results utf16 = ar_read(&file, INPUT_JSONL, LIMIT);
    assert_int_equal(utf16.summary[0], 'f');
    assert_string_equal(utf16.all[0].place.reason, "JSON in UTF-16: only UTF-8 is read");
    ar_free(&utf16);
    byte_buffer_free(&file);
    /* Of others only the name tells that they are lines. */
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[128];
        snprintf(text, sizeof text, "%s\n{\"text\": \"x\"}\n", lines[i]);
        ar_results results = read_text(text, INPUT_JSONL, LIMIT);
        assert_string_equal(results.summary, "fp");
        ar_free(&results);
    }
    assert_true(kind_named_lines("a/b.jsonl"));
    assert_true(kind_named_lines("b.NDJSON.gz"));
    assert_false(kind_named_lines("b.json"));
    assert_false(kind_named_lines(".jsonl"));
    assert_false(kind_named_lines(NULL));
}

/* Answers of interfaces and exports: the pages are elements of an array in an object. */
static void pages_in_an_object(void **state) {
    static const struct {
        const char *text;
        const char *summary;
    } cases[] = {
        {"{\"data\":[{\"text\":\"one\"},{\"text\":\"two\"}]}", "pp"},
        {"{\n \"ok\": true,\n \"meta\": {\"n\": [1, 2]}, \"rows\":\n [\n {\"text\":\"one\"},\n {\"text\":\"two\"}\n ],"
         "\n \"next\": {\"page\": 2}\n}\n",
         "pp"},
        {"{\"message\":\"ok "
         "[{\\\"\",\"items\":[{\"text\":\"one\",\"links\":[{\"text\":\"a\"}]},{\"text\":\"two\"}],\"n\":2}",
         "pp"},
        {"{\"hits\":{\"total\":2,\"hits\":[{\"_source\":{\"text\":\"one\"}},{\"_source\":{\"text\":\"two\"}}]}}", "pp"},
        {"{\"tags\":[{\"name\":\"x\"}],\"docs\":[{\"text\":\"one\"},{\"text\":\"two\"}]}", "fpp"},
        {"{\"data\":[{\"text\":\"one\"}]}\n{\"data\":[{\"text\":\"two\"}]}\n", "pp"},
        {"{\"data\":[{\"text\":\"one\"}]}\n{\"text\":\"two\",\"data\":[{\"text\":\"x\"}]}\n", "pp"},
        {"{\"data\":[{\"text\":\"one\"},{\"text\":\"two\"}", "ppf"},
        {"{\"data\":[[{\"text\":\"one\"}],[{\"text\":\"two\"}]]}", "pp"},
        {"[[{\"text\":\"one\"}],\n[{\"text\":\"two\"}]]", "pp"},
        {"[[{\"text\":\"one\"},{\"text\":\"two\"}]]", "pp"},
        /* An object with a page wraps none. */
        {"{\"links\":[{\"text\":\"x\"}],\"text\":\"one\"}\n{\"text\":\"two\"}", "pp"},
        {"{\"links\":[{\"text\":\"x\"}],\"html\":null}\n{\"text\":\"one\"}\n{\"text\":\"two\"}", "fpp"},
        {"{\"links\":[{\"href\":\"x\"}]}\n{\"text\":\"one\"}\n{\"text\":\"two\"}", "fpp"},
        {"{\"text\":\"one\"}\n{\"data\":[{\"text\":\"x\"}]}\n{\"text\":\"two\"}", "pfp"},
        /* Nor does one with parts of a page whose name is not known. */
        {"{\"comments\":[{\"text\":\"x\"}]}\n{\"text\":\"one\"}\n{\"text\":\"two\"}", "fpp"},
        {"{\"Body_Text\":[{\"text\":\"x\"}]}\n{\"text\":\"one\"}\n{\"text\":\"two\"}", "fpp"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ar_results results = read_text(cases[i].text, INPUT_AUTO, LIMIT);
        const char *names[] = {"one", "two"};
        size_t pages = 0;
        if (strcmp(results.summary, cases[i].summary) != 0)
            fail_msg("case %zu: %s, not %s", i, results.summary, cases[i].summary);
        for (size_t k = 0; k < results.count; k++)
            if (results.all[k].result == RECORD_PAGE)
                assert_string_equal(results.all[k].bytes, names[pages++]);
        ar_free(&results);
    }
    ar_results results = read_text(cases[1].text, INPUT_AUTO, LIMIT);
    assert_int_equal(results.all[1].place.line, 6);
    assert_int_equal(results.all[1].place.offset, strstr(cases[1].text, "{\"text\":\"two") - cases[1].text);
    ar_free(&results);
}

/* More than is looked at beforehand: the array goes on, and is read as it comes. */
/* Pages that stand behind names: each comes out, with its URL. */
static void pages_behind_names(void **state) {
    static const struct {
        const char *text;
        const char *summary;
        const char *url; /* of each page without its last character, which is its number; NULL: none */
    } cases[] = {
        {"{\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/2\":{\"html\":\"<p>2\"}}", "pp", "http://a/"},
        {"{\"http://a/1\": \"<p>1\", \"http://a/2\": \"<p>2\"}", "pp", "http://a/"},
        {"{\n \"http:\\/\\/a\\/1\" :\n {\"html\": \"\\u003Cp>1\"}\n,\n\"http://a/2\"\n:\n\"\\n<p>2\"\n}\n", "pp",
         "http://a/"},
        {"[{\"http://a/1\":\"<p>1\"},{\"http://a/2\":\"<p>2\"}]", "pp", "http://a/"},
        {"{\"http://a/1\":\"<p>1\"}\n{\"http://a/2\":\"<p>2\"}\n", "pp", "http://a/"},
        {"{\"text\":\"<p>1\",\"url\":\"//a/1\"}\n{\"//a/2\":{\"text\":\"<p>2\"}}\n", "pp", "//a/"},
        {"{\"http://a/x\":null,\"www.a/1\":\"<p>1\",\"http://a/y\":404,\"www.a/2\":[\"<p>x\",{}],\"www.a/2\":\"<p>2\"}",
         "fpffp", "www.a/"},
        {"{\"n\":2,\"got\":{\"a\":[\"http://a\",{}],\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/"
         "2\":\"<p>2\"},\"b\":{}}",
         "pp", "http://a/"},
        {"{\"http://b\":{\"url\":\"http://a/1\",\"html\":\"<p>1\"},\"http://c\":{\"html\":\"<p>2\",\"url\":\"http://a/"
         "2\"}}",
         "pp", "http://a/"},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},\"3\":{\"html\":null},\"4\":0}", "ppff", NULL},
        {"{\"a.htm\":\"<p>1\",\"b/c.htm\":\"<p>2\"}", "pp", NULL},
        {"{\"home\":{\"html\":\"<p>1\"},\"about us\":{\"html\":\"<p>2\"}}", "pp", NULL},
        {"{\"http://a/1\":{\"html\":\"<p>1", "p", "http://a/"},
        /* Strings that are no names, and names that are cut off. */
        {"{\"http://a/1\":{\"html\":\"<p>1\"},\"x\",\"http://a/2\":\"<p>2\"}", "pp", "http://a/"},
        {"{\"http://a/1\":{\"html\":\"<p>1\"},\"x\"", "pf", "http://a/"},
        {"{\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/", "pf", "http://a/"},
        {"{\"n\":{\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/2\"", "pf", "http://a/"},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},\"3", "ppf", NULL},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},\"3\"", "ppf", NULL},
        /* Rubbish between them, and a page that was cut off before the next name. */
        {"{\"http://a/1\":{\"html\":\"<p>1\"},\nrubbish\n\"http://a/2\":\"<p>2\"}", "pp", "http://a/"},
        /* One that another page stands before is not read by its names. */
        {"{\"html\":\"<p>1\"}\n{\"http://a/1\":{\"html\":\"<p>x\"},\"http://a/"
         "2\":{\"html\":\"<p>y\"}}\n{\"html\":\"<p>2\"}",
         "pfp", NULL},
        {"{\"ok\":true,\"n\":2,\"by\":\"me\",\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"}}", "pp", NULL},
        /* Of many pages one may have failed. */
        {"{\"a.htm\":{\"html\":\"<p>1\"},\"b.htm\":{\"html\":\"<p>2\"},\"c.htm\":{\"error\":\"x\"}}", "ppf", NULL},
        {"{\"c.htm\":{\"error\":\"x\"},\"a.htm\":{\"html\":\"<p>1\"},\"b.htm\":{\"html\":\"<p>2\"}}", "fpp", NULL},
        {"{\"meta\":{\"n\":2},\"a.htm\":{\"html\":\"<p>1\"},\"b.htm\":{\"html\":\"<p>2\"}}", "fpp", NULL},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":null}}", "pf", NULL},
        {"{\"meta\":{\"n\":2},\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/2\":{\"html\":\"<p>2\"}}", "pp",
         "http://a/"},
        /* Behind numbers alone all are pages, or should be. */
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":null}", "pf", NULL},
        {"{\"7\":null,\"8\":{\"html\":\"<p>1\"},\"9\":{\"error\":\"x\"},\"10\":404}", "fpff", NULL},
        {"{\"1\":{\"html\":\"<p>1\"}}", "p", NULL},
        {"{\"1\":{\"html\":\"<p>1\"},\"n\":null}", "p", NULL},
        /* If it cannot be told what the others are, none is taken for the only one. */
        {"{\"a.htm\":{\"html\":\"<p>x\"},\"b.htm\":{\"html\":\"<p>y\"},\"sha1\":\"x\"}", "f", NULL},
        /* These are one page each. */
        {"{\"id\":1,\"p50\":3,\"_source\":{\"html\":\"<p>1\",\"url\":\"http://a/1\"}}", "p", "http://a/"},
        {"{\"ipv6\":null,\"source\":{\"html\":\"<p>1\"},\"sha1\":null}", "p", NULL},
        {"{\"timing.total\":1.5,\"result\":{\"html\":\"<p>1\"},\"http/2\":true}", "p", NULL},
        {"{\"result\":{\"html\":\"<p>1\"},\"v2\":{\"html\":null}}", "p", NULL},
        {"{\"result\":{\"html\":\"<p>1\"},\"v2\":{\"n\":1}}", "p", NULL},
        {"{\"h1\":{\"text\":\"x\"},\"h2\":{\"text\":\"y\"},\"meta\":{},\"main\":{\"html\":\"<p>1\"}}", "p", NULL},
        {"{\"request\":{\"body\":\"<p>x\"},\"response\":{\"body\":\"<p>1\"}}", "p", NULL},
        {"{\"http://a/x\":{\"html\":\"<p>x\"},\"html\":\"<p>1\"}", "p", NULL},
        {"{\"meta\":{\"text\":\"x\"},\"main\":{\"text\":\"<p>1\"}}", "p", NULL},
        {"{\"url\":\"//a/1\",\"flat\":{\"html\":\"<p>x\"},\"wide\":{\"html\":\"<p>1\"}}", "p", "//a/"},
        {"{\"http://purl.org/title\":\"x\"}", "f", NULL},
        /* Properties of linked data, and the pages of such a site. */
        {"{\"https://schema.org/name\":\"x\",\"https://schema.org/articleBody\":\"<p>x\"}", "f", NULL},
        {"{\"@type\":\"a\",\"http://schema.org/text\":\"<p>x\"}", "f", NULL},
        {"{\"https:\\/\\/www.w3.org\\/2000\\/01\\/rdf-schema#label\":\"<b>x\"}", "f", NULL},
        {"{\"n\":{\"http://purl.org/dc/terms/a\":\"<p>x\"}}", "f", NULL},
        {"{\"http://schema.org/1\":\"<html><p>1\",\"http://schema.org/2\":\"<!doctype html><p>2\"}", "pp",
         "http://schema.org/"},
        {"{\"http://a/purl.org/1\":\"<p>1\",\"http://a/purl.org/2\":\"<p>2\"}", "pp", "http://a/purl.org/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ar_results results = read_text(cases[i].text, INPUT_JSONL, LIMIT);
        char number = '1';
        if (strcmp(results.summary, cases[i].summary) != 0)
            fail_msg("case %zu: %s, not %s", i, results.summary, cases[i].summary);
        for (size_t k = 0; k < results.count; k++) {
            if (results.all[k].result != RECORD_PAGE)
                continue;
            const char *page = strstr(results.all[k].bytes, "<p>");
            const char *url = results.all[k].url;
            if (page == NULL || page[3] != number || (url != NULL) != (cases[i].url != NULL) ||
                (url != NULL &&
                 (strncmp(url, cases[i].url, strlen(cases[i].url)) != 0 || url[strlen(cases[i].url)] != number)))
                fail_msg("case %zu, page %c: %s of %s", i, number, results.all[k].bytes, url != NULL ? url : "no URL");
            number++;
        }
        ar_free(&results);
    }
}

#define QUAY(n)                                                                                                        \
    "\"http://a/" n "\":{\"status\":200,\"head\":{\"x\":[1,{\"k\":\"v\"}]},\"html\":\"<p>" n                           \
    "\",\"links\":[\"http://b/\"]}"

/* An object of pages by URL that is damaged within one of them, or between them: all others come out with their URLs, and
 * that something is missing does not go without a word. */
static void damaged_pages_behind_urls(void **state) {
    static const char *const ends[] = {",", "\n,", "", "\n", ",\n{"};
    static const char page[] = QUAY("3");
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t length = 1; length + 1 < sizeof page; length++) {
            char text[1024];
            snprintf(text, sizeof text, "{" QUAY("1") "," QUAY("2") ",%.*s%s" QUAY("4") "," QUAY("5") "}\n",
                     (int)length, page, ends[i]);
            ar_results results = read_text(text, INPUT_JSONL, LIMIT);
            size_t whole = 0;
            bool is_told = false;
            for (size_t k = 0; k < results.count; k++) {
                const ar_result *result = &results.all[k];
                is_told = is_told || result->result == RECORD_FAILED || result->page.cut;
                if (result->result != RECORD_PAGE || result->page.cut)
                    continue;
                if (result->url == NULL || strlen(result->url) != 10 || result->url[9] != result->bytes[3])
                    fail_msg("%s of %s: %s", result->bytes, result->url, text);
                whole |= 1u << (result->bytes[3] - '0');
            }
            if ((whole & 0x36) != 0x36 || (!is_told && (whole & 8) == 0))
                fail_msg("%zx, %s of %s", whole, results.summary, text);
            ar_free(&results);
        }
}

/* Brackets and other bytes that do not belong there. */
static void odd_bytes_behind_urls(void **state) {
    static const char *const texts[][2] = {
        {"{" QUAY("1") "," QUAY("2") "]," QUAY("3") "}", "ppp"},
        {"{" QUAY("1") ",:" QUAY("2") "," QUAY("3") "}", "ppp"},
        {"{" QUAY("1") "},\n" QUAY("2") "}}\n," QUAY("3") "}", "pfpffp"},
        {"{" QUAY("1") "," QUAY("2") "}x," QUAY("3") "}", "ppfp"},
        {"{" QUAY("1") ",\"got\":[1,{\"n\":2}," QUAY("2") "," QUAY("3") "}", "ppp"},
        {"{" QUAY("1") ",\"http://a/x\"," QUAY("2") ",\"http://a/y, " QUAY("3") "}", "pfpfp"},
        {"{" QUAY("1") ",\"http://a/x\" {\"html\":\"<p>2\",\"url\":\"http://a/2\"}," QUAY("3") "}", "pfpp"},
        {"{\"http://a/1\":\"<p>1 \"x\": {\\\"y\\\":2}\",\"http://a/2\":\"<p>2\",\"http://a/3\":\"<p>3\"}", NULL},
        /* The first object has too few brackets for its fields to be its own. */
        {"{" QUAY("1") "," QUAY("2") ",\"http://a/x\":{\"head\":{\"x\":[\"k\":1}]},\"html\":\"<p>x\"}," QUAY("3") "}",
         NULL},
        {"{" QUAY("1") "," QUAY("2") "," QUAY("3"), "pppf"},
        {"{" QUAY("1") "," QUAY("2") ",\"http://a/3\":{\"html\":\"<p>3\"", "pppf"},
        {"{" QUAY("1") "}\n\"names\"\n{" QUAY("2") "," QUAY("3") "}\n", "pfpp"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ar_results results = read_text(texts[i][0], INPUT_JSONL, LIMIT);
        char number = '1';
        if (texts[i][1] != NULL && strcmp(results.summary, texts[i][1]) != 0)
            fail_msg("case %zu: %s, not %s", i, results.summary, texts[i][1]);
        for (size_t k = 0; k < results.count; k++)
            if (results.all[k].result == RECORD_PAGE) {
                if (results.all[k].bytes[3] != number || results.all[k].url == NULL || results.all[k].url[9] != number)
                    fail_msg("case %zu, page %c: %s of %s", i, number, results.all[k].bytes, results.all[k].url);
                number++;
            }
        if (number != '4')
            fail_msg("case %zu: %s", i, results.summary);
        ar_free(&results);
    }
}

/* An object of a page that is whole may hold other pages by URL: they are its own. */
static void pages_within_pages_behind_urls(void **state) {
    static const char frames[] = "{\"http://a/1\":{\"frames\":{\"http://b/\":{\"html\":\"<p>x\"}},\"html\":\"<p>1\"},\n"
                                 "\"http://a/2\":{\"html\":\"<p>2\",\"http://b/\":{\"html\":\"<p>x\"}}\n}\n";
    (void)state;
    ar_results results = read_text(frames, INPUT_JSONL, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[0].bytes, "<p>1");
    assert_string_equal(results.all[1].bytes, "<p>2");
    ar_free(&results);
}

/* Text behind URLs: pages if there is nothing else, but properties of one thing where a short one or another name tells so. */
static void texts_behind_urls(void **state) {
    static const struct {
        const char *form; /* T: a long text */
        const char *summary;
    } cases[] = {
        {"{\"http://a/1\":\"T\",\"http://a/2\":\"T\"}", "pp"},
        {"{\"http://a/1\":\"T\",\"http://a/2\":null}", "pf"},
        {"{\"http://a/1\":\"T\",\"http://a/2\":\"<p>x\",\"http://a/3\":\"x\"}", "ppp"},
        {"{\"http://schema.example/about\":\"T\",\"http://schema.example/name\":\"x\"}", "f"},
        {"{\"@context\":\"http://schema.example\",\"http://schema.example/about\":\"T\"}", "f"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer file = {0};
        for (const char *at = cases[i].form; *at != '\0'; at++) {
            const char one[] = {*at, '\0'};
            for (size_t k = 0; k < (*at == 'T' ? 30 : 1); k++)
                ar_put(&file, *at == 'T' ? "some words " : one);
        }
        ar_results results = ar_read_both_ways(&file, INPUT_JSONL, LIMIT);
        if (strcmp(results.summary, cases[i].summary) != 0)
            fail_msg("case %zu: %s, not %s", i, results.summary, cases[i].summary);
        ar_free(&results);
        byte_buffer_free(&file);
    }
}

/* Pages longer than what is looked at before, and names without end. */
static void long_pages_behind_names(void **state) {
    byte_buffer file = {0};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        ar_put(&file, i == 0 ? "{\"1\":{\"text\":\"" : ",\"2\":{\"text\":\"");
        for (size_t k = 0; k < 10000; k++)
            ar_put(&file, "some words ");
        ar_put(&file, "\"}");
    }
    ar_put(&file, ",\"");
    for (size_t k = 0; k < 10000; k++)
        ar_put(&file, "some words ");
    ar_put(&file, "\":1}");
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pppp");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* What is no name leaves the field as it was, and looks at nothing in it. */
static void strings_that_are_no_names(void **state) {
    static const char *const texts[] = {
        "", "x", "\"x", "\"x\"", "\"x\",\"http://a/\":1", "\"http://a/\":", "\"http://a/"};
    static const json_wrapping kinds[] = {JSON_WRAPS_URLS, JSON_WRAPS_NAMES};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            const json_wrapper wrapper = {.wraps = kinds[k], .depth = 1, .before = ','};
            json_field field = {.name_length = 5};
            assert_int_equal(json_wrapper_name(&wrapper, (byte_slice){texts[i], strlen(texts[i])}, &field), 0);
        }
}

/* So many that what is read of the file at once ends amid a name, wherever that may be. */
static void many_names(void **state) {
    enum { PAGES = 3000 };
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        byte_buffer file = {0};
        ar_put(&file, "{");
        for (size_t i = 0; i < shift * 9; i++)
            ar_put(&file, " ");
        for (size_t i = 0; i < PAGES; i++) {
            char page[128];
            snprintf(page, sizeof page, "%s\"http://site.example/a/long/way/to/%04zu\":\"<p>%04zu\"", i > 0 ? "," : "",
                     i, i);
            ar_put(&file, page);
        }
        ar_put(&file, "}");
        ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
        assert_int_equal(results.count, PAGES);
        for (size_t i = 0; i < PAGES; i++) {
            assert_int_equal(results.all[i].result, RECORD_PAGE);
            assert_int_equal(strtoul(results.all[i].bytes + 3, NULL, 10), i);
            assert_int_equal(strtoul(strrchr(results.all[i].url, '/') + 1, NULL, 10), i);
        }
        ar_free(&results);
        byte_buffer_free(&file);
    }
}

static void long_array_in_an_object(void **state) {
    enum { PAGES = 200 };
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"status\":\"ok\",\"data\":[");
    for (size_t i = 0; i < PAGES; i++) {
        char page[1100];
        snprintf(page, sizeof page, "%s{\"text\":\"%01000zu\"}", i > 0 ? ",\n" : "", i);
        ar_put(&file, page);
    }
    ar_put(&file, "],\"next\":null}");
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_int_equal(results.count, PAGES);
    for (size_t i = 0; i < PAGES; i++)
        assert_int_equal(strtoul(results.all[i].bytes, NULL, 10), i);
    ar_free(&results);
    byte_buffer_free(&file);
}

/* None of a file's objects has an end, so that each may be long and wrap pages. */
static void objects_without_an_end(void **state) {
    enum { OBJECTS = 1000 };
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"data\":[{\"text\":\"one\"}]}\n");
    for (size_t i = 0; i < OBJECTS; i++)
        ar_put(&file, "{\n");
    ar_put(&file, "{\"data\":[{\"text\":\"two\"}]}\n");
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_int_equal(results.count, OBJECTS + 2);
    assert_string_equal(results.all[0].bytes, "one");
    assert_string_equal(results.all[OBJECTS + 1].bytes, "two");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* A writer was killed at any byte, and another wrote on: what it wrote has its own fields, and the end that is missing
 * does not go without a word. */
static void lines_written_on(void **state) {
    static const char cut[] = "{\"url\":\"http://a.example/\", \"n\": 1,\"o\":\"c{\", \"p\" : null, "
                              "\"html\": \"<p>One \\\"{\\\" \\\\\"}";
    static const char next[] =
        "{\"url\":\"http://b.example/\", \"html\":\"<p>Two\"}\n{\"url\":\"http://c.example/\",\"html\":\"<p>Three\"}\n";
    (void)state;
    size_t page = (size_t)(strstr(cut, "<p>") - cut);
    for (size_t length = 1; length + 1 < sizeof cut - 1; length++) {
        char text[512];
        snprintf(text, sizeof text, "%.*s%s", (int)length, cut, next);
        ar_results results = read_text(text, INPUT_JSONL, LIMIT);
        assert_int_equal(results.count, 3);
        assert_true(results.all[0].result == RECORD_FAILED ||
                    (length >= page && (results.all[0].page.cut || length == sizeof cut - 2)));
        assert_string_equal(results.all[1].url, "http://b.example/");
        assert_string_equal(results.all[1].bytes, "<p>Two");
        assert_int_equal(results.all[1].place.offset, length);
        assert_int_equal(results.all[1].place.line, 1);
        assert_string_equal(results.all[2].url, "http://c.example/");
        assert_int_equal(results.all[2].place.line, 2);
        ar_free(&results);
    }
}

/* The same where white space stands behind the bracket that the next object begins with, and where a line ends there. */
static void spaced_objects_written_on(void **state) {
    static const char cut[] = "{\"url\":\"http://a.example/\",\"o\":\"c{ \",\"html\":\"<p>One \\\"{\\\" \\\\\"}";
    static const char *const next[] = {
        "{ \"url\" : \"http://b.example/\", \"html\" : \"<p>Two\" }",
        "{\t \t\"url\":\"http://b.example/\",\t\"html\":\"<p>Two\"}",
        "{\n  \"url\": \"http://b.example/\",\n  \"html\": \"<p>Two\"\n}",
        "{ \r\n\t\"url\": \"http://b.example/\",\n  \"html\": \"<p>Two\"\n}",
    };
    (void)state;
    size_t page = (size_t)(strstr(cut, "<p>") - cut);
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
        for (size_t length = 1; length + 1 < sizeof cut - 1; length++) {
            char text[512];
            snprintf(text, sizeof text, "[\n%.*s%s,\n{\"url\":\"http://c.example/\",\"html\":\"<p>Three\"}]\n",
                     (int)length, cut, next[i]);
            ar_results results = read_text(text, INPUT_JSONL, LIMIT);
            if (results.count < 3 || results.all[1].result != RECORD_PAGE || results.all[2].result != RECORD_PAGE)
                fail_msg("%s of %s", results.summary, text);
            assert_true(results.all[0].result == RECORD_FAILED ||
                        (length >= page && (results.all[0].page.cut || length == sizeof cut - 2)));
            assert_string_equal(results.all[1].url, "http://b.example/");
            assert_string_equal(results.all[1].bytes, "<p>Two");
            assert_int_equal(results.all[1].place.line, 2);
            assert_int_equal(text[results.all[1].place.offset], '{');
            assert_string_equal(results.all[2].url, "http://c.example/");
            ar_free(&results);
        }
    /* A brace at a line's end begins none where no name follows. */
    ar_results results = read_text("[\n{\"html\":\"<p>a {\n  b;\n}\"},\n{\"html\":\"<p>1\"}]\n", INPUT_JSONL, LIMIT);
    assert_string_equal(results.all[0].bytes, "<p>a {");
    assert_true(results.all[0].page.cut);
    assert_string_equal(results.all[results.count - 1].bytes, "<p>1");
    ar_free(&results);
}

/* An object too long to be kept, in whose string another one begins. */
static void a_long_object_written_on(void **state) {
    static const char *const begun[] = {"{\"", "{ \t\"", "{\n \""};
    (void)state;
    for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
        byte_buffer file = {0};
        ar_put(&file, "[\n{\"html\":\"<p>");
        while (file.length < (2u << 20))
            ar_put(&file, "The gulls stood on the quay, and the ferry did not sail. ");
        size_t offset = file.length;
        ar_put(&file, begun[i]);
        ar_put(&file, "url\":\"http://b.example/\",\"html\":\"<p>Two\"}\n]");
        ar_results results = ar_read(&file, INPUT_AUTO, 100);
        assert_string_equal(results.summary, "fp");
        assert_string_equal(results.all[1].url, "http://b.example/");
        assert_int_equal(results.all[1].place.offset, offset);
        assert_int_equal(results.all[1].place.line, 2);
        ar_free(&results);
        byte_buffer_free(&file);
    }
}

/* What an object that was cut off took of the next ones is read again, though the member that it began in has ended. */
static void packed_lines_written_on(void **state) {
    static const char *const parts[] = {
        "[{\"url\":\"http://a/0\",\"html\":\"<p>0\"},{\"url\":\"http://a/1\",\"html\":[",
        "{\"url\":\"http://a/2\",\"html\":\"<p>2\"},{\"url\":\"http://a/3\",",
        "\"html\":\"<p>3\"}]\n",
    };
    (void)state;
    for (size_t split = 0; split < 8; split++) {
        byte_buffer file = {0};
        byte_buffer plain = {0};
        size_t members[4] = {0};
        for (size_t i = 0; i < 3; i++) {
            ar_put(&plain, parts[i]);
            if ((split >> i & 1) == 0 && i < 2)
                continue;
            if (split < 4)
                ar_gzip(&file, plain.bytes, plain.length);
            else
                ar_zstd(&file, plain.bytes, plain.length, NULL, 0);
            plain.length = 0;
            members[i + 1] = file.length;
        }
        ar_results results = ar_read(&file, INPUT_JSONL, LIMIT);
        if (results.count < 4 || results.all[3].result != RECORD_PAGE)
            fail_msg("split %zu: %s", split, results.summary);
        assert_string_equal(results.all[0].url, "http://a/0");
        assert_int_equal(results.all[1].result, RECORD_FAILED);
        assert_string_equal(results.all[2].url, "http://a/2");
        assert_string_equal(results.all[2].bytes, "<p>2");
        assert_string_equal(results.all[3].bytes, "<p>3");
        /* From where they are told to begin they can be read. */
        assert_true(results.all[2].place.offset <= members[1]);
        ar_free(&results);
        byte_buffer_free(&file);
        byte_buffer_free(&plain);
    }
}

#define HARBOUR(n)                                                                                                     \
    "{\"url\":\"http://a.example/" n "\",\"tags\":[\"quay\",[\"rain\"]],\"meta\":{\"lang\":\"en\",\"n\":[1,{\"k\":"    \
    "\"v\"}]},\"html\":\"<p>" n "\",\"x\":[{\"y\":0}]}"

/* The same of objects with values in values, in lines, arrays and an array behind another: the two that were written behind
 * are there, wherever the first one was cut off, and it has not gone without a word. */
static void nested_values_written_on(void **state) {
    static const char first[] = HARBOUR("1");
    static const struct {
        const char *before;
        const char *behind;
    } cases[] = {
        {"", HARBOUR("2") "\n" HARBOUR("3") "\n"},
        {HARBOUR("0") "\n", HARBOUR("2") "\n" HARBOUR("3") "\n"},
        {"[", HARBOUR("2") ",\n" HARBOUR("3") "]\n"},
        {"[" HARBOUR("0") ",", HARBOUR("2") "," HARBOUR("3") "]"},
        {"[\n", "[\n" HARBOUR("2") ",\n" HARBOUR("3") "\n]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t length = 1; length + 1 < sizeof first; length++) {
            char text[1024];
            snprintf(text, sizeof text, "%s%.*s%s", cases[i].before, (int)length, first, cases[i].behind);
            ar_results results = read_text(text, INPUT_JSONL, LIMIT);
            size_t all = strchr(cases[i].before, '0') != NULL ? 4 : 3;
            /* Of what was cut off between the objects of an array in it, those are read, and the end is told. */
            if (results.count != all && results.count != all + 1)
                fail_msg("%zu, not %zu: %s", results.count, all, text);
            size_t found = 0;
            for (size_t k = 0; k < results.count; k++) {
                const ar_result *result = &results.all[k];
                char number = found == 0 ? '2' : '3';
                if (result->result != RECORD_PAGE || result->page.length < 4 || result->bytes[3] != number)
                    continue;
                found++;
                assert_int_equal(result->url[strlen(result->url) - 1], number);
                assert_int_equal(result->place.offset,
                                 strstr(text, number == '2' ? HARBOUR("2") : HARBOUR("3")) - text);
            }
            if (found != 2)
                fail_msg("%s of %s", results.summary, text);
            ar_free(&results);
        }
}

/* Objects that hold pages are found in the middle of another one's name, page or other string; what was lost is told. */
static void wrappers_written_on(void **state) {
    static const char *const cut[] = {
        "{\"",
        "{\"to",
        "{\"total\":9,\"da",
        "{\"total\":9,\"data\":[{\"te",
        "{\"total\":9,\"data\":[{\"text\":\"no page\",\"x\":\"",
        "{\"http://c/1\":{\"html\":\"<p>no",
        "{\"http://c/",
        "{\"http://c/1\":{\"ht",
        "{\"1\":{\"html\":\"<p>no",
    };
    static const char *const next[] = {
        "{\"total\":2,\"data\":[{\"text\":\"<p>1\"},{\"text\":\"<p>2\"}]}\n",
        "{\"http://a/1\":{\"html\":\"<p>1\"},\"http://a/2\":{\"html\":\"<p>2\"}}\n",
        "{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"}}\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
        for (size_t k = 0; k < sizeof next / sizeof *next; k++) {
            char text[256];
            snprintf(text, sizeof text, "%s%s", cut[i], next[k]);
            ar_results results = read_text(text, INPUT_JSONL, LIMIT);
            if (results.count != 3 || results.all[2].result != RECORD_PAGE)
                fail_msg("%s of %s", results.summary, text);
            assert_string_equal(results.all[1].bytes, "<p>1");
            assert_string_equal(results.all[2].bytes, "<p>2");
            ar_free(&results);
        }
}

/* Behind a comma another object of pages begins: its pages are there, and that the first one has no end is told once. */
static void wrappers_behind_a_comma(void **state) {
    static const char *const texts[][2] = {
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},{\"1\":{\"html\":\"<p>3\"},\"2\":{\"html\":\"<p>4\"}}",
         "ppppf"},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"}, \n{\"1\":{\"html\":\"<p>3\"},\"2\":null}\n", "pppff"},
        {"{\"http://a/\":{\"html\":\"<p>1\"},{\"http://b/\":{\"html\":\"<p>2\"},{\"http://c/\":{\"html\":\"<p>3\"},",
         "pppf"},
        {"{\"http://a/\":\"<p>1\",\"http://b/\":\"<p>2\",{\"http://c/\":\"<p>3\",\"http://d/\":\"<p>4\"}", "ppppf"},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},{\"pages\":[{\"html\":\"<p>3\"}]}", "pppf"},
        {"{\"1\":{\"html\":\"<p>1\"},\"2\":{\"html\":\"<p>2\"},{\"n\":1},\"3\":{\"html\":\"<p>3\"}}",
         "ppp"}, /* rubbish, and no wrapper */
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ar_results results = read_text(texts[i][0], INPUT_JSONL, LIMIT);
        if (strcmp(results.summary, texts[i][1]) != 0)
            fail_msg("%s: %s, not %s", texts[i][0], results.summary, texts[i][1]);
        char number = '1';
        for (size_t k = 0; k < results.count; k++)
            if (results.all[k].result == RECORD_PAGE)
                assert_int_equal(results.all[k].bytes[3], number++);
        ar_free(&results);
    }
}

/* An element of an array that is no object costs itself alone, though all are in one line. */
static void rubbish_among_elements(void **state) {
    static const char *const rubbish[] = {
        "~\"html\":\"<p>0\"}", "\xAD\"url\":\"a\",\"html\":\"0\",\"t\":[1, 2]}", "\"0\"", "null", "\"0", "0}}"};
    (void)state;
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
        char text[256];
        snprintf(text, sizeof text, "[{\"html\":\"<p>1\"},%s, {\"html\":\"<p>2\"},{\"html\":\"<p>3\"}]\n", rubbish[i]);
        ar_results results = read_text(text, INPUT_JSONL, LIMIT);
        if (strcmp(results.summary, "pfpp") != 0)
            fail_msg("%s: %s", text, results.summary);
        assert_string_equal(results.all[2].bytes, "<p>2");
        assert_string_equal(results.all[3].bytes, "<p>3");
        ar_free(&results);
    }
}

/* What ends within an array or an object that holds pages has lost some; brackets that do not fit are no end. */
static void ends_within_arrays(void **state) {
    static const char *const texts[][2] = {
        {"[{\"text\":\"a\"},{\"text\":\"b\"}", "ppf"},
        {"[{\"text\":\"a\"},", "pf"},
        {"[[{\"text\":\"a\"}],[{\"text\":\"b\"}]", "ppf"},
        {"{\"data\":[{\"text\":\"a\"},", "pf"},
        {"{\"data\":[{\"text\":\"a\"}],\"next\":", "pf"},
        {"{\"http://a/\":{\"html\":\"a\"},\"http://b/\":{\"html\":\"b\"},\"http://c/\":", "ppf"},
        {"[{\"text\":\"a\"},{\"text\":\"b\"", "pp"}, /* a page that is whole in an object that is not */
        {"[{\"text\":\"a\"},{\"x\":[1,", "pf"},
        {"[{\"text\":\"a\"}]\n", "p"},
        {"[[{\"text\":\"a\"}],\n[]]", "p"},
        {"{\"text\":\"a\"}\n[\n", "pf"},
        {"[{\"text\":\"a\",\"replies\":[{\"text\":\"b\",\"replies\":[{\"text\":\"c", "p"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ar_results results = read_text(texts[i][0], INPUT_AUTO, LIMIT);
        if (strcmp(results.summary, texts[i][1]) != 0)
            fail_msg("%s: %s, not %s", texts[i][0], results.summary, texts[i][1]);
        ar_free(&results);
    }
}

/* Behind an object that was cut off stand so many that it is too long. */
static void many_written_on(void **state) {
    byte_buffer file = {0};
    size_t count = 0;
    (void)state;
    ar_put(&file, "[{\"url\":\"http://a.example/\",\"tags\":[");
    while (file.length < (17u << 20)) {
        ar_put(&file, "{\"url\":\"http://b.example/\",\"html\":\"<p>The gulls stood on the quay.\"},\n");
        count++;
    }
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_true(results.count >= count + 1);
    assert_int_equal(results.all[0].result, RECORD_FAILED);
    assert_string_equal(results.all[1].url, "http://b.example/");
    assert_string_equal(results.all[count].url, "http://b.example/");
    assert_int_equal(results.all[count].place.line, count);
    ar_free(&results);
    byte_buffer_free(&file);
}

static void a_bracket_too_few(void **state) {
    static const char *const texts[] = {"{\"a\":[1}\n{\"html\":\"b\"}\n", "{\"a\":{\"b\":1}\n{\"html\":\"b\"}\n",
                                        "{\"a\":{\"a\":{\"a\":1}}\n{\"html\":\"b\"}\n",
                                        "{\"a\":{\"a\":1}, \"b\":[1}\n"};
    static const char *const summaries[] = {"fp", "fp", "ffp", "f"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ar_results results = read_text(texts[i], INPUT_JSONL, LIMIT);
        assert_string_equal(results.summary, summaries[i]);
        ar_free(&results);
    }
    ar_results results =
        read_text("{\"html\":\"a\",\"o\":{\"p\":2{\"html\":\"b\"}\n{\"html\":\"c\"}\n", INPUT_JSONL, LIMIT);
    assert_string_equal(results.summary, "ppp");
    ar_free(&results);
    /* Of elements in an object none is passed over for the one before it. */
    results = read_text("{\"data\":[{\"html\":\"a\"}{\"html\":\"b\"}]}", INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    ar_free(&results);
    results = read_text("{\"data\":[{\"html\":\"a\"},{\"html\":\"b\",{\"html\":\"c\"}]}", INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "ppp");
    ar_free(&results);
}

/* A page that stands behind more than is looked at. */
static void page_behind_its_comments(void **state) {
    byte_buffer file = {0};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ar_put(&file, "{\"comments\":[{\"text\":\"x\"}");
        for (size_t k = 0; k < 7000; k++)
            ar_put(&file, ",{\"text\":\"y\"}");
        ar_put(&file, "],\"html\":\"one\"}\n");
    }
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[1].bytes, "one");
    ar_free(&results);
    byte_buffer_free(&file);
}

static void arrays_and_objects_over_many_lines(void **state) {
    static const char *const files[] = {
        "[{\"text\": \"one\"},{\"text\": \"two\"}]",
        "[\n{\"text\": \"one\"},\n{\"text\": \"two\"}\n]\n",
        "[\n  {\n    \"text\": \"one\",\n    \"a\": [\n      {}\n    ]\n  },\n  {\n    \"text\": \"two\"\n  }\n]",
        "{\n  \"text\": \"one\"\n}\n{\n  \"text\": \"two\"\n}\n",
        "{\"text\": \"one\"}{\"text\": \"two\"}",
        "{\"text\": \"one\"} {\"text\": \"two\"}\n",
        "\xEF\xBB\xBF [ {\"text\": \"one\"} , {\"text\": \"two\"} ]",
        "[{\"text\": \"one\"\n,{\"text\": \"two\"}]",
        "{\"text\": \"one\"\n{\"text\": \"two\"}\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ar_results results = read_text(files[i], INPUT_AUTO, LIMIT);
        assert_int_equal(results.kind, INPUT_JSONL);
        assert_string_equal(results.summary, "pp");
        assert_string_equal(results.all[0].bytes, "one");
        assert_string_equal(results.all[1].bytes, "two");
        assert_int_equal(results.all[1].place.offset, strrchr(files[i], '{') - files[i]);
        ar_free(&results);
    }
}

/* Damage costs one element. */
static void a_damaged_element(void **state) {
    static const char file[] = "[\n{\"text\": \"one\"},\n{\"text\": \"tw},\n{\"text\": \"three\"}\n]\n";
    (void)state;
    ar_results results = read_text(file, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "ppp");
    assert_true(results.all[1].page.cut);
    assert_string_equal(results.all[2].bytes, "three");
    ar_free(&results);
}

static void deep_lines(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"text\": \"x\", \"a\": ");
    for (size_t i = 0; i < 100000; i++)
        ar_put(&file, "[");
    ar_put(&file, "\n{\"text\": \"two\"}");
    ar_results results = ar_read(&file, INPUT_JSONL, LIMIT);
    assert_true(results.count >= 1);
    assert_string_equal(results.all[0].bytes, "x");
    ar_free(&results);
    byte_buffer_free(&file);
}

static void long_lines(void **state) {
    enum { SMALL = 1000 };
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"text\": \"");
    for (size_t i = 0; i < 300000; i++)
        ar_put(&file, "xxxxxxxxxx");
    ar_put(&file, "\"}\n{\"text\": \"");
    for (size_t i = 0; i < 200; i++)
        ar_put(&file, "\\u0041xxxxx");
    ar_put(&file, "\"}\n");
    ar_results results = ar_read(&file, INPUT_AUTO, SMALL);
    assert_string_equal(results.summary, "fp");
    assert_string_equal(results.all[0].place.reason, "a JSON object that is too long");
    assert_int_equal(results.all[1].page.length, SMALL + 1);
    ar_free(&results);
    byte_buffer_free(&file);
}

/* What is no page has a limit of its own: packed, "{}," a hundred million times is small. */
static void much_besides_the_page(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"text\": \"x\", \"a\": [");
    for (size_t i = 0; i < (17 << 20) / 3; i++)
        ar_put(&file, "{}, ");
    ar_put(&file, "0]}\n");
    ar_put(&file, "{\"text\": \"y\"}\n");
    ar_results results = ar_read(&file, INPUT_AUTO, (size_t)64 << 20);
    assert_string_equal(results.summary, "fp");
    assert_string_equal(results.all[0].place.reason, "a JSON object that is too long");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* A member that is damaged costs its lines, not those behind it. */
static void a_damaged_member_of_lines(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_gzip(&file, "{\"text\": \"one\"}\n", 16);
    size_t begin = file.length;
    ar_gzip(&file, "{\"text\": \"two\"}\n", 16);
    file.bytes[begin + 12] ^= 0x55;
    ar_gzip(&file, "{\"text\": \"three\"}\n", 18);
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_true(results.count >= 3);
    assert_string_equal(results.all[0].bytes, "one");
    assert_string_equal(results.all[results.count - 1].bytes, "three");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* Rubbish between the members of packed lines costs itself alone. */
static void rubbish_between_members(void **state) {
    static const char *const rubbish[] = {"rubbish", "rubbish\nand more\n", "\x1F", "\x1F\x8B\x08 is none\n"};
    static const char *const lines[] = {"{\"text\":\"one\"}\n", "{\"text\":\"two\"}\n"};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof rubbish / sizeof *rubbish; i++) {
        byte_buffer archive = {0};
        for (size_t k = 0; k < 2; k++) {
            if (k == 1)
                ar_put(&archive, rubbish[i / 2]);
            if (i % 2 == 0)
                ar_gzip(&archive, lines[k], strlen(lines[k]));
            else
                ar_zstd(&archive, lines[k], strlen(lines[k]), NULL, 0);
        }
        ar_results results = ar_read(&archive, INPUT_JSONL, LIMIT);
        assert_true(results.count >= 3);
        assert_int_equal(results.all[1].result, RECORD_FAILED);
        assert_string_equal(results.all[results.count - 1].bytes, "two");
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

static void packed_lines(void **state) {
    static const char text[] = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
    byte_buffer file = {0};
    (void)state;
    ar_gzip(&file, text, 20);
    ar_zstd(&file, text + 20, sizeof text - 21, NULL, 0);
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_int_equal(results.kind, INPUT_JSONL);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[1].bytes, "two");
    assert_int_equal(results.all[1].place.unpacked_offset, 16);
    ar_free(&results);
    /* Without its checksum, the line is whole and the frame is not. */
    file.length--;
    results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "ppF");
    assert_string_equal(results.all[2].place.reason, "the file ends within a zstd frame");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* -- Kinds ------------------------------------------------------------------- */

static void kinds_by_first_bytes(void **state) {
    static const struct {
        const char *bytes;
        input_kind kind;
        bool is_sure;
    } cases[] = {
        {"", INPUT_AUTO, false},
        {"<p>Text", INPUT_AUTO, true},
        {"WAR", INPUT_AUTO, false},
        {"WARC/", INPUT_AUTO, false},
        {"WARC/1.0\r\n", INPUT_WARC, true},
        {"WARC/0.18\n", INPUT_WARC, true},
        {"\r\n\r\nWARC/1.1\r\n", INPUT_WARC, true},
        {"\xEF\xBB\xBFWARC/1.1\r\n", INPUT_AUTO, true},
        {"  WARC/1.1\r\n", INPUT_AUTO, true},
        {" \n", INPUT_AUTO, false},
        {"WARC/files are archives", INPUT_AUTO, true},
        {"Warc/1.0", INPUT_AUTO, true},
        {"filedesc://a.arc 0.0.0.0", INPUT_ARC, true},
        {"filedes", INPUT_AUTO, false},
        {"{\"text\": \"x\"}\n", INPUT_JSONL, true},
        {"\xEF\xBB\xBF {\"id\": [1, {\"text\": 2}], \"html\": \"", INPUT_JSONL, true},
        {"{\"id\": 5, \"te", INPUT_JSONL, true},
        {"{\"id\": {\"text\": 5}}\n{\"text\": 5}", INPUT_JSONL, true},
        {"{\n  \"text\": 5\n}", INPUT_JSONL, true},
        {"{ font: serif } \"text\"", INPUT_AUTO, true},
        {"{}", INPUT_JSONL, false},
        {"{}{\"a", INPUT_JSONL, true},
        {"{} is the empty set", INPUT_AUTO, true},
        {"{ ", INPUT_AUTO, false},
        {"[", INPUT_AUTO, false},
        {"[]", INPUT_JSONL, false},
        {"[] buy rope", INPUT_AUTO, true},
        {"[ ] buy rope\n[x] sail", INPUT_AUTO, true},
        {"[[], {\"a", INPUT_JSONL, true},
        {"[]\n{\"a", INPUT_JSONL, true},
        {"[\n{\"a", INPUT_JSONL, true},
        {"[Photo: Ivo Tarrant]", INPUT_AUTO, true},
        {"[1] A note", INPUT_AUTO, true},
        {"[\"Yes\", he said.\n", INPUT_AUTO, true},
        {"[\"Yes\"]\nhe said.", INPUT_AUTO, true},
        {"[\"a\", \"b\"]", INPUT_AUTO, false},
        {"[\"a\", \"b\"] \n {", INPUT_AUTO, false},
        {"[\"a\", \"b\"]\r\n{\"a", INPUT_JSONL, true},
        {"[\"a\", \"b\"]\n{a", INPUT_AUTO, true},
        {"[\"a\" said b\n{\"a", INPUT_AUTO, true},
        {"\x1E{\"a\": 1}", INPUT_JSONL, true},
        {"{}\n", INPUT_JSONL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        input_kind kind = INPUT_HTML;
        bool is_sure = kind_sniff(cases[i].bytes, strlen(cases[i].bytes), &kind);
        assert_int_equal(kind, cases[i].kind);
        assert_int_equal(is_sure, cases[i].is_sure);
    }
}

/* The page may stand behind more of the line than one read gives. */
static void a_long_first_line(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_put(&file, "{\"links\": [");
    for (size_t i = 0; i < 20000; i++)
        ar_put(&file, "\"http://a.example/\", ");
    ar_put(&file, "0], \"text\": \"x\"}");
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_int_equal(results.kind, INPUT_JSONL);
    assert_string_equal(results.all[0].bytes, "x");
    ar_free(&results);
    byte_buffer_free(&file);
}

/* -- Files that are one page -------------------------------------------------- */

static void one_page(void **state) {
    static const struct {
        input_kind kind;
        dehusk_format format;
    } kinds[] = {{INPUT_AUTO, DEHUSK_FORMAT_AUTO}, {INPUT_HTML, DEHUSK_FORMAT_HTML}, {INPUT_TEXT, DEHUSK_FORMAT_TEXT}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ar_results results = read_text("<p>Text", kinds[i].kind, LIMIT);
        assert_string_equal(results.summary, "p");
        assert_string_equal(results.all[0].bytes, "<p>Text");
        assert_int_equal(results.all[0].page.format, kinds[i].format);
        assert_int_equal(results.all[0].place.length, 7);
        assert_null(results.all[0].charset);
        ar_free(&results);
        results = read_text("", kinds[i].kind, LIMIT);
        assert_string_equal(results.summary, "p");
        assert_int_equal(results.all[0].page.length, 0);
        ar_free(&results);
        results = read_text("<p>Text", kinds[i].kind, 3);
        assert_int_equal(results.all[0].page.length, 4);
        ar_free(&results);
    }
    /* What is asked for holds, whatever the bytes say. */
    ar_results results = read_text("{\"text\": \"x\"}\n", INPUT_TEXT, LIMIT);
    assert_string_equal(results.all[0].bytes, "{\"text\": \"x\"}\n");
    ar_free(&results);
    results = read_text("", INPUT_WARC, LIMIT);
    assert_int_equal(results.count, 0);
    ar_free(&results);
}

static void one_packed_page(void **state) {
    byte_buffer file = {0};
    (void)state;
    ar_gzip(&file, "<p>Te", 5);
    ar_gzip(&file, "xt", 2);
    ar_results results = ar_read(&file, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "p");
    assert_string_equal(results.all[0].bytes, "<p>Text");
    ar_free(&results);
    for (size_t length = 3; length < file.length; length++) {
        byte_buffer part = {file.bytes, length, length};
        results = ar_read(&part, INPUT_HTML, LIMIT);
        assert_int_equal(results.count, 1);
        assert_true(results.summary[0] == 'F' || strcmp(results.all[0].bytes, "<p>Te") == 0);
        ar_free(&results);
    }
    byte_buffer_free(&file);
}

static void files_that_cannot_be_opened(void **state) {
    record_source *source = NULL;
    (void)state;
    assert_string_equal(record_source_open("/no/such/file", INPUT_AUTO, LIMIT, &source), "No such file or directory");
    assert_null(source);
    assert_string_equal(record_source_open("/tmp", INPUT_AUTO, LIMIT, &source), "is a directory");
    assert_null(source);
    record_source_close(NULL);
}

/* A file of which the first byte cannot be read; Linux has one. */
static void files_that_cannot_be_read(void **state) {
    static const char path[] = "/proc/self/mem";
    static const input_kind kinds[] = {INPUT_AUTO, INPUT_TEXT, INPUT_JSONL, INPUT_WARC};
    (void)state;
    if (access(path, R_OK) != 0)
        skip();
    for (size_t i = 0; i < 4; i++) {
        record_source *source = NULL;
        record item = {0};
        assert_null(record_source_open(path, kinds[i], LIMIT, &source));
        assert_int_equal(record_source_next(source, &item), RECORD_FAILED);
        assert_string_equal(item.reason, "the file cannot be read");
        assert_int_equal(item.error_number, EIO);
        assert_true(item.is_last);
        assert_int_equal(record_source_next(source, &item), RECORD_END);
        record_source_close(source);
        record_free(&item);
    }
}

static void progress(void **state) {
    char path[] = "/tmp/dehusk-progress-XXXXXX";
    int descriptor = mkstemp(path);
    record_source *source = NULL;
    record item = {0};
    uint64_t done = 1;
    uint64_t all = 0;
    (void)state;
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "<p>Text", 7), 7);
    close(descriptor);
    assert_null(record_source_open(path, INPUT_HTML, LIMIT, &source));
    record_source_progress(source, &done, &all);
    assert_int_equal(done, 0);
    assert_int_equal(all, 7);
    assert_int_equal(record_source_next(source, &item), RECORD_PAGE);
    record_source_progress(source, &done, &all);
    assert_int_equal(done, 7);
    record_source_close(source);
    record_free(&item);
    unlink(path);
}

/* -- Folders ------------------------------------------------------------------ */

typedef struct complaints {
    size_t count;
    char last[256];
} complaints;

static void complain(void *user, const char *path, const char *reason) {
    complaints *kept = user;
    kept->count++;
    snprintf(kept->last, sizeof kept->last, "%s: %s", path, reason);
}

static void make_file(const char *name) {
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    fclose(file);
}

static void folders_are_walked(void **state) {
    static const char *const expected[] = {"./B.html", "./a/1.html", "./a/b/2.html", "./a/c/2.html", "./b.html", "./z"};
    char root[] = "/tmp/dehusk-walk-XXXXXX";
    folder_list list = {0};
    complaints kept = {0, ""};
    (void)state;
    assert_non_null(mkdtemp(root));
    assert_int_equal(chdir(root), 0);
    assert_int_equal(mkdir("a", 0777) + mkdir("a/b", 0777) + mkdir("a/b/empty", 0777) + mkdir(".git", 0777), 0);
    make_file("b.html");
    make_file("B.html");
    make_file("z");
    make_file(".hidden");
    make_file(".git/x");
    make_file("a/1.html");
    make_file("a/b/2.html");
    /* A link up, to itself by another way, to a sister, to nothing. */
    assert_int_equal(symlink("..", "a/b/up") + symlink("../..", "a/b/top") + symlink("b", "a/c"), 0);
    assert_int_equal(symlink("nothing", "a/dead") + mkfifo("pipe", 0666), 0);
    assert_true(folder_is("a/c"));
    assert_false(folder_is("z"));
    assert_false(folder_is("nothing"));
    assert_true(folder_walk(".", &list, complain, &kept));
    assert_int_equal(list.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.paths[i], expected[i]);
    assert_int_equal(kept.count, 1);
    assert_string_equal(kept.last, "./a/dead: No such file or directory");
    /* A second folder's files come behind. */
    assert_true(folder_walk("a/", &list, complain, &kept));
    assert_string_equal(list.paths[sizeof expected / sizeof *expected], "a/1.html");
    assert_true(folder_walk("not-there", &list, complain, &kept));
    assert_int_equal(kept.count, 3);
    folder_list_free(&list);
    static const char *const names[] = {"a/b/up",   "a/b/top", "a/c",     "a/dead", "pipe",   "a/b/2.html",
                                        "a/1.html", ".git/x",  ".hidden", "z",      "B.html", "b.html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(unlink(names[i]), 0);
    assert_int_equal(rmdir("a/b/empty") + rmdir("a/b") + rmdir("a") + rmdir(".git"), 0);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(root), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_pages),
        cmocka_unit_test(other_fields_are_passed_as_they_are),
        cmocka_unit_test(lines_that_are_wrong),
        cmocka_unit_test(a_nul_in_a_page),
        cmocka_unit_test(names_of_fields),
        cmocka_unit_test(fields_asked_for),
        cmocka_unit_test(odd_first_lines),
        cmocka_unit_test(arrays_and_objects_over_many_lines),
        cmocka_unit_test(pages_in_an_object),
        cmocka_unit_test(pages_behind_names),
        cmocka_unit_test(damaged_pages_behind_urls),
        cmocka_unit_test(odd_bytes_behind_urls),
        cmocka_unit_test(pages_within_pages_behind_urls),
        cmocka_unit_test(texts_behind_urls),
        cmocka_unit_test(long_pages_behind_names),
        cmocka_unit_test(strings_that_are_no_names),
        cmocka_unit_test(many_names),
        cmocka_unit_test(long_array_in_an_object),
        cmocka_unit_test(objects_without_an_end),
        cmocka_unit_test(page_behind_its_comments),
        cmocka_unit_test(lines_written_on),
        cmocka_unit_test(spaced_objects_written_on),
        cmocka_unit_test(a_long_object_written_on),
        cmocka_unit_test(packed_lines_written_on),
        cmocka_unit_test(nested_values_written_on),
        cmocka_unit_test(wrappers_written_on),
        cmocka_unit_test(wrappers_behind_a_comma),
        cmocka_unit_test(rubbish_among_elements),
        cmocka_unit_test(ends_within_arrays),
        cmocka_unit_test(many_written_on),
        cmocka_unit_test(a_bracket_too_few),
        cmocka_unit_test(a_damaged_element),
        cmocka_unit_test(much_besides_the_page),
        cmocka_unit_test(a_damaged_member_of_lines),
        cmocka_unit_test(deep_lines),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(rubbish_between_members),
        cmocka_unit_test(packed_lines),
        cmocka_unit_test(kinds_by_first_bytes),
        cmocka_unit_test(a_long_first_line),
        cmocka_unit_test(one_page),
        cmocka_unit_test(one_packed_page),
        cmocka_unit_test(files_that_cannot_be_opened),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(progress),
        cmocka_unit_test(folders_are_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
