/* What bytes are, whatever they are called: pages, and all else that crawls hold. */
#include "sniff/page_sniff.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static dhk_page_kind sniff(const void *bytes, size_t length, dehusk_format asked) {
    /* Of exactly that size, so that a read behind it is found. */
    unsigned char *copy = malloc(length > 0 ? length : 1);
    dhk_page_kind kind;
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    kind = dhk_page_sniff(copy, length, asked, false);
    free(copy);
    return kind;
}

#define TYPE(literal, asked) sniff("" literal, sizeof(literal) - 1, asked).media_type
#define EXPECT(literal, type) assert_string_equal(TYPE(literal, DEHUSK_FORMAT_HTML), type)

static void signatures_are_known_whatever_the_page_is_called(void **state) {
    (void)state;
    for (int asked = DEHUSK_FORMAT_AUTO; asked <= DEHUSK_FORMAT_TEXT; asked++) {
        dehusk_format format = (dehusk_format)asked;
        assert_string_equal(TYPE("%PDF-1.4\n1 0 obj", format), "application/pdf");
        assert_string_equal(TYPE("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", format), "image/png");
        assert_string_equal(TYPE("\xFF\xD8\xFF\xE0\0\x10JFIF", format), "image/jpeg");
        assert_string_equal(TYPE("GIF89a\1\0\1\0", format), "image/gif");
        assert_string_equal(TYPE("PK\3\4\x14\0\0\0", format), "application/zip");
        assert_string_equal(TYPE("\x1F\x8B\x08\0\0\0", format), "application/gzip");
        assert_string_equal(TYPE("wOF2\0\1\0\0\0\0\4", format), "font/woff2");
        assert_string_equal(TYPE("wOFF\0\1\0\0\0\0\4", format), "font/woff");
        assert_string_equal(TYPE("\0\0\0\x18"
                                 "ftypisom\0\0\2\0isom",
                                 format),
                            "video/mp4");
        assert_string_equal(TYPE("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", format), "application/x-ole-storage");
        assert_string_equal(TYPE("\x7F"
                                 "ELF\2\1\1\0",
                                 format),
                            "application/x-elf");
        assert_string_equal(TYPE("{\\rtf1\\ansi Hello", format), "application/rtf");
    }
    EXPECT("ID3\4\0\0\0\0\0\0TIT2", "audio/mpeg");
    EXPECT("\xFF\xFB\x90\x64\0\0\0\0", "audio/mpeg");
    EXPECT("\xFF\xF1\x50\x80\0\0\0\0", "audio/aac");
    EXPECT("\xFF\xF9\x50\x80\0\0\0\0", "audio/aac");
    EXPECT("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "text/calendar");
    EXPECT("BEGIN:VCARD\nFN:Anna\n", "text/vcard");
    EXPECT("#EXTM3U\nseg1.ts\n", "application/vnd.apple.mpegurl");
    assert_false(sniff("%PDF-1.4", 8, DEHUSK_FORMAT_TEXT).is_page);
}

#define SIGNATURE(at, literal, media_type)                                                                             \
    { media_type, literal, sizeof(literal) - 1, at }

typedef struct signature {
    const char *media_type;
    const char *bytes;
    size_t length;
    size_t at;
} signature;

static const signature sure[] = {
    SIGNATURE(0, "%PDF-", "application/pdf"),
    SIGNATURE(0, "%!PS", "application/postscript"),
    SIGNATURE(0, "%!\n", "application/postscript"),
    SIGNATURE(0, "%!\r", "application/postscript"),
    SIGNATURE(0, "\xC5\xD0\xD3\xC6", "application/postscript"),
    SIGNATURE(0, "{\\rtf", "application/rtf"),
    SIGNATURE(0, "GIF87a", "image/gif"),
    SIGNATURE(0, "GIF89a", "image/gif"),
    SIGNATURE(0, "\x89PNG\r\n\x1A\n", "image/png"),
    SIGNATURE(0, "\xFF\xD8\xFF", "image/jpeg"),
    SIGNATURE(0, "II*\0", "image/tiff"),
    SIGNATURE(0, "MM\0*", "image/tiff"),
    SIGNATURE(0, "II+\0\x08\0", "image/tiff"),
    SIGNATURE(0, "MM\0+\0\x08", "image/tiff"),
    SIGNATURE(0, "\0\0\1\0", "image/x-icon"),
    SIGNATURE(0, "\0\0\2\0", "image/x-icon"),
    SIGNATURE(0, "8BPS\0\1", "image/vnd.adobe.photoshop"),
    SIGNATURE(0, "\0\0\0\x0CjP  \r\n\x87\n", "image/jp2"),
    SIGNATURE(0, "\0\0\0\x0CJXL \r\n\x87\n", "image/jxl"),
    SIGNATURE(0, "\xFF\x4F\xFF\x51", "image/jp2"),
    SIGNATURE(0, "v/1\1\2\0", "image/x-exr"),
    SIGNATURE(0, "#!AMR", "audio/amr"),
    SIGNATURE(0, ".RMF\0", "application/vnd.rn-realmedia"),
    SIGNATURE(0, "\x1A\x45\xDF\xA3", "video/webm"),
    SIGNATURE(0, "FLV\1", "video/x-flv"),
    SIGNATURE(0, "\0\0\1\xBA", "video/mpeg"),
    SIGNATURE(0, "\0\0\1\xB3", "video/mpeg"),
    SIGNATURE(0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", "video/x-ms-asf"),
    SIGNATURE(0, "OggS\0", "application/ogg"),
    SIGNATURE(0, "fLaC\0", "audio/flac"),
    SIGNATURE(0, "fLaC\x80", "audio/flac"),
    SIGNATURE(0, "MThd\0\0\0\6", "audio/midi"),
    SIGNATURE(0, "OTTO\0", "font/otf"),
    SIGNATURE(0, "\0\1\0\0\0", "font/ttf"),
    SIGNATURE(0, "true\0", "font/ttf"),
    SIGNATURE(0, "ttcf\0", "font/collection"),
    SIGNATURE(30, "mimetypeapplication/epub+zip", "application/epub+zip"),
    SIGNATURE(0, "PK\3\4", "application/zip"),
    SIGNATURE(0, "PK\5\6", "application/zip"),
    SIGNATURE(0, "PK\7\x08", "application/zip"),
    SIGNATURE(0, "\x1F\x8B\x08", "application/gzip"),
    SIGNATURE(0, "\x28\xB5\x2F\xFD", "application/zstd"),
    SIGNATURE(0, "\xFD\x37zXZ\0", "application/x-xz"),
    SIGNATURE(0, "7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"),
    SIGNATURE(0, "Rar!\x1A\7", "application/vnd.rar"),
    SIGNATURE(0, "\x1F\x9D", "application/x-compress"),
    SIGNATURE(0, "\4\"M\x18", "application/x-lz4"),
    SIGNATURE(0, "MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    SIGNATURE(0, "!<arch>\n", "application/vnd.debian.binary-package"),
    SIGNATURE(0, "\xED\xAB\xEE\xDB", "application/x-rpm"),
    SIGNATURE(0, "]\0\0", "application/x-lzma"),
    SIGNATURE(0, "\xC7\x71\0", "application/x-cpio"),
    SIGNATURE(32769, "CD001\1", "application/x-iso9660-image"),
    SIGNATURE(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage"),
    SIGNATURE(0,
              "\x7F"
              "ELF",
              "application/x-elf"),
    SIGNATURE(0, "\xCF\xFA\xED\xFE", "application/x-mach-binary"),
    SIGNATURE(0, "\xCE\xFA\xED\xFE", "application/x-mach-binary"),
    SIGNATURE(0, "\xCA\xFE\xBA\xBE", "application/java-vm"),
    SIGNATURE(0, "\xAC\xED\0\5", "application/java-serialized-object"),
    SIGNATURE(0, "\0asm", "application/wasm"),
    SIGNATURE(0, "dex\n03", "application/vnd.android.dex"),
    SIGNATURE(0, "SQLite format 3\0", "application/vnd.sqlite3"),
    SIGNATURE(4, "Standard Jet DB\0", "application/x-msaccess"),
    SIGNATURE(4, "Standard ACE DB\0", "application/x-msaccess"),
    SIGNATURE(0, "\x93NUMPY", "application/x-numpy"),
    SIGNATURE(0, "glTF\2\0\0\0", "model/gltf-binary"),
    SIGNATURE(0, "d8:announce", "application/x-bittorrent"),
    SIGNATURE(0, "d13:announce-list", "application/x-bittorrent"),
    SIGNATURE(60, "BOOKMOBI", "application/x-mobipocket-ebook"),
    SIGNATURE(0, "\x89HDF\r\n\x1A\n", "application/x-hdf5"),
    SIGNATURE(0, "BEGIN:VCALENDAR", "text/calendar"),
    SIGNATURE(0, "BEGIN:VCARD", "text/vcard"),
    SIGNATURE(0, "#EXTM3U", "application/vnd.apple.mpegurl"),
};

/* Letters that a text may have there, too: control characters tell them apart. */
static const signature letters[] = {
    SIGNATURE(8, "WEBPVP", "image/webp"),
    SIGNATURE(0, "BM", "image/bmp"),
    SIGNATURE(0, "AT&TFORM", "image/vnd.djvu"),
    SIGNATURE(4, "ftypavif", "image/avif"),
    SIGNATURE(4, "ftyphei", "image/heic"),
    SIGNATURE(4, "ftypmif1", "image/heic"),
    SIGNATURE(4, "ftypM4A", "audio/mp4"),
    SIGNATURE(4, "ftypqt", "video/quicktime"),
    SIGNATURE(4, "ftyp", "video/mp4"),
    SIGNATURE(4, "moov", "video/quicktime"),
    SIGNATURE(4, "mdat", "video/quicktime"),
    SIGNATURE(4, "wide", "video/quicktime"),
    SIGNATURE(4, "styp", "video/mp4"),
    SIGNATURE(8, "AVI ", "video/x-msvideo"),
    SIGNATURE(8, "WAVEfmt", "audio/wav"),
    SIGNATURE(0, "ID3", "audio/mpeg"),
    SIGNATURE(0, "\xFF\xFB", "audio/mpeg"),
    SIGNATURE(0, "\xFF\xF3", "audio/mpeg"),
    SIGNATURE(0, "\xFF\xF2", "audio/mpeg"),
    SIGNATURE(0, "\xFF\xFA", "audio/mpeg"),
    SIGNATURE(0, "\xFF\xF1", "audio/aac"),
    SIGNATURE(0, "\xFF\xF9", "audio/aac"),
    SIGNATURE(8, "AIFF", "audio/aiff"),
    SIGNATURE(0, "FWS", "application/x-shockwave-flash"),
    SIGNATURE(0, "CWS", "application/x-shockwave-flash"),
    SIGNATURE(0, "ZWS", "application/x-shockwave-flash"),
    SIGNATURE(0, "wOFF", "font/woff"),
    SIGNATURE(0, "wOF2", "font/woff2"),
    SIGNATURE(34, "LP", "application/vnd.ms-fontobject"),
    SIGNATURE(4, "1AY&SY", "application/x-bzip2"),
    SIGNATURE(257, "ustar", "application/x-tar"),
    SIGNATURE(0, "xar!", "application/x-xar"),
    SIGNATURE(0, "Cr24", "application/x-chrome-extension"),
    SIGNATURE(0, "ITSF", "application/vnd.ms-htmlhelp"),
    SIGNATURE(0, "MZ", "application/vnd.microsoft.portable-executable"),
    SIGNATURE(0, "PAR1", "application/vnd.apache.parquet"),
    SIGNATURE(0, "Obj\1", "application/vnd.apache.avro"),
    SIGNATURE(0, "bplist0", "application/x-plist"),
};

static void expect_signature(const signature *one, bool controls, bool expected) {
    static char bytes[40000];
    size_t length = one->at + one->length + 200;
    for (size_t i = 0; i < length; i++)
        bytes[i] = "the ferry sails again "[i % 22];
    memcpy(bytes + one->at, one->bytes, one->length);
    if (controls)
        memcpy(bytes + (one->at > 64 ? 0 : one->at + one->length), "\1\2\3", 3);
    const char *found = sniff(bytes, length, DEHUSK_FORMAT_HTML).media_type;
    if ((strcmp(found, one->media_type) == 0) != expected)
        fail_msg("%s at %zu: %s", one->media_type, one->at, found);
}

static void every_signature_is_known(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++) {
        expect_signature(&sure[i], true, true);
        expect_signature(&sure[i], false, true);
    }
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        expect_signature(&letters[i], true, true);
        expect_signature(&letters[i], false, false);
    }
}

/* At another place, or with one byte less, they are something else. */
static void signatures_stand_in_their_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof sure / sizeof *sure + sizeof letters / sizeof *letters; i++) {
        const size_t count = sizeof sure / sizeof *sure;
        signature one = i < count ? sure[i] : letters[i - count];
        one.at++;
        expect_signature(&one, true, false);
        one.at--;
        one.bytes++;
        one.length--;
        if (one.length > 1) /* the letters before may be right */
            expect_signature(&one, true, false);
    }
}

