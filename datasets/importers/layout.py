"""Writes a set in the layout that dehusk-train reads, for all importers.

    SET/pages.tsv         header, then a row a page: id, lang, domain, type, charset, url
    SET/html/ID.html.gz   the page's bytes as they were crawled
    SET/gold/ID.txt       its main content in UTF-8, one block a line; empty: it has none

A set appears whole or not at all: it is written into a folder beside its own,
which is renamed once everything is in it. The same input gives the same bytes:
rows go by id, gzip files carry neither time nor name.

Needs Python 3.8 and nothing besides.
"""

from __future__ import annotations

import argparse
import codecs
import gzip
import json
import os
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Sequence, Union
from urllib.parse import urlsplit

COLUMNS = ("id", "lang", "domain", "type", "charset", "url")
ID_BYTES_MAX = 200  # with ".html.gz" well below the 255 bytes that file systems take
SHOWN_FAULTS = 10

EXIT_DONE = 0
EXIT_DATA = 1
EXIT_USAGE = 2  # argparse's own


class ImportFault(Exception):
    """The source is not as it should be; the text says where and why, for people."""


@dataclass(frozen=True)
class Page:
    """A page on its way into the set.

    html: its bytes, in whatever charset they are. gold: its main content, any
    line ends, blank lines without meaning; "" where there is none. charset: what
    the server said, "" if that is not known. domain, type, url: "" if not known.
    """

    id: str
    lang: str
    html: bytes
    gold: str
    domain: str = ""
    type: str = ""
    charset: str = ""
    url: str = ""


@dataclass(frozen=True)
class Faulty:
    """A page that cannot be imported, and why. Without --skip-faulty there must be none."""

    id: str
    reason: str


Found = Union[Page, Faulty]


def check_id(name: str) -> str:
    """Returns `name` if it can be a page's id: part of a file name and a field of a row.

    Raises ImportFault for one that is empty, begins with a dot, is longer than
    200 bytes, or holds a slash, a backslash, white space or a control character.
    """
    if not name:
        raise ImportFault("an id is empty")
    if name.startswith("."):
        raise ImportFault(f"id {name!r} begins with a dot")
    if any(character in "/\\" or character.isspace() or not character.isprintable() for character in name):
        raise ImportFault(f"id {name!r} cannot be a file name")
    if len(name.encode("utf-8")) > ID_BYTES_MAX:
        raise ImportFault(f"id {name[:40]!r}... is longer than {ID_BYTES_MAX} bytes")
    return name


def field(text: str) -> str:
    """`text` as a field of a row: on one line, without tabs, trimmed."""
    return " ".join(text.split())


