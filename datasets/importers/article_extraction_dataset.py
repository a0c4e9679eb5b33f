#!/usr/bin/env python3
"""Imports AndyTheFactory/article-extraction-dataset (English news of 2023).

    SOURCE/articles.json   an object: ID to articleBody, site, url and more
    SOURCE/html/ID.html
"""

from __future__ import annotations

import argparse
import sys
from typing import Iterator

import layout


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files."""
    articles = layout.read_json_object(arguments.source / "articles.json")
    htmls = layout.list_files(arguments.source / "html", ".html")

    def read(name: str) -> layout.Page:
        article = articles[name]
        url = layout.optional_text(article, "url")
        return layout.Page(
            id=name,
            lang="en",
            html=layout.read_bytes(htmls[name]),
            gold=layout.text_of(article, "articleBody"),
            domain=layout.host_of(layout.optional_text(article, "site") or url),
            type="article",
            url=url,
        )

    return layout.each_page(layout.in_pairs(htmls, articles), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with articles.json and html/")
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
