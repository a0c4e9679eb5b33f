#!/usr/bin/env python3
"""Archives between the command and other people's tools: warcio and FastWARC.

    run.py DEHUSK FOLDER

DEHUSK is the command. FOLDER gets a virtual environment with the two tools,
from PyPI, if there is none yet; where they cannot be had, the test is skipped.
Exit status: 0 all passed, 1 some failed, 77 skipped.
"""

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import traceback
import venv
import zlib
from pathlib import Path

PACKAGES = ["warcio==1.8.1", "FastWARC==2.0.1", "brotli==1.2.1"]
SKIPPED = 77
SECONDS = 120  # for one run of the command; under a sanitizer on a busy machine
DEHUSK = ""


def enter_environment(folder):
    """Goes on in the virtual environment, which is made first if need be."""
    python = Path(folder) / "bin" / "python"
    check = [str(python), "-c", "import warcio, fastwarc, brotli"]
    if not python.exists() or subprocess.run(check, capture_output=True, check=False).returncode != 0:
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print("skipped: warcio and FastWARC cannot be had:", (done.stderr.strip() or "no reason").splitlines()[-1])
            print("to run it: see that pip reaches a package index, and run the tests again")
            sys.exit(SKIPPED)
    os.execv(python, [str(python), __file__, DEHUSK, str(folder)])


# -- Pages -----------------------------------------------------------------------

def page(number):
    text = "".join(f"<p>Report {number}, part {part}: the keeper of the weir counted {number * 7 + part} herons this "
                   "morning, more than in any month since the sill was rebuilt, and wrote them down.</p>"
                   for part in range(4))
    return f"<!doctype html><title>Report {number}</title><h1>Report {number}</h1>{text}<footer>Imprint</footer>".encode()


def chunked(body):
    parts = [body[at:at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def bodies(number):
    """A page in each of the ways that servers send it: fields, body."""
    import brotli
    plain = page(number)
    bare = zlib.compressobj(wbits=-15)
    return [([], plain),
            ([("Content-Encoding", "gzip")], gzip.compress(plain, mtime=0)),
            ([("Content-Encoding", "deflate")], zlib.compress(plain)),
            ([("Content-Encoding", "deflate")], bare.compress(plain) + bare.flush()),
            ([("Content-Encoding", "br")], brotli.compress(plain)),
            ([("Transfer-Encoding", "chunked")], chunked(plain)),
            ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
             chunked(gzip.compress(plain, mtime=0))),
            ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], plain)]


def url(number):
    return f"http://weir.example/report/{number}"


# -- Other people's writers ------------------------------------------------------