def gold_bytes(text: str) -> bytes:
    """The bytes of a gold file: a block a line, trimmed, no blank lines, a line feed after each; b"" for no block.

    Raises ImportFault where the text cannot be UTF-8 (a lone surrogate, as JSON can spell one).
    """
    blocks = [line.strip() for line in text.replace("\0", "").splitlines()]
    try:
        return "".join(block + "\n" for block in blocks if block).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ImportFault(f"the gold text is no Unicode: {error.reason} at character {error.start}") from None


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port; "" if there is none."""
    try:
        return (urlsplit(url if "://" in url else "//" + url).hostname or "").lower()
    except ValueError:
        return ""


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are well-formed UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked if its name ends in .gz. Raises ImportFault with the path."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFault(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def read_text(path: Path, charsets: Sequence[str] = ("utf-8",)) -> str:
    """The text of a file in the first of the charsets that fits, without its BOM.

    Raises ImportFault with the path if none does.
    """
    data = read_bytes(path)
    reason = ""
    for charset in charsets:
        try:
            return data.decode(charset).lstrip("\ufeff")
        except UnicodeDecodeError as error:
            reason = reason or f"not {charset}: {error.reason} at byte {error.start}"
    raise ImportFault(f"{path}: {reason}")


def read_json(path: Path) -> Any:
    """The value of a JSON file. Raises ImportFault with path, line and column, and for a key given twice."""

    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in pairs:
            if key in result:
                raise ImportFault(f"{path}: key {key!r} occurs twice in an object")
            result[key] = value
        return result

    try:
        return json.loads(read_text(path), object_pairs_hook=without_repeats)
    except json.JSONDecodeError as error:
        raise ImportFault(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise ImportFault(f"{path}: not JSON that can be read: nested too deeply") from None


def read_json_object(path: Path) -> dict[str, Any]:
    """As read_json, for files that hold an object."""
    value = read_json(path)
    if not isinstance(value, dict):
        raise ImportFault(f"{path}: expected an object, found {type(value).__name__}")
    return value


def text_of(record: Any, *keys: str) -> str:
    """The text at record[keys[0]][keys[1]]...

    Raises ImportFault that names the keys if there is none.
    """
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    if not isinstance(record, str):
        raise ImportFault(f"no text at {'.'.join(keys)}")
    return record


def optional_text(record: Any, *keys: str) -> str:
    """As text_of, with "" where there is no text."""
    try:
        return text_of(record, *keys)
    except ImportFault:
        return ""


def list_files(folder: Path, *endings: str) -> dict[str, Path]:
    """The files of a folder by their names without the ending; those with another ending are passed over.

    Of several endings a name may have only one. An ending "" takes every name.
    Hidden files never count. Raises ImportFault if the folder cannot be read.
    """
    result: dict[str, Path] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise ImportFault(f"{folder}: {error.strerror}") from None
    for path in paths:
        ending = next((ending for ending in endings if path.name.endswith(ending)), None)
        if ending is None:
            continue
        stem = path.name[: len(path.name) - len(ending)]
        if stem in result:
            raise ImportFault(f"{path}: a second file for id {stem!r}, after {result[stem].name}")
        result[stem] = path
    return result


def in_pairs(pages: Iterable[str], golds: Iterable[str]) -> Iterator[Union[str, Faulty]]:
    """All names of both sides in order: the name itself where both sides have it, else Faulty."""
    page_names, gold_names = set(pages), set(golds)
    for name in sorted(page_names | gold_names):
        if name not in gold_names:
            yield Faulty(name, "no gold text")
        elif name not in page_names:
            yield Faulty(name, "gold text, but no page")
        else:
            yield name


def each_page(names: Iterable[Union[str, Faulty]], read: Callable[[str], Found]) -> Iterator[Found]:
    """read(name) for each name; what it raises of ImportFault becomes a Faulty."""
    for name in names:
        if isinstance(name, Faulty):
            yield name
            continue
        try:
            yield read(name)
        except ImportFault as fault:
            yield Faulty(name, str(fault))


def _write_gzip(path: Path, data: bytes) -> None:
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(data)


def _write_pages(folder: Path, found: Iterable[Found]) -> tuple[list[Page], list[Faulty], int]:
    """Writes the files of all pages; returns them without their bytes and texts, in order of ids."""
    pages: dict[str, Page] = {}
    faulty: list[Faulty] = []
    without_content = 0
    (folder / "html").mkdir()
    (folder / "gold").mkdir()
    for item in found:
        if isinstance(item, Page):
            try:
                check_id(item.id)
                gold = gold_bytes(item.gold)
            except ImportFault as fault:
                item = Faulty(item.id, str(fault))
        if isinstance(item, Faulty):
            faulty.append(item)
            continue
        if item.id in pages:
            raise ImportFault(f"id {item.id!r} occurs a second time")
        _write_gzip(folder / "html" / f"{item.id}.html.gz", item.html)
        (folder / "gold" / f"{item.id}.txt").write_bytes(gold)
        without_content += not gold
        pages[item.id] = Page(item.id, item.lang, b"", "", item.domain, item.type, item.charset, item.url)
    return [pages[name] for name in sorted(pages)], faulty, without_content


def _complain(faulty: Sequence[Faulty]) -> None:
    for item in faulty[:SHOWN_FAULTS]:
        print(f"{item.id}: {item.reason}", file=sys.stderr)
    if len(faulty) > SHOWN_FAULTS:
        print(f"... and {len(faulty) - SHOWN_FAULTS} more", file=sys.stderr)


def write_set(folder: Path, found: Iterable[Found], skip_faulty: bool = False) -> str:
    """Writes a set of what an importer found, and returns a sentence that counts it.

    `folder` must not exist; its parent must. Raises ImportFault, with nothing
    left behind, if a page is faulty and `skip_faulty` is false, if an id occurs
    twice, if there is no page at all, or if a file cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise ImportFault(f"{folder}: is there already; remove it, or name another folder")
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise ImportFault(f"{folder.parent}: {error.strerror}") from None
    try:
        pages, faulty, without_content = _write_pages(partial, found)
        _complain(faulty)
        if faulty and not skip_faulty:
            raise ImportFault(f"{len(faulty)} faulty pages; nothing is written (--skip-faulty leaves them out)")
        if not pages:
            raise ImportFault("no page found")
        rows = [COLUMNS] + [(p.id, p.lang, p.domain, p.type, p.charset, p.url) for p in pages]
        table = "".join("\t".join(map(field, row)) + "\n" for row in rows)
        (partial / "pages.tsv").write_bytes(table.encode("utf-8", "replace"))
        mask = os.umask(0)
        os.umask(mask)
        partial.chmod(0o777 & ~mask)  # mkdtemp's folders are the owner's only
        partial.rename(folder)
    except OSError as error:
        raise ImportFault(f"{error.filename or folder}: {error.strerror}") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    languages = ", ".join(f"{lang} {count}" for lang, count in Counter(p.lang for p in pages).most_common())
    return (
        f"{folder}: {len(pages)} pages ({languages}), {without_content} without main content, "
        f"{len(faulty)} faulty left out"
    )


