#!/usr/bin/env python3
"""Imports seomoz/dragnet_data (English news and blogs of 2012).

    SOURCE/HTML/ID.html                      the page
    SOURCE/Corrected/ID.html.corrected.txt   its article, a line of punctuation that ends in COMMENTS, its comments

The gold text is the article alone; --comments takes both. No list says where a
page was: its canonical link or og:url does, else the host that it links to most.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from typing import Iterator

import layout

# Typed by hand, in more than one way.
COMMENTS = re.compile(r"^[ \t]*[!@#$%^&*() ]{4,}[ \t]*COMMENTS[ \t]*$", re.MULTILINE)
TAG = re.compile(rb"<(?:link|meta)\b[^<>]*>", re.IGNORECASE)
SAYS_ADDRESS = (
    re.compile(rb"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE),
    re.compile(rb"\bproperty\s*=\s*[\"']?og:url\b", re.IGNORECASE),
)
ADDRESS = re.compile(rb"\b(?:href|content)\s*=\s*[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE)


def address_of(page: bytes) -> str:
    """Where the page says it is, by its canonical link or else og:url; else the root of the host that it links to most;
    "" if it links to none."""
    tags = TAG.findall(page)
    for says in SAYS_ADDRESS:
        for tag in tags:
            address = ADDRESS.search(tag) if says.search(tag) else None
            if address is not None:
                return html.unescape(address.group(1).decode("utf-8", "replace"))
    hosts = Counter(layout.host_of(link.decode("utf-8", "replace")) for link in ADDRESS.findall(page))
    del hosts[""]
    return f"http://{max(hosts, key=hosts.__getitem__)}/" if hosts else ""


def find(arguments: argparse.Namespace) -> Iterator[layout.Found]:
    """All pages that have both files."""
    htmls = layout.list_files(arguments.source / "HTML", ".html")
    golds = layout.list_files(arguments.source / "Corrected", ".html.corrected.txt")

    def read(name: str) -> layout.Page:
        page = layout.read_bytes(htmls[name])
        parts = COMMENTS.split(layout.read_text(golds[name], arguments.gold_charset), maxsplit=1)
        url = address_of(page)
        return layout.Page(
            id=name,
            lang="en",
            html=page,
            gold="\n".join(parts if arguments.comments else parts[:1]),
            domain=layout.host_of(url) if url else "",
            url=url,
        )

    return layout.each_page(layout.in_pairs(htmls, golds), read)


def main() -> int:
    parser = layout.make_parser(__doc__, "folder with HTML/ and Corrected/")
    parser.add_argument("--comments", action="store_true", help="readers' comments are content, too")
    layout.add_gold_charset(parser)
    return layout.run(parser.parse_args(), find)


if __name__ == "__main__":
    sys.exit(main())
