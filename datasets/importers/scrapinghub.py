#!/usr/bin/env python3
"""Imports scrapinghub/article-extraction-benchmark (English news of 2019).

    SOURCE/ground-truth.json   an object: ID to articleBody and url
    SOURCE/html/ID.html.gz

The set is a benchmark: measure with it (dehusk-train evaluate), and keep it out
of training if figures are to be compared.
"""

from __future__ import annotations

import argparse
import sys
from typing import Iterator

import layout


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files."""
    truths = layout.read_json_object(arguments.source / "ground-truth.json")
    htmls = layout.list_files(arguments.source / "html", ".html.gz")

    def read(name: str) -> layout.Page:
        url = layout.optional_text(truths[name], "url")
        html = layout.read_bytes(htmls[name])
        return layout.Page(
            id=name,
            lang="en",
            html=html,
            gold=layout.text_of(truths[name], "articleBody"),
            domain=layout.host_of(url),
            type="article",
            charset="utf-8" if layout.is_utf8(html) else "",  # the set stores pages as UTF-8
            url=url,
        )

    return layout.each_page(layout.in_pairs(htmls, truths), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with ground-truth.json and html/")
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
