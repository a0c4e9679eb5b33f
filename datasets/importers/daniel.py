#!/usr/bin/env python3
"""Imports the DAnIEL corpus as rundimeco/waddle has it (zh, en, pl, el, ru; news of 2011-12).

    SOURCE/doc_lg.json     an object: file name to the language's English name
    SOURCE/html/NAME       NAME is DATE_DOMAIN_HASH, without ending
    SOURCE/reference/NAME  lines of the form <p>text</p>

The pages are in many charsets; none is named outside of them.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from pathlib import Path
from typing import Iterator

import layout

LANGUAGES = {"Chinese": "zh", "English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru"}
MARK = re.compile(r"</?p(?:\s[^<>]*)?>", re.IGNORECASE)


def blocks(reference: str) -> str:
    """The text of a reference, a paragraph a line: white space within one is a space."""
    return "\n".join(" ".join(html.unescape(part).split()) for part in MARK.split(reference))


def domain_of(name: str) -> str:
    """www.example.org of 20111121_www.example.org_0a1b2c; "" for a name of another form."""
    parts = name.split("_")
    return "_".join(parts[1:-1]).lower() if len(parts) >= 3 else ""


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have a reference and a language."""
    languages = layout.read_json_object(arguments.languages or arguments.source / "doc_lg.json")
    htmls = layout.list_files(arguments.source / "html", "")
    references = layout.list_files(arguments.source / "reference", "")

    def read(name: str) -> layout.Page:
        language = layout.optional_text(languages, name)
        if language not in LANGUAGES:
            raise layout.ImportFault(f"no known language: {language!r}" if language else "no language in the list")
        return layout.Page(
            id=name,
            lang=LANGUAGES[language],
            html=layout.read_bytes(htmls[name]),
            gold=blocks(layout.read_text(references[name], arguments.gold_charset)),
            domain=domain_of(name),
            type="article",
        )

    return layout.each_page(layout.in_pairs(htmls, references), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with doc_lg.json, html/ and reference/")
    parser.add_argument("--languages", type=Path, metavar="FILE", help="default: doc_lg.json in SOURCE")
    layout.add_gold_charset(parser)
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
