#!/usr/bin/env python3
"""Tests of the command on crawls: many jobs, interruptions, outputs.

    crawl_test.py DEHUSK [NAME]...

DEHUSK is the command; NAMEs choose tests by a part of their name. The archives
are made up here. Exit status: 0 all passed, 1 some failed.
"""

import base64
import contextlib
import gzip
import hashlib
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid
import zlib
from pathlib import Path

DEHUSK = ""
SECONDS = 60  # for one run of the command; under a sanitizer on a busy machine
JOBS = ("1", "2", "3", "8")
FORMATS = ("text", "annotated", "jsonl", "wet")


# -- Archives ------------------------------------------------------------------

def page(number, paragraphs=12):
    """A page of its own, with menu, text and footer."""
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a>" for n in range(8))
    text = "".join(f"<p>Report {number}, part {n}: the keeper of the weir counted {number * 7 + n} herons this morning, "
                   f"more than in any month since the sill was rebuilt, and wrote them down.</p>" for n in range(paragraphs))
    return (f"<!doctype html><title>Report {number}</title><nav><ul>{menu}</ul></nav>"
            f"<main><h1>Report {number}</h1>{text}</main><footer>Imprint | Privacy</footer>").encode()


def record(kind, number, block, content_type, url=None):
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {number}")
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
            f"WARC-Date: 2026-02-03T04:{number // 60 % 60:02}:{number % 60:02}Z\r\n"
            f"WARC-Target-URI: {url or f'https://example.org/report/{number}'}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def response(number, body, status="200 OK", content_type="text/html; charset=utf-8"):
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return record("response", number, http + body, "application/http; msgtype=response")


def broken(number):
    """A response whose body is not what its Content-Encoding says."""
    body = b"\x1f\x8b\x08\x00" + bytes(range(128, 228))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    return record("response", number, http, "application/http; msgtype=response")


def archive(first, count, mixed=False):
    """The records of an archive; `mixed`: some are no pages, some are damaged."""
    records = [record("warcinfo", first, b"software: test\r\n", "application/warc-fields")]
    for number in range(first, first + count):
        records.append(response(number, page(number, 3 + number * 5 % 40)))
        if mixed and number % 5 == 0:
            records.append(response(number + 100000, b"<p>Gone.", status="404 Not Found"))
            records.append(response(number + 200000, b"\x89PNG", content_type="image/png"))
            records.append(record("request", number, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"))
        if mixed and number % 7 == 0:
            records.append(broken(number + 300000))
    return records


def write_archive(path, records):
    packed = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) if packed else one for one in records))


# -- Running -------------------------------------------------------------------

def run(*arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, expect=0, **more):
    done = subprocess.run([DEHUSK, *map(str, arguments)], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=SECONDS, check=False,
                          **more)
    assert done.returncode == expect, f"exit status {done.returncode}: {arguments}\n{done.stderr.decode()}"
    return done


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def same(one, other, what):
    assert one == other, f"{what}: not the same bytes"


def wait_for(condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.005)


@contextlib.contextmanager
def held_up(arguments, fifo, data, **more):
    """Runs the command with an input that stops after `data` and does not end."""
    process = subprocess.Popen([DEHUSK, *map(str, arguments)], stdin=subprocess.DEVNULL, **more)
    writer = open_writer(fifo)
    feeder = threading.Thread(target=feed, args=(writer, data))
    feeder.start()
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        feeder.join()
        os.close(writer)


