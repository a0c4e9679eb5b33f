#!/usr/bin/env python3
"""Writes runtime/charset/tables/charset_label.inc: the encodings of the WHATWG
Encoding Standard, their labels, and where ICU's converter for an encoding
differs from the Standard.

Usage: charset_label.py          writes the table
       charset_label.py --check  exits 1 if the committed table is another

The data stands in this script; nothing else is read.
"""
import pathlib
import sys

TARGET = pathlib.Path(__file__).resolve().parents[2] / "runtime/charset/tables/charset_label.inc"

# How an encoding is decoded.
UTF8, SINGLE, MULTI, STATEFUL, UTF16, REPLACEMENT = (
    "UTF8", "SINGLE", "MULTI", "STATEFUL", "UTF16", "REPLACEMENT")

# name, kind, ICU converter (None: there is none, see FIXES), labels
ENCODINGS = [
    ("utf-8", UTF8, None, "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
    ("ibm866", SINGLE, "ibm-866_P100-1995", "866 cp866 csibm866 ibm866"),
    ("iso-8859-2", SINGLE, "ibm-912_P100-1995",
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
    ("iso-8859-3", SINGLE, "ibm-913_P100-2000",
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
    ("iso-8859-4", SINGLE, "ibm-914_P100-1995",
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
    ("iso-8859-5", SINGLE, "ibm-915_P100-1995",
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
    ("iso-8859-6", SINGLE, "ibm-1089_P100-1995",
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
     "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
    ("iso-8859-7", SINGLE, "ibm-9005_X110-2007",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 sun_eu_greek"),
    ("iso-8859-8", SINGLE, "ibm-5012_P100-1999",
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
     "iso_8859-8:1988 visual"),
    ("iso-8859-8-i", SINGLE, "ibm-5012_P100-1999", "csiso88598i iso-8859-8-i logical"),
    ("iso-8859-10", SINGLE, "iso-8859_10-1998",
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    ("iso-8859-13", SINGLE, "ibm-921_P100-1995", "iso-8859-13 iso8859-13 iso885913"),
    ("iso-8859-14", SINGLE, "iso-8859_14-1998", "iso-8859-14 iso8859-14 iso885914"),
    ("iso-8859-15", SINGLE, "ibm-923_P100-1998",
     "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    ("iso-8859-16", SINGLE, "ibm-912_P100-1995", "iso-8859-16"),
    ("koi8-r", SINGLE, "ibm-878_P100-1996", "cskoi8r koi koi8 koi8-r koi8_r"),
    ("koi8-u", SINGLE, "ibm-1168_P100-2002", "koi8-ru koi8-u"),
    ("macintosh", SINGLE, "macos-0_2-10.2", "csmacintosh mac macintosh x-mac-roman"),
    ("windows-874", SINGLE, "windows-874-2000", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    ("windows-1250", SINGLE, "ibm-5346_P100-1998", "cp1250 windows-1250 x-cp1250"),
    ("windows-1251", SINGLE, "ibm-5347_P100-1998", "cp1251 windows-1251 x-cp1251"),
    ("windows-1252", SINGLE, "ibm-5348_P100-1997",
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
    ("windows-1253", SINGLE, "ibm-5349_P100-1998", "cp1253 windows-1253 x-cp1253"),
    ("windows-1254", SINGLE, "ibm-5350_P100-1998",
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
     "windows-1254 x-cp1254"),
    ("windows-1255", SINGLE, "ibm-9447_P100-2002", "cp1255 windows-1255 x-cp1255"),
    ("windows-1256", SINGLE, "ibm-9448_X100-2005", "cp1256 windows-1256 x-cp1256"),
    ("windows-1257", SINGLE, "ibm-9449_P100-2002", "cp1257 windows-1257 x-cp1257"),
    ("windows-1258", SINGLE, "ibm-5354_P100-1998", "cp1258 windows-1258 x-cp1258"),
    ("x-mac-cyrillic", SINGLE, "macos-7_3-10.2", "x-mac-cyrillic x-mac-ukrainian"),
    ("gbk", MULTI, "gb18030",
     "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
    ("gb18030", MULTI, "gb18030", "gb18030"),
    ("big5", MULTI, "ibm-1375_P100-2008", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    ("euc-jp", MULTI, "euc-jp-2007", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
    ("iso-2022-jp", STATEFUL, "ISO_2022,locale=ja,version=0", "csiso2022jp iso-2022-jp"),
    ("shift_jis", MULTI, "ibm-943_P15A-2003",
     "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
    ("euc-kr", MULTI, "windows-949-2000",
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"),
    ("replacement", REPLACEMENT, None,
     "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
    ("utf-16be", UTF16, "UTF-16BE", "unicodefffe utf-16be"),
    ("utf-16le", UTF16, "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    ("x-user-defined", SINGLE, None, "x-user-defined"),
]

# Bytes from 0x80 on at which the named ICU converter (ICU 72) differs from the
# Standard's index; 0xFFFD: the Standard has no character there. Below 0x80 the
# runtime always decodes as ASCII: ibm-866 swaps three control characters there.
# x-user-defined has no converter at all; its rule (U+F700 + byte) is in the runtime.
FIXES = {
    # ICU has no ISO 8859-16; made from ISO 8859-2, which stands closest.
    "iso-8859-16": {
        0xA2: 0x0105, 0xA4: 0x20AC, 0xA5: 0x201E, 0xA6: 0x0160, 0xA8: 0x0161, 0xA9: 0x00A9, 0xAA: 0x0218,
        0xAB: 0x00AB, 0xAE: 0x017A, 0xB1: 0x00B1, 0xB2: 0x010C, 0xB4: 0x017D, 0xB5: 0x201D, 0xB6: 0x00B6,
        0xB7: 0x00B7, 0xB8: 0x017E, 0xB9: 0x010D, 0xBA: 0x0219, 0xBB: 0x00BB, 0xBC: 0x0152, 0xBD: 0x0153,
        0xBE: 0x0178, 0xC0: 0x00C0, 0xC5: 0x0106, 0xC6: 0x00C6, 0xC8: 0x00C8, 0xCA: 0x00CA, 0xCC: 0x00CC,
        0xCF: 0x00CF, 0xD2: 0x00D2, 0xD7: 0x015A, 0xD8: 0x0170, 0xD9: 0x00D9, 0xDB: 0x00DB, 0xDD: 0x0118,
        0xDE: 0x021A, 0xE0: 0x00E0, 0xE5: 0x0107, 0xE6: 0x00E6, 0xE8: 0x00E8, 0xEA: 0x00EA, 0xEC: 0x00EC,
        0xEF: 0x00EF, 0xF2: 0x00F2, 0xF7: 0x015B, 0xF8: 0x0171, 0xF9: 0x00F9, 0xFB: 0x00FB, 0xFD: 0x0119,
        0xFE: 0x021B, 0xFF: 0x00FF,
    },
    # The Standard's koi8-u is KOI8-RU in these two: Belarusian short u.
    "koi8-u": {0xAE: 0x045E, 0xBE: 0x040E},
    # ICU puts what is unassigned into the private use area.
    "windows-874": {byte: 0xFFFD for byte in (0xDB, 0xDC, 0xDD, 0xDE, 0xFC, 0xFD, 0xFE, 0xFF)},
    # ICU: U+00AA.
    "windows-1253": {0xAA: 0xFFFD},
    # ICU: unassigned. HEBREW POINT HOLAM HASER FOR VAV.
    "windows-1255": {0xCA: 0x05BA},
}


def c_string(text):
    return "NULL" if text is None else '"' + text + '"'


def table():
    names = [encoding[0] for encoding in ENCODINGS]
    labels = sorted((label, names.index(name)) for name, _, _, words in ENCODINGS for label in words.split())
    assert len({label for label, _ in labels}) == len(labels), "a label stands twice"
    for name, _, _, words in ENCODINGS:
        assert name in words.split(), name
    assert set(FIXES) <= set(names)
    lines = ["/* Generated by tools/generate/charset_label.py. Do not edit. */", "",
             "static const dhk_encoding charset_encodings[%d] = {" % len(ENCODINGS)]
    lines += ["    {%s, %s}," % (c_string(name), c_string(icu)) for name, _, icu, _ in ENCODINGS]
    lines += ["};", "", "static const unsigned char charset_kinds[%d] = {" % len(ENCODINGS)]
    lines += ["    DHK_CHARSET_%s, /* %s */" % (kind, name) for name, kind, _, _ in ENCODINGS]
    lines += ["};", "", "enum { CHARSET_LABELS = %d, CHARSET_LABEL_LENGTH_MAX = %d };" %
              (len(labels), max(len(label) for label, _ in labels)), "",
              "/* In strcmp order. */", "static const charset_label charset_labels[CHARSET_LABELS] = {"]
    lines += ["    {%s, %d}," % (c_string(label), index) for label, index in labels]
    lines += ["};", "", "/* Where ICU's converter is not the Standard's index: encoding, byte, character. */"]
    fixes = [(index, byte, FIXES[name][byte])
             for index, name in enumerate(names) for byte in sorted(FIXES.get(name, ()))]
    lines += ["static const charset_fix charset_fixes[%d] = {" % len(fixes)]
    lines += ["    {%d, 0x%02X, 0x%04X}, /* %s */" % (index, byte, character, names[index])
              for index, byte, character in fixes]
    lines += ["};"]
    return "\n".join(lines) + "\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__)
        return 2
    text = table()
    if not arguments:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="ascii", newline="\n")
        return 0
    if not TARGET.exists() or TARGET.read_text(encoding="ascii") != text:
        sys.stderr.write("charset_label.py: %s is not what this script writes\n" % TARGET.name)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
