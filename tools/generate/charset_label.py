#!/usr/bin/env python3
"""Writes runtime/charset/tables/charset_label.inc: the encodings of the WHATWG
Encoding Standard and their labels.

Usage: charset_label.py          writes the table
       charset_label.py --check  exits 1 if the committed table is another

The data stands in this script; nothing else is read.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
import committed_file  # noqa: E402

TARGET = pathlib.Path(__file__).resolve().parents[2] / "runtime/charset/tables/charset_label.inc"

# How an encoding is decoded.
UTF8, SINGLE, MULTI, STATEFUL, UTF16, REPLACEMENT = (
    "UTF8", "SINGLE", "MULTI", "STATEFUL", "UTF16", "REPLACEMENT")

# name, kind, ICU converter of those that need one, labels
ENCODINGS = [
    ("utf-8", UTF8, None, "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
    ("ibm866", SINGLE, None, "866 cp866 csibm866 ibm866"),
    ("iso-8859-2", SINGLE, None,
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
    ("iso-8859-3", SINGLE, None,
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
    ("iso-8859-4", SINGLE, None,
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
    ("iso-8859-5", SINGLE, None,
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
    ("iso-8859-6", SINGLE, None,
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
     "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
    ("iso-8859-7", SINGLE, None,
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 sun_eu_greek"),
    ("iso-8859-8", SINGLE, None,
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
     "iso_8859-8:1988 visual"),
    ("iso-8859-8-i", SINGLE, None, "csiso88598i iso-8859-8-i logical"),
    ("iso-8859-10", SINGLE, None,
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    ("iso-8859-13", SINGLE, None, "iso-8859-13 iso8859-13 iso885913"),
    ("iso-8859-14", SINGLE, None, "iso-8859-14 iso8859-14 iso885914"),
    ("iso-8859-15", SINGLE, None,
     "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    ("iso-8859-16", SINGLE, None, "iso-8859-16"),
    ("koi8-r", SINGLE, None, "cskoi8r koi koi8 koi8-r koi8_r"),
    ("koi8-u", SINGLE, None, "koi8-ru koi8-u"),
    ("macintosh", SINGLE, None, "csmacintosh mac macintosh x-mac-roman"),
    ("windows-874", SINGLE, None, "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    ("windows-1250", SINGLE, None, "cp1250 windows-1250 x-cp1250"),
    ("windows-1251", SINGLE, None, "cp1251 windows-1251 x-cp1251"),
    ("windows-1252", SINGLE, None,
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
    ("windows-1253", SINGLE, None, "cp1253 windows-1253 x-cp1253"),
    ("windows-1254", SINGLE, None,
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
     "windows-1254 x-cp1254"),
    ("windows-1255", SINGLE, None, "cp1255 windows-1255 x-cp1255"),
    ("windows-1256", SINGLE, None, "cp1256 windows-1256 x-cp1256"),
    ("windows-1257", SINGLE, None, "cp1257 windows-1257 x-cp1257"),
    ("windows-1258", SINGLE, None, "cp1258 windows-1258 x-cp1258"),
    ("x-mac-cyrillic", SINGLE, None, "x-mac-cyrillic x-mac-ukrainian"),
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
    ("utf-16be", UTF16, None, "unicodefffe utf-16be"),
    ("utf-16le", UTF16, None, "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    ("x-user-defined", SINGLE, None, "x-user-defined"),
    # Three of DOS, which the Standard has not, with their names at IANA.
    ("ibm437", SINGLE, None, "437 cp437 cspc8codepage437 ibm437"),
    ("ibm850", SINGLE, None, "850 cp850 cspc850multilingual ibm850"),
    ("ibm852", SINGLE, None, "852 cp852 cspcp852 ibm852"),
]


def c_string(text):
    return "NULL" if text is None else '"' + text + '"'


def table():
    names = [encoding[0] for encoding in ENCODINGS]
    labels = sorted((label, names.index(name)) for name, _, _, words in ENCODINGS for label in words.split())
    assert len({label for label, _ in labels}) == len(labels), "a label stands twice"
    for name, _, _, words in ENCODINGS:
        assert name in words.split(), name
    lines = ["/* Generated by tools/generate/charset_label.py. Do not edit. */", "",
             "static const dhk_encoding charset_encodings[%d] = {" % len(ENCODINGS)]
    lines += ["    {%s, %s}," % (c_string(name), c_string(icu)) for name, _, icu, _ in ENCODINGS]
    lines += ["};", "", "static const unsigned char charset_kinds[%d] = {" % len(ENCODINGS)]
    lines += ["    DHK_CHARSET_%s, /* %s */" % (kind, name) for name, kind, _, _ in ENCODINGS]
    lines += ["};", "", "enum { CHARSET_LABELS = %d, CHARSET_LABEL_LENGTH_MAX = %d };" %
              (len(labels), max(len(label) for label, _ in labels)), "",
              "/* The letters stand within: a pointer to them would be relocated at each start. */",
              "typedef struct charset_label {", "    char label[CHARSET_LABEL_LENGTH_MAX + 1];",
              "    unsigned char encoding;", "} charset_label;", "",
              "/* In strcmp order. */", "static const charset_label charset_labels[CHARSET_LABELS] = {"]
    lines += ["    {%s, %d}," % (c_string(label), index) for label, index in labels]
    lines += ["};"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(committed_file.write_or_check(sys.argv[1:], __doc__, TARGET, table))
