#!/usr/bin/env python3
"""Renders the pages of a corpus as people and tools render them, for `dehusk-train --renderings`.

    OUT/FORM/SET/ID.txt.gz   the page SET/ID of the corpus as FORM makes text of it, UTF-8

Whole pages: browser, source, nodes, content, markdown, markdown-wrapped, markdown-plain, layout, plain, w3m, w3m-wide,
lynx, lynx-links, wrapped, wrapped-tight. What an extractor left: x-trafilatura, x-readability, x-newspaper,
x-resiliparse, x-boilerpipe, x-justext, x-element. A hash of its name says which few forms a page gets, so that any part
of the corpus gets the same ones; forms are spread evenly. A page that a tool cannot render lacks that form.

Needs what requirements.txt names, in a virtual environment, and w3m and lynx. Files that are there already stay. The
same tools give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import multiprocessing
import re
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional

LIMIT = 1 << 20  # bytes of HTML: the few pages above it take longer than all that they teach
SECONDS = 30  # that w3m or lynx may take

BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol optgroup option p pre section select summary "
    "table tbody td textarea tfoot th thead title tr ul".split()
)
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote figure pre hr fieldset".split())
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(
    "script style template noscript svg iframe object canvas math head textarea select datalist audio video".split()
)
LANGUAGES = {"en": "English", "pl": "Polish", "el": "Greek", "ru": "Russian", "de": "German", "tr": "Turkish"}


class Row(NamedTuple):
    """A page of the corpus."""

    set: str
    id: str
    lang: str
    charset: str


def decode(html: bytes, charset: str) -> str:
    """The page's text by what the server said, what the page says, UTF-8, or a guess."""
    said = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", html[:4096], re.I)
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "euc-kr": "cp949"}
    for name in (charset, said.group(1).decode("ascii") if said else "", "utf-8"):
        try:
            if name:
                return html.decode(wider.get(name.lower(), name))
        except (LookupError, UnicodeDecodeError):
            continue
    if charset or said:
        name = (charset or said.group(1).decode("ascii")).lower()  # type: ignore[union-attr]
        try:
            return html.decode(wider.get(name, name), "replace")
        except LookupError:
            pass
    from charset_normalizer import from_bytes

    guess = from_bytes(html[:50000]).best()
    return html.decode(guess.encoding if guess else "utf-8", "replace")


def tree(html: str):
    import lxml.html

    return lxml.html.document_fromstring(html.encode("utf-8", "replace"), lxml.html.HTMLParser(encoding="utf-8"))


def shown(root, spaced: bool) -> str:
    """Block elements end a line, cells a tab; `spaced`: blank lines where a browser has margins."""
    out: List[str] = []
    breaks = 0  # line ends that are due before the next text

    def say(text: Optional[str]) -> None:
        nonlocal breaks
        words = re.sub(r"[ \t\r\n\f]+", " ", text or "")
        if words.strip():
            if breaks:
                out.append("\n" * breaks)
                words = words.lstrip(" ")
            elif out and out[-1][-1:] in (" ", "\t"):
                words = words.lstrip(" ")
            out.append(words)
            breaks = 0
        elif words and out and not breaks and out[-1][-1:] not in (" ", "\t"):
            out.append(" ")

    def edge(tag: str) -> None:
        nonlocal breaks
        if tag in CELLS and spaced:
            return
        if tag in BLOCKS or tag == "br":
            breaks = max(breaks, 2 if spaced and tag in SPACED else 1)

    todo = [(root, False)]
    while todo:
        element, leaving = todo.pop()
        if leaving:
            edge(element.tag)
            say(element.tail)
        elif not isinstance(element.tag, str) or element.tag in UNSEEN or element.get("hidden") is not None:
            say(element.tail)
        else:
            edge(element.tag)
            if spaced and element.tag in CELLS and element.getprevious() is not None and out and not breaks:
                out.append("\t")
            say(element.text)
            todo.append((element, True))
            todo.extend((child, False) for child in reversed(element))
    return "".join(out).strip("\n") + "\n"


def browser(html: str, row: Row) -> str:
    return shown(tree(html), True)


def blocks(html: str) -> List[str]:
    return shown(tree(html), False).split("\n")


def wrapped(html: str, row: Row) -> str:
    return "\n\n".join("\n".join(textwrap.wrap(x, 72, break_long_words=False)) for x in blocks(html)) + "\n"


def wrapped_tight(html: str, row: Row) -> str:
    return "\n".join("\n".join(textwrap.wrap(x, 72, break_long_words=False)) for x in blocks(html)) + "\n"


def soup(html: str):
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "lxml")


def source(html: str, row: Row) -> str:
    return soup(html).get_text()


def nodes(html: str, row: Row) -> str:
    return soup(html).get_text("\n", strip=True) + "\n"


def content(html: str, row: Row) -> str:
    root = tree(html)
    for element in list(root.iter("script", "style", "noscript", "head")):
        if element.getparent() is not None:
            element.drop_tree()
    return root.text_content()


def to_markdown(html: str, **options: object) -> str:
    import html2text

    writer = html2text.HTML2Text()
    for name, value in options.items():
        setattr(writer, name, value)
    return writer.handle(html)


def markdown(html: str, row: Row) -> str:
    return to_markdown(html, body_width=0)


def markdown_wrapped(html: str, row: Row) -> str:
    return to_markdown(html)


def markdown_plain(html: str, row: Row) -> str:
    return to_markdown(html, body_width=0, ignore_links=True, ignore_images=True)


def layout(html: str, row: Row) -> str:
    import inscriptis

    return inscriptis.get_text(html)


