"""Pages of archives: WARC, WET, ARC, JSON lines, folders of them, compressed or not.

    for record, page in dehusk.iter_archive("crawl.warc.gz", jobs=4):
        print(record.url, page.verdict, page.text)

The library knows pages, and the command ``dehusk`` knows archives; so this module runs the command, which has to be
installed beside the package and be of the same version. Pages come as they are read: memory does not grow with the
archive.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, overload

from . import _core
from ._page import CharsetSource, Kind, Label, Verdict
from ._settings import Favor, Limits, Role, Settings

Input = Literal["auto", "html", "text", "warc", "wet", "arc", "jsonl"]

_INPUTS: tuple[Input, ...] = get_args(Input)
# What the command says of a page; whatever else an object has came with a JSON line of the archive.
_OWN = frozenset(
    "source line offset length format charset charset_source malformed truncated verdict verdict_probability removed "
    "title media_type charset_declared scripts metadata metadata_sources lines".split()
)


@dataclass(frozen=True, slots=True)
class Record:
    """Where a page was found."""

    source: str
    """The file."""
    id: str | None
    """WARC-Record-ID, or the "id" of a JSON line if it is a string."""
    url: str | None
    """WARC-Target-URI, the address in an ARC file, or the "url" of a JSON line."""
    date: str | None
    """WARC-Date, the same of an ARC file's date, or the "date" of a JSON line."""
    offset: int | None
    """Where the record begins in the file; None for a file that is one page."""
    length: int | None
    """The bytes that it takes there."""
    line: int | None
    """The number of a JSON line, from 1; None for other records."""
    fields: Mapping[str, Any]
    """All that a JSON line has beside the page; a name that the command's own output has begins with "input_"."""


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """One line of a page: the fields of ``dehusk.Line`` that the command tells."""

    text: str
    label: Label
    probability: float
    kind: Kind
    role: Role | None
    heading_level: int
    hidden: bool
    begin: int
    end: int
    row: int | None = None
    """Of plain text only: the row of the input, from 0."""

    @property
    def is_content(self) -> bool:
        """Whether the line is content."""
        return self.label == "content"


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The result of a page: the fields of ``dehusk.Page`` that the command tells.

    Shares and probabilities are rounded to five places. Ranges of lines are bytes of the page, as it was in the record
    after unpacking. ``truncated`` also has "input" if the page's end is missing in the archive.
    """

    lines: tuple[ArchiveLine, ...]
    format: Literal["html", "text"]
    charset: str
    charset_source: CharsetSource
    malformed: int
    truncated: frozenset[str]
    verdict: Verdict
    verdict_probability: float
    removed: float
    title: str | None
    media_type: str
    charset_declared: str | None
    scripts: Mapping[str, float]
    metadata: Mapping[str, str]
    metadata_sources: Mapping[str, str]

    @property
    def text(self) -> str:
        """The text of the content lines, a line feed between two."""
        return "\n".join(line.text for line in self.lines if line.is_content)

    def __repr__(self) -> str:
        return f"<dehusk.ArchivePage {self.verdict}, {len(self.lines)} lines, {self.removed:.0%} removed>"


class RecordError(Exception):
    """A record, or a whole file, that could not be read; the message is the reason."""


class ArchiveError(Exception):
    """The command failed, or some records did: ``failures`` has these, each with its reason, and is empty otherwise."""

    def __init__(self, message: str, failures: tuple[tuple[Record, RecordError], ...] = ()) -> None:
        super().__init__(message, failures)
        self.message = message
        self.failures = failures

    def __str__(self) -> str:
        return self.message


def _record(row: Mapping[str, Any]) -> Record:
    named = {name: value if isinstance(value := row.get(name), str) else None for name in ("id", "url", "date")}
    line = row.get("line")
    fields = {} if line is None else {name: value for name, value in row.items() if name not in _OWN}
    return Record(row["source"], **named, offset=row.get("offset"), length=row.get("length"), line=line, fields=fields)


def _failure(row: dict[str, Any]) -> tuple[Record, RecordError]:
    reason = RecordError(row.pop("reason"))
    record = _record({name: row[name] for name in ("source", "offset", "line") if name in row})
    return Record(record.source, row["id"], None, None, record.offset, None, record.line, {}), reason


def _line(row: Mapping[str, Any]) -> ArchiveLine:
    return ArchiveLine(
        row["text"], row["label"], row["probability"], row["kind"], row.get("role"), row.get("level", 0),
        row.get("hidden", False), row["begin"], row["end"],
        row.get("row"),
    )


def _page(row: Mapping[str, Any]) -> ArchivePage:
    return ArchivePage(
        tuple(map(_line, row["lines"])), row["format"], row["charset"], row["charset_source"], row["malformed"],
        frozenset(row["truncated"]), row["verdict"], row["verdict_probability"], row["removed"], row["title"],
        row["media_type"], row.get("charset_declared"), row["scripts"], row["metadata"], row["metadata_sources"],
    )


def _found(command: str | os.PathLike[str]) -> str:
    """The path of the command, which is of the package's version."""
    path = shutil.which(command)
    if path is None:
        raise FileNotFoundError(
            f"archives are read by the command dehusk, which pip does not install, and there is no {os.fspath(command)!r}: "
            "build it (cmake -B build && cmake --build build && sudo cmake --install build, in Dehusk's tree), or say "
            "command=PATH; single pages need no command"
        )
    told = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    version = told.decode("utf-8", "replace").partition("\n")[0]
    if version != f"dehusk {_core.VERSION}":
        raise ArchiveError(f"{path} is {version or 'something else'!r}, and the package is of dehusk {_core.VERSION}")
    return path


