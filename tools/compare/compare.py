"""Measures Dehusk and other extractors on the same pages in one run; run.sh calls this.

Pages come from a corpus in the layout of dehusk-train. Every page goes to all
peers, one after another and each time beginning with another one, before the
next page is taken. Dehusk is among them, from Python; its command gets the same
pages in blocks between them. So
whatever else the machine does slows all of them alike.
"""

from __future__ import annotations

import argparse
import codecs
import csv
import datetime
import gzip
import importlib.metadata
import json
import os
import platform
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import report
from peers import BINDING, PEERS, Peer, html_text, peer_named
from score import agreement, coverage, tokens

HERE = Path(__file__).resolve().parent
GOLD_SHARE_MIN = 0.8
START_LIMIT = 120.0

# Names of the Encoding Standard that Python gives a narrower meaning, or does not know.
CODECS = {
    "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949",
    "iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254",
    "x-user-defined": "latin-1", "replacement": "utf-8",
}  # fmt: skip


@dataclass
class Page:
    """A page of the corpus."""

    set: str
    id: str
    lang: str
    charset: str
    html: Path
    gold_file: Path
    size: int = 0
    gold: Counter[str] = field(default_factory=Counter)
    gold_share: float = 1.0

    @property
    def bad_gold(self) -> bool:
        """Whether the gold does not belong to the page."""
        return self.gold_share < GOLD_SHARE_MIN


@dataclass
class Tally:
    """What was measured of one extractor."""

    name: str
    version: str
    settings: str
    start_kib: int | None = None
    peak_kib: int | None = None
    cpu: float = 0.0
    wall: float = 0.0
    slowest: float = 0.0
    pages: int = 0
    size: int = 0
    exceptions: int = 0
    timeouts: int = 0
    crashes: int = 0
    empty: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    f1: dict[tuple[str, str], float] = field(default_factory=dict)
    precision: dict[tuple[str, str], float] = field(default_factory=dict)
    recall: dict[tuple[str, str], float] = field(default_factory=dict)


class WorkerEnded(Exception):
    """The worker is gone."""


class Worker:
    """A process that serves one peer, or runs Dehusk."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments
        self.process: subprocess.Popen[bytes] | None = None
        self.hello: dict[str, Any] = {}
        self.rest = b""

    def start(self) -> None:
        """Starts the process and waits until its peer is loaded."""
        environment = dict(os.environ, PYTHONUTF8="1")
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
            environment[name] = "1"
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self.rest = b""
        self.hello = self._receive(START_LIMIT)

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """Sends a request and waits for the answer; TimeoutError or WorkerEnded if none comes."""
        if self.process is None:
            self.start()
        assert self.process is not None and self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            self.stop()
            raise WorkerEnded from error
        return self._receive(limit)

    def _receive(self, limit: float) -> dict[str, Any]:
        assert self.process is not None and self.process.stdout is not None
        deadline = time.monotonic() + limit
        chunks = [self.rest]
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in chunks[-1]:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.stop()
                    raise TimeoutError
                chunk = os.read(self.process.stdout.fileno(), 1 << 20)
                if not chunk:
                    self.stop()
                    raise WorkerEnded
                chunks.append(chunk)
        line, _, self.rest = b"".join(chunks).partition(b"\n")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def stop(self) -> None:
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def read_corpus(folder: Path, every: int) -> list[Page]:
    """Every Nth page of each set, in the order of its list."""
    pages: list[Page] = []
    for listing in sorted(folder.glob("*/pages.tsv")):
        with listing.open(encoding="utf-8", newline="") as rows:
            table = list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in table[::every]:
            html = listing.parent / "html" / (row["id"] + ".html.gz")
            gold = listing.parent / "gold" / (row["id"] + ".txt")
            pages.append(Page(listing.parent.name, row["id"], row["lang"], row["charset"].strip(), html, gold))
    return pages


def spread(pages: list[Page]) -> list[Page]:
    """The pages with their sets mixed evenly, so that no stretch of the run is of one set."""
    sizes = Counter(page.set for page in pages)
    seen: Counter[str] = Counter()
    keys: list[tuple[float, str, int]] = []
    for at, page in enumerate(pages):
        keys.append(((seen[page.set] + 0.5) / sizes[page.set], page.set, at))
        seen[page.set] += 1
    return [pages[at] for _, _, at in sorted(keys)]


def decode(data: bytes, charset: str) -> str:
    """The page as text. A byte order mark wins, as in browsers."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    for mark, name in marks:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    label = charset.lower() or "utf-8"
    try:
        return data.decode(CODECS.get(label, label), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def version_of(distribution: str) -> str | None:
    """The installed version, None if it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def without_places(text: str) -> str:
    """An error text without paths and addresses, which belong to one machine."""
    return re.sub(r"(\w+:/)?(/[\w.+~-]+){2,}/?", "...", text)


def why_not_installed(work: Path, distribution: str) -> str:
    """The first error that the installer gave."""
    for log in (work / "install").glob("*.failed"):
        if log.stem.lower() == distribution.lower():
            text = log.read_text(encoding="utf-8", errors="replace")
            if "different python version" in text:
                return "no release for Python %s" % platform.python_version()
            errors = [line.strip() for line in text.splitlines() if "error" in line.lower()]
            return without_places((errors or ["the installer failed"])[-1])[:200]
    return "not installed"


class Dehusk:
    """The command: tells charsets beforehand, and is measured over blocks of pages."""

    def __init__(self, command: Path) -> None:
        self.command = command
        text = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = text.split("\n", 1)[0].removeprefix("dehusk ").strip()

    def describe(self, page: Page, data: bytes) -> tuple[str, bool]:
        """The charset that it finds for a page, and whether it keeps anything."""
        arguments = ["--charset", page.charset] if page.charset else []
        run = subprocess.run(
            [self.command, "--quiet", "--input", "html", "--output", "jsonl", *arguments],
            input=data,
            capture_output=True,
            check=False,
        )
        try:
            answer = json.loads(run.stdout)
        except ValueError:
            return "", False
        return answer["charset"], any(line["label"] == "content" for line in answer["lines"])

    def commands(self, pages: list[tuple[Page, Path]]) -> list[list[str]]:
        """The calls for a block: one for each charset that the list gives, and one for the rest."""
        groups: dict[str, list[str]] = {}
        for page, raw in pages:
            groups.setdefault(page.charset, []).append(str(raw))
        head = [str(self.command), "--quiet", "--input", "html", "--output", "text"]
        return [head + (["--charset", name] if name else []) + files for name, files in groups.items()]


def out_of_fold(file: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of "dehusk-train cv --pages" for HTML, by set and id."""
    with file.open(encoding="utf-8", newline="") as rows:
        table = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["set"], row["id"]): row for row in table if row.get("mode", "html") == "html"}