static void letters_that_a_text_may_begin_with_are_text(void **state) {
    (void)state;
    EXPECT("BMW is to build a second plant in the valley.", "text/html");
    EXPECT("MZ is the title of the paper.", "text/html");
    EXPECT("ID3 tags hold the name of a song.", "text/html");
    EXPECT("ftyp", "text/html");
    assert_string_equal(TYPE("OTTO was here", DEHUSK_FORMAT_AUTO), "text/plain");
}

static void signatures_are_known_behind_what_stands_in_front(void **state) {
    (void)state;
    EXPECT("\r\n\r\n%PDF-1.4\n1 0 obj << /Length 44 >> stream", "application/pdf");
    EXPECT("\xEF\xBB\xBF\n\x1F\x8B\x08\0\0\0", "application/gzip");
    EXPECT(" \n{\\rtf1\\ansi The gulls came back.}", "application/rtf");
    EXPECT("\xEF\xBB\xBF"
           "BEGIN:VCALENDAR\r\n",
           "text/calendar");
    EXPECT("<br />\n<b>Warning</b>:  readfile(7.zip) in <b>/srv/a7.php</b> on line <b>12</b><br />\nPK\3\4\x14\0",
           "application/zip");
    EXPECT("Notice: no gull in /srv/a.php on line 3\nDeprecated: old in /srv/b.php on line 4\n\x89PNG\r\n\x1A\n",
           "image/png");
    EXPECT("<p>The office sends:</p>\n%PDF-1.5\n%\xE2\xE3\xCF\xD3\n1 0 obj <</Type/Page>>", "application/pdf");
    EXPECT("The format begins with %PDF-1.5 and a comment % of four bytes.", "text/html");
    EXPECT("Warning: the ferry does not sail on line 3", "text/html");
    EXPECT("<br />\n<b>Warning</b>:  a in <b>b.php</b> on line <b>12</b><br />\n<html><p>The ferry sails.",
           "text/html");
}

static void signatures_are_known_in_bytes_taken_for_text(void **state) {
    (void)state;
    EXPECT("\xC3\x90\xC3\x8F\x11\xC3\xA0\xC2\xA1\xC2\xB1\x1A\xC3\xA1\0\0 and the words of a letter",
           "application/x-ole-storage");
    EXPECT("\xEF\xBF\xBD\xEF\xBF\xBD\x11\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x1A\xEF\xBF\xBD\0\0 and the words",
           "application/x-ole-storage");
    EXPECT("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD is what became of three letters", "text/html");
    EXPECT("\xC3\xBF\xC3\x98\xC3\xBF", "text/html");
    EXPECT("\xC2\x89PNG\r\n\x1A\n\0\0\0\rIHDR and the words of a letter", "image/png");
    EXPECT("\xEF\xBF\xBDPNG\r\n\x1A\n\0\0\0\rIHDR and the words of a letter", "image/png");
    EXPECT("\xC3\xBF\xC3\x98\xC3\xBF\xC3\xA0\0\x10JFIF\0\1 and the words of a letter", "image/jpeg");
    EXPECT("\xC3\x83PNG\r\n\x1A\n and the words of a letter", "text/html");
    assert_string_not_equal(TYPE("\xEF\xBF\xBD\xC3\x98\xEF\xBF\xBD\0\x10JFIF\0\1 and the words", DEHUSK_FORMAT_HTML),
                            "image/jpeg"); /* too little of it is left */
}

/* Bytes as packed data have them. */
static void fill_random(unsigned char *bytes, size_t length) {
    uint64_t random = 7;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)ts_random(&random, 256);
}

static void noise_is_found_behind_a_beginning_of_text(void **state) {
    enum { LENGTH = 20000 };
    static unsigned char bytes[LENGTH];
    static const char warning[] = "<br />\n<b>Warning</b>: readfile() in <b>/srv/get.php</b><br />\n%PDF-1.5\n";
    (void)state;
    fill_random(bytes, LENGTH);
    bytes[0] = '7'; /* no signature */
    assert_string_equal(sniff(bytes, LENGTH, DEHUSK_FORMAT_HTML).media_type, "application/octet-stream");
    assert_string_equal(sniff(bytes, 2000, DEHUSK_FORMAT_TEXT).media_type, "application/octet-stream");
    memcpy(bytes, warning, sizeof warning - 1);
    assert_string_equal(sniff(bytes, LENGTH, DEHUSK_FORMAT_HTML).media_type, "application/pdf");
}

static void short_noise_is_noise(void **state) {
    unsigned char bytes[400];
    (void)state;
    fill_random(bytes, sizeof bytes);
    bytes[0] = '7';
    for (size_t length = 48; length <= sizeof bytes; length += 8)
        for (int asked = DEHUSK_FORMAT_AUTO; asked <= DEHUSK_FORMAT_TEXT; asked++)
            assert_false(sniff(bytes, length, (dehusk_format)asked).is_page);
    EXPECT("\xCF\xE0\xF0\xEE\xEC \xF1\xED\xEE\xE2\xE0 \xF5\xEE\xE4\xE8\xF2 \xF1 \xEF\xEE\xED\xE5\xE4", "text/html");
    EXPECT("\2Gull\2 joined, \00304red\3 and a quiet word", "text/html");
    EXPECT("\x1B$BEO$7Ia\x1B(B", "text/html");
}

static void noise_taken_for_latin_1_is_noise(void **state) {
    enum { LENGTH = 6000 };
    static unsigned char bytes[LENGTH];
    static unsigned char utf8[2 * LENGTH];
    size_t length = 0;
    (void)state;
    fill_random(bytes, LENGTH);
    for (size_t i = 0; i < LENGTH; i++) {
        if (bytes[i] >= 0x80)
            utf8[length++] = (unsigned char)(0xC0 | bytes[i] >> 6);
        utf8[length++] = bytes[i] >= 0x80 ? (unsigned char)(0x80 | (bytes[i] & 0x3F)) : bytes[i];
    }
    assert_false(sniff(utf8, length, DEHUSK_FORMAT_TEXT).is_page);
}

static void some_control_characters_do_not_make_a_text_binary(void **state) {
    char bytes[4096];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = "The ferry sails again. "[i % 23];
    for (size_t i = 0; i < sizeof bytes; i += 40)
        bytes[i] = (char)(i % 3 == 0 ? 0 : 3);
    assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_TEXT).is_page);
    memset(bytes + 200, 0, sizeof bytes - 200); /* padding */
    assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML).is_page);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 9 == 8 ? 0 : 'a'; /* fields with NULs between */
    assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_AUTO).is_page);
    for (size_t i = 7; i < sizeof bytes; i += 9)
        bytes[i] = 0; /* numbers of two bytes */
    assert_false(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_AUTO).is_page);
    for (size_t place = 7; place <= 8; place++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = i % 9 == place ? 1 : i % 9 >= 7 ? 0 : 'a';
        assert_false(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_AUTO).is_page);
    }
    memset(bytes, 0xC3, sizeof bytes); /* malformed UTF-8 */
    assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML).is_page);
}

/* Tables of compiled programs: a header of numbers, then letters with or without NULs between, more than half of it. */
static void a_header_of_numbers_is_binary_whatever_follows(void **state) {
    static const unsigned char header[64] = {0x1A, 1, 0x2C, 0, 0x1D, 0, 0x1F, 0, 0x69, 1, 0xFE, 3, 'x', 't', 'e', 'r'};
    char bytes[4096];
    (void)state;
    for (size_t length = 1000; length <= sizeof bytes; length += 1548)
        for (size_t gap = 9; gap <= 10; gap++) {
            for (size_t i = 0; i < length; i++)
                bytes[i] = i % gap == 8 ? 0 : "the ferry sails again "[i % 22];
            assert_true(sniff(bytes, length, DEHUSK_FORMAT_HTML).is_page);
            for (size_t i = 0; i < 192; i += sizeof header)
                memcpy(bytes + i, header, sizeof header);
            assert_false(sniff(bytes, length, DEHUSK_FORMAT_HTML).is_page);
            memcpy(bytes, "<!doctype html><title>The ferry</title>", 39); /* markup is no header, whatever is in it */
            assert_true(sniff(bytes, length, DEHUSK_FORMAT_HTML).is_page);
            memset(bytes, 0, 192); /* what a disk has lost is none either */
            assert_true(sniff(bytes, length, DEHUSK_FORMAT_HTML).is_page);
        }
}

/* Three kinds of control characters, the first of them within 24 bytes, and one byte in five. */
static void a_header_of_numbers_is_told_by_its_share(void **state) {
    enum { PLACE = 190, LENGTH = 3 * PLACE };
    char bytes[LENGTH];
    (void)state;
    for (size_t wanted = 36; wanted <= 40; wanted++)
        for (size_t kinds = 2; kinds <= 4; kinds++)
            for (size_t first = 22; first <= 25; first++) {
                for (size_t i = 0; i < LENGTH; i++)
                    bytes[i] = "the ferry sails again "[i % 22];
                for (size_t i = 0; i < wanted; i++)
                    bytes[first + 4 * i] = "\1\2\3\4"[i % kinds];
                assert_int_equal(sniff(bytes, LENGTH, DEHUSK_FORMAT_HTML).is_page,
                                 wanted * 5 < PLACE || kinds < 3 || first >= 24);
            }
}

static void utf_16_is_text(void **state) {
    unsigned char bytes[2002];
    (void)state;
    for (size_t big = 0; big < 2; big++) {
        for (size_t i = 0; i < sizeof bytes / 2;
             i++) { /* CJK without any ASCII: some low bytes are control characters */
            bytes[2 * i + big] = (unsigned char)(i * 37);
            bytes[2 * i + 1 - big] = (unsigned char)(0x4E + i % 64);
        }
        assert_true(dhk_page_sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML, true).is_page);
        bytes[1 - big] = 0xFE;
        bytes[big] = 0xFF;
        assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML).is_page);
        for (size_t i = 0; i < sizeof bytes / 2; i++) {
            bytes[2 * i + big] = (unsigned char)"<p>Text and text"[i % 16];
            bytes[2 * i + 1 - big] = 0;
        }
        assert_true(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML).is_page);
    }
    /* Cyrillic without any markup, and nobody said so. */
    for (size_t big = 0; big < 2; big++) {
        for (size_t i = 0; i < sizeof bytes / 2; i++) {
            bytes[2 * i + big] = (unsigned char)(i % 7 == 6 ? ' ' : 0x30 + i % 32);
            bytes[2 * i + 1 - big] = i % 7 == 6 ? 0 : 4;
        }
        for (size_t length = 24; length <= sizeof bytes; length += 62)
            assert_true(sniff(bytes, length, DEHUSK_FORMAT_AUTO).is_page);
    }
    fill_random(bytes, sizeof bytes);
    bytes[0] = 0xFF;
    bytes[1] = 0xFE;
    assert_false(sniff(bytes, sizeof bytes, DEHUSK_FORMAT_HTML).is_page);
}

