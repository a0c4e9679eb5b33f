"""XML and TEI: well-formed, by their schemas, and the same blocks as in the clean HTML."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from lxml import etree
from made_pages import Maker
from outline import outline

SOURCE = Path(os.environ["DEHUSK_SOURCE"])
DEHUSK = os.environ["DEHUSK"]
OUTPUT = SOURCE / "tools" / "dehusk" / "output"
KEEP = ("--threshold", "0", "--keep", "all", "--images", "keep")
PAGES = [*sorted((SOURCE / "datasets" / "pages").glob("*.html")), SOURCE / "tests" / "golden" / "constructs.html"]
TEI = "{http://www.tei-c.org/ns/1.0}"
SCHEMAS = {"xml": "document.rng", "tei": "tei.rng"}


def run(*arguments, given=None):
    return subprocess.run([DEHUSK, "-q", *KEEP, *map(str, arguments)], input=given, capture_output=True, check=True, timeout=120).stdout


def checked(form, *arguments, given=None):
    """The pages of what comes out, which expat reads and the schema allows."""
    written = run("--output", form, *arguments, given=given)
    ElementTree.fromstring(written)
    schema = etree.RelaxNG(etree.parse(OUTPUT / SCHEMAS[form]))
    root = etree.fromstring(written)
    schema.assertValid(root)
    return list(root.iter("document" if form == "xml" else TEI + "TEI"))


def as_html(element, inside=False):
    """What a block or a style is in HTML, whose outline is that of the clean HTML."""
    name = element.tag.removeprefix(TEI)
    level = element.get("level") or element.get("n")
    if name == "head" and level is None:
        level = element.getparent().get("n")
    if name == "figure":
        return f'<img src="{html.escape(element[0].get("url"))}" alt="{html.escape(element[1].text or "")}">'
    if name == "graphic":
        return f'<img src="{html.escape(element.get("url"))}" alt="{html.escape(element.get("alt"))}">'
    inner = html.escape(element.text or "")
    for child in element:
        inner += as_html(child, name not in ("body", "div", "item", "quote", "list", "row", "table", "ab"))
        inner += html.escape(child.tail or "")
    if name in ("body", "div", "ab"):
        return inner
    if name in ("head", "label"):
        return f"<h{level}>{inner}</h{level}>"
    if name == "code" and not inside:
        language = element.get("language") or element.get("lang")
        return "<pre><code" + (f' class="language-{html.escape(language)}"' if language else "") + f">{inner}</code></pre>"
    if name == "list":
        first = next((item.get("n") for item in element if item.tag.endswith("item")), None)
        return f'<ol start="{first}">{inner}</ol>' if element.get("rend") == "numbered" else f"<ul>{inner}</ul>"
    if name == "ref":
        return f'<a href="{html.escape(element.get("target"))}">{inner}</a>'
    if name == "cell":
        name = "th" if element.get("role") else "td"
    hi = {"bold": "strong", "italic": "em", "strike": "s", "superscript": "sup", "subscript": "sub"}
    tag = hi[element.get("rend")] if name == "hi" else name
    tag = {"quote": "blockquote", "item": "li", "row": "tr", "lb": "br"}.get(tag, tag)
    return "<br>" if tag == "br" else f"<{tag}>{inner}</{tag}>"


def body(page):
    return page.find(f".//{TEI}body") if page.tag.startswith(TEI) else page.find("body")


@pytest.mark.parametrize("form", SCHEMAS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_have_the_blocks_of_the_clean_html(form, path):
    (page,) = checked(form, path)
    assert outline(as_html(body(page))) == outline(run("--output", "clean-html", path).decode())


@pytest.mark.parametrize("form", SCHEMAS)
def test_made_pages(form):
    rows = "".join(json.dumps({"html": Maker(seed, wild=True).page()[0], "id": str(seed)}) + "\n" for seed in range(100)).encode()
    pages = checked(form, "--input", "jsonl", given=rows)
    assert [page.get("id") or page.get("n") for page in pages] == [str(seed) for seed in range(100)]
    for seed, page in enumerate(pages):
        source = Maker(seed, wild=True).page()[0]
        assert outline(as_html(body(page))) == outline(run("--output", "clean-html", "--input", "html", given=source.encode()).decode()), seed


@pytest.mark.parametrize("form", SCHEMAS)
def test_hostile_bytes_stay_outside(form):
    """No character that XML 1.0 lacks, no markup out of values, from pages, addresses and names of fields."""
    odd = "".join(map(chr, [*range(1, 32), 0x7F, 0x85, 0xA0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600, 0x10FFFF])) + "&<>\"']]><!--?>"
    page = (f"<html lang='en\"><x'><meta name=author content='{html.escape(odd)}'><title>{html.escape(odd)}</title><h1>{odd}</h1>"
            f"<p>{'gulls over the harbour ' * 40}<img src='x?&quot;&gt;' alt='{html.escape(odd)}'>b<pre class='language-&quot;x'>{html.escape(odd)}</pre><a href='y?a&b\"'>c</a>")
    row = json.dumps({"html": page, "id": odd, "url": "http://gull.example/" + odd, "date": odd})
    (found,) = checked(form, "--input", "jsonl", given=row.encode() + b"\n")
    assert "\U0001F600" in "".join(found.itertext())
    assert len(checked(form, "--input", "html", SOURCE / "tests" / "fuzz" / "seeds" / "classify")) > 20


def test_metadata():
    page = (b'<html lang="pt_BR"><title>T</title><meta name=author content="A B"><meta name=keywords content="x, y">'
            b'<meta property="article:published_time" content="2031-10-03T07:40:00+01:00"><meta property="og:site_name" content="S">'
            b"<link rel=canonical href=https://gull.example/><link rel=license href=https://gull.example/l><h1>T</h1><p>a")
    (document,) = checked("xml", given=page)
    told = {element.tag: (element.text, element.get("source")) for element in document.find("metadata")}
    assert told["license"] == ("https://gull.example/l", "markup") and told["author"] == ("A B", "meta") and told["published"] == ("2031-10-03T07:40:00+01:00", "open-graph")
    (tei,) = checked("tei", given=page)
    assert tei.get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"
    assert [element.text for element in tei.iter(TEI + "author", TEI + "publisher", TEI + "term", TEI + "idno")] == [
        "A B", "A B", "S", "https://gull.example/", "x", "y"]
    assert tei.find(f".//{TEI}licence").text == "https://gull.example/l"
    assert tei.find(f".//{TEI}date").get("when") == "2031-10-03T07:40:00+01:00"


def test_nothing_kept_is_nothing():
    assert checked("xml", given=b"<script>x</script>") == []
    assert checked("tei", given=b"<script>x</script>") == []


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_rows(form, tmp_path):
    pages = {"a.html": '<title>A, "b"\tc</title><h1>A, "b" c</h1><p>one "two", three<p>four\tfive', "b.html": "<p>=1+1<p>two", "c\n.html": "<script>x</script>"}
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
    written = run("--output", form, "--lines", "joined", tmp_path).decode()
    reader = csv.DictReader(io.StringIO(written, newline=""), dialect="excel" if form == "csv" else "excel-tab", strict=True)
    rows = list(reader)
    schema = (OUTPUT / "SCHEMA.md").read_text()
    assert all(f"`{name}`" in schema for name in reader.fieldnames)
    by_name = {Path(row["source"]).name: row for row in rows}
    assert by_name.keys() == pages.keys()
    assert by_name["a.html"]["title"] == 'A, "b" c' and by_name["b.html"]["content"] == "=1+1\ntwo"
    assert by_name["a.html"]["content"].startswith('A, "b" c\none "two", three\nfour')
    assert all(None not in row and None not in row.values() for row in rows)
    assert by_name["c\n.html"]["content"] == ""
    markdown = run("--output", form, "--lines", "markdown", tmp_path / "a.html").decode()
    assert '# A, ""b"" c' in markdown and written.count("\r\n") == 4
