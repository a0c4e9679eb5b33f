"""Pages: every field, every kind of input, and that it is what the command says."""

from __future__ import annotations

import array
import json
import mmap
import pickle
import subprocess
import warnings
from pathlib import Path
from xml.etree import ElementTree

import pytest

import dehusk


def test_same_as_command(page_file: Path, command: str) -> None:
    run = subprocess.run([command, "--output", "jsonl", page_file], capture_output=True, check=True)
    expected = json.loads(run.stdout)
    page = dehusk.classify(page_file.read_bytes())
    for name in ("format", "charset", "charset_source", "malformed", "verdict", "title"):
        assert getattr(page, name) == expected[name], name
    assert sorted(page.truncated) == sorted(expected["truncated"])
    assert page.removed == pytest.approx(expected["removed"], abs=1e-5)
    assert page.verdict_probability == pytest.approx(expected["verdict_probability"], abs=1e-5)
    assert list(page.scripts) == list(expected["scripts"])
    assert page.scripts == pytest.approx(expected["scripts"], abs=1e-5)
    assert len(page.lines) == len(expected["lines"])
    for line, wanted in zip(page.lines, expected["lines"], strict=True):
        for name in ("text", "label", "kind", "begin", "end"):
            assert getattr(line, name) == wanted[name], name
        assert line.probability == pytest.approx(wanted["probability"], abs=1e-5)
        assert line.row == wanted.get("row", line.index)
        assert line.heading_level == wanted.get("level", 0)
        assert line.hidden is wanted.get("hidden", False)
        assert line.role == wanted.get("role")
        assert line.is_content is (line.label == "content")


def test_extract_is_text_of_command(page_file: Path, command: str) -> None:
    run = subprocess.run([command, page_file], capture_output=True, check=True)
    text = dehusk.extract(page_file.read_bytes())
    assert (text + "\n" if text else "") == run.stdout.decode()
    assert dehusk.classify(page_file.read_bytes()).text == text


def test_str_and_bytes_agree(page_file: Path) -> None:
    data = page_file.read_bytes()
    of_bytes = dehusk.classify(data)
    html = data.decode(of_bytes.charset)
    of_str = dehusk.classify(html)
    assert of_bytes.unit == "bytes"
    assert of_str.unit == "code points"
    assert (of_str.charset, of_str.charset_source) == ("utf-8", "str")
    assert [line.text for line in of_str.lines] == [line.text for line in of_bytes.lines]
    assert [line.score for line in of_str.lines] == [line.score for line in of_bytes.lines]
    at = 0
    for there, here in zip(of_bytes.lines, of_str.lines, strict=True):
        assert data[there.begin : there.end].decode(of_bytes.charset) == html[here.begin : here.end]
        assert at <= here.begin < here.end <= len(html)
        at = here.end


def test_rows_of_text() -> None:
    text = "# One\n\n\n- two:\t2 \n\x01\n    three\u2028four\n" + "A sentence of some length stands here.  " * 200 + "\nfive"
    page = dehusk.classify(text, format="text", threshold=0)
    rows = text.split("\n")
    shown = [""] * len(rows)
    for line in page.lines:
        shown[line.row] += line.text
    rows[4] = ""
    rows[5] = rows[5].replace("\u2028", "")
    assert shown == rows
    assert page.text == dehusk.extract(text, format="text", threshold=0)
    assert page.text == text.replace("\x01", "").replace("\u2028", "\n")
    assert list(page.columns().row) == [line.row for line in page.lines]
    for threshold in (0.2, 0.4, 0.6):
        page = dehusk.classify(text, format="text", threshold=threshold)
        assert page.text == dehusk.extract(text, format="text", threshold=threshold)


def test_charset_of_str_is_not_what_meta_says() -> None:
    text = "Паром снова ходит с понедельника, сообщили в конторе порта, и это всех обрадовало."
    html = f"<meta charset=windows-1251><p>{text}</p>"
    assert [line.text for line in dehusk.classify(html).lines] == [text]
    # For bytes it does, and the transport goes before it.
    assert dehusk.classify(html.encode("windows-1251")).lines[0].text == text
    assert dehusk.classify(html.encode("koi8-r"), charset="koi8-r").lines[0].text == text
    # A charset of the settings is for bytes.
    assert dehusk.classify(html, charset="koi8-r").lines[0].text == text


