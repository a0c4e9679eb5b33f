#!/usr/bin/env python3
"""Imports wwwxmu/Dataset-for-web-main-content-extraction (Chinese news, about a hundred pages a site).

    SOURCE/source_html/SITE/N.html
    SOURCE/label_content/SITE/N.txt

A page's id is SITE-N, and SITE stands for its domain. Sites that only one of
the two folders has count as faulty, page by page.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Iterator

import layout


def files_by_id(folder: Path, ending: str) -> dict[str, Path]:
    """The files of all sites by SITE-N. Raises ImportFault for an id that two files give ("a-b"/"c", "a"/"b-c")."""
    try:
        sites = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise layout.ImportFault(f"{folder}: {error.strerror}") from None
    result: dict[str, Path] = {}
    for site in sites:
        for number, path in layout.list_files(site, ending).items():
            name = f"{site.name}-{number}"
            if name in result:
                raise layout.ImportFault(f"{path}: a second file for id {name!r}, after {result[name]}")
            result[name] = path
    return result


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files."""
    htmls = files_by_id(arguments.source / "source_html", ".html")
    golds = files_by_id(arguments.source / "label_content", ".txt")

    def read(name: str) -> layout.Page:
        return layout.Page(
            id=name,
            lang="zh",
            html=layout.read_bytes(htmls[name]),
            gold=layout.read_text(golds[name], arguments.gold_charset),
            domain=htmls[name].parent.name,
            type="article",
        )

    return layout.each_page(layout.in_pairs(htmls, golds), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with source_html/ and label_content/")
    layout.add_gold_charset(parser)
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