@overload
def iter_archive(
    path: str | os.PathLike[str],
    input: Input = "auto",
    *,
    charset: str | None = None,
    favor: Favor = "balanced",
    threshold: float | None = None,
    keep: Collection[Role] = frozenset({"title"}),
    max_bytes: int | None = None,
    model: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    errors: Literal["raise"] = "raise",
    command: str | os.PathLike[str] = "dehusk",
) -> Iterator[tuple[Record, ArchivePage]]: ...


@overload
def iter_archive(
    path: str | os.PathLike[str],
    input: Input = "auto",
    *,
    charset: str | None = None,
    favor: Favor = "balanced",
    threshold: float | None = None,
    keep: Collection[Role] = frozenset({"title"}),
    max_bytes: int | None = None,
    model: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    errors: Literal["return"],
    command: str | os.PathLike[str] = "dehusk",
) -> Iterator[tuple[Record, ArchivePage | RecordError]]: ...


def iter_archive(
    path: str | os.PathLike[str],
    input: Input = "auto",
    *,
    charset: str | None = None,
    favor: Favor = "balanced",
    threshold: float | None = None,
    keep: Collection[Role] = frozenset({"title"}),
    max_bytes: int | None = None,
    model: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    errors: Literal["raise", "return"] = "raise",
    command: str | os.PathLike[str] = "dehusk",
) -> Iterator[tuple[Record, ArchivePage]] | Iterator[tuple[Record, ArchivePage | RecordError]]:
    """The pages of a file or of all files of a folder, in their order, each with the record that it comes from.

    ``input``: what the files are; "auto": look at each. ``charset``, ``favor``, ``threshold``, ``keep``: see Settings;
    ``max_bytes``: see Limits. ``model``: a file. ``jobs``: how many pages are labelled at once; 0: one for each
    processor. ``command``: name or path of the command.

    Records that are no pages (requests, images, pages of servers' errors) are left out. For those that cannot be read
    there are, after the last page, an ArchiveError that has them all, or, if ``errors`` is "return", pairs of the
    record and a RecordError.

    Raises FileNotFoundError if there is no such path or command, ArchiveError if the command is of another version,
    ValueError and TypeError for other settings than there are. Once it runs: ArchiveError if the command fails, after
    the pages that it gave. An iterator that is closed or forgotten ends the command.
    """
    if input not in _INPUTS:
        raise ValueError(f"input is one of {', '.join(_INPUTS)}, not {input!r}")
    if errors not in ("raise", "return"):
        raise ValueError(f"errors is raise or return, not {errors!r}")
    if jobs < 0:
        raise ValueError(f"jobs is 0 or more, not {jobs}")
    settings = Settings(charset=charset, favor=favor, threshold=threshold, keep=keep)
    arguments = [_found(command), "--quiet", f"--input={input}", "--output=jsonl", f"--jobs={jobs}"]
    arguments += [f"--favor={settings.favor}", f"--keep={','.join(sorted(settings.keep)) or 'none'}"]
    if charset is not None:
        arguments.append(f"--charset={charset}")
    if threshold is not None:
        arguments.append(f"--threshold={threshold:.17f}")
    if max_bytes is not None:
        arguments.append(f"--max-bytes={Limits(max_bytes=max_bytes).max_bytes}")
    if model is not None:
        arguments.append(f"--model={os.fspath(model)}")
    os.stat(path)
    name = os.fspath(path)
    return _run(arguments, "./-" if name == "-" else name, errors == "raise")


def _run(arguments: list[str], path: str, raising: bool) -> Iterator[tuple[Record, Any]]:
    # Files, and not pipes, for all but the pages: a pipe that nobody reads would stop the command.
    with tempfile.TemporaryDirectory(prefix="dehusk-") as folder:
        failed = Path(folder, "failed.jsonl")
        with (
            open(Path(folder, "stderr"), "w+b") as words,
            subprocess.Popen(
                [*arguments, f"--errors={failed}", "--", path],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words,
            ) as process,
        ):
            assert process.stdout is not None
            try:
                for row in process.stdout:
                    if not row.endswith(b"\n"):
                        break  # the command died; its status says so
                    page = json.loads(row)
                    yield _record(page), _page(page)
                status = process.wait()
            finally:
                process.kill()  # nothing, if it has ended
            words.seek(0)
            told = words.read().decode("utf-8", "replace").strip()
        failures: tuple[tuple[Record, RecordError], ...] = ()
        if failed.exists():
            with failed.open(encoding="utf-8") as rows:
                failures = tuple(_failure(json.loads(row)) for row in rows)
    # Status 1 without a failure that is listed is one of the command's own.
    if status not in (0, 1) or (status == 1 and not failures):
        raise ArchiveError(f"{arguments[0]} failed with status {status}: {told}", failures)
    if failures and raising:
        record, reason = failures[0]
        raise ArchiveError(f"{len(failures)} failed, the first in {record.source}: {reason}", failures)
    yield from failures