@pytest.mark.parametrize(
    ("html", "text", "malformed"),
    [
        ("<p>a\ud800b", "a\ufffdb", 1),
        ("<p>\udc80\udcff tail", "\ufffd\ufffd tail", 2),
        ("<p>\ud83d\ude00 not joined", "\ufffd\ufffd not joined", 2),
        ("<p>\U0001f600 and \udfff", "\U0001f600 and \ufffd", 1),
    ],
)
def test_lone_surrogates(html: str, text: str, malformed: int) -> None:
    page = dehusk.classify(html)
    line = page.lines[0]
    assert (line.text, page.malformed) == (text, malformed)
    assert html[line.begin : line.end] == html[3:]
    assert page.source is html
    assert page.explain(0)


def test_code_points_of_any_width() -> None:
    parts = ["ascii", "Бáтур", "漢字かな", "\U0001f600\U0001f601", "e\u0301"]
    html = "\ufeff" + "".join(f"<p>{part} &amp; {part}</p>\n" for part in parts)
    page = dehusk.classify(html)
    assert [html[line.begin : line.end] for line in page.lines] == [f"{part} &amp; {part}" for part in parts]


def test_kinds_roles_levels_hidden() -> None:
    html = """<title>t</title><h1>A heading of the page</h1><h3>another</h3><ul><li>item</ul>
        <table><tr><td>cell</table><figure><figcaption>caption</figcaption></figure><pre>a  b\n c</pre>
        <button>press</button><div style="display:none">not shown</div><p>paragraph"""
    page = dehusk.classify(html)
    found = {line.text: line for line in page.lines}
    kinds = {text: line.kind for text, line in found.items()}
    assert kinds == {
        "A heading of the page": "heading", "another": "heading", "item": "list-item", "cell": "cell",
        "caption": "caption", "a  b\n c": "preformatted", "press": "control", "not shown": "other",
        "paragraph": "paragraph",
    }  # fmt: skip
    assert [line.heading_level for line in page.lines[:3]] == [1, 3, 0]
    assert [text for text, line in found.items() if line.hidden] == ["not shown"]
    assert [line.index for line in page.lines] == list(range(len(page.lines)))
    assert "heading" in repr(page.lines[0])
    assert "lines" in repr(page)


class Exporter:
    """An object that only __buffer__ makes a buffer (Python 3.12 and later)."""

    def __buffer__(self, flags: int) -> memoryview:
        return memoryview(b"<p>one line")


def test_all_kinds_of_buffers(tmp_path: Path, pages: list[bytes]) -> None:
    data = pages[0]
    expected = dehusk.extract(data)
    file = tmp_path / "page.html"
    file.write_bytes(data)
    padded = data + b" " * (-len(data) % 4)

    class Bytes(bytes):
        pass

    buffers = [
        bytearray(data), memoryview(data), memoryview(bytearray(data)), memoryview(b"xx" + data)[2:],
        array.array("B", data), Bytes(data), memoryview(padded).cast("I"),
        memoryview(bytes(byte for pair in zip(data, data, strict=True) for byte in pair))[::2],
    ]  # fmt: skip
    for buffer in buffers:
        assert dehusk.extract(buffer) == expected
        assert dehusk.classify(buffer).text == expected
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert dehusk.extract(mapped) == expected
    if hasattr(memoryview, "__buffer__"):
        assert [line.text for line in dehusk.classify(Exporter()).lines] == ["one line"]


def test_buffers_are_let_go(pages: list[bytes]) -> None:
    buffer = bytearray(pages[0])
    page = dehusk.classify(buffer)
    buffer.clear()  # would be a BufferError while somebody holds it
    assert isinstance(page.source, bytes)
    assert page.explain(0)
    source = pages[0]
    assert dehusk.classify(source).source is source


@pytest.mark.parametrize("wrong", [None, 5, 1.5, ["<p>x"], object()])
def test_what_is_no_page(wrong: object) -> None:
    for call in (dehusk.extract, dehusk.classify):
        with pytest.raises(TypeError, match="a page is a str"):
            call(wrong)  # type: ignore[operator]