static void json_is_no_page(void **state) {
    (void)state;
    EXPECT("{\"id\": 7, \"html\": \"<p>a</p>\", \"more\": [1.5e3, null, {\"a\": []}]}", "application/json");
    EXPECT("\xEF\xBB\xBF [{\"a\": true}]\n", "application/json");
    EXPECT("{\"a\": 1}\n{\"a\": 2}\n", "application/json");
    EXPECT("{\"a\": 1},\n{\"a\": 2},\n", "application/json"); /* cut out of an array */
    EXPECT(")]}',\n{\"a\": 1}", "application/json");
    EXPECT("{\"cut\": [\"he", "application/json");
    EXPECT("callback({\"a\": 1});", "text/javascript");
    EXPECT("var data = {\"a\": 1};", "text/javascript");
    assert_string_equal(TYPE("{\"a\": 1}", DEHUSK_FORMAT_AUTO), "application/json");
    assert_string_equal(TYPE("{\"a\": 1}", DEHUSK_FORMAT_TEXT), "text/plain"); /* somebody scraped it so */
    EXPECT("{}", "application/json");
    EXPECT("[]\n", "application/json");
    EXPECT("/* settings */\n{\n  // the name\n  \"name\": \"Gull\", \"size\": 3,\n}\n", "application/json");
    EXPECT("{name: 'Gull', n: +3, hex: 0xFF, deep: {inf: -Infinity, no: undefined}, list: [1,],}", "application/json");
    EXPECT("{}&&{\"a\":1}", "application/json");
    EXPECT("throw 1; <don't be evil>{\"a\":[1]}", "application/json");
    EXPECT("&&&START&&&{\"a\":1}", "application/json");
    EXPECT("{\"a\":\"b\"}\0", "application/json");
    EXPECT("LANG = {'ferry': 'The ferry', 'gull': 'A gull'};", "text/javascript");
    EXPECT("<br />\n<b>Notice</b>:  no gull in <b>/a.php</b> on line <b>12</b><br />\n{\"a\":1}", "application/json");
    EXPECT("[", "text/html");
    EXPECT("[,]", "text/html");
    EXPECT("[1,,2,3]", "text/html");
    EXPECT("{a:, b:, c:}", "text/html");
    EXPECT("[1, 2, 3,]", "application/json");
    EXPECT("{a poem}\n\nThe ferry sails.", "text/html");
    EXPECT("['Tis the season] the ferry sails", "text/html");
    EXPECT("// a note\nThe ferry sails.", "text/html");
    EXPECT("[1] Miller, The Weirs of the Lower Marsh, 1911.", "text/html");
    EXPECT("{x} is a set; {\"x\"} is another.", "text/html");
    EXPECT("[\"Oh!\" she said.] Then nothing.", "text/html");
}

static void json_in_utf_16_is_no_page(void **state) {
    static const char json[] = "{\"title\": \"Gulls\", \"body\": \"The ferry sails again.\"}";
    static const char feed[] = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>a</title>";
    unsigned char bytes[2 * sizeof feed + 2];
    (void)state;
    for (size_t high = 0; high < 2; high++)
        for (size_t mark = 0; mark < 2; mark++) {
            bytes[high] = 0xFE;
            bytes[1 - high] = 0xFF;
            for (size_t i = 0; i < sizeof json - 1; i++) {
                bytes[2 * (i + mark) + high] = i == 12 ? 4 : 0; /* a letter of Cyrillic */
                bytes[2 * (i + mark) + 1 - high] = (unsigned char)json[i];
            }
            assert_string_equal(sniff(bytes, 2 * (sizeof json - 1 + mark), DEHUSK_FORMAT_HTML).media_type,
                                "application/json");
            for (size_t i = 0; i < sizeof feed - 1; i++) {
                bytes[2 * (i + mark) + high] = 0;
                bytes[2 * (i + mark) + 1 - high] = (unsigned char)feed[i];
            }
            assert_string_equal(sniff(bytes, 2 * (sizeof feed - 1 + mark), DEHUSK_FORMAT_AUTO).media_type,
                                "application/rss+xml");
        }
}

/* In pages of UTF-16 that do not begin with ASCII, or are too short to show it, the mark tells, or who knows it. */
static void json_in_utf_16_is_known_by_its_mark_or_by_name(void **state) {
    static const struct {
        uint16_t units[16];
        size_t count;
        const char *type;
    } cases[] = {
        {{'{', '}'}, 2, "application/json"},
        {{'[', ']', '\n'}, 3, "application/json"},
        {{'{', '"', 0x447, 0x430, 0x439, 0x43A, 0x430, '"', ':', '1', '}'}, 11, "application/json"},
        {{'{', '"', 0x9DD7, 0x6E2F, 0x8239, 0x5CF6, 0x7F8A, 0x9CE5, 0x6D77, '"', ':', '[', ']', '}'},
         14,
         "application/json"},
        {{0x447, 0x430, 0x439, 0x43A, 0x430, ' ', 0x438, ' ', 0x43C, 0x43E, 0x440, 0x435, '.'}, 13, "text/html"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t high = 0; high < 2; high++) {
            unsigned char bytes[2 + sizeof cases->units];
            bytes[high] = 0xFE;
            bytes[1 - high] = 0xFF;
            for (size_t k = 0; k < cases[i].count; k++) {
                bytes[2 + 2 * k + high] = (unsigned char)(cases[i].units[k] >> 8);
                bytes[2 + 2 * k + 1 - high] = (unsigned char)cases[i].units[k];
            }
            assert_string_equal(sniff(bytes, 2 + 2 * cases[i].count, DEHUSK_FORMAT_HTML).media_type, cases[i].type);
            if (high == 1) /* without a mark it is little-endian */
                assert_string_equal(dhk_page_sniff(bytes + 2, 2 * cases[i].count, DEHUSK_FORMAT_HTML, true).media_type,
                                    cases[i].type);
        }
}

static void what_a_browser_shows_is_judged_without_its_tags(void **state) {
#define VIEWED(text) "<html><head><meta name=\"color-scheme\" content=\"light dark\"></head><body><pre>" text "</pre>"
    (void)state;
    EXPECT(VIEWED("{\"html\":\"&lt;p&gt;The ferry\"}") "</body></html>", "application/json");
    EXPECT(VIEWED("[{\"a\":1}]") "<div class=\"json-formatter-container\"></div></body></html>\n", "application/json");
    EXPECT(VIEWED("&lt;?xml version=\"1.0\"?&gt;&lt;rss&gt;&lt;channel&gt;") "</body></html>", "application/rss+xml");
    EXPECT(VIEWED(".a &gt; b{margin:0}") "</body></html>", "text/css");
    assert_string_equal(TYPE(VIEWED("{\"a\":1}") "</body></html>", DEHUSK_FORMAT_TEXT), "application/json");
    EXPECT(VIEWED("The ferry sails again from Monday.") "</body></html>", "text/html");
    EXPECT(VIEWED("{\"a\":1}") "<p>That is an object.</body></html>", "text/html");
    EXPECT("<html><head><title>An object</title></head><body><pre>{\"a\":1}</pre></body></html>", "text/html");
#undef VIEWED
}

static void rows_of_fields_are_no_page(void **state) {
    static char rows[4096];
    (void)state;
    size_t length = 0;
    for (int i = 0; i < 30; i++)
        length +=
            (size_t)snprintf(rows + length, sizeof rows - length, "%d,\"Gull, \"\"grey\"\"\n%d\",53.%d,7\r\n", i, i, i);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_HTML).media_type, "text/csv");
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_AUTO).media_type, "text/csv");
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_TEXT).media_type, "text/plain");
    EXPECT("a;b;c\n1;2;3\n1;2;3\n1;2;3\n1;2;3\n", "text/csv");
    EXPECT("a\tb\tc\n1\t2\t3\n1\t2\t3\n1\t2\t3\n1\t2\t3\n", "text/tab-separated-values");
    assert_string_equal(TYPE("a\tb\tc\n1\t2\t3\n1\t2\t3\n1\t2\t3\n1\t2\t3\n", DEHUSK_FORMAT_AUTO), "text/plain");
    EXPECT("Anna, Berg, Oslo\nCarl, Dahl, Bergen\nEva, Falk, Moss\nGro, Holt, Voss\nIda, Juul, Lom\n", "text/html");
    EXPECT("The sea, the sky, the gull\nare grey.\n", "text/html");
    EXPECT("\"a,b,c\n", "text/html");
    EXPECT("# rules\nUser-agent: *\nDisallow: /admin/\n\nSitemap: https://example.org/a.xml\n", "text/x-robots");
    EXPECT("User-agent: *\nThat is the first row of the rules.", "text/html");
    EXPECT("# Gulls\n", "text/html");
}

static void style_sheets_are_no_page(void **state) {
    (void)state;
    EXPECT("@import url(\"a.css\");\n@import \"b.css\" screen;\n", "text/css");
    EXPECT("/* site */ body, p > a:hover { color: #fff; background: url('a;b.png') }\n.x{margin:0 auto}", "text/css");
    EXPECT("@charset \"utf-8\";@import url(a.css);@media print{.a,.b{display:none}}", "text/css");
    EXPECT(".i{background:url(data:image/png;base64,iVBORw0KGgo=)}.a{margin:0}", "text/css");
    EXPECT(".i{background:url(data:image/svg+xml;utf8", "text/css");
    EXPECT(".i{background:url(\"a;b}c\")}.j{color:red}", "text/css");
    EXPECT(".i{background:url( a.png )}.j:not(.k){color:red}", "text/css");
    static const char *const objects[] = {"gull = {name: Tern; legs: two}", "gull ={name: Tern; legs: two}",
                                          "gull=\n\t{name: Tern; legs: two}"}; /* of scripts */
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        assert_string_not_equal(sniff(objects[i], strlen(objects[i]), DEHUSK_FORMAT_HTML).media_type, "text/css");
    EXPECT("gull {name: Tern; legs: two}", "text/css");
    EXPECT("Note: a { b } c", "text/html");
    EXPECT("Dear reader; the ferry { once more } sails.", "text/html");
}

static void scripts_are_no_page(void **state) {
    (void)state;
    EXPECT("/*! lib v3 */\n!function(e,t){\"use strict\";var n=t.document;return n&&n.body}(window,this);",
           "text/javascript");
    EXPECT("// menu\nconst menu = document.querySelector('#m');\nmenu.onclick = () => { return menu.hide(); };\n",
           "text/javascript");
    EXPECT("$(document).ready(function(){ $('.a').html('<div><p>x</p></div>'); var b = null; });", "text/javascript");
    EXPECT("jQuery(function($){$('.a').addClass('b').show();$('.c').hide();});", "text/javascript");
    EXPECT("#!/usr/bin/env node\nconst fs = require(\"fs\");\nfs.read(\"a\", (e, d) => { if (e) throw e; });",
           "text/javascript");
    EXPECT("import{a as b}from\"./c.js\";export{b as default};", "text/javascript");
    EXPECT("alert(\"The page is gone.\");", "text/javascript");
    EXPECT("if (gulls > 3) { feed(gulls); } else { wait(); }", "text/javascript");
    EXPECT("while(gulls>3){feed(gulls);rest();}", "text/javascript");
    EXPECT("if (gulls > 3 { feed(gulls]; } else { wait(]; }", "text/html");
    EXPECT("f(x) = x^2 + 3x; g(x) = f(x) - 1; so f(g(x)) = (x^2-1)^2. Let us return to this; this class is closed.",
           "text/html");
    EXPECT("x=(-b+sqrt(b^2-4ac))/(2a);y=(a+b)(a-b);z=[x,y];f(x)=g(h(x));P(A|B)=P(A,B)/P(B);E[X]=sum(x*p(x));",
           "text/html");
    EXPECT("export default {\"a\": [1, 2, {\"b\": []}]}", "text/javascript");
    EXPECT("IBM (NYSE: IBM) said this week that it will let a new office near the old harbour.", "text/html");
    EXPECT("Function follows form (or so they say); this is new.", "text/html");
    EXPECT("OVERVIEW\n========\nThis is new. Let us return to this function.\n", "text/html");
    EXPECT("var and let differ in scope. Write let where you can; this function shows it: let x = 5;", "text/html");
}