def charset_list(text: str) -> list[str]:
    """An argument of comma-separated charsets as a list. Raises argparse's error for one that Python does not know."""
    charsets = [name.strip() for name in text.split(",") if name.strip()]
    for name in charsets:
        try:
            codecs.lookup(name)
        except LookupError:
            raise argparse.ArgumentTypeError(f"no such charset: {name}") from None
    if not charsets:
        raise argparse.ArgumentTypeError("no charset named")
    return charsets


def make_parser(description: str, source: str) -> argparse.ArgumentParser:
    """A parser with what all importers take: SOURCE, OUTPUT and --skip-faulty."""
    parser = argparse.ArgumentParser(
        description=description.strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit status: 0 done, 1 the source is not as it should be, 2 wrong usage.",
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help=source)
    parser.add_argument("output", type=Path, metavar="OUTPUT", help="folder of the new set, which must not exist")
    parser.add_argument(
        "--skip-faulty", action="store_true", help="leave out pages that cannot be imported instead of giving up"
    )
    return parser


def add_gold_charset(parser: argparse.ArgumentParser) -> None:
    """The option --gold-charset, a list, for sets whose gold texts are files of their own."""
    parser.add_argument(
        "--gold-charset",
        type=charset_list,
        default=["utf-8"],
        metavar="A,B",
        help="charsets to try on the gold texts, in this order (default: utf-8)",
    )


def run(arguments: argparse.Namespace, find: Callable[[argparse.Namespace], Iterable[Found]]) -> int:
    """Imports what `find` gives for the arguments, tells about it, and returns the exit status."""
    try:
        print(write_set(arguments.output, find(arguments), arguments.skip_faulty))
    except ImportFault as fault:
        print(f"{Path(sys.argv[0]).name}: {fault}", file=sys.stderr)
        return EXIT_DATA
    return EXIT_DONE
