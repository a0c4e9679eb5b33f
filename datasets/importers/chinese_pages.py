#!/usr/bin/env python3
"""Imports immortal-autumn/Chinese-Web-Content-Extraction-Dataset (Chinese articles of many sites).

    SOURCE/original/ID.html
    SOURCE/cleaned/ID.txt

The set does not say where a page is from, so each page is a site of its own.
"""

from __future__ import annotations

import argparse
import sys
from typing import Iterator

import layout


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files. The folder of the pages is also found as Original."""
    folder = arguments.source / "original"
    htmls = layout.list_files(folder if folder.is_dir() else arguments.source / "Original", ".html")
    golds = layout.list_files(arguments.source / "cleaned", ".txt")

    def read(name: str) -> layout.Page:
        return layout.Page(
            id=name,
            lang="zh",
            html=layout.read_bytes(htmls[name]),
            gold=layout.read_text(golds[name], arguments.gold_charset),
            type="article",
        )

    return layout.each_page(layout.in_pairs(htmls, golds), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with original/ and cleaned/")
    layout.add_gold_charset(parser)
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