def test_empty_pages() -> None:
    for nothing in ("", b"", "   \n", "<html>", memoryview(b"")):
        page = dehusk.classify(nothing)
        assert (len(page.lines), page.text, page.title, page.scripts) == (0, "", None, {})
        assert dehusk.extract(nothing) == ""
        assert page.columns().text_offset.tolist() == [0]
        assert page.explain_all() == []
        with pytest.raises(IndexError):
            page.explain(0)


def test_big_page() -> None:
    paragraph = "<p>The ferry will run again from Monday, the harbour office said. Ünïcode, too.</p>\n"
    html = paragraph * 200_000
    page = dehusk.classify(html)
    assert len(page.lines) == 200_000
    last = page.lines[-1]
    assert html[last.begin : last.end] == paragraph[3:-5]
    assert page.text == dehusk.extract(html)


def test_explanations_add_up(article: str) -> None:
    page = dehusk.classify(article)
    everything = page.explain_all()
    assert len(everything) == len(page.lines)
    for line, reasons in zip(page.lines, everything, strict=True):
        assert sum(reason.weight for reason in reasons) == line.score
        weights = [abs(reason.weight) for reason in reasons]
        assert weights == sorted(weights, reverse=True)
        assert any(reason.feature == "bias" for reason in reasons)
    assert page.lines[3].explain() == everything[3] == page.explain(3)
    assert page.explain(-1) == everything[-1]
    assert isinstance(everything[0][0], dehusk.Reason)
    for index in (len(page.lines), -len(page.lines) - 1):
        with pytest.raises(IndexError):
            page.explain(index)
        with pytest.raises(IndexError):
            page.explain_groups(index)


def test_groups_of_reasons_are_sums_of_them(article: str) -> None:
    for line in dehusk.classify(article).lines:
        groups, reasons = line.explain_groups(), line.explain()
        assert [abs(group.weight) for group in groups] == sorted((abs(group.weight) for group in groups), reverse=True)
        assert {group.group for group in groups} == {reason.group for reason in reasons}
        for group in groups:
            own = [reason for reason in reasons if reason.group == group.group]
            assert group.size == len(own)
            assert group.weight == sum(reason.weight for reason in own)
            same_way = [reason for reason in own if reason.weight and (reason.weight < 0) == (group.weight < 0)]
            assert group.strongest == tuple(same_way[: len(group.strongest)])
            assert len(group.strongest) == min(3, len(same_way))


def test_columns(article: str) -> None:
    page = dehusk.classify(article)
    columns = page.columns()
    for name in ("probability", "score", "begin", "end", "heading_level", "hidden"):
        column = getattr(columns, name)
        assert column.readonly
        assert column.tolist() == [getattr(line, name) for line in page.lines]
    assert columns.label.tolist() == [line.is_content for line in page.lines]
    assert len(columns.text_offset) == len(page.lines) + 1
    assert columns.text_offset[-1] == len(columns.text)
    for line in page.lines:
        piece = columns.text[columns.text_offset[line.index] : columns.text_offset[line.index + 1]]
        assert bytes(piece).decode() == line.text
    probability = columns.probability
    del page, columns  # an array keeps its memory alive
    assert all(0 <= value <= 1 for value in probability)


def test_columns_in_numpy(article: str) -> None:
    numpy = pytest.importorskip("numpy")
    columns = dehusk.classify(article).columns()
    types = {"probability": "f8", "score": "f8", "begin": "i8", "end": "i8", "row": "i8", "text_offset": "i8",
             "label": "u1", "kind": "u1", "role": "u1", "heading_level": "u1", "hidden": "?", "text": "u1"}  # fmt: skip
    assert list(types) == list(columns._fields)
    for name, kind in types.items():
        column = numpy.asarray(getattr(columns, name))
        assert column.dtype == numpy.dtype(kind)
        assert not column.flags.owndata
        assert column.flags.aligned
    content = numpy.asarray(columns.label) == 1
    assert numpy.asarray(columns.probability)[content].mean() > numpy.asarray(columns.probability)[~content].mean()


