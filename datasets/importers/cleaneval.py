#!/usr/bin/env python3
"""Imports a set in the format of CleanEval (English and Chinese, 2006-07; CleanPortalEval has it, too).

    SOURCE/ID.html   the page; may stand within <text ... encoding="...">...</text>, which the organisers added
    GOLD/ID.txt      may begin with a line "URL: ..."; <p>, <h> and <l> begin a paragraph, heading or list item

GOLD is SOURCE unless --gold names another folder; its files may also be called
ID-cleaned.txt.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Iterator

import layout

MARK = re.compile(r"</?[phl]>", re.IGNORECASE)
ADDRESS = re.compile(r"\s*URL:[ \t]*(\S*)[^\n]*(?:\n|$)", re.IGNORECASE)
WRAPPER = re.compile(rb"\s*<text\b([^>]*)>[ \t]*\r?\n?", re.IGNORECASE)
WRAPPER_END = re.compile(rb"</text\s*>\s*$", re.IGNORECASE)
ENCODING = re.compile(rb"encoding\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)


def split_gold(text: str) -> tuple[str, str]:
    """The address ("" if there is none) and the blocks, one a line: white space within a block is a space."""
    text = "\n".join(text.splitlines())
    address = ADDRESS.match(text)
    if address is not None:
        text = text[address.end() :]
    blocks = (" ".join(part.split()) for part in MARK.split(text))
    return address.group(1) if address is not None else "", "\n".join(blocks)


def unwrap(html: bytes) -> tuple[bytes, str]:
    """The page without the organisers' element around it, and the encoding that this names, or ""."""
    begin = WRAPPER.match(html)
    if begin is None:
        return html, ""
    encoding = ENCODING.search(begin.group(1))
    return WRAPPER_END.sub(b"", html[begin.end() :]), encoding.group(1).decode("ascii") if encoding is not None else ""


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files."""
    htmls = layout.list_files(arguments.source, ".html")
    golds = layout.list_files(arguments.gold or arguments.source, "-cleaned.txt", ".txt")

    def read(name: str) -> layout.Page:
        html, charset = unwrap(layout.read_bytes(htmls[name]))
        url, gold = split_gold(layout.read_text(golds[name], arguments.gold_charset))
        return layout.Page(
            id=name,
            lang=arguments.lang,
            html=html,
            gold=gold,
            domain=layout.host_of(url) if url else "",
            charset=charset,
            url=url,
        )

    return layout.each_page(layout.in_pairs(htmls, golds), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder of the pages")
    parser.add_argument("--lang", required=True, metavar="LANG", help="language of all the pages: en or zh")
    parser.add_argument("--gold", type=Path, metavar="GOLD", help="folder of the gold texts (default: SOURCE)")
    layout.add_gold_charset(parser)
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