static void feeds_and_xml_are_no_page(void **state) {
    (void)state;
    EXPECT("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>a</title>", "application/rss+xml");
    EXPECT("<rss><channel>", "application/rss+xml");
    EXPECT("<?xml version='1.0'?><!-- b --><feed xmlns=\"http://www.w3.org/2005/Atom\">", "application/atom+xml");
    EXPECT("<?xml version='1.0'?><rdf:RDF xmlns:rdf=\"x\">", "application/rdf+xml");
    EXPECT("<?xml version='1.0'?><urlset><url><loc>http://a/</loc>", "application/xml");
    EXPECT("<?xml version='1.0'?><ListBucketResult><Name>a</Name><Key>b</Key></ListBucketResult>", "application/xml");
    EXPECT("<svg viewBox=\"0 0 1 1\"><text>a</text></svg>\n<!-- by me -->\n", "image/svg+xml");
    EXPECT("<svg><path d='M0'/></svg><p>A page with a picture first.", "text/html");
    EXPECT("<?xml version='1.0'?><!DOCTYPE html><html><body><p>a", "text/html");
    EXPECT("<?xml version='1.0'?><TEI><text><body><p>a</p></body></text></TEI>", "text/html");
    EXPECT("<?xml version='1.0'?><ferry-times>Monday at nine", "application/xml");
    EXPECT("<?XML version='1.0'?><ferry-times>Monday at nine", "application/xml");
    EXPECT("<?xml version='1.0'?><!-- a --><?xml-style b?><ferry-times>Monday at nine", "application/xml");
    EXPECT("<?tide version='1.0'?><ferry-times>Monday at nine", "text/html");
    EXPECT("<ferry-times>Monday at nine", "text/html");
    EXPECT("<feedback>We liked it.</feedback>", "text/html");
    EXPECT("<!DOCTYPE svg PUBLIC \"a\" [ <!ENTITY b \"c\"> ]><svg><text>a</text></svg>", "image/svg+xml");
    EXPECT("<Error><Code>Denied</Code><Message>Access denied</Message></Error>", "application/xml");
    EXPECT("<xsl:stylesheet><xsl:template match='/'><p>a</p></xsl:template></xsl:stylesheet>", "application/xslt+xml");
    EXPECT("<SOAP-ENV:Envelope xmlns:SOAP-ENV='a'><SOAP-ENV:Body>", "application/soap+xml");
    EXPECT("<gull-list><gull-item>One</gull-item></gull-list>", "text/html");
    EXPECT("<story><chapter>One</chapter><p>The ferry</p></story>", "text/html");
    EXPECT("<?php\n$a = array('gull' => 1);\nforeach ($a as $k => $v) { echo $k; }\n", "application/x-httpd-php");
    EXPECT("<?php include 'head.php'; ?>\n<body><p>The ferry sails again.</p>", "text/html");
}

static void html_called_text_is_html(void **state) {
    (void)state;
    assert_int_equal(sniff("\n<!DOCTYPE html><p>a", 20, DEHUSK_FORMAT_TEXT).format, DEHUSK_FORMAT_HTML);
    assert_string_equal(TYPE("<!-- a --><HTML lang=en><p>a", DEHUSK_FORMAT_TEXT), "text/html");
    assert_string_equal(TYPE("<?xml version='1.0'?>\n<!doctype html public '-'>a", DEHUSK_FORMAT_TEXT), "text/html");
    assert_string_equal(TYPE("<p> is the tag of a paragraph", DEHUSK_FORMAT_TEXT), "text/plain");
    assert_string_equal(TYPE("<html", DEHUSK_FORMAT_TEXT), "text/plain");
    assert_string_equal(TYPE("<!-->", DEHUSK_FORMAT_TEXT), "text/plain");
    assert_string_equal(TYPE("", DEHUSK_FORMAT_TEXT), "text/plain");
}

/* -- What programs write ----------------------------------------------------- */

enum { WRITTEN = 12000 };

/* Appends `text` as often as it says, and gives the length. */
static size_t repeat(char *out, const char *text, size_t times) {
    size_t length = strlen(text);
    for (size_t i = 0; i < times; i++)
        memcpy(out + i * length, text, length + 1);
    return times * length;
}

static const char *type_of_rows(const char *text, dehusk_format asked) {
    static char out[WRITTEN];
    return sniff(out, repeat(out, text, WRITTEN / strlen(text) / 2), asked).media_type;
}

