"""Markdown read back, by cmark and by markdown-it: the blocks, texts and styles that the page had."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from made_pages import Maker
from markdown_it import MarkdownIt
from outline import outline, plain, styled

SOURCE = Path(os.environ["DEHUSK_SOURCE"])
DEHUSK = os.environ["DEHUSK"]
KEEP = ("--threshold", "0", "--keep", "all")
MADE = 100  # pages of each kind
PAGES = sorted((SOURCE / "datasets" / "pages").glob("*.html")) + sorted((SOURCE / "datasets" / "pages" / "hold").glob("*.html"))[::10]

needs_cmark = pytest.mark.skipif(shutil.which("cmark") is None, reason="cmark is not there (Debian: cmark)")


def run(*arguments, given=None):
    return subprocess.run([DEHUSK, "-q", *KEEP, *arguments], input=given, capture_output=True, check=True,
                          timeout=120).stdout.decode()


def rendered(pages):
    rows = "".join(json.dumps({"html": page, "id": str(number)}) + "\n" for number, page in enumerate(pages))
    output = run("--input", "jsonl", "--output", "jsonl", "--lines", "markdown", given=rows.encode())
    return [json.loads(row)["content"] for row in output.splitlines()]


def by_markdown_it(markdown):
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True
    return outline(reader.render(markdown))


def by_cmark(markdown):
    done = subprocess.run(["cmark", "--unsafe", "-t", "html"], input=markdown.encode(), capture_output=True, check=True)
    return outline(done.stdout.decode())


READERS = [pytest.param(by_markdown_it, id="markdown-it"), pytest.param(by_cmark, id="cmark", marks=needs_cmark)]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("wild", [False, True], ids=["tame", "wild"])
def test_made_pages_come_back(read, wild):
    """Where styles begin and end at spaces they come back, too; elsewhere none may be put on what had none."""
    extended = read is by_markdown_it  # cmark knows neither tables nor strikethrough
    made = [Maker(seed, wild, tables=extended, strikes=extended).page() for seed in range(MADE)]
    asked = kept = 0
    for seed, ((source, blocks), markdown) in enumerate(zip(made, rendered(source for source, _ in made), strict=True)):
        found = read(markdown)
        context = f"seed {seed}\n{source}\n{markdown}"
        assert plain(found) == plain(blocks), context
        if not wild:
            assert found == blocks, context
        for (character, wanted), (_, got) in zip(styled(blocks), styled(found), strict=True):
            assert got <= wanted, f"{character}: {got} instead of {wanted}\n{context}"
            asked += len(wanted)
            kept += len(got)
    assert kept > (0.8 if wild else 0.99) * asked


def cmark_reads(source):
    return "<table" not in source and "<s>" not in source


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_have_the_blocks_of_the_clean_html(read, path):
    """Both are written from one walk over the kept lines, and each is escaped in its own way."""
    options = ("--tables", "drop") if read is by_cmark else ()
    clean = outline(run("--output", "clean-html", *options, str(path)))
    found = read(run("--output", "markdown", *options, str(path)))
    assert plain(found) == plain(clean)
    if not cmark_reads(path.read_text(encoding="utf-8", errors="replace")) and read is by_cmark:
        return
    for (character, wanted), (_, got) in zip(styled(clean), styled(found), strict=True):
        assert got <= wanted, f"{character}: {got} instead of {wanted}"