def test_page_pickles(article: str) -> None:
    page = dehusk.classify(article)
    copy = pickle.loads(pickle.dumps(page))
    assert copy.text == page.text
    assert [line.score for line in copy.lines] == [line.score for line in page.lines]
    assert (copy.title, copy.scripts, copy.unit) == (page.title, page.scripts, page.unit)
    assert len(pickle.dumps(page)) < len(article) + 100 * len(page.lines)
    with pytest.raises(ValueError, match="unpickled"):
        copy.explain(0)
    with pytest.raises(ValueError, match="classify it again"):
        copy.explain_groups(0)
    assert pickle.loads(pickle.dumps(copy)).text == page.text


RICH = """<html lang=de><head><title>T</title><meta property="og:title" content="Gulls &amp; terns"><base href="/b/"></head>
<h1>Gulls</h1><p>One <b>bold</b> <a href="x">link</a>.<ul><li>a<li>b</ul><pre class="language-c">x;</pre>"""


def test_extract_renders_markdown_and_html() -> None:
    url = "https://gull.example/"
    markdown = dehusk.extract(RICH, output="markdown", threshold=0, url=url)
    assert markdown == (
        "# Gulls\n\nOne **bold** [link](https://gull.example/b/x).\n\n- a\n- b\n\n```c\nx;\n```\n"
    )
    assert "[link]" not in dehusk.extract(RICH, output="markdown", threshold=0, links="drop")
    assert '<a href="https://gull.example/b/x">link</a>' in dehusk.extract(RICH, output="html", threshold=0, url=url)
    xml = dehusk.extract(RICH, output="xml", threshold=0, url=url)
    assert xml.startswith(f'<document url="{url}">\n<metadata>\n<title source="open-graph">Gulls &amp; terns</title>')
    assert ElementTree.fromstring(xml).findtext("body/list/item/p") == "a"
    assert "<title>Gulls &amp; terns</title>" in dehusk.extract(RICH, output="tei", threshold=0)
    assert dehusk.extract(RICH, output="blocks", threshold=0).startswith("Gulls\n\nOne bold link.\n\na\nb\n")


def test_metadata_with_its_sources_now_or_later() -> None:
    later = dehusk.classify(RICH)
    now = dehusk.classify(RICH, metadata=True)
    assert later.metadata == now.metadata == {"title": "Gulls & terns", "language": "de"}
    assert now.metadata_sources == {"title": "open-graph", "language": "markup"}
    assert pickle.loads(pickle.dumps(now)).metadata == now.metadata
    assert dehusk.classify("<p>a", metadata=True).metadata == {}
    with pytest.raises(ValueError, match="metadata=True"):
        pickle.loads(pickle.dumps(dehusk.classify(RICH))).metadata


@pytest.mark.parametrize("name", ["output", "links", "images", "tables"])
def test_unknown_renderings_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        dehusk.extract(RICH, **{name: "nothing"})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["page.html", "https://example.org/a?b=c", "a/b.HTM", "crawl.warc.gz", "IA-2.arc.gz", "notes.txt"])
def test_a_name_is_no_page(name: str) -> None:
    for call in (dehusk.extract, dehusk.classify):
        with pytest.warns(dehusk.NotAPageWarning, match="is a name and not a page") as caught:
            call(name)
        assert caught[0].filename == __file__


@pytest.mark.parametrize("page", ["", "word", "<p>page.html", "See page.html", "page.html\nhttps://example.org/", b"page.html"])
def test_a_page_is_no_name(page: str | bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dehusk.extract(page)


def test_files_are_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>x")
    with pytest.raises(TypeError, match="read_bytes"):
        dehusk.extract(path)  # type: ignore[arg-type]
    with path.open("rb") as file, pytest.raises(TypeError, match=r"read\(\)"):
        dehusk.extract(file)  # type: ignore[arg-type]


def test_a_pickled_page_is_equal() -> None:
    html = "<title>t</title><nav>Home | News</nav><p>The ferry will run again from Monday, the harbour office said."
    page = dehusk.classify(html)
    copy = pickle.loads(pickle.dumps(page))
    assert page == copy and hash(page) == hash(copy) and page.lines == copy.lines and page.lines[0] != copy.lines[1]
    assert page.metadata and page == copy and len({page, copy}) == 1
    assert page != dehusk.classify(html.replace("Monday", "Sunday")) and page != html
    assert page != dehusk.classify(html, threshold=0)