static void bytes_written_as_text_are_no_page(void **state) {
    static const char *const rows[] = {
        "eJwBcBeP6FPSf5EcWOk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx+7/bV8dWn3pQ0yT5\n",
        "data:font/woff2;base64,d09GMgABAk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx+7/bV8dWn3pQ0yT\n",
        "g;base64,d09GMgABAk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx+7/bV8dWn3pQ0yT\n", /* cut within the type */
        "3q2-7wXq9Zk_Lm0Pd8vB1sT4yU6hJ2nC5rG7eF0aK3iQ9oW8xD1zM4bV6tR2uY5jH7pN_E-cS\r\n",
        "789c0170178fe853d27f911c58e93749e46373f159a1fd96f3d011aa32cc41\n",
        ":100100002F4A01C6E12B47D136A07EFE09D21901F0\n",
        "00000010: 789c 0170 178f e853 d27f 911c 58e9 3749  x..p...S....X.7I\n",
        "00000000  78 9c 01 70 17 8f e8 53  d2 7f 91 1c 58 e9 37 49  |x..p...S....X.7I|\n",
        "78 9c 01 70 17 8f e8 53 d2 7f 91 1c 58 e9 37 49\n",
        "0000020 116170 070001 107427 051750 077722 016221 164530 044467\n",
        "M>4*]\\B$&\\(1W8O#SRTUV3<<'(%$5F@^)\\L;:RN-$NS$21?UOA-^:U\\6ST':L\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int asked = DEHUSK_FORMAT_AUTO; asked <= DEHUSK_FORMAT_TEXT; asked++)
            assert_string_equal(type_of_rows(rows[i], (dehusk_format)asked), "application/octet-stream");
    EXPECT("data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==",
           "application/octet-stream"); /* short, and much of it is the letter of NULs */
}

/* Rows of 61 letters are bytes if a quarter of them is of another kind than the one before, and less than a quarter small
 * letters in words. */
static void bytes_written_as_text_are_told_by_their_letters(void **state) {
    enum { LETTERS = 61, STEPS = LETTERS - 1 };
    char row[LETTERS + 2] = "";
    (void)state;
    row[LETTERS] = '\n';
    for (size_t turns = 12; turns <= 18; turns++) {
        for (size_t i = 0; i < LETTERS; i++) /* capitals first, then digits and capitals in turn */
            row[i] = i + turns >= LETTERS && (LETTERS - i) % 2 == 1 ? (char)('0' + i % 10) : (char)('A' + i % 26);
        row[LETTERS - turns] = turns % 2 == 1 ? '7' : row[LETTERS - turns];
        size_t seen = 0;
        for (size_t i = 1; i < LETTERS; i++)
            seen += (row[i] < 'A') != (row[i - 1] < 'A');
        assert_string_equal(type_of_rows(row, DEHUSK_FORMAT_HTML),
                            seen * 4 < STEPS ? "text/html" : "application/octet-stream");
    }
    for (size_t small = 14; small <= 20; small++) { /* all but two of them are behind two others */
        for (size_t i = 0; i < LETTERS; i++)
            row[i] = i < small ? (char)('a' + i) : i % 2 == 0 ? (char)('0' + i % 10) : (char)('A' + i % 26);
        assert_string_equal(type_of_rows(row, DEHUSK_FORMAT_HTML),
                            (small - 2) * 4 >= STEPS ? "text/html" : "application/octet-stream");
    }
}

static void logs_are_no_page(void **state) {
    static const char *const rows[] = {
        "203.0.113.9 - - [12/Oct/2031:07:04:11 +0000] \"GET /gulls HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0\"\n",
        "2031-10-12T07:04:11.318Z INFO [main] example.Server - Request 12 served in 4 ms\n",
        "[2031-10-12 07:04:11] production.ERROR: no such gull\n  at Nest.find(Nest.java:40)\n",
        "Oct 12 07:04:11 quay kernel: usb 1-4: new high-speed device\n",
        "Oct  2 07:04:11 quay sshd[312]: Connection closed by 203.0.113.9 port 4022\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int asked = DEHUSK_FORMAT_AUTO; asked <= DEHUSK_FORMAT_TEXT; asked++)
            assert_string_equal(type_of_rows(rows[i], (dehusk_format)asked), "text/x-log");
}

static void what_people_write_like_programs_is_text(void **state) {
    static const char *const rows[] = {
        "2031-10-12 07:04:11 Anna: the ferry is late again, could you tell the others?\n", /* a talk */
        "2031-10-12 07:04:11 Fine weather, wind from the west, and no error in the log\n",
        "Oct 12 07:04:11 Anna Berg: did you see the gulls this morning?\n",
        "110001 110002 110003 110004 110005 110006 110007 110008\n", /* of a post office */
        "E--0--2--3--2--0--2--3--2--0--2--3--2--0--2--3--2--0--2--3--\n",
        "[07:04:11] <anna> did anybody see the error on the board this morning\n",
        "Oct 12 07:04 the gulls came back to the slipway, about forty of them\n",
        "12 34 56 78 90 12 34 56 78 90 12 34\n", /* tables */
        "1987654 123456 234567 345678 456789 567890\n",
        "0x1F 0x2E 0x3D 0x4C\n",
        "a1 b2 c3 d4 e5 f6 a7 b8 c1 d2\n", /* squares of a chess board */
        "1A 1B 1C 1D 1E 1F 2A 2B 2C 2D\n", /* seats */
        "A1B2C-7XK2P-Q9M4R-T3W8Z-B6N5C-V1D0G-C2B1A-K4J7H\n",
        "HarbourOfficeNoticeOfTheFerryThatSailsAgainFromMondayMorning2031\n",
        "----------------------------------------------------------------\n",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft\n",
        "/usr/share/doc/harbour/examples/templates/notices/winter\n",
        "GATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACA\n",
        "GATTACAGATTACAGATTACA7GATTACAGATTACAGATTACAGATTACA\n",
        "THEGULLSCAMEBACKTOTHESLIPWAYIN2031ANDTHEFERRYSAILSAGAIN\n",
        "14159265358979323846264338327950288419716939937510582097\n",
        "200310 012345 011234 100200 012300 001200\n",
        "0000020: 012345 011234 180200 012300 001200\n",
        "0000020: 012345 011234 100200 012300 201200\n",
        "The letter said: eJwBcBeP6FPSf5EcWOk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx\n",
        "Adam and Eve fed a bee; dad faced a bad cafe.\n",
        "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 6. Re1 b5\n",
        "\xE6\xB8\xA1\xE8\x88\xB9\xE5\x86\x8D\xE5\xBC\x80\n",
    };
    static char mixed[WRITTEN];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(type_of_rows(rows[i], DEHUSK_FORMAT_TEXT), "text/plain");
    /* Colours, of which the first is no offset. */
    EXPECT("FF0000 00FF00 0000FF FFFF00 FF00FF\nC0C0C0 808080 800000 808000 008000\n"
           "FA8072 E9967A F08080 CD5C5C DC143C\nFFC0CB FFB6C1 FF69B4 FF1493 DB7093\n"
           "FFA07A FF7F50 FF6347 FF4500 FF8C00\nFFD700 FFFF00 FFFFE0 FFFACD FAFAD2\n"
           "FFE4B5 FFDAB9 EEE8AA F0E68C BDB76B\nD8BFD8 DDA0DD EE82EE DA70D6 FF00FF\n",
           "text/html");
    /* Some lines about what is shown, and a key that is alone. */
    size_t length = repeat(mixed, "Who can read this? It came by mail, and the office wants to know by Friday.\n", 2);
    length += repeat(mixed + length, "eJwBcBeP6FPSf5EcWOk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx+7/bV8\n", 15);
    assert_true(sniff(mixed, length, DEHUSK_FORMAT_AUTO).is_page);
    EXPECT("789c0170178fe853d27f911c58e93749e46373f159a1fd96f3d011aa32cc41", "text/html");
}

/* -- Sources, settings, listings ----------------------------------------------- */

static void sources_and_settings_are_no_page(void **state) {
    static const char *const texts[][2] = {
        {"application/sql", "-- MySQL dump 10.13\n--\n-- Host: localhost\n\n/*!40101 SET @OLD=@@X */;\nDROP TABLE IF "
                            "EXISTS `posts`;\nCREATE TABLE `posts` (\n  `id` int NOT NULL,\n  PRIMARY KEY "
                            "(`id`)\n);\nLOCK TABLES `posts` WRITE;\nINSERT INTO `posts` VALUES (1,'The ferry sails "
                            "again; it\\'s <b>late</b>.','x'),(2,'Gulls\nare back.','y');\nUNLOCK TABLES;\n"},
        {"application/sql",
         "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n\nCREATE "
         "TABLE public.gulls (\n id integer,\n name text\n);\n\nCOPY public.gulls (id, name) FROM stdin;\n1\tThe gull "
         "that came back, and nobody knew it.\n2\tDon't feed\n\\.\n\nSELECT pg_catalog.setval('a', 1, true);\n"},
        {"application/sql", "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a(b TEXT);\nINSERT INTO a "
                            "VALUES('The gull came back.');\nCOMMIT;\n"},
        {"application/sql",
         "insert into boats (name, text) values ('Osmunda', 'The ferry of the Sound, which sails on Mondays and "
         "Fridays.');\ninsert into boats (name, text) values ('Tern', 'A boat that''s old.');\n"},
        {"application/yaml", "version: '3'\nservices:\n  web:\n    image: nginx\n    ports:\n      - \"80:80\"\n  "
                             "db:\n    image: postgres\n"},
        {"application/yaml",
         "openapi: 3.0.0\ninfo:\n  title: Ferry API\n  description: |\n    The ferries of the Sound. All of them.\n\n  "
         "  More words.\npaths:\n  /ferries:\n    get:\n      summary: Lists ferries, all of them.\n      responses:\n "
         "       '200':\n          description: OK\n"},
        {"application/yaml", "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: gull\nspec:\n  ports:\n  - port: "
                             "80\n    name: http\n---\napiVersion: v1\nkind: Pod\n"},
        {"application/yaml",
         "de:\n  hello: \"Die M\xC3\xB6wen sind zur\xC3\xBC"
         "ck.\"\n  errors:\n    late: Die F\xC3\xA4hre ist zu sp\xC3\xA4t.\n    none: Keine F\xC3\xA4hre heute.\n"},
        {"application/yaml",
         "name: CI\non:\n  push:\n    branches: [ main ]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n    "
         "  - uses: actions/checkout@v4\n      - name: Run it\n        run: |\n          make\n          make test\n"},
        {"text/vtt",
         "WEBVTT\n\n00:01.000 --> 00:04.000\nThe ferry sails again.\n\n00:05.000 --> 00:09.000\n- And the gulls?\n"},
        {"text/vtt", "\xEF\xBB\xBFWEBVTT - Film\nKind: captions\nLanguage: en\n\nNOTE by me\n\n1\n00:00:01.000 --> "
                     "00:00:04.000 align:start\nLa ferry sale de nuevo.\n"},
        {"application/x-subrip", "1\n00:00:01,000 --> 00:00:04,000\nDie F\xC3\xA4hre f\xC3\xA4hrt "
                                 "wieder.\n\n2\n00:00:05,000 --> 00:00:09,000\nUnd die M\xC3\xB6wen?\n"},
        {"application/x-subrip",
         "\xEF\xBB\xBF"
         "1\r\n00:00:01,000 --> 00:00:04,000\r\n\xD0\x9F\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBC "
         "\xD1\x81\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xB0 \xD1\x85\xD0\xBE\xD0\xB4\xD0\xB8\xD1\x82.\r\n\r\n2\r\n00:00:05,000 "
         "--> 00:00:09,000\r\n\xD0\x90 \xD1\x87\xD0\xB0\xD0\xB9\xD0\xBA\xD0\xB8?\r\n"},
        {"application/x-subrip",
         "0\n0:00:01.000 --> "
         "0:00:04.000\n\xE4\xBB\x8A\xE6\x97\xA5\xE3\x81\xAE\xE3\x83\x95\xE3\x82\xA7\xE3\x83\xAA\xE3\x83\xBC\n"},
        {"application/x-subrip", "0:00:01.000,0:00:04.000\nThe ferry sails.\n\n0:00:05.000,0:00:07.000\nAgain.\n"},
        {"text/x-ini", "[Script Info]\nTitle: Gulls\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, "
                       "Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,The ferry sails again.\nDialogue: "
                       "0,0:00:03.00,0:00:05.00,Default,And the gulls?\n"},
        {"text/x-ini", "; settings\n[main]\nname = Gull\ncolor=grey\n\n[other]\npath = /usr\n"},
        {"text/x-ini", "[PHP]\n\n;;;;;;;;\n; About php.ini   ;\n;;;;;;;;\n; PHP's initialization file, generally "
                       "called php.ini, is responsible for\n; configuring many of the aspects of PHP's "
                       "behavior.\nengine = On\nshort_open_tag = Off\nprecision = 14\n"},
        {"text/x-ini", "title = \"Ferries\"\n[owner]\nname = \"Anna\"\nhosts = [\n  \"alpha\",\n  \"omega\"\n]\ntext = "
                       "\"\"\"\nThe ferry sails\nagain.\"\"\"\n[[boats]]\nid = 1\n"},
        {"text/x-ini", "[package]\nname = \"gull\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = { version = \"1\", "
                       "features = [\"derive\"] }\n"},
        {"text/x-java-properties", "# messages\nferry.late=The ferry is late today.\nferry.none=There is no "
                                   "ferry.\nferry.gull=Gulls \\\n  are back.\nmenu.home=Home\nmenu.news=News\n"},
        {"text/x-java-properties",
         "DB_HOST=localhost\nDB_NAME=gulls\nDB_USER=anna\nAPP_KEY=base64:abc\nMAIL_FROM=\"a@example.org\"\n"},
        {"text/x-ini", "[Desktop Entry]\nType=Application\nName=Gull\nName[de]=M\xC3\xB6we\nComment=Shows gulls and "
                       "their nests on a map\nExec=gull %U\n"},
        {"text/x-ini", "[Unit]\nDescription=The ferry service, which "
                       "sails\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/ferry --all\n"},
        {"text/x-makefile", "CC = gcc\nCFLAGS := -O2\n\nall: gull\n\ngull: gull.o nest.o\n\t$(CC) -o $@ $^\n\n.PHONY: "
                            "clean\nclean:\n\trm -f *.o\n"},
        {"text/x-makefile", "# Builds the gull\n.PHONY: all\nall:\n\t@echo \"The gull is built\"\n\t$(MAKE) -C nest\n"},
        {"text/x-shellscript", "#!/bin/sh\n# Starts the ferry.\nset -e\nif [ -z \"$1\" ]; then\n  echo \"usage: ferry "
                               "NAME\"\n  exit 1\nfi\nfor f in *.txt; do\n  cat \"$f\"\ndone\n"},
        {"text/x-shellscript",
         "#!/usr/bin/env bash\n\nset -euo pipefail\nDIR=$(cd \"$(dirname \"$0\")\" && pwd)\necho \"$DIR\"\n"},
        {"text/x-c", "/* gull.c: counts gulls. Written on a Monday, when the ferry did not sail. */\n#include "
                     "<stdio.h>\n\nint main(void) {\n    int gulls = 0;\n    printf(\"%d gulls came back to the "
                     "slipway\\n\", gulls); /* all of them */\n    return 0;\n}\n"},
        {"text/x-c", "#ifndef GULL_H\n#define GULL_H\n\nstruct gull;\n/* Makes a gull. */\nstruct gull *gull_new(const "
                     "char *name);\nvoid gull_free(struct gull *gull);\n\n#endif\n"},
        {"text/x-c", "// The gulls.\n#include \"gull.hpp\"\n#include <vector>\nnamespace sea {\nstd::vector<Gull> "
                     "all() {\n  return {};\n}\n}\n"},
        {"text/x-python",
         "#!/usr/bin/env python3\n\"\"\"Counts gulls.\n\nThis is a long text that says what the program does, and "
         "how.\n\"\"\"\nimport os\nimport sys\n\n\ndef main(argv):\n    # all of them\n    for name in argv:\n        "
         "print(\"the gull \" + name)\n    return 0\n\n\nif __name__ == \"__main__\":\n    sys.exit(main(sys.argv))\n"},
        {"text/x-python", "from django.db import models\n\nclass Gull(models.Model):\n    name = "
                          "models.CharField(max_length=30)\n    nest = models.ForeignKey('Nest', "
                          "on_delete=models.CASCADE)\n\n    def __str__(self):\n        return self.name\n"},
        {"text/x-java", "package org.example.gulls;\n\nimport java.util.List;\n\n/**\n * A gull, which came back to "
                        "the slipway.\n */\npublic class Gull {\n    private final String name;\n\n    public "
                        "Gull(String name) {\n        this.name = name;\n    }\n}\n"},
        {"text/x-source", "// Package gull counts gulls.\npackage gull\n\nimport (\n\t\"fmt\"\n)\n\nfunc Count(n int) "
                          "{\n\tfmt.Println(n)\n}\n"},
        {"text/x-source",
         "use std::fs;\n\nfn main() {\n    let x = fs::read(\"a\").unwrap();\n    println!(\"{}\", x.len());\n}\n"},
        {"text/x-source",
         "require 'json'\n\nclass Gull\n  attr_reader :name\n  def initialize(name)\n    @name = name\n  end\nend\n"},
        {"text/x-source",
         "use strict;\nuse warnings;\n\nmy $n = 0;\nwhile (my $l = <STDIN>) {\n  $n++;\n}\nprint \"$n\\n\";\n"},
        {"text/x-c", "using System;\nusing System.Linq;\n\nnamespace Gulls\n{\n    public class Gull\n    {\n        "
                     "public string Name { get; set; }\n    }\n}\n"},
        {"text/x-source", "package org.example\n\nimport java.util.*\n\nfun main() {\n    val gulls = listOf(\"a\")\n  "
                          "  println(gulls.size)\n}\n"},
        {"text/x-diff", "diff --git a/gull.c b/gull.c\nindex 123..456 100644\n--- a/gull.c\n+++ b/gull.c\n@@ -1,3 +1,3 "
                        "@@\n The gull\n-is grey.\n+is white and came back to the slipway.\n"},
        {"text/x-diff",
         "--- gull.txt\t2031-10-12 07:04:11\n+++ gull.txt.new\t2031-10-12 07:05:11\n@@ -1 +1 @@\n-a\n+b\n"},
        {"text/x-diff", "Index: trunk/gull.c\n===================================================================\n--- "
                        "trunk/gull.c\t(revision 12)\n+++ trunk/gull.c\t(revision 13)\n@@ -1,2 +1,2 @@\n-a\n+b\n"},
        {"text/x-diff", "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: Anna Berg "
                        "<anna@example.org>\nDate: Mon, 12 Oct 2031 07:04:11 +0000\nSubject: [PATCH] Count all "
                        "gulls\n\nSome gulls were not counted. Now they are.\n---\n gull.c | 2 +-\n 1 file "
                        "changed\n\n--- a/gull.c\n+++ b/gull.c\n@@ -1 +1 @@\n-a\n+b\n"},
        {"text/x-bibtex",
         "% my refs\n@article{berg2031,\n  author = {Berg, Anna and Dahl, Carl},\n  title = {The return of the gulls "
         "to the {Sound}},\n  year = 2031\n}\n\n@book{dahl,\n  title = \"Ferries\",\n}\n"},
        {"text/x-bibtex", "@inproceedings{a:b,title={Gulls, and their nests on the rocks},author={Berg, A.},}"},
        {"text/x-gettext-translation",
         "# German\n# Copyright (C) 2031\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; "
         "charset=UTF-8\\n\"\n\n#: gull.c:12\nmsgid \"The gull came back.\"\nmsgstr \"Die M\xC3\xB6we kam zur\xC3\xBC"
         "ck.\"\n"},
        {"text/x-robots", "User-agent: *\nDisallow: /a\n"},
        {"text/x-robots",
         "# The rules\n\nUser-Agent: Gullbot\nDisallow:\n\nUser-agent: *\nContent-Signal: "
         "search=yes,ai-train=no\nDisallow: /cgi-bin/ # scripts\nSitemap: https://example.org/sitemap.xml\n"},
        {"text/x-robots", "\xEF\xBB\xBFSitemap: https://example.org/s.xml\nUser-agent : *\n disallow : /a\n"},
        {"text/csv", "google.com, pub-1234567890123456, DIRECT, f08c47fec0942fa0\nexample.org, 12, RESELLER\n# "
                     "more\nexample.net, 99, reseller, abc\n"},
        {"text/x-ini", "[playlist]\nFile1=http://example.org/a.mp3\nTitle1=Gulls of the "
                       "Sound\nLength1=-1\nNumberOfEntries=1\nVersion=2\n"},
        {"application/postscript",
         "%!\n/Times findfont 12 scalefont setfont\n72 720 moveto\n(The ferry sails) show\nshowpage\n"},
        {"application/x-tex",
         "% My paper\n\\documentclass[a4paper]{article}\n\\usepackage{amsmath}\n\\begin{document}\nThe ferry sails "
         "again from Monday, and nobody is more glad than we.\n\\end{document}\n"},
        {"application/x-tex", "\\documentclass{book}\n\\title{Gulls}\n\\begin{document}\n\\maketitle\nText.\n"},
        {"text/x-source", "FROM debian:12\nENV GULL=1\nRUN apt-get update \\\n && apt-get install -y gcc\nCOPY . "
                          "/src\nCMD [\"/src/run\"]\n"},
        {"text/x-source",
         "server {\n    listen 80;\n    server_name example.org;\n    location / {\n        root /srv;\n    }\n}\n"},
        {"text/x-source", "type Query {\n  ferry(id: ID!): Ferry\n}\n\ntype Ferry {\n  id: ID!\n  name: String\n}\n"},
        {"text/x-source",
         "syntax = \"proto3\";\npackage gull;\n\nmessage Gull {\n  string name = 1;\n  int32 age = 2;\n}\n"},
        {"text/x-diff", "diff --git a/gull.png b/gull.png\nnew file mode 100644\nBinary files /dev/null and b/the gull "
                        "of the Sound.png differ\ndiff --git a/the old gull.c b/the old gull.c\n--- a/gull.c\n+++ "
                        "b/gull.c\n@@ -1 +1 @@\n-a\n+b\ndiff --git a/the old gull.h b/the new gull.h\n"},
        {"application/sql", "CREATE TABLE gulls (id int);\nINSERT INTO gulls VALUES (1);\nCOMMIT\n"},
        {"application/x-tex",
         "\\begin{figure}\n\\caption{The gulls that came back}\n\\end{figure}\nText.\n% the end\n"},
        {"text/x-source", "resource \"aws_instance\" \"web\" {\n  ami = \"abc\"\n  instance_type = \"t2.micro\"\n}\n"},
    };
    static const char *const of_settings[] = {"application/yaml", "text/x-ini", "text/x-java-properties",
                                              "text/x-makefile"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = strlen(texts[i][1]);
        assert_string_equal(sniff(texts[i][1], length, DEHUSK_FORMAT_HTML).media_type, texts[i][0]);
        /* Without a word of what they are, rows of names and values may be somebody's notes. */
        bool settings = false;
        for (size_t k = 0; k < sizeof of_settings / sizeof *of_settings; k++)
            settings = settings || strcmp(texts[i][0], of_settings[k]) == 0;
        assert_string_equal(sniff(texts[i][1], length, DEHUSK_FORMAT_AUTO).media_type,
                            settings ? "text/plain" : texts[i][0]);
        for (; length > 0; length--) /* whatever is cut off, nothing is read behind it */
            assert_non_null(sniff(texts[i][1], length, DEHUSK_FORMAT_HTML).media_type);
    }
    EXPECT("%!\n/Times findfont 12 scalefont setfont\n(The ferry) show\n", "application/postscript");
    EXPECT("%!TEX root = gulls.tex\nThe ferry sails again.", "text/html");
    EXPECT("import os\nprint(os.name)\nos.exit(0)\n", "text/html"); /* so few rows are of a question */
    /* Somebody scraped it so. */
    assert_string_equal(TYPE("import os\nprint(os.name)\nprint(os.pid)\nos.exit(0)\n", DEHUSK_FORMAT_TEXT),
                        "text/plain");
    assert_string_equal(TYPE("WEBVTT\n\n00:01.000 --> 00:04.000\nThe ferry sails.\n", DEHUSK_FORMAT_TEXT),
                        "text/plain");
}

static void prose_about_sources_is_text(void **state) {
    static const char *const texts[] = {
        "Over the bay, over the quay;\nthe gulls come back to me;\nand every night, from left to right,\nthe ferry "
        "sails the sea;\n",
        "Hi all,\n\nI have this program and it does not work:\n\nimport os\nimport sys\nprint(os.listdir('.'))\n\nIt "
        "says that there is no such folder. What am I doing wrong? Thanks for any help that you can give me.\n",
        "import os\nprint(os.listdir('.'))\n\nThat is what I have tried so far, and it does not work at all on the "
        "machine of my sister. Does anybody know what else I could try? I have read the manual twice.\n",
        "# Gull\n\nCounts gulls.\n\n## Install\n\n    pip install gull\n\n## Use\n\n```python\nimport "
        "gull\ngull.count()\n```\n\nSee the manual for more. It is not long.\n",
        "---\ntitle: The gulls are back\ndate: 2031-10-12\ntags:\n  - birds\n  - sea\n---\n\nThe gulls came back to "
        "the slipway on Monday, about forty of them.\n",
        "Zutaten:\n- 300 g Mehl\n- 2 Eier\n- Salz\nZubereitung:\n- Alles verr\xC3\xBChren.\n- Eine Stunde ruhen "
        "lassen.\n",
        "ingredients:\n  - flour\n  - sugar\nmethod:\n  - mix it all\n  - bake for an hour\n",
        "Ingredients:\n\tflour\n\teggs\nMethod:\n\tMix it all, and bake it.\n",
        "anna: is the ferry late?\nbert: yes, an hour\nanna: oh no\nbert: the next one sails at noon\ncarl: I saw "
        "gulls\n",
        "name: The Osmunda\nbuilt: 1972\nlength: 41 m\nowner: Harbour office\ncaptain: Anna Berg\n",
        "Name: The Osmunda\nOwner:\n  Harbour office\nCaptain:\n  Anna Berg\nSails:\n  Mondays: at noon\n  Fridays: at "
        "nine\n",
        "[Verse 1]\nOver the bay\nthe gulls fly away\n\n[Chorus]\nOh, the ferry\nit sails again\n\n[Verse 2]\nOver the "
        "quay\n",
        "[Intro]\nAm = x02210\nC = x32010\n\n[Verse]\nAm         C\nOver the bay the gulls fly away\n",
        "E = mc^2\nF = ma\nP = UI\nU = RI\na = b + c\n",
        "x=(-b+sqrt(b^2-4ac))/(2a)\ny=(a+b)(a-b)\nz=[x,y]\nf(x)=g(h(x))\n",
        "CREATE TABLE makes a table. It takes the name of the table, and its columns:\n\nCREATE TABLE gulls (id int, "
        "name text);\n\nINSERT INTO puts rows in it; SELECT reads them.\n",
        "Select your seat; create an account; insert your card. Drop us a line if it fails; use the form.\n",
        "Delete from your phone what you do not need; update your apps; use less.\n",
        "CREATE TABLE gulls (id int);\nThis statement makes a table. Then rows are put into it, which is what the next "
        "chapter is about.\n",
        "WEBVTT is a format for subtitles, which browsers know. A cue looks like this:\n\n00:01.000 --> 00:04.000\nThe "
        "ferry sails.\n",
        "WEBVTT\n\nA format for subtitles.\n",
        "My subtitles are late. The file begins so:\n\n1\n00:00:01,000 --> 00:00:04,000\nThe ferry sails again.\n",
        "1\n09:00 - 10:00 The ferry sails\n2\n10:00 - 11:00 The gulls come\n",
        "Hi Anna,\n\nhere is the patch that I spoke of. It makes the ferry faster, and I have tried it for a week "
        "without any trouble.\n\n--- a/gull.c\n+++ b/gull.c\n@@ -1 +1 @@\n-a\n+b\n\nRegards, Bert\n",
        "--- The news ---\n+++ Gulls are back +++\nThe gulls came back on Monday, about forty of them, and the ferry "
        "sails again.\n",
        "+++ 07:04 The ferry is late +++\n+++ 08:12 The gulls are back +++\n--- end ---\n",
        "Please cite us as follows.\n\n@article{berg2031,\n  title = {Gulls},\n  year = 2031\n}\n",
        "@anna: the ferry is late, {as always}. @bert, did you see the gulls?\n",
        "@article{a,\n  title = {Gulls},\n}\n\nThat is how to cite the paper, which tells of the gulls that came back "
        "to the slipway.\n",
        "LaTeX documents begin with \\documentclass{article}. Then comes \\begin{document}.\n",
        "We prove that \\(a^2+b^2=c^2\\). Let \\(x\\) be a gull; then \\begin{align} x &= y \\end{align} holds.\n",
        "Catalogues have rows like these:\n\nmsgid \"The gull\"\nmsgstr \"Die M\xC3\xB6we\"\n\nThe first is what the "
        "program says.\n",
        "#!/bin/sh is the first row of a script. It says which program runs it.\n",
        "#!/bin/sh\n\nThis row is called the shebang. It tells the system which program is to read the rest, and there "
        "are many of them. Nobody knows them all.\n",
        "#include <stdio.h>\n\nThis row tells the compiler to read the header of the standard library. Without it "
        "there is no printf, and the program does not build. Every beginner forgets it once.\n",
        "Import duties rise on Monday. From the harbour we import salt and fish.\nfrom the sea to the quay\n",
        "Use of the ferry is free for those who live on the islands. Use it well.\npackage holidays are sold at the "
        "office.\n",
        "Class of 1972: where are they now?\nclass: the best of all\nAnna sails the ferry. Bert counts gulls. Carl is "
        "a captain, and Dora has a boat of her own.\n",
        "static electricity is what makes your hair stand;\nextern means that which is outside;\nThat is all that I "
        "know of it, and I do not want to know more about it.\n",
        "# The gulls are back\n#gulls #ferry #sea\nThe gulls came back on Monday. About forty were seen on the "
        "slipway, and more will come.\n",
        "User-agent: *\nThis row names whom the rules are for. Disallow: tells what they may not read.\n",
        "Anna, Berg, Oslo\nCarl, Dahl, direct\n",
        "Harbour office\nQuay 7\n1234 Osmund\nTel: 12 34 56\nMail: office@example.org\n",
        "From: Anna Berg\nTo: Bert Dahl\nSubject: The ferry\nDate: Mon, 12 Oct 2031\n\nThe ferry is late again. Could "
        "you tell the others?\n",
        "Q: is the ferry late?\nA: yes\nQ: why?\nA: the gulls\n",
        "1. Open the file\n2. Change the row name = gull\n3. Close it\n4. Run make all\n",
        "NAME\n       gull - counts gulls\n\nSYNOPSIS\n       gull [-a] [FILE]...\n\nDESCRIPTION\n       Counts the "
        "gulls in FILE, or on standard input.\n\n       -a     all of them\n",
        "gull (1.2-1) unstable; urgency=low\n\n  * New release.\n  * Counts all gulls.\n\n -- Anna Berg "
        "<anna@example.org>  Mon, 12 Oct 2031 07:04:11 +0000\n",
        "\xE6\xB8\xA1\xE8\x88\xB9\xE5\x86\x8D\xE5\xBC\x80\xEF\xBC\x9A\n  "
        "\xE5\x91\xA8\xE4\xB8\x80\xEF\xBC\x9A\xE4\xB8\x8A\xE5\x8D\x88\xE4\xB9\x9D\xE7\x82\xB9\n  "
        "\xE5\x91\xA8\xE4\xBA\x94\xEF\xBC\x9A\xE4\xB8\xAD\xE5\x8D\x88\n\xE6\xB5\xB7\xE9\xB8\xA5\xE5\x9B\x9E\xE6\x9D\xA5"
        "\xE4\xBA\x86\xE3\x80\x82\n",
        "preis: 12 Euro\nfahrzeiten:\n  montags um neun\n  freitags um zw\xC3\xB6lf\nhinweis: Hunde fahren frei.\n",
        "Gulls\n=====\n\n.. code:: python\n\n   import gull\n   gull.count()\n\nThat counts them.\n",
        "Release: 1.2\nChanges:\n  gulls: counted faster\n  Ferry: sails again\nThanks to all who helped with it!\n",
        ">>> import os\n>>> os.listdir('.')\n['a', 'b']\n\nThat shows what is in the folder. It has two files, and one "
        "of them is mine.\n",
        "from os import listdir\n\nThis row gets the function that lists a folder. You could import the whole module "
        "as well, but then the name is longer.\n\nfor name in listdir('.'):\n    print(name)\n\nThis loop prints each "
        "name on a row of its own. Note the four spaces, which tell that the row belongs to the loop.\n",
        "[Music]\nAnna: Good evening, and welcome back to the harbour.\nBert: Thank you.\n[laughter]\nAnna: Tell us "
        "about the gulls.\n",
        "[Enter two sailors]\nFIRST: Who goes there?\nSECOND: A friend of the ferry.\n[They go]\n",
        "[\xD0\x97\xD0\xB0\xD0\xBD\xD0\xB0\xD0\xB2\xD0\xB5\xD1\x81]\n\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0: "
        "\xD0\x93\xD0\xB4\xD0\xB5 \xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBC?\n\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD: "
        "\xD0\x9E\xD0\xBF\xD0\xB0\xD0\xB7\xD0\xB4\xD1\x8B\xD0\xB2\xD0\xB0\xD0\xB5\xD1\x82.\n["
        "\xD0\xA3\xD1\x85\xD0\xBE\xD0\xB4\xD1\x8F\xD1\x82]\n",
        "[Monday]\nanna: is the ferry late?\nbert: yes, an hour\n[Tuesday]\nanna: and today?\n",
        "[Dough]\nflour: 300 g\neggs: 2\n[Filling]\napples: 4\nsugar: 50 g\n",
        "z.B. = zum Beispiel\nd.h. = das hei\xC3\x9Ft\nu.a. = unter anderem\nz.T. = zum Teil\n",
        "EE.UU. = Estados Unidos\np.ej. = por ejemplo\na.C. = antes de Cristo\nd.C. = despu\xC3\xA9s de Cristo\n",
        "\xD1\x82.\xD0\xB5. = \xD1\x82\xD0\xBE \xD0\xB5\xD1\x81\xD1\x82\xD1\x8C\n\xD1\x82.\xD0\xB4. = "
        "\xD1\x82\xD0\xB0\xD0\xBA \xD0\xB4\xD0\xB0\xD0\xBB\xD0\xB5\xD0\xB5\n\xD1\x82.\xD0\xBF. = "
        "\xD1\x82\xD0\xBE\xD0\xBC\xD1\x83 "
        "\xD0\xBF\xD0\xBE\xD0\xB4\xD0\xBE\xD0\xB1\xD0\xBD\xD0\xBE\xD0\xB5\n\xD1\x82.\xD0\xBA. = "
        "\xD1\x82\xD0\xB0\xD0\xBA \xD0\xBA\xD0\xB0\xD0\xBA\n",
        "v_0 = 12 m/s\nt_1 = 3 s\na_x = 2 m/s^2\ns_1 = v_0*t_1\n",
        "1.1 = The quay\n1.2 = The ferry\n1.3 = The sea\n1.4 = The gulls\n",
        "12.10.2031 = Ferry day\n13.10.2031 = Gull day\n14.10.2031 = Market\n15.10.2031 = Concert\n",
        "09:00 --> 10:00\nThe ferry sails\n10:00 --> 11:00\nThe gulls come\n",
        "00:00 --> 02:15 Intro\n02:15 --> 07:40 The ferry\n07:40 --> 12:00 The gulls\n",
        "09:00:\n  arrival: the ferry\n10:00:\n  talk: the gulls of the Sound\n11:00:\n  coffee: on the quay\n",
        "1:\n   1: In the beginning was the sea.\n   2: And the gulls were over it.\n2:\n   1: Then came the ferry.\n",
        "insert into boats (id, name) values (1, 'Tern');\n\ndo you know why this fails?\n",
        "diff --git a/gull.c b/gull.c\n--- a/gull.c\n+++ b/gull.c\n@@ -1 +1 @@\n-a\n+b\n\nCould somebody review this? "
        "It makes the ferry faster, and I have tried it for a week.\n",
        "\\begin{align}\n a &= b \\\\\n c &= d\n\\end{align}\n\nWhy is the second row not aligned with the first?\n",
        "\\documentclass{article}\n\\begin{document}\nGulls.\n\\end{document}\n\nWhy do I get an empty page?\n",
        "<!doctype html><title>a</title><p>import os<p>print(os)",
        "<p>The ferry</p>\nCREATE TABLE a (b int);\n",
        "<pre>import os\nimport sys\nprint(os.name)</pre>",
        "<h1>gull.c</h1><pre>#include &lt;stdio.h&gt;\nint main(void) { return 0; }</pre>",
        "# Gulls<br>\n<p>The ferry sails again.</p>\n",
        "---\nlayout: page\nmeta:\n  a: b\n---\n<p>The ferry sails again from Monday.</p>\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(sniff(texts[i], strlen(texts[i]), DEHUSK_FORMAT_HTML).media_type, "text/html");
}

/* Is it no more than text, whatever it is called? */
static void expect_text(const char *text) {
    assert_string_equal(sniff(text, strlen(text), DEHUSK_FORMAT_AUTO).media_type, "text/plain");
    assert_string_equal(sniff(text, strlen(text), DEHUSK_FORMAT_TEXT).media_type, "text/plain");
    assert_string_equal(sniff(text, strlen(text), DEHUSK_FORMAT_HTML).media_type, "text/html");
}

/* Verses that begin like programs, and tables of words. */
static void verses_and_tables_of_people_are_text(void **state) {
    static const char *const texts[] = {
        "using our oars and sails;\nusing the winds and gales;\nwe cross the sea;\nyou wait for me;\n",
        "static the heavy air;\nstatic the sleepy sea;\nstill is the empty chair;\nsilent the old tree;\n",
        "import amore;\nviene la sera;\ntace il mare;\nresta la vela;\nsogna il faro;\n",
        "my $5 are gone;\nmy boat is old;\nmy song is done;\nmy hands are cold;\n",
        "pub of the harbour;\nquay of the sea;\nnight of the barber;\ngull of the free;\n",
        "function follows form;\nwater follows storm;\ngulls follow the plough;\nthat is all for now;\n",
        "if the sea (so grey);\nif the wind (so cold);\nif the gull, \"this day\";\nif the boat (so old);\nreturn to "
        "me, "
        "\"I say\";\n",
        "while (they say) the harbour sleeps,\nif (you ask) the keeper weeps;\nfor (alas) the boats are gone;\nlet = "
        "no; "
        "new = old; this (dear) is all.\n",
        "\xE5\xA4\x9C\xE6\x9D\xA5\xE4\xBA\x86;\xE6\xB5\xB7\xE7\x9D\xA1\xE4\xBA\x86;\n\xE9\xA3\x8E;\xE7\x81\xAF;\n"
        "\xE8\x88\xB9;\xE4\xBA\xBA;\n\xE9\xB8\x9F;\xE5\xA4\xA9;\n\xE6\xA2\xA6;\xE6\xAD\x8C;\n",
        "gull,tern,quay\nsalt,sand,spray\nrope,oar,sail\nrain,fog,hail\nnoon,dusk,day\n",
        "Monday\t07:00\t09:30\nTuesday\t07:00\t09:30\nWednesday\t07:00\t09:30\nThursday\t07:00\t09:30\nFriday\t08:00"
        "\t10:30\n",
        "monday\t07:00\t09:30\ntuesday\t07:00\t09:30\nwednesday\t07:00\t09:30\nthursday\t07:00\t09:30\nfriday\t08:00"
        "\t10:30\n",
        "d\xC3\xA9part\tescale\tarriv\xC3\xA9"
        "e\n07:00\t07:40\t08:15\n09:30\t10:10\t10:45\n12:00\t12:40\t13:15\n"
        "15:30\t16:10\t16:45\n",
        "flour\t300 g\tsifted\neggs\t2\tfresh\nbutter\t50 g\tsoft\nsugar\t80 g\tbrown\nmilk\t2 dl\twarm\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_text(texts[i]);
    /* What programs write is like that, and none. */
    EXPECT("import gull;\nint a;\nlong b = a;\nchar c = gull(b);\nfree(c);\n", "text/x-java");
    EXPECT("let a = 1;\nlet b = gull(a, \"tern\");\nnest(b);\n", "text/javascript");
    EXPECT("name,built,owner\nTern,1972,office\nGull,1980,office\nSkua,1985,Berg\nAuk,1990,Dahl\n", "text/csv");
    EXPECT("id\tname\t\"at\"\n1\tTern\t53.1\n2\tGull\t53.2\n3\tSkua\t53.3\n4\tAuk\t53.4\n",
           "text/tab-separated-values");
    static char rows[WRITTEN];
    size_t length = repeat(rows, "Tern\tthe boat\tMonday\n", 39);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_HTML).media_type, "text/html");
    length = repeat(rows, "Tern\tthe boat\tMonday\n", 40);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_HTML).media_type, "text/tab-separated-values");
    length = repeat(rows, "gull,tern,quay\n", 40);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_AUTO).media_type, "text/csv");
}