class Comparison:
    """One run."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.limit: float = arguments.limit
        self.block: int = arguments.block
        self.pages = spread(read_corpus(arguments.corpus, arguments.every))
        self.dehusk = Dehusk(arguments.dehusk)
        self.dehusk_tally = Tally("Dehusk", self.dehusk.version, "`dehusk --output text`, as it comes")
        self.left_out: list[tuple[str, str]] = []
        self.workers: list[tuple[Worker, Tally]] = []
        wanted = [peer_named(name) for name in arguments.peers.split(",")] if arguments.peers else list(PEERS)
        # First, so that it takes its turn among the others, whichever these are.
        self.binding = self._add(BINDING, arguments.work)
        for peer in wanted:
            self._add(peer, arguments.work)
        self.batch = Worker("--batch")
        self.figures = out_of_fold(arguments.dehusk_pages) if arguments.dehusk_pages else {}

    def _add(self, peer: Peer, work: Path) -> Tally | None:
        version = version_of(peer.distribution)
        if version is None:
            self.left_out.append((peer.name, why_not_installed(work, peer.distribution)))
            return None
        worker = Worker(peer.name)
        try:
            worker.start()
            reason = worker.hello.get("error")
        except (TimeoutError, WorkerEnded):
            reason = "does not start"
        if reason:
            worker.stop()
            self.left_out.append((peer.name, "installed, but does not load: " + without_places(reason)))
            return None
        tally = Tally(peer.name, version, peer.settings, start_kib=worker.hello["rss_kib"])
        self.workers.append((worker, tally))
        return tally

    def run(self) -> None:
        """Takes all pages through all extractors."""
        done = 0
        with tempfile.TemporaryDirectory(prefix="dehusk-compare-") as folder:
            for start in range(0, len(self.pages), self.block):
                block = self.pages[start : start + self.block]
                self._run_block(block, Path(folder))
                done += len(block)
                print("compare.py: %d of %d pages" % (done, len(self.pages)), file=sys.stderr)
        for worker, _ in self.workers:
            worker.stop()
        self.batch.stop()
        self._take_figures()

    def _run_block(self, block: list[Page], folder: Path) -> None:
        files: list[tuple[Page, Path]] = []
        for at, page in enumerate(block):
            data = gzip.decompress(page.html.read_bytes())
            page.size = len(data)
            raw = folder / ("%d.html" % at)
            raw.write_bytes(data)
            files.append((page, raw))
            charset, keeps = self.dehusk.describe(page, data)
            html = decode(data, page.charset or charset)
            decoded = folder / "decoded.html"
            # Without translation of line ends: the parsers see what the server sent.
            decoded.write_bytes(html.encode("utf-8", "replace"))
            page.gold = tokens(page.gold_file.read_text(encoding="utf-8", errors="replace"))
            page.gold_share = coverage(tokens(html_text(html)), page.gold)
            self.dehusk_tally.empty += not keeps and page.gold.total() > 0
            turn = at % max(1, len(self.workers))
            for worker, tally in self.workers[turn:] + self.workers[:turn]:
                self._run_page(worker, tally, page, decoded)
        self._run_dehusk(files)

    def _run_page(self, worker: Worker, tally: Tally, page: Page, decoded: Path) -> None:
        text = ""
        try:
            reply = worker.ask({"path": str(decoded), "lang": page.lang}, self.limit)
            text = reply["text"]
            cpu, wall = reply["cpu"], reply["wall"]
            tally.peak_kib = max(tally.peak_kib or 0, reply["peak_kib"])
            if reply["error"]:
                tally.exceptions += 1
                tally.errors[reply["error"].split(":", 1)[0]] += 1
        except TimeoutError:
            tally.timeouts += 1
            cpu = wall = self.limit
        except WorkerEnded:
            tally.crashes += 1
            cpu = wall = 0.0
        tally.pages += 1
        tally.size += page.size
        tally.cpu += cpu
        tally.wall += wall
        tally.slowest = max(tally.slowest, cpu)
        found = tokens(text)
        if found.total() == 0 and page.gold.total() > 0:
            tally.empty += 1
        key = page.set, page.id
        tally.f1[key], tally.precision[key], tally.recall[key] = agreement(found, page.gold)

    def _run_dehusk(self, files: list[tuple[Page, Path]]) -> None:
        tally = self.dehusk_tally
        request = {"commands": self.dehusk.commands(files)}
        reply = self.batch.ask(request, self.limit * len(files))
        tally.pages += len(files)
        tally.size += sum(page.size for page, _ in files)
        tally.cpu += reply["cpu"]
        tally.wall += reply["wall"]
        tally.exceptions += reply["status"] != 0
        tally.peak_kib = max(tally.peak_kib or 0, reply["peak_kib"])

    def _take_figures(self) -> None:
        """Dehusk's accuracy: by models that have not seen the page's site."""
        for page in self.pages:
            row = self.figures.get((page.set, page.id))
            if row is not None:
                key = page.set, page.id
                tally = self.dehusk_tally
                tally.f1[key] = float(row["f1"])
                tally.precision[key] = float(row["precision"])
                tally.recall[key] = float(row["recall"])

    def scored_pages(self) -> list[Page]:
        """The pages that F1 is over: their gold fits, and Dehusk has a figure where it has any."""
        figures = self.dehusk_tally.f1
        return [
            page for page in self.pages if not page.bad_gold and (not figures or (page.set, page.id) in figures)
        ]


def number(text: str) -> int:
    """A number from 1 on."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return value


