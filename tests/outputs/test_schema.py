"""Rows of JSON, of all kinds of input, keep to tools/dehusk/output/row.schema.json."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

SOURCE = Path(os.environ["DEHUSK_SOURCE"])
SCHEMA = json.loads((SOURCE / "tools" / "dehusk" / "output" / "row.schema.json").read_text())
sys.path.insert(0, str(SOURCE / "tests" / "crawl"))
PAGE = (b"<html lang=pt-BR><title>T</title><meta property=article:published_time content=2031-10-03T07:40:00+01:00><p>a<h2>b</h2>"
        b"<div hidden>c</div><figure><figcaption>d</figcaption></figure>")


def check(*arguments, given=None):
    done = subprocess.run([os.environ["DEHUSK"], "-q", "--output", "jsonl", *map(str, arguments)], input=given, capture_output=True,
                          timeout=120)
    assert done.returncode in (0, 1), done.stderr
    validator = jsonschema.Draft202012Validator(SCHEMA)
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    for row in rows:
        validator.validate(row)
        assert row["metadata"].keys() == row["metadata_sources"].keys()
    return rows


def record(number, body, kind="response", media="text/html"):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() if kind == "response" else b""
    block = head + body
    return (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2031-10-03T07:40:00Z\r\n"
            f"WARC-Target-URI: http://weir.example/{number}\r\nContent-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"


def test_the_schema_is_one_and_refuses():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    row = check(given=PAGE)[0]
    for change in ({"verdict": "maybe"}, {"removed": 2}, {"lines": [{}]}, {"metadata": {"colour": "x"}}, {"title": 7},
                   {"metadata": {"published": "Friday"}}, {"content": "x"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**row, **change}, SCHEMA, cls=jsonschema.Draft202012Validator)
    for name in SCHEMA["required"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({key: value for key, value in row.items() if key != name}, SCHEMA)


@pytest.mark.parametrize("lines", ["all", "content", "joined", "none", "markdown"])
def test_pages(lines):
    rows = check("--lines", lines, "--include", "*.html", "--include", "*.txt", SOURCE / "datasets" / "pages")
    assert len(rows) > 60
    assert all(("lines" in row) == (lines in ("all", "content")) and ("content" in row) == (lines in ("joined", "markdown")) for row in rows)


def test_hostile_pages():
    assert len(check("--input", "html", SOURCE / "tests" / "fuzz" / "seeds" / "classify")) > 20
    assert len(check("--max-bytes", "300", SOURCE / "tests" / "cli" / "pages")) > 3


def test_archives(tmp_path):
    bodies = [(PAGE, "text/html"), (b"", "text/html"), (b"\x00\x01%PDF-1.7 \xff", "application/pdf"), ("caf\u00e9".encode("latin-1"), "text/plain"),
              (PAGE, "text/html; charset=koi8-r")]
    warc = b"".join(record(number, body, media=media) for number, (body, media) in enumerate(bodies))
    warc += record(9, b"one\ntwo\n", kind="conversion", media="text/plain")
    (tmp_path / "a.warc").write_bytes(warc)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(warc))
    rows = check("--lines", "all", tmp_path)
    assert len(rows) >= 8 and all(row["id"] for row in rows)


def test_json_lines(tmp_path):
    page = PAGE.decode()
    given = [{"html": page}, {"html": page, "id": 7, "url": ["x"], "date": {"y": 1}, "verdict": False, "lines": 3, "own": [1, None]},
             {"text": "one\n\ntwo", "id": None}]
    rows = check("--input", "jsonl", given="".join(json.dumps(row) + "\n" for row in given).encode())
    assert [row["line"] for row in rows] == [1, 2, 3]
    assert rows[1]["input_verdict"] is False and rows[1]["own"] == [1, None]
