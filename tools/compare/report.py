"""Makes RESULTS.json and RESULTS.md of what compare.py measured.

usage: report.py RESULTS.json  prints RESULTS.md once more
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare import Page, Tally

MIB_KIB = 1024
MB = 1_000_000


def mean(values: Iterable[float]) -> float | None:
    """The mean, None of nothing."""
    rows = list(values)
    return sum(rows) / len(rows) if rows else None


def rounded(value: float | None, digits: int) -> float | None:
    """Rounded for a file that people compare."""
    return None if value is None else round(value, digits)


def standard_error(values: Sequence[float]) -> float | None:
    """How far the mean may be off by the choice of pages."""
    if len(values) < 2:
        return None
    middle = sum(values) / len(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1) / len(values))


def _accuracy(tally: Tally, scored: Sequence[Page], sets: Sequence[str]) -> dict[str, Any] | None:
    if not tally.f1:
        return None
    keys = [(page.set, page.id) for page in scored]
    values = [tally.f1[key] for key in keys]
    by_set = {name: mean(tally.f1[key] for key in keys if key[0] == name) for name in sets}
    return {
        "f1": rounded(mean(values), 4),
        "f1_standard_error": rounded(standard_error(values), 4),
        "f1_mean_of_sets": rounded(mean(value for value in by_set.values() if value is not None), 4),
        "f1_by_set": {name: rounded(value, 4) for name, value in by_set.items()},
        "precision": rounded(mean(tally.precision[key] for key in keys), 4),
        "recall": rounded(mean(tally.recall[key] for key in keys), 4),
    }


def _row(tally: Tally, scored: Sequence[Page], sets: Sequence[str]) -> dict[str, Any]:
    def per_second(amount: float, seconds: float) -> float | None:
        return rounded(amount / seconds, 2) if seconds > 0 else None

    return {
        "name": tally.name,
        "version": tally.version,
        "settings": tally.settings,
        "pages": tally.pages,
        "cpu_seconds": round(tally.cpu, 3),
        "wall_seconds": round(tally.wall, 3),
        "pages_per_second": per_second(tally.pages, tally.cpu),
        "mb_per_second": per_second(tally.size / MB, tally.cpu),
        "pages_per_second_wall": per_second(tally.pages, tally.wall),
        "slowest_page_seconds": rounded(tally.slowest, 2) if tally.slowest else None,
        "start_mib": None if tally.start_kib is None else round(tally.start_kib / MIB_KIB, 1),
        "peak_mib": None if tally.peak_kib is None else round(tally.peak_kib / MIB_KIB, 1),
        "exceptions": tally.exceptions,
        "timeouts": tally.timeouts,
        "crashes": tally.crashes,
        "empty": tally.empty,
        "errors": dict(tally.errors.most_common()),
        "accuracy": _accuracy(tally, scored, sets),
    }


def results(
    peers: Sequence[Tally],
    dehusk: Tally,
    binding: Tally | None,
    pages: Sequence[Page],
    scored: Sequence[Page],
    left_out: Sequence[tuple[str, str]],
    run: dict[str, Any],
) -> dict[str, Any]:
    """Everything that was found, for RESULTS.json."""
    sets = sorted({page.set for page in pages})
    in_process = _row(binding, scored, sets) if binding is not None else None
    if in_process is not None:
        in_process["accuracy"] = None  # the built-in model has learnt from these pages
    return {
        "run": {
            **run,
            "pages": len(pages),
            "mb": round(sum(page.size for page in pages) / MB, 1),
            "scored_pages": len(scored),
            "bad_gold": sum(page.bad_gold for page in pages),
            "no_out_of_fold_figure": sum(not page.bad_gold for page in pages) - len(scored),
            "empty_gold": sum(page.gold.total() == 0 for page in scored),
            "pages_by_set": {name: sum(page.set == name for page in pages) for name in sets},
            "scored_by_set": {name: sum(page.set == name for page in scored) for name in sets},
        },
        "dehusk": _row(dehusk, scored, sets),
        "dehusk_in_process": in_process,
        "peers": [_row(tally, scored, sets) for tally in peers],
        "left_out": [{"name": name, "reason": reason} for name, reason in left_out],
    }


def _shown(value: float | None, form: str = "%.3f") -> str:
    return "–" if value is None else form % value


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = True) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|---" + ("|---:" if numbers else "|---") * (len(head) - 1) + "|"]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def _speed(found: dict[str, Any]) -> list[str]:
    def row(entry: dict[str, Any], name: str) -> list[str]:
        return [
            name,
            _shown(entry["pages_per_second"], "%.1f"),
            _shown(entry["mb_per_second"], "%.2f"),
            _shown(entry["start_mib"], "%.0f"),
            _shown(entry["peak_mib"], "%.0f"),
            _shown(entry["slowest_page_seconds"], "%.2f"),
        ]

    rows = [row(found["dehusk"], "Dehusk, command")]
    if found["dehusk_in_process"]:
        rows.append(row(found["dehusk_in_process"], "Dehusk, from Python"))
    peers = sorted(found["peers"], key=lambda entry: -(entry["pages_per_second"] or 0))
    rows += [row(entry, entry["name"]) for entry in peers]
    return _table(["", "pages/s", "MB/s", "MiB loaded", "MiB peak", "slowest page, s"], rows)


def _f1(found: dict[str, Any]) -> list[str]:
    counts = found["run"]["scored_by_set"]

    def row(entry: dict[str, Any], name: str) -> list[str]:
        accuracy = entry["accuracy"]
        return [
            name,
            "%s ± %s" % (_shown(accuracy["f1"]), _shown(accuracy["f1_standard_error"])),
            _shown(accuracy["f1_mean_of_sets"]),
            *(_shown(accuracy["f1_by_set"][name_]) for name_ in counts),
            _shown(accuracy["precision"]),
            _shown(accuracy["recall"]),
        ]

    rows = []
    if found["dehusk"]["accuracy"]:
        rows.append(row(found["dehusk"], "Dehusk, out of fold"))
    peers = sorted((entry for entry in found["peers"] if entry["accuracy"]), key=lambda e: -e["accuracy"]["f1"])
    rows += [row(entry, entry["name"]) for entry in peers]
    rows.append(["pages", str(found["run"]["scored_pages"]), "", *(str(count) for count in counts.values()), "", ""])
    return _table(["", "all pages", "mean of sets", *counts, "precision", "recall"], rows)


def _failures(found: dict[str, Any]) -> list[str]:
    rows = []
    python = [{**entry, "name": "Dehusk, from Python"} for entry in [found["dehusk_in_process"]] if entry]
    for entry in [found["dehusk"], *python, *found["peers"]]:
        kinds = ", ".join("%s %d" % (name, count) for name, count in list(entry["errors"].items())[:4])
        rows.append(
            [
                entry["name"],
                str(entry["exceptions"]),
                str(entry["timeouts"]),
                str(entry["crashes"]),
                str(entry["empty"]),
                kinds or "–",
            ]
        )
    return _table(["", "exceptions", "timeouts", "crashes", "empty output", "which exceptions"], rows)


def markdown(found: dict[str, Any]) -> str:
    """The results for people."""
    run = found["run"]
    every = run["every"]
    sample = "all pages of each set" if every == 1 else "every %d%s page of each set" % (
        every, {1: "st", 2: "nd", 3: "rd"}.get(every % 10 if every % 100 not in (11, 12, 13) else 0, "th"),
    )  # fmt: skip
    names = ", ".join("%s %d" % row for row in run["pages_by_set"].items())
    parts = [
        "# Dehusk and its peers on the same pages",
        "",
        "Written by `tools/compare/run.sh`; do not edit. All figures are also in `RESULTS.json`.",
        "",
        *_table(
            ["what", "value"],
            [
                ["date", run["date"]],
                ["command", "`%s`" % run["command"]],
                ["pages", "%d, %s MB: %s (%s)" % (run["pages"], run["mb"], sample, names)],
                [
                    "scored",
                    "%d pages, %d of them without main content; %d left out because the page holds less than 80%% of "
                    "its gold's tokens" % (run["scored_pages"], run["empty_gold"], run["bad_gold"])
                    + (
                        ", %d because the cross-validation has no figure" % run["no_out_of_fold_figure"]
                        if run["no_out_of_fold_figure"]
                        else ""
                    ),
                ],
                ["Python", run["python"]],
                ["limit", "%g s a page" % run["limit"]],
            ],
            numbers=False,
        ),
        "",
        "## Speed and memory",
        "",
        "One core each. Pages and megabytes (of the pages' bytes as they came) by second of processor time.",
        "",
        *_speed(found),
        "",
        "- Peers run in a worker process each, which stays. Timed is the call with decoded text alone, not reading or "
        "decoding the page; where a peer gives HTML, making text of it is in. Each sees a small page first, so that "
        "what is only loaded then does not count. Of a page that runs into the limit, the limit counts.",
        *(
            ["- Dehusk from Python (`tools/python`) runs as the peers do, in a worker of its own."]
            if found["dehusk_in_process"]
            else []
        ),
        "- Dehusk's command is measured over blocks of %d files: process start, loading the model, reading, finding the "
        "charset, decoding and printing are in its time." % run["block"],
        "- Each page goes to all peers in turn, every time beginning with another one, and Dehusk gets its block in "
        "between; so noise hits all alike.",
        "- Memory is the highest resident set: for the peers of the worker with its interpreter and libraries "
        "(\"loaded\" is what it takes before the first page), for Dehusk's command of the whole process.",
        "",
        "## Token F1",
        "",
        "Between the output and the gold text of each page, as bags of tokens, mean over pages (± standard error).",
        "",
        *_f1(found),
        "",
        "- A token is a run of letters, digits and marks, in scripts without spaces a character; NFKC, casefolded. "
        "Where the gold is empty, F1 is 1 for no output and else 0. A page that fails counts as one without output.",
        *(
            [
                "- Dehusk's built-in model has learnt from these pages, so its own output would be no comparison. Its "
                "figures are out of fold instead (`dehusk-train cv --mode html`): each page is judged by a model that "
                "has not seen its site. It has still seen other sites of the same sets and their idea of what is "
                "content, which the peers have not.",
            ]
            if found["dehusk"]["accuracy"]
            else ["- Dehusk's figures are missing: no trainer to cross-validate with was there (`--dehusk-pages`)."]
        ),
        "- Peers may know some of these pages too: the set wcxb is the development part of a benchmark by the author "
        "of rs-trafilatura, and what the peers were tuned or trained on is not checked here.",
        "- Most peers are made for articles. wcxb also has forums, shops, lists, manuals and services.",
        "- Gold differs between sets in whether titles, captions, tables and comments belong to it. No peer was given "
        "the title on top of its text. Comments are off where there is a switch, which does these peers good here.",
        "- The pages are decoded once, by the charset in the corpus's list or, where it has none, by the one that "
        "Dehusk finds, and all peers get that text. So none has an edge there, and they share Dehusk's mistakes.",
        "- jusText, newspaper4k and goose3 are told the page's language; the others, and Dehusk, are not.",
        "",
        "## Failures",
        "",
        *_failures(found),
        "",
        "Empty output is counted where the gold is not empty; exceptions among them. Exceptions of Dehusk's command are "
        "blocks in which a file failed. Dehusk's empty output is that of the built-in model.",
        "",
        "## Who ran, and how",
        "",
        *_table(
            ["", "version", "settings"],
            (
                [entry["name"], entry["version"], entry["settings"]]
                for entry in [found["dehusk"], *filter(None, [found["dehusk_in_process"]]), *found["peers"]]
            ),
            numbers=False,
        ),
        "",
    ]
    if found["left_out"]:
        parts += ["Left out:", ""]
        parts += ["- %s: %s" % (entry["name"], entry["reason"]) for entry in found["left_out"]]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: report.py RESULTS.json")
    sys.stdout.write(markdown(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