def main() -> None:
    """Runs the comparison and writes its results."""
    parser = argparse.ArgumentParser(prog="compare.py", description="Measures Dehusk and its peers; run.sh calls it.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=number, default=1)
    parser.add_argument("--peers", default="")
    parser.add_argument("--dehusk", type=Path, required=True)
    parser.add_argument("--dehusk-pages", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--limit", type=float, default=15.0)
    parser.add_argument("--block", type=number, default=64)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    try:
        comparison = Comparison(arguments)
    except KeyError as error:
        parser.error("unknown peer %s; known: %s" % (error, ", ".join(peer.name for peer in PEERS)))
    if not comparison.pages:
        parser.error("%s: no set in it (a folder with a pages.tsv)" % arguments.corpus)
    comparison.run()

    command = "tools/compare/run.sh CORPUS --every %d" % arguments.every
    for name in ("peers", "limit", "block"):
        if getattr(arguments, name) != parser.get_default(name):
            command += " --%s %s" % (name, getattr(arguments, name))
    results = report.results(
        [tally for _, tally in comparison.workers if tally is not comparison.binding],
        comparison.dehusk_tally,
        comparison.binding,
        comparison.pages,
        comparison.scored_pages(),
        comparison.left_out,
        {
            "command": command,
            "date": datetime.date.today().isoformat(),
            "python": platform.python_version(),
            "every": arguments.every,
            "limit": arguments.limit,
            "block": arguments.block,
        },
    )
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "RESULTS.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (arguments.output / "RESULTS.md").write_text(report.markdown(results), encoding="utf-8")
    print("compare.py: wrote RESULTS.md and RESULTS.json", file=sys.stderr)


if __name__ == "__main__":
    main()