/* Somebody shows a subtitle or a row of TeX, and tells of it behind. */
static void words_behind_listings_are_text(void **state) {
    static const char cue[] = "00:01.000 --> 00:04.000\nThe ferry sails.\n";
    static const char *const tex[] = {
        "\\begin{equation} a = b \\end{equation}\n\nWhy is there no number beside this?\n",
        "\\begin{theorem} Every ferry is late. \\end{theorem}\n\\begin{proof} Plain. \\end{proof}\nWe turn to gulls.\n",
        "\\usepackage{babel}\n\nThat row makes my document fail. Why?\n",
    };
    static const struct {
        const char *behind;
        bool is_text;
    } cases[] = {
        {"\nThis is how a file of subtitles begins, in every browser.\n", true},
        {"\nSo beginnt eine Datei. Die erste Zeile nennt das Format, und dahinter steht eine leere.\n\n00:05.000 --> "
         "00:07.000\nSo.\n",
         true},
        {"\n2\n00:05.000 --> 00:07.000\nThe gulls of the old quay are back, all forty of them.\n", false},
        {"\n2\n00:05.000 --> 00:07.000\n\nThe gulls of the old quay are back, all forty of them.\n", false},
        {"\nNOTE The gulls of the old quay are back, all forty of them.\n", false},
        {"\nOver the quay.\n", false}, /* a blank row within what is shown */
    };
    (void)state;
    for (size_t i = 0; i < sizeof tex / sizeof *tex; i++)
        expect_text(tex[i]);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int numbered = 0; numbered < 2; numbered++) {
            char text[512];
            snprintf(text, sizeof text, "%s%s%s", numbered ? "1\n" : "WEBVTT\n\n", cue, cases[i].behind);
            bool is_text = sniff(text, strlen(text), DEHUSK_FORMAT_AUTO).is_page;
            if (is_text != cases[i].is_text)
                fail_msg("%s", text);
        }
}