def plain(html: str, row: Row) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=False, alt_texts=False, links=False)


def program(html: str, *words: str) -> str:
    done = subprocess.run(words, input=html.encode("utf-8", "replace"), capture_output=True, timeout=SECONDS, check=True)
    return done.stdout.decode("utf-8", "replace")


def w3m(html: str, row: Row, columns: str = "80") -> str:
    return program(html, *"w3m -dump -T text/html -I UTF-8 -O UTF-8 -o auto_image=0 -cols".split(), columns)


def w3m_wide(html: str, row: Row) -> str:
    return w3m(html, row, "9000")


LYNX = "lynx -stdin -dump -force_html -assume_charset=utf-8 -display_charset=utf-8 -width=80".split()


def lynx(html: str, row: Row) -> str:
    return program(html, *LYNX, "-nolist")


def lynx_links(html: str, row: Row) -> str:
    return program(html, *LYNX)


def x_trafilatura(html: str, row: Row) -> str:
    import trafilatura

    return trafilatura.extract(html, favor_recall=True, include_comments=True, include_tables=True) or ""


def x_readability(html: str, row: Row) -> str:
    from readability import Document

    return shown(tree(Document(html).summary()), False)


def x_newspaper(html: str, row: Row) -> str:
    import newspaper

    article = newspaper.Article(url="http://localhost/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return f"{article.title or ''}\n\n{article.text}\n"


def x_resiliparse(html: str, row: Row) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True, alt_texts=True, links=False)


def x_boilerpipe(html: str, row: Row) -> str:
    from boilerpy3 import extractors

    return extractors.DefaultExtractor(raise_on_failure=False).get_content(html)


def x_justext(html: str, row: Row) -> str:
    import justext

    if row.lang not in LANGUAGES:
        return ""
    found = justext.justext(
        html.encode("utf-8", "replace"), justext.get_stoplist(LANGUAGES[row.lang]), encoding="utf-8",
        length_low=20, length_high=60, stopwords_low=0.05, stopwords_high=0.15, max_link_density=0.7, max_heading_distance=400,
    )
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def x_element(html: str, row: Row) -> str:
    root = tree(html)
    for path in ("//article", "//main", "//*[@itemprop='articleBody']", "//*[@id='content' or @id='main']"):
        found = root.xpath(path)
        if found:
            return shown(max(found, key=lambda element: len(element.text_content())), False)
    return ""


PAGE_FORMS: Dict[str, Callable[[str, Row], str]] = {
    f.__name__.replace("_", "-"): f
    for f in (browser, source, nodes, content, markdown, markdown_wrapped, markdown_plain, layout, plain,
              w3m, w3m_wide, lynx, lynx_links, wrapped, wrapped_tight)
}
EXTRACT_FORMS: Dict[str, Callable[[str, Row], str]] = {
    f.__name__.replace("_", "-"): f
    for f in (x_trafilatura, x_readability, x_newspaper, x_resiliparse, x_boilerpipe, x_justext, x_element)
}


def order(row: Row, name: str) -> bytes:
    return hashlib.sha256(f"{row.set}/{row.id}/{name}".encode()).digest()


def chosen(row: Row, pages: int, extracts: int) -> List[str]:
    """The forms of a page: those of each kind whose hash with its name is least."""
    return (sorted(PAGE_FORMS, key=lambda name: order(row, name))[:pages]
            + sorted(EXTRACT_FORMS, key=lambda name: order(row, name))[:extracts])


def make(task) -> int:
    corpus, out, row, pages, extracts = task
    made = 0
    html: Optional[str] = None
    for form in chosen(row, pages, extracts):
        path = out / form / row.set / f"{row.id}.txt.gz"
        if path.exists():
            continue
        if html is None:
            data = gzip.open(corpus / row.set / "html" / f"{row.id}.html.gz").read()
            if len(data) > LIMIT:
                return 0
            html = decode(data, row.charset)
        try:
            text = {**PAGE_FORMS, **EXTRACT_FORMS}[form](html, row)
        except Exception as fault:  # each tool has its own; a page less is no harm
            print(f"{form} {row.set}/{row.id}: {type(fault).__name__}", file=sys.stderr)
            continue
        data = text.replace("\x00", "").encode("utf-8", "replace")
        if not data.strip():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_bytes(gzip.compress(data, 6, mtime=0))
        beside.rename(path)
        made += 1
    return made


def main() -> int:
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sets", nargs="+", help="these sets only")
    parser.add_argument("--per-site", type=int, default=12, help="pages of a site at most (12)")
    parser.add_argument("--forms", type=int, default=3, help="forms of a whole page (3)")
    parser.add_argument("--extracts", type=int, default=2, help="extractors' texts (2)")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows: List[Row] = []
    for path in sorted(options.corpus.glob("*/pages.tsv")):
        if options.sets and path.parent.name not in options.sets:
            continue
        with open(path, encoding="utf-8", newline="") as file:
            sites: Dict[str, List[Row]] = {}
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                row = Row(path.parent.name, r["id"], r["lang"], r["charset"])
                sites.setdefault(r["domain"] or r["id"], []).append(row)
        for of_site in sites.values():
            rows += sorted(of_site, key=lambda row: order(row, ""))[: options.per_site]
    rows.sort(key=lambda row: order(row, ""))
    tasks = [(options.corpus, options.out, row, options.forms, options.extracts) for row in rows]
    with multiprocessing.Pool(options.jobs) as pool:
        made = sum(pool.imap_unordered(make, tasks, chunksize=4))
    print(f"{len(rows)} pages, {made} texts made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
