#!/usr/bin/env python3
"""How much of the library's speed is left in the command, on an archive of pages.

    command.py FOLDER CORPUS [--every N] [--rounds N] [--jobs N]

FOLDER has the programs dehusk and dehusk-bench. Every N-th page below CORPUS becomes a response in a WARC file, and once
more in a .warc.gz with a member a record. What is printed, the best of the rounds each:

- the library on the pages in memory, and `dehusk -j1 --output jsonl --lines joined` on the WARC file, in processor time:
  the difference is reading, metadata and writing;
- the same on the .warc.gz: the difference to the WARC file is unpacking;
- the speed of N jobs, by the clock on the wall, as a part of N times that of one: it wants a machine of its own;
- the most memory that one job and that eight jobs had at a time, as the system counts it, libraries included.
"""

import argparse
import gzip
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time


def record(number, page):
    """A response record with the page."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: http://example.com/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write_archives(pages, plain, packed):
    """Writes both archives."""
    with open(plain, "wb") as plain_file, open(packed, "wb") as packed_file:
        for number, page in enumerate(pages):
            plain_file.write(record(number, page))
            packed_file.write(gzip.compress(record(number, page), 6, mtime=0))


def seconds(command):
    """(of the processor, on the wall) that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def megabytes(command):
    """The most memory that a command had at a time. A process of its own asks, since a new process is taken to have had
    what the one that made it has had."""
    ask = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    result = subprocess.run([sys.executable, "-c", ask, *command], check=True, capture_output=True, text=True)
    return int(result.stdout) / 1024


def library_seconds(bench, folder):
    """What dehusk_classify takes for a round of the pages, at best."""
    command = [bench, "--rounds", "3", "--threads", "1", "--sizes", "0", "--json", folder]
    times = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return times["html"]["seconds"]["dehusk_classify"]["min"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.corpus.rglob("*") if path.name.endswith((".html.gz", ".htm.gz")))
    pages = [gzip.decompress(path.read_bytes()) for path in files[:: arguments.every]]
    size = sum(map(len, pages)) / 1e6
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        plain, packed = folder / "pages.warc", folder / "pages.warc.gz"
        write_archives(pages, plain, packed)
        for number, page in enumerate(pages):
            (folder / f"{number}.html").write_bytes(page)
        command = [arguments.folder / "dehusk", "--output", "jsonl", "--lines", "joined"]
        start = small = of_plain = of_packed = one = many = library = float("inf")
        (folder / "empty.warc").write_bytes(record(0, b"<p>a"))
        for _ in range(arguments.rounds):
            library = min(library, library_seconds(arguments.folder / "dehusk-bench", folder))
            start = min(start, seconds([*command, "-j1", folder / "empty.warc"])[0])
            of_plain = min(of_plain, seconds([*command, "-j1", plain])[0])
            small, wall = seconds([*command, "-j1", packed])
            of_packed, one = min(of_packed, small), min(one, wall)
            many = min(many, seconds([*command, f"-j{arguments.jobs}", packed])[1])
        held = [megabytes([*command, jobs, packed]) for jobs in ("-j1", "-j8")]
    print(f"{len(pages)} pages, {size:.1f} MB; processor time, start of the command ({start * 1000:.0f} ms) taken off")
    print(f"library, in memory     {size / library:8.1f} MB/s")
    print(f"-j1, WARC              {size / (of_plain - start):8.1f} MB/s  {library / (of_plain - start):.0%} of the library")
    print(f"-j1, .warc.gz          {size / (of_packed - start):8.1f} MB/s  unpacking {size / max(of_packed - of_plain, 1e-9):.0f} MB/s")
    print(f"-j{arguments.jobs}, .warc.gz, wall   {size / many:8.1f} MB/s  {one / many / arguments.jobs:.0%} of {arguments.jobs} times -j1")
    print(f"memory                 {held[0]:8.1f} MB with -j1, {held[1]:.1f} MB with -j8")


if __name__ == "__main__":
    main()