def open_writer(fifo):
    """Opens a named pipe as soon as the command reads from it."""
    opened = []

    def attempt():
        with contextlib.suppress(OSError):
            opened.append(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
        return opened

    wait_for(attempt, f"a reader of {fifo}")
    os.set_blocking(opened[0], True)
    return opened[0]


def feed(descriptor, data):
    with contextlib.suppress(BrokenPipeError):
        while data:
            data = data[os.write(descriptor, data):]


# -- WET files -----------------------------------------------------------------

def split_records(data):
    """The records of a WARC file, as (header, block); checks all that is fixed."""
    records = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        rows = head.decode().split("\r\n")
        assert rows[0] == "WARC/1.1", rows[0]
        header = {}
        for row in rows[1:]:
            name, _, value = row.partition(": ")
            assert re.fullmatch(r"[A-Za-z-]+", name) and value and name not in header, row
            header[name] = value
        length = int(header["Content-Length"])
        block, end, data = rest[:length], rest[length:length + 4], rest[length + 4:]
        assert len(block) == length and end == b"\r\n\r\n", "wrong Content-Length"
        assert re.fullmatch(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>",
                            header["WARC-Record-ID"]), header["WARC-Record-ID"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", header["WARC-Date"]), header["WARC-Date"]
        records.append((header, block))
    return records


def check_wet(data):
    """The conversion records of a WET file."""
    records = split_records(data)
    assert records[0][0]["WARC-Type"] == "warcinfo"
    assert records[0][0]["Content-Type"] == "application/warc-fields"
    for header, block in records[1:]:
        assert header["WARC-Type"] == "conversion" and header["Content-Type"] == "text/plain"
        digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
        assert header["WARC-Block-Digest"] == f"sha1:{digest}"
        assert block.decode().endswith("\n")
        assert re.fullmatch(r"[!-~]+", header["WARC-Target-URI"]), header["WARC-Target-URI"]
    names = [header["WARC-Record-ID"] for header, _ in records]
    assert len(set(names)) == len(names), "record ids that are not unique"
    return records[1:]


def gzip_members(data):
    members = []
    while data:
        unpacker = zlib.decompressobj(31)
        members.append(unpacker.decompress(data))
        assert unpacker.eof, "a gzip member without an end"
        data = unpacker.unused_data
    return members


# -- Tests ---------------------------------------------------------------------

def test_any_number_of_jobs(scratch):
    """The output, the list of errors and the figures are the same for any N."""
    write_archive(scratch / "a.warc.gz", archive(0, 60, mixed=True))
    write_archive(scratch / "b.warc", archive(60, 40, mixed=True))
    (scratch / "c.html").write_bytes(page(500))
    (scratch / "d.jsonl").write_text("".join(
        json.dumps({"id": n, "html": page(600 + n).decode(), "note": f"n{n}"}) + "\n" for n in range(20)))
    inputs = ["a.warc.gz", "b.warc", "no-such-file", "c.html", "d.jsonl"]
    for output in FORMATS:
        for packing in ("none", "gz", "zst"):
            runs = []
            for jobs in JOBS:
                done = run("-q", "-j", jobs, "--output", output, "--compress", packing, "--errors", "errors", "--stats",
                           "stats", *inputs, cwd=scratch, expect=1)
                stats = json.loads((scratch / "stats").read_text())
                del stats["seconds"], stats["jobs"]
                runs.append((done.stdout, done.stderr, (scratch / "errors").read_bytes(), stats))
            for jobs, other in zip(JOBS[1:], runs[1:]):
                same(runs[0], other, f"{output}, {packing}, -j {jobs}")
            if packing == "none":
                plain = runs[0][0]
            if packing == "gz":
                same(plain, gzip.decompress(runs[0][0]), f"{output} unpacked")
            if packing == "zst" and shutil.which("zstd"):
                unpacked = subprocess.run(["zstd", "-dc"], input=runs[0][0], capture_output=True, check=True).stdout
                same(plain, unpacked, f"{output} unpacked")


def test_failures_are_told(scratch):
    """Records that fail or are no pages are counted, and the others are done."""
    records = archive(0, 35, mixed=True)
    write_archive(scratch / "a.warc", records)
    done = run("-j", "2", "--output", "jsonl", "--errors", "errors", "--stats", "stats", "-o", "out", "a.warc", cwd=scratch,
               expect=1)
    pages = [json.loads(row) for row in (scratch / "out").read_text().splitlines()]
    errors = [json.loads(row) for row in (scratch / "errors").read_text().splitlines()]
    stats = json.loads((scratch / "stats").read_text())
    data = (scratch / "a.warc").read_bytes()
    assert sum(row["length"] for row in errors) == stats["bytes_failed"] > 0
    assert len(pages) == stats["pages"] == 35
    assert len(errors) == stats["failed"] == 5
    for row in errors:
        assert row["source"] == "a.warc" and row["reason"] and row["id"].startswith("<urn:uuid:"), row
        assert f"({row['id']}): {row['reason']}".encode() in done.stderr, row
        assert data[row["offset"]:].startswith(b"WARC/1.0"), row
        assert data[row["offset"] + row["length"]:].startswith(b"WARC/1.0"), row
        assert f"byte {row['offset']}".encode() in done.stderr, row
    assert stats["skipped"]["http-status"] == 7 and stats["skipped"]["media-type"] == 7, stats
    assert stats["skipped"]["record-type"] == 8, stats
    assert stats["charsets"] == {"utf-8": 35}, stats
    assert sum(stats["verdicts"].values()) == 35, stats
    assert stats["bytes_read"] == len(data) and stats["bytes_written"] == (scratch / "out").stat().st_size, stats
    assert 0 < stats["removed"] < 1, stats
    summary = done.stderr.decode().splitlines()[-1]
    assert summary.startswith("dehusk: 35 pages in ") and summary.endswith("; 5 failed"), summary
    for row in pages:
        one = data[row["offset"]:row["offset"] + row["length"]].decode()
        assert f"WARC-Record-ID: {row['id']}\r\n" in one and f"WARC-Target-URI: {row['url']}\r\n" in one
        assert f"WARC-Date: {row['date']}\r\n" in one


def test_many_failures_are_told_shortly(scratch):
    """Of each reason and input the first records that failed are told, then how many more; files have them all."""
    (scratch / "a.jsonl").write_bytes(b'{"html":"<p>a"}\n' + b"x\n" * 30 + b'{"a":1}\n' * 20 + b"x\n" * 2000)
    (scratch / "b.jsonl").write_bytes(b'{"html":"<p>b"}\n' + b"x\n" * 21)
    told = []
    for jobs in JOBS:
        done = run("-j", jobs, "--errors", "errors", "--stats", "stats", "a.jsonl", "b.jsonl", cwd=scratch, expect=1)
        rows = done.stderr.decode().splitlines()
        told.append(rows[:-1])
        assert len(rows) == 20 + 20 + 1 + 20 + 1 + 1, len(rows)
        assert rows[40] == "dehusk: a.jsonl: and 2010 more: no JSON object", rows[40]
        assert rows[61] == "dehusk: b.jsonl: and 1 more: no JSON object", rows[61]
        assert rows[-1].endswith("; 2071 failed"), rows[-1]
        assert len((scratch / "errors").read_text().splitlines()) == 2071
        assert json.loads((scratch / "stats").read_text())["failed"] == 2071
    assert all(rows == told[0] for rows in told)


def test_failures_behind_names_are_named(scratch):
    """What stands behind a number or a URL and is no page is told by it."""
    for text, name in (('{"1": {"html": "<p>a"}, "2": null}', "2"),
                       ('{"http://a.example/": "<p>a", "http:\\/\\/b.example\\/": {"error": 404}}', "http://b.example/")):
        (scratch / "a.json").write_text(text)
        done = run("--errors", "errors", "--input", "jsonl", "a.json", cwd=scratch, expect=1)
        rows = [json.loads(line) for line in (scratch / "errors").read_text().splitlines()]
        assert [row["id"] for row in rows] == [name], rows
        assert f"line 1 ({name}): ".encode() in done.stderr, done.stderr


def test_damaged_archive(scratch):
    """What stands before the damage is written; the file is no input that fails again and again."""
    write_archive(scratch / "a.warc.gz", archive(0, 30))
    whole = (scratch / "a.warc.gz").read_bytes()
    (scratch / "a.warc.gz").write_bytes(whole[:len(whole) * 2 // 3])
    run("-q", "-j", "2", "--output", "jsonl", "--output-dir", "out", "--errors", "errors", "a.warc.gz", cwd=scratch, expect=1)
    lost = json.loads((scratch / "errors").read_text())
    assert lost["offset"] + lost["length"] == len(whole) * 2 // 3, lost
    assert 10 < len((scratch / "out/a.jsonl").read_text().splitlines()) < 30
    run("-q", "--resume", "--output", "jsonl", "--output-dir", "out", "a.warc.gz", cwd=scratch)


def test_figures_of_what_is_refused(scratch):
    """They do not depend on how reads cut the file, either."""
    first = bytearray(gzip.compress(page(0), mtime=0))
    first[10] |= 7  # a block of a kind that there is not
    whole = bytes(first) + gzip.compress(page(1, 2000), mtime=0)
    figures = []
    for piece in (len(whole), 3, 500):
        with subprocess.Popen([DEHUSK, "-q", "--stats", "stats"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, cwd=scratch) as process:
            with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                for at in range(0, len(whole), piece):
                    os.write(pipe.fileno(), whole[at:at + piece])
            assert process.wait(timeout=SECONDS) == 1
        stats = json.loads((scratch / "stats").read_text())
        figures.append({name: stats[name] for name in ("failed", "bytes_read", "bytes_failed")})
    assert figures[0] == figures[1] == figures[2] == {"failed": 1, "bytes_read": len(first), "bytes_failed": len(first)}, figures


def make_crawl(scratch):
    (scratch / "crawl/sub").mkdir(parents=True)
    for number in range(6):
        name = f"crawl/{'sub/' if number % 2 else ''}part-{number}.warc{'.gz' if number % 3 else ''}"
        write_archive(scratch / name, archive(number * 1000, 30))


def crawl_files(scratch):
    return sorted(path for path in (scratch / "crawl").rglob("part-*"))


def interrupted(scratch, jobs, how, options, moments):
    """Ends a run in each of the inputs named, and goes on with it each time."""
    for number, share in moments:
        path = next((scratch / "crawl").rglob(f"part-{number}.*"))
        data = path.read_bytes()
        path.unlink()
        os.mkfifo(path)
        arguments = ["-q", "-j", jobs, *options, "--resume", "--output-dir", "out", *crawl_files(scratch)]
        with held_up(arguments, path, data[:int(len(data) * share)], cwd=scratch) as process:
            wait_for(lambda: list((scratch / "out").rglob(f".part-{number}.*.part")), "the temporary file")
            time.sleep(0.05)
            process.send_signal(how)
            process.wait(SECONDS)
            assert process.returncode == -how, process.returncode
        left = list((scratch / "out").rglob(".*.part"))
        # Those of a tenth of a second get their names together.
        assert left if how == signal.SIGKILL else not left, left
        assert not list((scratch / "out").rglob(f"part-{number}.*")), "half a file under the final name"
        path.unlink()
        path.write_bytes(data)
    run("-q", "-j", jobs, *options, "--resume", "--output-dir", "out", *crawl_files(scratch), cwd=scratch)


def test_resume_after_kill(scratch):
    make_crawl(scratch)
    for options in (["--output", "jsonl"], ["--output", "wet", "--compress", "gz"], ["--compress", "zst"]):
        run("-q", *options, "--output-dir", "whole", *crawl_files(scratch), cwd=scratch)
        expected = tree(scratch / "whole")
        assert len(expected) == 6 and not any(".part" in name for name in expected)
        for jobs in JOBS:
            interrupted(scratch, jobs, signal.SIGKILL, options, [(0, 0.1), (2, 0.5), (1, 0.9), (5, 0.99)])
            same(expected, tree(scratch / "out"), f"{options}, -j {jobs}")
            shutil.rmtree(scratch / "out")
        shutil.rmtree(scratch / "whole")


def test_kill_at_any_time(scratch):
    """The same without knowing where it hits."""
    make_crawl(scratch)
    run("-q", "--output", "jsonl", "--output-dir", "whole", "crawl", cwd=scratch)
    kills = 0
    for attempt in range(200):
        process = subprocess.Popen([DEHUSK, "-q", "-j", JOBS[attempt % 4], "--output", "jsonl", "--resume", "--output-dir",
                                    "out", "crawl"], cwd=scratch)
        time.sleep(0.004 * (1 + attempt % 12) * (1 + attempt // 24))
        process.kill()
        kills += process.wait() == -signal.SIGKILL
        if process.returncode == 0:
            break
    assert kills > 0 and process.returncode == 0
    same(tree(scratch / "whole"), tree(scratch / "out"), "after kills")


def test_many_small_files(scratch):
    """Files that come fast are put on the disk together; all are whole, by their own names, and nothing is left over."""
    (scratch / "in").mkdir()
    for number in range(300):
        (scratch / f"in/{number}.html").write_bytes(page(number, 1))
    run("-q", "--output-dir", "out", "in", cwd=scratch)
    for number in range(300):
        expected = run("-q", f"in/{number}.html", cwd=scratch).stdout if number % 50 == 0 else b"Report %d" % number
        assert expected in (scratch / f"out/{number}.txt").read_bytes()
    assert len(tree(scratch / "out")) == 300


def test_terminated(scratch):
    """SIGTERM, SIGINT and SIGHUP leave nothing behind."""
    make_crawl(scratch)
    run("-q", "--output", "jsonl", "--output-dir", "whole", *crawl_files(scratch), cwd=scratch)
    for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        for jobs in ("1", "3"):
            interrupted(scratch, jobs, how, ["--output", "jsonl"], [(2, 0.5)])
            same(tree(scratch / "whole"), tree(scratch / "out"), f"{how}")
            shutil.rmtree(scratch / "out")


def test_two_processes(scratch):
    """A second process does not write the file that the first one is writing."""
    make_crawl(scratch)
    path = scratch / "crawl/part-0.warc"
    data = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    with held_up(["-q", "-o", "out", path], path, data[:1000], cwd=scratch):
        wait_for((scratch / ".out.part").exists, "the temporary file")
        done = run("-q", "-o", "out", "crawl/part-2.warc.gz", cwd=scratch, expect=1)
        assert b"is being written by another process" in done.stderr
    run("-q", "-o", "out", "crawl/part-2.warc.gz", cwd=scratch)
    assert sorted(os.listdir(scratch)) == ["crawl", "out"]


def test_wet(scratch):
    """WET output is well-formed, complete, and can be read again."""
    write_archive(scratch / "a.warc.gz", archive(0, 30, mixed=True))
    run("-q", "-j", "3", "--output", "wet", "-o", "a.warc.wet.gz", "a.warc.gz", cwd=scratch, expect=1)
    packed = (scratch / "a.warc.wet.gz").read_bytes()
    for member in gzip_members(packed):
        assert len(split_records(member)) == 1, "a member that is not one record"
    records = check_wet(gzip.decompress(packed))
    rows = run("-q", "--output", "jsonl", "--lines", "joined", "a.warc.gz", cwd=scratch, expect=1).stdout
    pages = [json.loads(row) for row in rows.splitlines()]
    assert len(pages) == len(records) == 30
    for row, (header, block) in zip(pages, records):
        assert header["WARC-Refers-To"] == row["id"] and header["WARC-Target-URI"] == row["url"]
        assert header["WARC-Date"] == row["date"]
        assert block.decode() == row["content"] + "\n"
    again = run("-q", "--output", "jsonl", "--threshold", "0", "--lines", "joined", "a.warc.wet.gz", cwd=scratch).stdout
    for row, (header, _) in zip(map(json.loads, again.splitlines()), records, strict=True):
        assert row["id"] == header["WARC-Record-ID"] and row["format"] == "text"


def test_wet_of_odd_input(scratch):
    """Nothing that comes with a page can break the header of its record."""
    odd = [{"id": "<urn:x>\r\nEvil: 1", "url": "http://example.org/a b\r\nEvil: 2", "date": "yesterday"},
           {"id": 7, "url": "http://example.org/ü?<q>", "date": "2026-05-06"}, {"date": "2026-05-06T07:08:09+00:00"},
           {"id": "<urn:uuid:x y>", "url": ""}]
    text = page(1).decode()
    (scratch / "odd.jsonl").write_text("".join(json.dumps({**fields, "html": text}) + "\n" for fields in odd))
    records = check_wet(run("-q", "--output", "wet", "--input", "jsonl", "odd.jsonl", cwd=scratch).stdout)
    assert len(records) == 4
    assert not any("WARC-Refers-To" in header or "Evil" in header for header, _ in records)
    assert [header["WARC-Date"] for header, _ in records] == [
        "1970-01-01T00:00:00Z", "2026-05-06T00:00:00Z", "2026-05-06T07:08:09Z", "1970-01-01T00:00:00Z"]


def test_jsonl_fields(scratch):
    """Members of the input come out as they went in."""
    row = '{"id":"a","big":123456789012345678901234567890,"html":"<p>x","s":"\\u00e9\\/","lines":[1],"o":{"b":1,"a":2}}'
    out = run("-q", "--input", "jsonl", "--output", "jsonl", stdin=text_file(scratch, row)).stdout
    assert b'"big":123456789012345678901234567890,' in out and b'"s":"\\u00e9\\/",' in out, out
    assert b'"input_lines":[1],"o":{"b":1,"a":2},' in out and b"html\":\"<p>" not in out, out
    assert json.loads(out)["id"] == "a" and json.loads(out)["line"] == 1


def text_file(scratch, text):
    path = scratch / "stdin"
    path.write_text(text + "\n")
    return path.open("rb")


def test_output_fails(scratch):
    """A full disk ends the run, also while input is still to come."""
    data = b"".join(archive(0, 50))
    for jobs in JOBS:
        with subprocess.Popen([DEHUSK, "-q", "-j", jobs, "--output", "jsonl", "-o", "/dev/full"], stdin=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            feeder = threading.Thread(target=feed, args=(process.stdin.fileno(), data))
            feeder.start()
            assert process.wait(SECONDS) == 1  # although stdin is still open
            assert process.stderr.read() == b"dehusk: /dev/full: No space left on device\n"
            feeder.join()
    for jobs in JOBS:
        write_archive(scratch / "a.warc", archive(0, 50))
        done = subprocess.run(["sh", "-c", 'ulimit -f 8; exec "$0" "$@"', DEHUSK, "-q", "-j", jobs, "--output", "jsonl",
                               "--output-dir", "out", "a.warc"], cwd=scratch, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode == 1 and done.stderr == b"dehusk: out/a.jsonl: File too large\n", done
        assert tree(scratch / "out") == {}


def test_closed_pipe(scratch):
    """Who reads no more ends the command without a word."""
    write_archive(scratch / "a.warc", archive(0, 400))
    for jobs in ("1", "4"):
        with subprocess.Popen([DEHUSK, "-q", "-j", jobs, "--output", "jsonl", "a.warc"], cwd=scratch, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdout.read(100)
            process.stdout.close()
            assert process.wait(SECONDS) == -signal.SIGPIPE
            assert process.stderr.read() == b""


def test_nothing_is_written_over(scratch):
    """Whatever is read stays as it was, under any of its names; nothing is written twice."""
    names = {name: scratch / name for name in ("a.html", "b.html", "list", "model", "counts")}
    names["a.html"].write_bytes(page(1))
    names["b.html"].write_bytes(page(2))
    names["list"].write_text(f"{names['a.html']}\n")
    run("site-count", "--host", "a.example", names["a.html"], "-o", names["counts"])
    shutil.copy(Path(__file__).resolve().parents[2] / "models/default.dehusk", names["model"])
    (scratch / "link").symlink_to("a.html")
    os.link(names["a.html"], scratch / "hard")
    (scratch / ".new.part").write_bytes(page(3))
    before = tree(scratch)
    a, b = names["a.html"], names["b.html"]
    for arguments in (["--errors", a, a], ["--stats", a, a], ["--errors", scratch / "link", a], ["-o", scratch / "hard", a],
                      ["-o", scratch / "link", b, a], ["--model", names["model"], "-o", names["model"], a],
                      ["--model", names["model"], "--errors", names["model"], a],
                      ["--site-counts", names["counts"], "--stats", names["counts"], a],
                      ["--files-from", names["list"], "-o", names["list"]],
                      ["--files-from", names["list"], "--errors", names["list"]],
                      ["--errors", scratch / "x", "-o", scratch / "x", a],
                      ["--errors", scratch / "x", "--stats", scratch / "." / "x", a],
                      ["-o", scratch / "new", scratch / ".new.part"],
                      ["site-merge", names["counts"], "-o", names["counts"]],
                      ["site-count", "--host", "h", a, "-o", a]):
        done = run(*arguments, expect=2)
        assert b"would be written" in done.stderr, (arguments, done.stderr)
        assert tree(scratch) == before, arguments
    with open(a, "ab") as appended:
        done = run(b, a, stdout=appended, expect=2)
    assert b"would be written over" in done.stderr and tree(scratch) == before, done.stderr
    (scratch / "ahead").symlink_to("later")  # a link to what is not there yet
    (scratch / "far").symlink_to("./ahead")
    for arguments in (["--errors", scratch / "later", "-o", scratch / "far", a], ["--errors", scratch / "ahead", "-o", scratch / "later", a],
                      ["--errors", scratch / "far", "--stats", scratch / "ahead", a]):
        done = run(*arguments, expect=2)
        assert b"would be written twice" in done.stderr and not (scratch / "later").exists(), (arguments, done.stderr)


def test_nothing_is_written_over_in_a_new_folder(scratch):
    """Nor twice, where --output-dir makes the folder only later; a name that is empty is no folder."""
    (scratch / "a.html").write_bytes(page(1))
    (scratch / "here").symlink_to(".")
    for name in ("new/a.txt", "./new//./a.txt", "new/b/../a.txt", "here/new/a.txt", scratch / "new/a.txt", "new/.a.txt.part"):
        done = run("a.html", "--output-dir", "new", "--stats", name, cwd=scratch, expect=2)
        assert b"would be written twice" in done.stderr and not (scratch / "new").exists(), (name, done.stderr)
    run("-q", "a.html", "--output-dir", "new/deep", "--stats", "new/a.txt", cwd=scratch, expect=0)
    done = run("a.html", "--output-dir", "", cwd=scratch, expect=2)
    assert b"--output-dir" in done.stderr, done.stderr


def test_messages_that_nobody_reads(scratch):
    """An unfinished output does not stay where the reader of the messages went away."""
    write_archive(scratch / "a.warc", [response(0, page(0)), b"rubbish\r\n\r\n"])
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([DEHUSK, "a.warc", "-o", "out"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=writer,
                          cwd=scratch, timeout=SECONDS, check=False)
    os.close(writer)
    assert done.returncode == -signal.SIGPIPE and sorted(tree(scratch)) == ["a.warc"], (done.returncode, tree(scratch).keys())


def test_one_missing_input(scratch):
    """The rest is done; of nothing there is no output."""
    (scratch / "a.html").write_bytes(page(1))
    run("-o", scratch / "out", "--errors", scratch / "errors", scratch / "missing", scratch / "a.html", expect=1)
    assert b"Report 1, part 1" in (scratch / "out").read_bytes()
    errors = [json.loads(line) for line in (scratch / "errors").read_text().splitlines()]
    assert [error["source"] for error in errors] == [str(scratch / "missing")], errors
    run("-o", scratch / "out2", scratch / "missing", expect=1)
    assert not (scratch / "out2").exists()


def test_names_are_kept_apart(scratch):
    for name in ("a/x.html", "b/x.html", "b/x.htm", "b/y.html", "c/x.html"):
        (scratch / name).parent.mkdir(exist_ok=True)
        (scratch / name).write_bytes(page(1))
    inputs = ["a/x.html", "b/x.html", "b/x.htm", "b/y.html", "../" + scratch.name + "/c/x.html", "b/y.html"]
    run("--output-dir", "out", *inputs, cwd=scratch)
    made = sorted(str(path.relative_to(scratch / "out")) for path in (scratch / "out").rglob("*.txt"))
    assert made == ["a/x.txt", "b/x.htm.txt", "b/x.html.txt", "b/y.html-1.txt", "b/y.html-2.txt",
                    scratch.name + "/c/x.txt"], made
    before = tree(scratch / "out")
    run("--output-dir", "out", "--resume", *inputs, cwd=scratch)
    assert tree(scratch / "out") == before


def test_the_name_for_the_time_being_is_taken(scratch):
    """A link there is not followed, a pipe not waited for."""
    (scratch / "a.html").write_bytes(page(1))
    (scratch / "precious").write_text("precious")
    (scratch / ".out.part").symlink_to("precious")
    os.mkfifo(scratch / ".pipe.part")
    for name in ("out", "pipe"):
        done = run("-o", scratch / name, scratch / "a.html", expect=1)
        assert b"taken by a link or pipe" in done.stderr, done.stderr
        assert not (scratch / name).exists()
    assert (scratch / "precious").read_text() == "precious"


def test_no_file_among_the_outputs(scratch):
    """A pipe, socket or folder under the name of an output is neither waited for nor written to: it costs that page alone.
    A pipe that is named is written."""
    (scratch / "out").mkdir()
    for number in range(5):
        (scratch / f"{number}.html").write_bytes(page(number))
    os.mkfifo(scratch / "out" / "1.txt")
    (scratch / "out" / "2.txt").mkdir()
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(scratch / "out" / "3.txt"))
    os.mkfifo(scratch / "out" / ".4.txt.part")
    inputs = [f"{number}.html" for number in range(5)]
    for jobs in JOBS[:2]:
        done = run("-j", jobs, "--output-dir", "out", "--errors", "errors", "--stats", "stats", *inputs, cwd=scratch,
                   expect=1)
        assert b"1.txt: is a pipe" in done.stderr and b"2.txt: is a directory" in done.stderr, done.stderr
        rows = [json.loads(line) for line in (scratch / "errors").read_text().splitlines()]
        assert [row["source"] for row in rows] == inputs[1:], rows
        assert json.loads((scratch / "stats").read_text())["failed"] == 4
        assert (scratch / "out" / "0.txt").stat().st_size > 0
        assert (scratch / "out" / "1.txt").is_fifo() and (scratch / "out" / "3.txt").is_socket()
    server.close()
    os.mkfifo(scratch / "named")
    with subprocess.Popen(["cat", "named"], cwd=scratch, stdout=subprocess.PIPE) as reader:
        run("-q", "-o", "named", "0.html", cwd=scratch)
        assert reader.stdout.read() == (scratch / "out" / "0.txt").read_bytes()


def test_json_of_strangers_is_written_as_json(scratch):
    lines = [b'{"text": "One line of text.", "a": NaN, "b": [1, -Infinity, {"c": "\\ud83d"}], "d": "\xff\x01"}',
             b'{"text": "One line of text.", "a": foo, "b": [1, "b": 01, "c": {]}',
             b'[' * 1000, b'{"text": "One line of text.", "a": ' + b"[" * 3000 + b"]" * 3000 + b"}",
             b'{"doc": {"text": "One line of text.", "n": 1e400}, "x\xff": 1}']
    (scratch / "a.jsonl").write_bytes(b"\n".join(lines))
    done = run("--output", "jsonl", "--lines", "none", "--input", "jsonl", scratch / "a.jsonl", expect=1)
    rows = [json.loads(line, parse_constant=lambda word: 1 / 0) for line in done.stdout.decode().splitlines()]
    assert rows[0]["a"] is None and rows[0]["b"][1] is None and rows[0]["d"] == "\ufffd\x01", rows[0]
    assert rows[1]["a"] == "foo" and isinstance(rows[1]["b"], str), rows[1]
    assert isinstance(rows[2]["a"], str) and len(rows[2]["a"]) == 6000, rows[2]
    assert rows[3]["doc"] == {"text": None, "n": float("inf")} and rows[3]["x\ufffd"] == 1, rows[3]


def test_no_folder_for_temporary_files(scratch):
    (scratch / "a.html").write_bytes(page(1))
    done = run("site-count", "--host", "h", scratch / "a.html", "-o", scratch / "counts", expect=1,
               env={**os.environ, "TMPDIR": str(scratch / "nowhere")})
    assert b"TMPDIR" in done.stderr, done.stderr
    assert not (scratch / "counts").exists()


def test_progress(scratch):
    """A terminal is shown how far the run is, and then a line of summary."""
    data = b"".join(archive(0, 30))
    os.mkfifo(scratch / "fifo")
    master, slave = pty.openpty()
    half = data[:len(data) // 2]
    process = subprocess.Popen([DEHUSK, "-j", "2", "--output", "jsonl", "-o", "out", "fifo"], cwd=scratch,
                               stdin=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    writer = open_writer(scratch / "fifo")
    feed(writer, half)
    time.sleep(1.2)
    feed(writer, data[len(half):])
    os.close(writer)
    said = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(master, 4096):
            said += chunk
    assert process.wait(SECONDS) == 0
    assert re.search(rb"\r\d+ pages, \d+ pages/s, [0-9.]+ MB/s, [0-9.]+% removed\x1b\[K", said), said
    assert re.search(rb"\r\x1b\[Kdehusk: 30 pages in ", said), said


def peak_memory(process):
    """The most memory that a process had, in KiB, as far as it can be seen from outside. (What wait4() tells
    counts the interpreter's own, of which the process was a copy at first.)"""
    peak = 0
    while process.poll() is None:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            if f"Name:\t{Path(DEHUSK).name}\n" in status and found:
                peak = int(found[1])
        time.sleep(0.002)
    return peak


def test_memory(scratch):
    """Ten times the pages do not take more memory."""
    if not Path("/proc/self/status").exists() or b"__asan_init" in Path(DEHUSK).read_bytes():
        return  # a sanitizer keeps what was freed
    peaks = []
    for count in (500, 5000):
        write_archive(scratch / "a.warc", archive(0, count))
        with subprocess.Popen([DEHUSK, "-q", "-j", "2", "--output", "wet", "-o", "out.gz", "a.warc"], cwd=scratch) as process:
            peaks.append(peak_memory(process))
            assert process.returncode == 0
    assert 0 < peaks[1] < 1.25 * peaks[0], peaks


def test_memory_of_pages_in_flight(scratch):
    """However many jobs there are, --memory holds what their pages take, bytes that decoding makes among them; and a
    limit that no page keeps within still lets one after the other through."""
    if not Path("/proc/self/status").exists() or b"__asan_init" in Path(DEHUSK).read_bytes():
        return  # a sanitizer keeps what was freed
    body = page(1, 50000)  # 10 MB
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(body, 1)
    write_archive(scratch / "a.warc", [record("response", n, http, "application/http; msgtype=response") for n in range(12)])
    peaks, outputs = {}, set()
    for memory in ("4G", "200M", "1"):
        with subprocess.Popen([DEHUSK, "-q", "-j", "8", "--memory", memory, "--max-bytes", "16M", "--output", "jsonl", "-o",
                               "out", "a.warc"], cwd=scratch) as process:
            peaks[memory] = peak_memory(process)
            assert process.returncode == 0
        outputs.add((scratch / "out").read_bytes())
    assert len(outputs) == 1
    assert 0 < peaks["200M"] < 260 << 10, peaks
    assert peaks["4G"] > 1.5 * peaks["200M"], f"the pages are too small to show anything: {peaks}"
    assert peaks["1"] <= peaks["200M"], peaks


def main():
    global DEHUSK
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    DEHUSK = os.path.abspath(sys.argv[1])
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")
             and (len(sys.argv) == 2 or any(part in name for part in sys.argv[2:]))]
    failures = 0
    for name, test in tests:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="dehusk-crawl-") as scratch:
            try:
                test(Path(scratch))
                print(f"{name}: {time.monotonic() - begun:.1f} s", flush=True)
            except Exception:  # pylint: disable=broad-except
                failures += 1
                print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
    print(f"{len(tests)} tests, {failures} failed")
    sys.exit(1 if failures or not tests else 0)


if __name__ == "__main__":
    main()