/* Called HTML: who plays whom, words of two languages, and lists of lists, which are written as settings are. */
static void pairs_of_people_are_no_settings(void **state) {
    static const char *const texts[] = {
        "[Cast]\nAnna = Maren Oldcastle\nBert = Tobiah Quill\n[Act I]\n[A quay at night]\nHarbourmaster = Oona\n",
        "[Lesson 1]\nBoot = boat\nMeer = sea\n[Lesson 2]\nWind = wind\n",
        "[lektion 1]\nboot = boat\nmeer = sea\n[lektion 2]\nwind = wind\n",
        "[\xE7\xAC\xAC\xE4\xB8\x80]\n\xE8\x88\xB9=\xE3\x81\xB5\n\xE6\xB5\xB7=\xE3\x81\x86\xE3\x81\xBF\n",
        "[Dough]\nFlour = 300 g\nEggs = 2\n[Filling]\nApples = 4\nSugar = 50 g\n",
        "[Keys]\nF1 = help\nF2 = rename the file\n[Mouse]\nLeft = select\nRight = menu\n",
        "[Monday]\nOsmund = 2\nPellow = 1\n[Tuesday]\nSund = 3\n",
        "boats:\n  osmunda: sails on mondays and fridays\n  tern: is on the slipway until march\ncrew:\n  captain: "
        "anna "
        "berg\n",
        "dough:\n  flour: 300 g\n  eggs: 2\nfilling:\n  apples: 4, peeled\n",
        "horario:\n  lunes: de nueve a doce\n  martes: cerrado\nprecio:\n  adultos: 12 euros\n",
        "crew:\n  - captain: anna berg\n  - mate: carl dahl\nguests:\n  - of honour: the mayor\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_text(texts[i]);
    EXPECT("[Window]\nWidth=300\nTitle=The gulls\n", "text/x-ini");
    EXPECT("[Window]\nWindowWidth = 300\nPath = /usr/share\nTitle = Gulls\n", "text/x-ini");
    EXPECT("[metadata]\nname = gull\nversion = 1.0\nauthor = Anna Berg\n", "text/x-ini");
    EXPECT("[Window]\nDark = yes\nTitle = Gulls\nLarge = no\n", "text/x-ini");
    EXPECT("boats:\n  tern:\n    name: Tern of the quay\n    owner: the office\n", "application/yaml");
    EXPECT("boats:\n  name: tern\n  is-old: very old\n  owner: the office\n", "application/yaml");
    EXPECT("boats:\n  name: tern\n  image: tern:1.2\n", "application/yaml");
    EXPECT("boats:\n  name: tern\n  old: true\n", "application/yaml");
    EXPECT("boats:\n  name: tern\n  says: \"The ferry sails.\"\n", "application/yaml");
    static char rows[WRITTEN];
    size_t length = repeat(rows, "boats:\n  tern: the old boat\n", 20);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_HTML).media_type, "application/yaml");
    length = repeat(rows, "[The quay]\nTern = the old boat\n", 40);
    assert_string_equal(sniff(rows, length, DEHUSK_FORMAT_HTML).media_type, "text/x-ini");
}

