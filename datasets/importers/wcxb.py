#!/usr/bin/env python3
"""Imports WCXB, the Web Content Extraction Benchmark of Murrough Foley (English, seven page types).

    SOURCE/metadata.json                 files.ID: split, page_type, domain
    SOURCE/{dev,test}/html/ID.html.gz
    SOURCE/{dev,test}/ground-truth/ID.json   url, ground_truth.main_content

What belongs to which split is what metadata.json says: the dev folder also
holds pages of the test split, which are passed over. An empty main_content
means that the page has none.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any, Iterator

import layout


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages of the split. Raises ImportFault if metadata.json has no object `files`."""
    path = arguments.source / "metadata.json"
    facts = layout.read_json_object(path).get("files")
    if not isinstance(facts, dict):
        raise layout.ImportFault(f"{path}: no object at files")
    folder = arguments.source / arguments.split
    htmls = layout.list_files(folder / "html", ".html.gz")
    golds = layout.list_files(folder / "ground-truth", ".json")

    def foreign(name: str) -> bool:
        return layout.optional_text(facts.get(name), "split") not in ("", arguments.split)

    def read(name: str) -> layout.Page:
        fact: Any = facts.get(name)
        if layout.optional_text(fact, "split") != arguments.split:
            raise layout.ImportFault("metadata.json does not say which split it is of")
        truth = layout.read_json_object(golds[name])
        url = layout.optional_text(truth, "url")
        html = layout.read_bytes(htmls[name])
        return layout.Page(
            id=name,
            lang="en",
            html=html,
            gold=layout.text_of(truth, "ground_truth", "main_content"),
            domain=layout.optional_text(fact, "domain") or layout.host_of(url),
            type=layout.optional_text(truth, "_internal", "page_type", "primary")
            or layout.optional_text(fact, "page_type"),
            charset="utf-8" if layout.is_utf8(html) else "",  # the set stores pages as UTF-8
            url=url,
        )

    names = layout.in_pairs((n for n in htmls if not foreign(n)), (n for n in golds if not foreign(n)))
    return layout.each_page(names, read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with metadata.json, dev/ and test/")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="default: dev")
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
