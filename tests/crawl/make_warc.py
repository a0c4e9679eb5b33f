#!/usr/bin/env python3
"""Makes a WARC file from the pages of a corpus, for measurements.

    make_warc.py [--bytes N] CORPUS FILE

CORPUS is a folder in the layout of datasets/README.md. Its pages are written as
response records, again and again in the same order, until the file holds N bytes
(unpacked). The name of FILE tells how it is compressed: one gzip member a record
for ".gz", else not at all. The same corpus gives the same bytes.
"""

import argparse
import csv
import gzip
import sys
import uuid
import zlib
from pathlib import Path

NAMESPACE = uuid.UUID("0f6c3a2e-7d51-4c8b-9a5e-2b7c1d90e4f3")


def pages(corpus):
    """Yields (url, charset, bytes) of all pages, in the order of their names."""
    for table in sorted(corpus.glob("*/pages.tsv")):
        with open(table, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                page = table.parent / "html" / f"{row['id']}.html.gz"
                if page.exists():
                    yield row["url"] or f"http://{row['domain']}/{row['id']}", row["charset"], gzip.decompress(
                        page.read_bytes())


def record(number, url, charset, body):
    """A response record as crawlers write it."""
    content_type = "text/html" + (f"; charset={charset}" if charset else "")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    name = uuid.uuid5(NAMESPACE, f"{number} {url}")
    return (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
            f"WARC-Date: 2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z\r\n"
            f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(head) + len(body)}\r\n\r\n").encode() + head + body + b"\r\n\r\n"


def member(data):
    """A gzip member that bears no date."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def main():
    parser = argparse.ArgumentParser(description="Makes a WARC file from the pages of a corpus.")
    parser.add_argument("--bytes", type=int, default=1 << 30, help="unpacked size [1 GiB]")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    packed = arguments.file.suffix == ".gz"
    written = number = 0
    with open(arguments.file, "wb") as file:
        while written < arguments.bytes:
            before = written
            for url, charset, body in pages(arguments.corpus):
                data = record(number, url, charset, body)
                file.write(member(data) if packed else data)
                written += len(data)
                number += 1
                if written >= arguments.bytes:
                    break
            if written == before:
                sys.exit(f"make_warc.py: no pages in {arguments.corpus}")
    print(f"{number} pages, {written} bytes")


if __name__ == "__main__":
    main()