/* Longer than what is read of them. */
static void long_sources_are_no_page(void **state) {
    static char out[40000];
    (void)state;
    size_t length =
        repeat(out, "INSERT INTO `boats` VALUES (1,'The ferry sails again from Monday; it\\'s late.');\n", 400);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_HTML).media_type, "application/sql");
    length = repeat(out, "boat:\n  name: Tern\n  text: The boat that sails to the islands, twice a day.\n", 400);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_HTML).media_type, "application/yaml");
    length = repeat(out, "/* All that is known of the boat, at length. */\n", 400);
    length += repeat(out + length, "#define TERN 1\n", 400);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_HTML).media_type, "text/x-c");
    length = repeat(out, "msgid \"The ferry is late.\"\nmsgstr \"Die F\xC3\xA4hre ist zu sp\xC3\xA4t.\"\n\n", 400);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_HTML).media_type, "text/x-gettext-translation");
}

static void minified_code_is_no_page_whatever_it_is_called(void **state) {
    static char out[WRITTEN];
    size_t length = repeat(out, "{\"id\":7,\"name\":\"gull\",\"tags\":[\"sea\"]},", 20);
    (void)state;
    memmove(out + 1, out, length);
    out[0] = '[';
    out[length] = ']';
    assert_string_equal(sniff(out, length + 1, DEHUSK_FORMAT_TEXT).media_type, "application/json");
    length = repeat(out, ".m>a:hover{margin:0 auto;color:#fff}", 20);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_TEXT).media_type, "text/css");
    length = repeat(out, "!function(e,t){var n=t.document;return null}(this);", 20);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_TEXT).media_type, "text/javascript");
    /* A listing that people read stays. */
    length = repeat(out, "function nest(gull) {\n    return gull.nest;\n}\n", 20);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_TEXT).media_type, "text/plain");
    length =
        repeat(out, "f(x) = g(x) + h(x) for all x in [0; 1]; let this be (*), and the class of such f is closed. ", 40);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_TEXT).media_type, "text/plain");
    length = repeat(out, "The ferry sails again from Monday, and nobody is more glad than we are. ", 40);
    assert_string_equal(sniff(out, length, DEHUSK_FORMAT_TEXT).media_type, "text/plain");
}

static void archives_of_cpio_are_told_by_their_header(void **state) {
    unsigned char header[112];
    (void)state;
    memset(header, '0', sizeof header);
    memcpy(header, "070701", 6);
    memcpy(header + 110, ".", 2);
    assert_string_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-cpio");
    assert_string_equal(sniff(header, 110, DEHUSK_FORMAT_TEXT).media_type, "application/x-cpio");
    assert_true(sniff(header, 109, DEHUSK_FORMAT_TEXT).is_page);
    header[5] = '2'; /* with check sums */
    assert_string_equal(sniff(header, 110, DEHUSK_FORMAT_TEXT).media_type, "application/x-cpio");
    header[5] = '3';
    assert_true(sniff(header, 110, DEHUSK_FORMAT_TEXT).is_page);
    header[5] = '1';
    /* The number of a telephone. */
    memcpy(header + 10, " is our number", 14);
    assert_true(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).is_page);
}

static void old_tar_archives_are_told_by_their_sum(void **state) {
    unsigned char header[600] = "notes/gulls.txt";
    unsigned sum = 0;
    (void)state;
    memcpy(header + 100, "0000644 0001750 0001750 00000001750 14123456701 ", 48);
    memset(header + 148, ' ', 8);
    for (size_t i = 0; i < 512; i++)
        sum += header[i];
    memset(header + 512, 'a', 88);
    snprintf((char *)header + 148, 8, "%06o", sum);
    header[155] = ' ';
    assert_string_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
    assert_string_equal(sniff(header, 512, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
    snprintf((char *)header + 148, 8, "%7o", sum); /* spaces before it */
    assert_string_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
    for (int more = 0; more < 80; more++) { /* sums with all digits */
        header[120] = (unsigned char)('!' + more);
        sum = 0;
        for (size_t i = 0; i < 512; i++)
            sum += i >= 148 && i < 156 ? ' ' : header[i];
        snprintf((char *)header + 148, 8, "%06o", sum);
        assert_string_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
        snprintf((char *)header + 148, 8, "%06o", sum + 1);
        assert_string_not_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
        snprintf((char *)header + 148, 8, "%06o", sum);
    }
    header[0]++;
    assert_string_not_equal(sniff(header, sizeof header, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
    assert_string_not_equal(sniff(header, 511, DEHUSK_FORMAT_TEXT).media_type, "application/x-tar");
}

/* No beginning of anything is read behind its end. */
static void every_cut_is_answered(void **state) {
    static const char *const pages[] = {
        "{\"a\": [1, \"b\\\"\", null]}",
        "a.b({\"c\": 'd'});",
        "@media x{a{b:c}}/* d */",
        "<!-- a --><?xml b?><svg></svg>",
        "(function(){var a='b';return a===null})()// c",
        "<!-- a --> <!doctype  html >",
        "data:a/b;base64,",
        "00000000: 78 9c",
        "[2031-10-12 07:04:11] a: b",
        "Oct 12 07:04:11 a b[1]: c",
        "a - - [12/Oct/2031:07:04:11 ",
        "<br />\n<b>Warning</b>: a on line <b>1</b><br />\n{}",
        "<html><head><meta a></head><body><pre>{\"a\":1}</pre></body></html>",
        "<!doctype svg [<!entity a 'b'>]><svg>",
        "<a><b></b></a>",
        "{a:'b',c:[1,],/* d */}//e",
        "throw 1; <a>[]",
        "user-agent: a\nallow: b",
        "1,\"2\"\"\",3\n1,2,3\n1,2,3\n1,2,3\n1,2,3",
        "\xEF\xBF\xBD\x11\xC3\x90",
        "%PDF-1.4\n%\xE2\xE3\xCF\xD3",
        "00000000: 78 9c 01 70 17 8f",
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        for (size_t length = 0; length <= strlen(pages[i]); length++)
            for (int asked = DEHUSK_FORMAT_AUTO; asked <= DEHUSK_FORMAT_TEXT; asked++)
                assert_non_null(sniff(pages[i], length, (dehusk_format)asked).media_type);
}

/* -- Through the interface -------------------------------------------------- */

static void what_is_no_page_has_a_verdict_and_no_lines(void **state) {
    static const char pdf[] = "%PDF-1.4\nA sentence that could be content, as far as it goes.";
    dehusk_model *model;
    dehusk_context *context;
    dehusk_request request;
    const dehusk_page *page;
    (void)state;
    dehusk_request_init(&request);
    request.charset = "utf-8";
    assert_int_equal(dehusk_model_open_default(NULL, &model), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    assert_int_equal(dehusk_classify(context, pdf, sizeof pdf - 1, &request, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 0);
    assert_int_equal(dehusk_page_scripts(page, NULL, 0), 0);
    const dehusk_summary *summary = dehusk_page_summary(page);
    assert_int_equal(summary->verdict, DEHUSK_VERDICT_NOT_A_PAGE);
    assert_string_equal(dehusk_verdict_name(summary->verdict), "not-a-page");
    assert_string_equal(summary->media_type, "application/pdf");
    assert_string_equal(summary->charset, "binary");
    assert_null(summary->title);
    assert_true(summary->verdict_probability == 0);
    /* The label is wrong all the same, and the next page is not affected. */
    request.charset = "no-such";
    assert_int_equal(dehusk_classify(context, pdf, sizeof pdf - 1, &request, &page), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dehusk_classify(context, "<title>a</title><p>b", 20, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 1);
    assert_string_equal(dehusk_page_summary(page)->media_type, "text/html");
    dehusk_context_free(context);
    dehusk_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_known_whatever_the_page_is_called),
        cmocka_unit_test(every_signature_is_known),
        cmocka_unit_test(signatures_stand_in_their_place),
        cmocka_unit_test(signatures_are_known_behind_what_stands_in_front),
        cmocka_unit_test(signatures_are_known_in_bytes_taken_for_text),
        cmocka_unit_test(letters_that_a_text_may_begin_with_are_text),
        cmocka_unit_test(noise_is_found_behind_a_beginning_of_text),
        cmocka_unit_test(short_noise_is_noise),
        cmocka_unit_test(noise_taken_for_latin_1_is_noise),
        cmocka_unit_test(some_control_characters_do_not_make_a_text_binary),
        cmocka_unit_test(a_header_of_numbers_is_binary_whatever_follows),
        cmocka_unit_test(a_header_of_numbers_is_told_by_its_share),
        cmocka_unit_test(utf_16_is_text),
        cmocka_unit_test(json_is_no_page),
        cmocka_unit_test(json_in_utf_16_is_no_page),
        cmocka_unit_test(json_in_utf_16_is_known_by_its_mark_or_by_name),
        cmocka_unit_test(what_a_browser_shows_is_judged_without_its_tags),
        cmocka_unit_test(rows_of_fields_are_no_page),
        cmocka_unit_test(style_sheets_are_no_page),
        cmocka_unit_test(scripts_are_no_page),
        cmocka_unit_test(feeds_and_xml_are_no_page),
        cmocka_unit_test(html_called_text_is_html),
        cmocka_unit_test(bytes_written_as_text_are_no_page),
        cmocka_unit_test(bytes_written_as_text_are_told_by_their_letters),
        cmocka_unit_test(logs_are_no_page),
        cmocka_unit_test(what_people_write_like_programs_is_text),
        cmocka_unit_test(sources_and_settings_are_no_page),
        cmocka_unit_test(prose_about_sources_is_text),
        cmocka_unit_test(verses_and_tables_of_people_are_text),
        cmocka_unit_test(words_behind_listings_are_text),
        cmocka_unit_test(pairs_of_people_are_no_settings),
        cmocka_unit_test(long_sources_are_no_page),
        cmocka_unit_test(minified_code_is_no_page_whatever_it_is_called),
        cmocka_unit_test(archives_of_cpio_are_told_by_their_header),
        cmocka_unit_test(old_tar_archives_are_told_by_their_sum),
        cmocka_unit_test(every_cut_is_answered),
        cmocka_unit_test(what_is_no_page_has_a_verdict_and_no_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