def warcio_records(writer, count):
    """Writes pages, each with a request, and some records that are none."""
    from warcio.statusandheaders import StatusAndHeaders

    def add(kind, address, payload, fields=(), status="200 OK", content_type="text/html; charset=utf-8"):
        head = StatusAndHeaders(status, [("Content-Type", content_type), *fields], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(payload), http_headers=head))

    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for number in range(count):
        for fields, body in bodies(number)[number % 8:number % 8 + 1]:
            add("response", url(number), body, fields)
        head = StatusAndHeaders("GET / HTTP/1.1", [("Host", "weir.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url(number), "request", http_headers=head))
    add("response", url(1000), b"", status="301 Moved", fields=[("Location", "/x")])
    add("response", url(1001), b"\x89PNG\r\n", content_type="image/png")
    writer.write_record(writer.create_revisit_record(url(0), "sha1:X", url(0), "2031-10-03T07:40:00Z"))
    writer.write_record(writer.create_warc_record(url(2000), "resource", payload=io.BytesIO(page(2000)),
                                                  warc_content_type="text/html"))
    writer.write_record(writer.create_warc_record(url(2001), "conversion", payload=io.BytesIO(
        "Zweihundert Menschen standen am Kai, im Regen, und warteten auf die Fähre.\n".encode()),
        warc_content_type="text/plain"))


PAGES = [url(number) for number in [*range(24), 2000, 2001]]


def write_warcio(path, packed, version="1.0"):
    from warcio.warcwriter import WARCWriter
    with open(path, "wb") as file:
        warcio_records(WARCWriter(file, gzip=packed, warc_version=version), 24)


def write_fastwarc(path, open_stream):
    """Writes again what warcio wrote, record by record."""
    from fastwarc.stream_io import GzipReader
    from fastwarc.warc import ArchiveIterator
    source = path.parent / "source.warc.gz"
    write_warcio(source, True)
    with open(path, "wb") as file:
        stream = open_stream(file)
        for record in ArchiveIterator(GzipReader(str(source)), parse_http=False):
            record.write(stream)
            if hasattr(stream, "finish"):
                stream.finish()  # a member for each record
        if hasattr(stream, "close"):
            stream.close()


# -- The command -----------------------------------------------------------------

def run(*arguments, expect=0):
    done = subprocess.run([DEHUSK, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=SECONDS, check=False)
    assert done.returncode == expect, f"exit status {done.returncode}: {arguments}\n{done.stderr.decode()}"
    return done.stdout


def read_pages(path, expect=0, *more):
    lines = run("--output", "jsonl", "--lines", "joined", *more, path, expect=expect).splitlines()
    return [json.loads(line) for line in lines]


def check_pages(path, by_warcio=False):
    """All pages are there, with their text, and `by_warcio` where warcio finds them."""
    from warcio.archiveiterator import ArchiveIterator
    found = read_pages(path)
    assert [one["url"] for one in found] == PAGES, [one["url"] for one in found]
    for number in range(24):
        text = found[number]["content"]
        assert f"Report {number}, part 3: the keeper" in text and "\ufffd" not in text, (number, text)
        assert found[number]["charset"] .lower() == "utf-8", found[number]["charset"]
    assert "Zweihundert Menschen" in found[-1]["content"]
    if by_warcio:
        places = {}
        with open(path, "rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                kind = record.rec_type
                address = record.rec_headers.get_header("WARC-Target-URI")
                name = record.rec_headers.get_header("WARC-Record-ID")
                record.raw_stream.read()  # not decoded: warcio stumbles over brotli's newer versions
                if kind in ("response", "resource", "conversion"):
                    places[name] = (address, records.get_record_offset(), records.get_record_length())
        # Of a record that is not packed, warcio leaves out the two line ends that the standard makes a part of it.
        ends = 0 if path.suffix == ".gz" else 4
        for one in found:
            place = (one["url"], one["offset"], one["length"] - ends)
            assert places[one["id"]] == place, (places[one["id"]], place)


# -- Tests -------------------------------------------------------------------------

def test_warcio_plain(folder):
    write_warcio(folder / "a.warc", False)
    check_pages(folder / "a.warc", by_warcio=True)


def test_warcio_gzip(folder):
    write_warcio(folder / "a.warc.gz", True, "1.1")
    check_pages(folder / "a.warc.gz", by_warcio=True)


def test_warcio_in_one_gzip_member(folder):
    write_warcio(folder / "a.warc", False)
    (folder / "a.warc.gz").write_bytes(gzip.compress((folder / "a.warc").read_bytes(), mtime=0))
    check_pages(folder / "a.warc.gz")


def test_fastwarc_plain(folder):
    write_fastwarc(folder / "a.warc", lambda file: file)
    check_pages(folder / "a.warc", by_warcio=True)


def test_fastwarc_gzip(folder):
    from fastwarc.stream_io import GzipWriter
    write_fastwarc(folder / "a.warc.gz", GzipWriter)
    check_pages(folder / "a.warc.gz", by_warcio=True)


def test_fastwarc_zstd(folder):
    from fastwarc.stream_io import ZstdWriter
    write_fastwarc(folder / "a.warc.zst", ZstdWriter)
    check_pages(folder / "a.warc.zst")


def dictionary():
    from fastwarc.stream_io import zstd_train_dictionary_from_samples
    return zstd_train_dictionary_from_samples([page(number) for number in range(200)], 8192)


def test_fastwarc_zstd_with_dictionary(folder):
    from fastwarc.stream_io import ZstdWriter
    trained = dictionary()
    write_fastwarc(folder / "a.warc.zst", lambda file: ZstdWriter(file, dictionary=trained))
    assert (folder / "a.warc.zst").read_bytes()[:4] == b"\x5d\x2a\x4d\x18"
    check_pages(folder / "a.warc.zst")


def test_fastwarc_zstd_with_packed_dictionary(folder):
    from fastwarc.stream_io import ZstdWriter
    trained = dictionary()
    write_fastwarc(folder / "a.warc.zst",
                   lambda file: ZstdWriter(file, dictionary=trained, compress_dictionary_frame=True))
    assert (folder / "a.warc.zst").read_bytes()[8:12] == b"\x28\xb5\x2f\xfd"
    check_pages(folder / "a.warc.zst")


def test_files_joined(folder):
    write_warcio(folder / "a.warc", False)
    write_warcio(folder / "b.warc.gz", True)
    joined = (folder / "a.warc").read_bytes() + (folder / "b.warc.gz").read_bytes() + (folder / "a.warc").read_bytes()
    (folder / "c").write_bytes(joined)
    assert [one["url"] for one in read_pages(folder / "c")] == PAGES * 3


def test_cut_gzip(folder):
    """What stands before the cut is read as from the whole file; the cut has its offset."""
    write_warcio(folder / "a.warc.gz", True)
    whole = (folder / "a.warc.gz").read_bytes()
    all_pages = read_pages(folder / "a.warc.gz")
    for length in range(len(whole) // 7, len(whole), len(whole) // 7):
        if whole[length : length + 3] == b"\x1f\x8b\x08":
            length -= 1  # between two members nothing is cut
        (folder / "cut.warc.gz").write_bytes(whole[:length])
        found = read_pages(folder / "cut.warc.gz", 1, "--errors", folder / "errors")
        before = [one for one in all_pages if one["offset"] + one["length"] <= length]
        assert [one["url"] for one in found] == [one["url"] for one in before], length
        errors = [json.loads(line) for line in (folder / "errors").read_text().splitlines()]
        assert len(errors) == 1 and "ends within" in errors[0]["reason"], errors
        assert errors[0]["offset"] >= max(one["offset"] for one in before), errors


def test_damaged_member(folder):
    """One record is lost, and told of; warcio agrees on the rest."""
    write_warcio(folder / "a.warc.gz", True)
    damaged = bytearray((folder / "a.warc.gz").read_bytes())
    all_pages = read_pages(folder / "a.warc.gz")
    hit = all_pages[5]
    damaged[hit["offset"] + hit["length"] - 6] ^= 0xFF  # the checksum
    (folder / "b.warc.gz").write_bytes(damaged)
    found = read_pages(folder / "b.warc.gz", 1, "--errors", folder / "errors")
    assert [one["url"] for one in found] == [one["url"] for one in all_pages if one is not hit]
    errors = [json.loads(line) for line in (folder / "errors").read_text().splitlines()]
    assert [one["offset"] for one in errors] == [hit["offset"]], errors


def test_wet_for_others(folder):
    """Both tools read the WET files that the command writes, and find its digests right."""
    from fastwarc.warc import ArchiveIterator as FastIterator
    from fastwarc.warc import WarcRecordType
    from warcio.archiveiterator import ArchiveIterator
    write_warcio(folder / "a.warc.gz", True)
    expected = [(one["url"], one["content"]) for one in read_pages(folder / "a.warc.gz")]
    for name in ("a.wet", "a.wet.gz", "a.wet.zst"):
        run("--output", "wet", "--output-file", folder / name, folder / "a.warc.gz")
        found = []
        if not name.endswith(".zst"):  # warcio does not know it
            with open(folder / name, "rb") as file:
                for record in ArchiveIterator(file, check_digests="raise"):
                    if record.rec_type == "conversion":
                        assert record.rec_headers.get_header("Content-Type") == "text/plain"
                        found.append((record.rec_headers.get_header("WARC-Target-URI"),
                                      record.content_stream().read().decode()))
            assert [(one, text.rstrip("\n")) for one, text in found] == [
                (one, text.rstrip("\n")) for one, text in expected]
        found = [(record.headers["WARC-Target-URI"], record.reader.read().decode())
                 for record in FastIterator(str(folder / name), record_types=WarcRecordType.conversion)]
        assert [(one, text.rstrip("\n")) for one, text in found] == [
            (one, text.rstrip("\n")) for one, text in expected]
        # And the command reads it again.
        assert [one["url"] for one in read_pages(folder / name)] == PAGES


def main():
    failed = 0
    for name, test in sorted(globals().items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Path(folder))
                print("passed", name)
            except Exception:  # what is wrong with one test says nothing about the next
                failed += 1
                print("FAILED", name)
                traceback.print_exc()
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    DEHUSK = os.path.abspath(sys.argv[1])
    if Path(sys.prefix).resolve() != Path(sys.argv[2]).resolve():
        enter_environment(sys.argv[2])
    sys.exit(main())
