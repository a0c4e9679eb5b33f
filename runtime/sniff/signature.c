#include "sniff/signature.h"

#include "base/ascii.h"
#include "sniff/binary_sniff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What begins at `offset`. A weak one is letters that a text may begin with. */
typedef struct signature {
    const char *media_type;
    const char *bytes;
    uint16_t length;
    uint16_t offset;
    bool weak;
} signature;

#define AT(offset, literal, media_type)                                                                                \
    { media_type, literal, sizeof(literal) - 1, offset, false }
#define STARTS(literal, media_type) AT(0, literal, media_type)
#define WEAK(offset, literal, media_type)                                                                              \
    { media_type, literal, sizeof(literal) - 1, offset, true }

/* The first that fits counts. */
static const signature signatures[] = {
    STARTS("%PDF-", "application/pdf"),
    STARTS("%!PS", "application/postscript"),
    STARTS("%!\n", "application/postscript"),
    STARTS("%!\r", "application/postscript"),
    STARTS("\xC5\xD0\xD3\xC6", "application/postscript"),
    STARTS("{\\rtf", "application/rtf"),
    /* Pictures. */
    STARTS("GIF87a", "image/gif"),
    STARTS("GIF89a", "image/gif"),
    STARTS("\x89PNG\r\n\x1A\n", "image/png"),
    STARTS("\xFF\xD8\xFF", "image/jpeg"),
    WEAK(8, "WEBPVP", "image/webp"),
    WEAK(0, "BM", "image/bmp"),
    STARTS("II*\0", "image/tiff"),
    STARTS("MM\0*", "image/tiff"),
    STARTS("II+\0\x08\0", "image/tiff"),
    STARTS("MM\0+\0\x08", "image/tiff"),
    STARTS("\0\0\1\0", "image/x-icon"),
    STARTS("\0\0\2\0", "image/x-icon"),
    STARTS("8BPS\0\1", "image/vnd.adobe.photoshop"),
    WEAK(0, "AT&TFORM", "image/vnd.djvu"),
    STARTS("\0\0\0\x0CjP  \r\n\x87\n", "image/jp2"),
    STARTS("\0\0\0\x0CJXL \r\n\x87\n", "image/jxl"),
    STARTS("\xFF\x4F\xFF\x51", "image/jp2"),
    STARTS("v/1\1\2\0", "image/x-exr"),
    WEAK(4, "ftypavif", "image/avif"),
    WEAK(4, "ftyphei", "image/heic"),
    WEAK(4, "ftypmif1", "image/heic"),
    /* Sound and film. */
    WEAK(4, "ftypM4A", "audio/mp4"),
    WEAK(4, "ftypqt", "video/quicktime"),
    WEAK(4, "ftyp", "video/mp4"),
    WEAK(4, "moov", "video/quicktime"),
    WEAK(4, "mdat", "video/quicktime"),
    WEAK(4, "wide", "video/quicktime"),
    WEAK(4, "styp", "video/mp4"),
    STARTS("#!AMR", "audio/amr"),
    STARTS(".RMF\0", "application/vnd.rn-realmedia"),
    STARTS("\x1A\x45\xDF\xA3", "video/webm"),
    STARTS("FLV\1", "video/x-flv"),
    STARTS("\0\0\1\xBA", "video/mpeg"),
    STARTS("\0\0\1\xB3", "video/mpeg"),
    STARTS("\x30\x26\xB2\x75\x8E\x66\xCF\x11", "video/x-ms-asf"),
    WEAK(8, "AVI ", "video/x-msvideo"),
    WEAK(8, "WAVEfmt", "audio/wav"),
    STARTS("OggS\0", "application/ogg"),
    STARTS("fLaC\0", "audio/flac"),
    STARTS("fLaC\x80", "audio/flac"),
    STARTS("MThd\0\0\0\6", "audio/midi"),
    WEAK(0, "ID3", "audio/mpeg"),
    WEAK(0, "\xFF\xFB", "audio/mpeg"),
    WEAK(0, "\xFF\xF3", "audio/mpeg"),
    WEAK(0, "\xFF\xF2", "audio/mpeg"),
    WEAK(0, "\xFF\xFA", "audio/mpeg"),
    WEAK(0, "\xFF\xF1", "audio/aac"),
    WEAK(0, "\xFF\xF9", "audio/aac"),
    WEAK(8, "AIFF", "audio/aiff"),
    WEAK(0, "FWS", "application/x-shockwave-flash"),
    WEAK(0, "CWS", "application/x-shockwave-flash"),
    WEAK(0, "ZWS", "application/x-shockwave-flash"),
    /* Fonts. */
    WEAK(0, "wOFF", "font/woff"),
    WEAK(0, "wOF2", "font/woff2"),
    STARTS("OTTO\0", "font/otf"),
    STARTS("\0\1\0\0\0", "font/ttf"),
    STARTS("true\0", "font/ttf"),
    STARTS("ttcf\0", "font/collection"),
    WEAK(34, "LP", "application/vnd.ms-fontobject"),
    /* Archives and packed files. */
    AT(30, "mimetypeapplication/epub+zip", "application/epub+zip"),
    STARTS("PK\3\4", "application/zip"),
    STARTS("PK\5\6", "application/zip"),
    STARTS("PK\7\x08", "application/zip"),
    STARTS("\x1F\x8B\x08", "application/gzip"),
    STARTS("\x28\xB5\x2F\xFD", "application/zstd"),
    STARTS("\xFD\x37zXZ\0", "application/x-xz"),
    WEAK(4, "1AY&SY", "application/x-bzip2"),
    STARTS("7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"),
    STARTS("Rar!\x1A\7", "application/vnd.rar"),
    STARTS("\x1F\x9D", "application/x-compress"),
    STARTS("\4\"M\x18", "application/x-lz4"),
    STARTS("MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    WEAK(257, "ustar", "application/x-tar"),
    STARTS("!<arch>\n", "application/vnd.debian.binary-package"),
    STARTS("\xED\xAB\xEE\xDB", "application/x-rpm"),
    WEAK(0, "xar!", "application/x-xar"),
    WEAK(0, "Cr24", "application/x-chrome-extension"),
    STARTS("]\0\0", "application/x-lzma"),
    STARTS("\xC7\x71\0", "application/x-cpio"),
    AT(32769, "CD001\1", "application/x-iso9660-image"),
    /* Documents, programs, data. */
    STARTS("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage"),
    WEAK(0, "ITSF", "application/vnd.ms-htmlhelp"),
    STARTS("\x7F"
           "ELF",
           "application/x-elf"),
    WEAK(0, "MZ", "application/vnd.microsoft.portable-executable"),
    STARTS("\xCF\xFA\xED\xFE", "application/x-mach-binary"),
    STARTS("\xCE\xFA\xED\xFE", "application/x-mach-binary"),
    STARTS("\xCA\xFE\xBA\xBE", "application/java-vm"),
    STARTS("\xAC\xED\0\5", "application/java-serialized-object"),
    STARTS("\0asm", "application/wasm"),
    STARTS("dex\n03", "application/vnd.android.dex"),
    STARTS("SQLite format 3\0", "application/vnd.sqlite3"),
    AT(4, "Standard Jet DB\0", "application/x-msaccess"),
    AT(4, "Standard ACE DB\0", "application/x-msaccess"),
    STARTS("\x93NUMPY", "application/x-numpy"),
    STARTS("glTF\2\0\0\0", "model/gltf-binary"),
    STARTS("d8:announce", "application/x-bittorrent"),
    STARTS("d13:announce-list", "application/x-bittorrent"),
    AT(60, "BOOKMOBI", "application/x-mobipocket-ebook"),
    STARTS("\x89HDF\r\n\x1A\n", "application/x-hdf5"),
    WEAK(0, "PAR1", "application/vnd.apache.parquet"),
    WEAK(0, "Obj\1", "application/vnd.apache.avro"),
    STARTS("BEGIN:VCALENDAR", "text/calendar"),
    STARTS("BEGIN:VCARD", "text/vcard"),
    STARTS("#EXTM3U", "application/vnd.apple.mpegurl"),
    WEAK(0, "bplist0", "application/x-plist"),
};

/* Weak ones need so many control characters in the first bytes. */
enum { CONTROLS_IN = 128, CONTROLS_WANTED = 3 };

/* The headers of the oldest tar archives have no mark, but the sum of their bytes, in octal digits, which themselves
 * count as spaces. */
static bool is_tar(const unsigned char *bytes, size_t length) {
    enum { HEADER = 512, SUM_AT = 148, SUM_DIGITS = 8 };
    unsigned sum = 0;
    unsigned told = 0;
    size_t at = SUM_AT;
    if (length < HEADER || bytes[0] == 0)
        return false;
    for (size_t i = 0; i < HEADER; i++)
        sum += i >= SUM_AT && i < SUM_AT + SUM_DIGITS ? ' ' : bytes[i];
    while (at < SUM_AT + SUM_DIGITS - 1 && bytes[at] == ' ')
        at++;
    for (; at < SUM_AT + SUM_DIGITS && bytes[at] >= '0' && bytes[at] <= '7'; at++)
        told = told * 8 + (bytes[at] - '0');
    return told == sum;
}

/* The header of an archive by cpio is digits as a telephone number is, but more of them: those of 13 numbers. */
static bool is_cpio(const unsigned char *bytes, size_t length) {
    enum { MARK = 6, HEADER = MARK + 13 * 8 };
    if (length < HEADER || (memcmp(bytes, "070701", MARK) != 0 && memcmp(bytes, "070702", MARK) != 0))
        return false;
    for (size_t i = MARK; i < HEADER; i++)
        if (dhk_hex_value(bytes[i]) < 0)
            return false;
    return true;
}

/* Does the signature begin here as text that somebody took its bytes for: Latin-1 written as UTF-8, or what is no UTF-8
 * replaced by U+FFFD? */
static bool begins_rewritten(const signature *one, const unsigned char *bytes, size_t length) {
    size_t at = 0;
    size_t exact = 0; /* bytes that are not replaced */
    for (size_t i = 0; i < one->length; i++) {
        unsigned char byte = (unsigned char)one->bytes[i];
        if (length - at < 3)
            return false;
        if (byte < 0x80) {
            if (bytes[at++] != byte)
                return false;
            exact++;
        } else if (memcmp(bytes + at, "\xEF\xBF\xBD", 3) == 0) {
            at += 3;
        } else if (bytes[at] == (0xC0 | byte >> 6) && bytes[at + 1] == (0x80 | (byte & 0x3F))) {
            at += 2;
            exact++;
        } else {
            return false;
        }
    }
    return one->offset == 0 && exact >= 2;
}

const char *dhk_signature_find(const unsigned char *bytes, size_t length) {
    size_t head = length < CONTROLS_IN ? length : CONTROLS_IN;
    bool rewritten = length > 0 && (*bytes == 0xEF || *bytes == 0xC2 || *bytes == 0xC3);
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const signature *one = &signatures[i];
        bool begins =
            length >= (size_t)one->offset + one->length && memcmp(bytes + one->offset, one->bytes, one->length) == 0;
        bool weak = one->weak || !begins;
        if (!begins && (!rewritten || (unsigned char)*one->bytes < 0x80 || !begins_rewritten(one, bytes, length)))
            continue;
        if (!weak || dhk_control_characters(bytes, head) >= CONTROLS_WANTED)
            return one->media_type;
    }
    if (is_cpio(bytes, length))
        return "application/x-cpio";
    if (is_tar(bytes, length))
        return "application/x-tar";
    return NULL;
}
