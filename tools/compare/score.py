"""Tokens of a text, and how well two bags of them agree.

A token is a run of letters, digits and marks; each character of a script that
is written without spaces is one, with its marks. Tokens are compared in NFKC,
casefolded. Invisible characters (soft hyphens, joiners) do not end a token and
do not count. dehusk-train scores by the same rules.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from functools import lru_cache

_UNSPACED_NAMES = re.compile(
    r"(CJK UNIFIED|CJK COMPATIBILITY) IDEOGRAPH|IDEOGRAPHIC (ITERATION MARK|NUMBER ZERO)"
    r"|(HIRAGANA|KATAKANA|HALFWIDTH KATAKANA|THAI|LAO|KHMER|MYANMAR|KANGXI RADICAL|CJK RADICAL)\b"
    r"|HANGZHOU NUMERAL"
)
_SHOWN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
_INVISIBLE_MARKS = {0x34F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x17B4, 0x17B5}
_INVISIBLE_LETTERS = {0x115F, 0x1160, 0x3164, 0xFFA0}
_VOICING_MARKS = {0xFF9E, 0xFF9F}


def _kind(code: int) -> str:
    """What a character is in a token: (w)ord, (u)nspaced letter, (m)ark, (i)nvisible, or nothing."""
    category = unicodedata.category(chr(code))
    if code in _INVISIBLE_MARKS or code in _INVISIBLE_LETTERS:
        return "i"
    if category == "Cf":
        return "" if code in _SHOWN_FORMATS else "i"
    if category[0] == "M" or code in _VOICING_MARKS:
        return "m"
    if category[0] == "L" or category == "Nl":
        return "u" if _UNSPACED_NAMES.match(unicodedata.name(chr(code), "")) else "w"
    return "w" if category in ("Nd", "No") else ""


def _token_pattern() -> tuple[re.Pattern[str], str]:
    """The pattern of a token, and the invisible characters as a class."""
    ranges: dict[str, list[list[int]]] = {"w": [], "u": [], "m": [], "i": []}
    for code in range(0x20, sys.maxunicode + 1):
        kind = _kind(code)
        if not kind:
            continue
        rows = ranges[kind]
        if rows and rows[-1][1] == code - 1:
            rows[-1][1] = code
        else:
            rows.append([code, code])
    classes = {
        kind: "".join("\\U%08x-\\U%08x" % (first, last) for first, last in rows) for kind, rows in ranges.items()
    }
    return re.compile("[{u}][{m}]*|[{w}][{w}{m}{i}]*".format(**classes)), "[%s]" % classes["i"]


_TOKEN, _INVISIBLE_CLASS = _token_pattern()
_INVISIBLE = re.compile(_INVISIBLE_CLASS)


@lru_cache(maxsize=1 << 18)
def _folded(token: str) -> str:
    """The form in which tokens are compared."""
    if token.isascii():
        return token.lower()
    token = _INVISIBLE.sub("", token)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", token).casefold())


def tokens(text: str) -> Counter[str]:
    """The bag of tokens of a text."""
    return Counter(map(_folded, _TOKEN.findall(text)))


def agreement(output: Counter[str], gold: Counter[str]) -> tuple[float, float, float]:
    """F1, precision and recall; where there is nothing to find, finding nothing is right."""
    kept, wanted = output.total(), gold.total()
    if wanted == 0:
        right = 1.0 if kept == 0 else 0.0
        return right, right, right
    common = (output & gold).total()
    if common == 0:
        return 0.0, 0.0, 0.0
    return 2 * common / (kept + wanted), common / kept, common / wanted


def coverage(page: Counter[str], gold: Counter[str]) -> float:
    """The share of the gold's tokens that the page holds."""
    wanted = gold.total()
    return 1.0 if wanted == 0 else (page & gold).total() / wanted
