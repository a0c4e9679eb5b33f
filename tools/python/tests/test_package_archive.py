"""Archives: what the command reads comes as it is, failures are told, and no process stays behind."""

from __future__ import annotations

import gc
import gzip
import json
import os
import shlex
import signal
import time
from pathlib import Path
from typing import Any

import pytest

import dehusk


def warc_record(number: int, page: bytes, *, encoding: str = "identity") -> bytes:
    """A response with a page."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Date: 2026-02-03T04:05:{number:02}Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def fake(folder: Path, script: str, version: str = f"dehusk {dehusk.__version__}") -> Path:
    """A command that says that it is of this version, and else does what the script says."""
    path = folder / "fake-dehusk"
    told = f'if [ "$1" = --version ]; then echo {shlex.quote(version)}; exit; fi'
    path.write_text(f"#!/bin/sh\n{told}\n{script}\n")
    path.chmod(0o755)
    return path


def html_pages(source: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((source / "datasets/pages").glob("*.html"))[:12]]


def assert_same(page: Any, expected: dehusk.Page) -> None:
    for name in ("text", "format", "charset", "charset_source", "malformed", "truncated", "verdict", "title"):
        assert getattr(page, name) == getattr(expected, name), name
    assert page.removed == pytest.approx(expected.removed, abs=1e-5)
    assert page.verdict_probability == pytest.approx(expected.verdict_probability, abs=1e-5)
    assert page.scripts == pytest.approx(expected.scripts, abs=1e-5)
    assert len(page.lines) == len(expected.lines)
    for line, wanted in zip(page.lines, expected.lines, strict=True):
        for name in ("text", "label", "is_content", "kind", "role", "heading_level", "hidden", "begin", "end"):
            assert getattr(line, name) == getattr(wanted, name), name
        assert line.probability == pytest.approx(wanted.probability, abs=1e-5)


@pytest.mark.parametrize(
    "settings",
    [{}, {"favor": "recall", "keep": ["caption", "teaser"]}, {"threshold": 0.1, "keep": ()}, {"charset": "latin1"}],
)
def test_pages_are_those_of_classify(settings: dict[str, Any], source: Path, command: str, tmp_path: Path) -> None:
    pages = html_pages(source)
    records = [warc_record(number, page) for number, page in enumerate(pages)]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(records))
    found = list(dehusk.iter_archive(path, command=command, **settings))
    assert len(found) == len(pages) > 10
    offset = 0
    for number, ((record, page), html) in enumerate(zip(found, pages, strict=True)):
        assert record.source == str(path)
        assert record.id == f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
        assert record.url == f"https://example.org/{number}"
        assert record.date == f"2026-02-03T04:05:{number:02}Z"
        assert (record.offset, record.length) == (offset, len(records[number]))
        assert record.line is None
        assert record.fields == {}
        offset += len(records[number])
        assert_same(page, dehusk.classify(html, **settings))
    assert list(dehusk.iter_archive(path, "warc", jobs=3, command=command, **settings)) == found


def test_json_lines(article: str, command: str, tmp_path: Path) -> None:
    path = tmp_path / "-"
    fields = {"id": "a", "url": "https://a.example/", "n": [1, None], "title": "T"}
    rows = [{"html": article, **fields}, {"html": article, "id": 7}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (first, page), (second, _) = dehusk.iter_archive(path, "jsonl", command=command)
    assert (first.line, first.id, first.url, first.date) == (1, "a", "https://a.example/", None)
    assert first.fields == {"id": "a", "url": "https://a.example/", "n": [1, None], "input_title": "T"}
    assert page.text == dehusk.extract(article)
    assert (second.line, second.id, second.fields) == (2, None, {"id": 7})


def test_arc(article: str, command: str, tmp_path: Path) -> None:
    page = article.encode()
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    about = b"1 0 Gull\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = b"filedesc://gulls.arc 0.0.0.0 20310101000000 text/plain %d\n%s\n" % (len(about), about)
    path = tmp_path / "gulls.arc"
    path.write_bytes(head + b"http://a.example/ 192.0.2.1 20310203040506 text/html %d\n%s\n" % (len(block), block))
    ((record, found),) = dehusk.iter_archive(path, "arc", command=command)
    assert (record.id, record.url, record.date) == (None, "http://a.example/", "2031-02-03T04:05:06Z")
    assert (record.offset, record.line, record.fields) == (len(head), None, {})
    assert_same(found, dehusk.classify(page, charset="utf-8"))
    assert list(dehusk.iter_archive(path, command=command)) == [(record, found)]


def test_dash_is_a_file(article: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("-", "--help"):
        Path(name).write_text(article, encoding="utf-8")
        ((record, page),) = dehusk.iter_archive(name, command=command)
        assert Path(record.source) == Path(name)
        assert page.text == dehusk.extract(article)


def test_folder_of_files(source: Path, command: str, tmp_path: Path) -> None:
    one, other = html_pages(source)[:2]
    (tmp_path / "b.html").write_bytes(other)
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(one))
    found = list(dehusk.iter_archive(tmp_path, max_bytes=len(one), command=command))
    assert [Path(record.source).name for record, _ in found] == ["a.html.gz", "b.html"]
    assert all(record.id is record.offset is record.length is record.line is None for record, _ in found)
    assert_same(found[0][1], dehusk.classify(one))
    assert_same(found[1][1], dehusk.classify(other, limits=dehusk.Limits(max_bytes=len(one))))


def test_model(source: Path, command: str, article: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(article, encoding="utf-8")
    ((_, page),) = dehusk.iter_archive(path, model=source / "models/default.dehusk", command=command)
    assert page.text == dehusk.extract(article)
    with pytest.raises(dehusk.ArchiveError, match=r"status 2.*page\.html") as caught:
        list(dehusk.iter_archive(path, model=path, command=command))
    assert caught.value.failures == ()


def test_failures_come_last(source: Path, command: str, tmp_path: Path) -> None:
    one, other = html_pages(source)[:2]
    records = [warc_record(1, one), warc_record(2, b"\x1f\x8b\x08\x00" + bytes(range(128, 228)), encoding="gzip")]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join([*records, warc_record(3, other)]))
    found = list(dehusk.iter_archive(path, errors="return", command=command))
    assert [record.offset for record, _ in found] == [0, len(records[0]) + len(records[1]), len(records[0])]
    record, error = found[-1]
    assert isinstance(error, dehusk.RecordError)
    assert record.source == str(path)
    assert record.id == "<urn:uuid:00000000-0000-4000-8000-000000000002>"
    assert "content encoding" in str(error)

    pages = []
    with pytest.raises(dehusk.ArchiveError, match="1 failed") as caught:
        for pair in dehusk.iter_archive(path, command=command):
            pages.append(pair)
    assert pages == found[:2]
    ((failed, reason),) = caught.value.failures
    assert failed == record
    assert str(reason) == str(error)


def test_json_line_that_fails(command: str, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text('{"text":"Good."}\nbroken\n')
    (good, _), (bad, error) = dehusk.iter_archive(path, errors="return", command=command)
    assert (good.line, bad.line, bad.id) == (1, 2, None)
    assert isinstance(error, dehusk.RecordError)


@pytest.mark.parametrize(
    "wrong",
    [
        {"input": "zip"}, {"errors": "ignore"}, {"jobs": -1}, {"favor": "speed"}, {"threshold": 2}, {"keep": ["x"]},
        {"max_bytes": 0},
    ],
)
def test_wrong_settings(wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        dehusk.iter_archive(tmp_path, command=fake(tmp_path, "exit 0"), **wrong)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-archive"):
        dehusk.iter_archive(tmp_path / "no-such-archive", command=fake(tmp_path, "exit 0"))
    with pytest.raises(FileNotFoundError, match="no-such-command"):
        dehusk.iter_archive(tmp_path, command="no-such-command")


@pytest.mark.parametrize("version", ["dehusk 99.0.0", "", "husk"])
def test_other_version(version: str, tmp_path: Path) -> None:
    with pytest.raises(dehusk.ArchiveError, match="the package is of"):
        dehusk.iter_archive(tmp_path, command=fake(tmp_path, "exit 0", version))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo no disk >&2; exit 1", "status 1: no disk"),
        ("echo what >&2; exit 2", "status 2: what"),
        ("printf '{\"half'; kill -9 $$", f"status -{int(signal.SIGKILL)}"),
    ],
)
def test_command_that_fails(script: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(dehusk.ArchiveError, match=words):
        list(dehusk.iter_archive(tmp_path, command=fake(tmp_path, script)))


@pytest.mark.parametrize("how", ["close", "forget", "throw"])
def test_no_process_stays(how: str, tmp_path: Path) -> None:
    row = json.dumps({
        "source": "a", "format": "text", "charset": "utf-8", "charset_source": "utf-8", "malformed": 0, "truncated": [],
        "verdict": "none", "verdict_probability": 0, "removed": 0, "title": None, "scripts": {},
        "metadata": {}, "metadata_sources": {}, "media_type": "text/plain", "lines": [],
    })
    script = f"echo $$ >{shlex.quote(str(tmp_path / 'pid'))}; while :; do echo {shlex.quote(row)}; done"
    pages = dehusk.iter_archive(tmp_path, command=fake(tmp_path, script))
    next(pages)
    process = int((tmp_path / "pid").read_text())
    os.kill(process, 0)
    if how == "close":
        pages.close()  # type: ignore[attr-defined]
    elif how == "throw":
        with pytest.raises(KeyboardInterrupt):
            pages.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    else:
        del pages
        gc.collect()
    end = time.monotonic() + 20
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < end:
            os.kill(process, 0)
            time.sleep(0.01)
