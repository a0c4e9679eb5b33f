#!/usr/bin/env python3
"""Holds titles, authors and dates that Dehusk tells of pages against trafilatura's, and against people's.

    python tools/compare/metadata.py --dehusk FILE --every 12 --sheet sheet.tsv CORPUS
    python tools/compare/metadata.py --dehusk FILE --gold gold.tsv CORPUS

needs trafilatura (tools/compare/requirements.txt). Without --gold it tells how often each says something, and how often both
say the same; --sheet writes what each says of each page, a row a page and thing, for people to decide on. --gold is such a
sheet with a last column filled in: what is right, "-" where the page does not tell it, "?" where that is not clear.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

FIELDS = {"title": "title", "author": "author", "date": "published"}
COLUMNS = ["page", "what", "dehusk", "trafilatura", "right"]


def list_pages(corpus: Path, every: int) -> dict[str, Path]:
    """Every Nth page of each set, by "set/id"."""
    found = {}
    for table in sorted(corpus.glob("*/pages.tsv")):
        names = [row.split("\t", 1)[0] for row in table.read_text("utf-8").splitlines()[1:] if row]
        found.update({f"{table.parent.name}/{name}": table.parent / "html" / f"{name}.html.gz" for name in names[::every]})
    return found


def ask_dehusk(command: str, pages: dict[str, Path]) -> dict[str, dict[str, str]]:
    lines = subprocess.run(
        [command, "-q", "--input", "html", "--output", "jsonl", "--lines", "none", "--files-from", "-"],
        input="\n".join(str(path) for path in pages.values()), stdout=subprocess.PIPE, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    told = {row["source"]: row["metadata"] for row in map(json.loads, filter(None, lines))}
    return {name: {ours: told[str(path)].get(theirs, "") for ours, theirs in FIELDS.items()} for name, path in pages.items()}


def ask_trafilatura(pages: dict[str, Path]) -> dict[str, dict[str, str]]:
    import trafilatura

    told = {}
    for name, path in pages.items():
        found = trafilatura.extract_metadata(gzip.decompress(path.read_bytes()))
        told[name] = {field: getattr(found, field, None) or "" for field in FIELDS}
    return told


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def same(field: str, one: str, other: str) -> bool:
    """Whether both say the same. Titles: nine of ten words, so that marks and a site's name do not count; authors: the same
    words in any order; dates: the day."""
    if field == "date":
        return one[:10] == other[:10]
    left, right = words(one), words(other)
    if field == "author":
        return sorted(left) == sorted(right)
    common = sum(min(left.count(word), right.count(word)) for word in set(left))
    return common >= 0.9 * max(len(left), len(right))


def tell_agreement(rows: list[dict[str, str]]) -> None:
    print("| | pages | Dehusk tells | trafilatura tells | both | of these the same |\n|---|---:|---:|---:|---:|---:|")
    for field in FIELDS:
        of = [row for row in rows if row["what"] == field]
        both = [row for row in of if row["dehusk"] and row["trafilatura"]]
        alike = sum(same(field, row["dehusk"], row["trafilatura"]) for row in both)
        print(f"| {field} | {len(of)} | {sum(bool(row['dehusk']) for row in of)} | "
              f"{sum(bool(row['trafilatura']) for row in of)} | {len(both)} | {alike} |")  # fmt: skip


def tell_accuracy(rows: list[dict[str, str]]) -> None:
    """Right: what is told is what people say. Wrong: something else is told, or something of a page that tells nothing."""
    print("| | pages | told by the page | | right | wrong | precision | recall |\n|---|---:|---:|---|---:|---:|---:|---:|")
    for field in FIELDS:
        of = [row for row in rows if row["what"] == field and row["right"] not in ("", "?")]
        there = sum(row["right"] != "-" for row in of)
        for tool in ("dehusk", "trafilatura"):
            told = [row for row in of if row[tool]]
            right = sum(same(field, row[tool], row["right"]) for row in told)
            precision, recall = right / len(told) if told else 1.0, right / there if there else 1.0
            print(f"| {field} | {len(of)} | {there} | {tool} | {right} | {len(told) - right} | {precision:.3f} | {recall:.3f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--dehusk", default="build/release/tools/dehusk", help="the command [%(default)s]")
    parser.add_argument("--every", type=int, default=1, help="every Nth page of each set only [%(default)s]")
    parser.add_argument("--sheet", type=Path, help="write what each says, for people to decide on")
    parser.add_argument("--gold", type=Path, help="such a sheet with its last column filled in")
    arguments = parser.parse_args()
    pages = list_pages(arguments.corpus, 1 if arguments.gold else arguments.every)
    right = {}
    if arguments.gold:
        with arguments.gold.open(encoding="utf-8", newline="") as file:
            right = {(row["page"], row["what"]): row["right"] for row in csv.DictReader(file, delimiter="\t")}
        pages = {name: path for name, path in pages.items() if any((name, field) in right for field in FIELDS)}
    ours, theirs = ask_dehusk(arguments.dehusk, pages), ask_trafilatura(pages)
    rows = [
        dict(zip(COLUMNS, (name, field, ours[name][field], theirs[name][field], right.get((name, field), ""))))
        for name in pages
        for field in FIELDS
    ]
    if arguments.sheet:
        with arguments.sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter="\t")
            writer.writeheader()
            writer.writerows(rows)
    (tell_accuracy if arguments.gold else tell_agreement)(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
