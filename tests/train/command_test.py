#!/usr/bin/env python3
"""The trainer as a newcomer meets it: what is missing, what cannot be written, a handful of pages, how far it is.

    command_test.py DEHUSK-TRAIN

Exit status: 0 all is well, 1 something is not.
"""

import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PAGES = SOURCE / "datasets" / "pages"
SECONDS = 200
failures = []


def check(holds, what, done=None):
    if not holds:
        failures.append(what + (f"\n  exit {done.returncode}\n  {done.stdout[-600:]}\n  {done.stderr[-600:]}" if done else ""))


def run(*command, **settings):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=SECONDS, check=False,
                          env={**os.environ, "LC_ALL": "C"}, **settings)


def what_is_missing(train):
    for name in ("cv", "fit", "evaluate", "dump", "align", "check", "compare"):
        done = run(train, name)
        check(done.returncode == 2 and "--help" in done.stderr and done.stdout == "", f"{name} alone", done)
    check(run(train, "fit", "--pages-dir", PAGES).returncode == 2, "fit without --output")
    check(run(train, "evaluate", "model").returncode == 2, "evaluate without pages")
    check(run(train, "compare", "one").returncode == 2, "compare with one")


def what_cannot_be_written(train, scratch):
    folder = scratch / "folder"
    folder.mkdir()
    for output, reason in ((scratch / "no" / "model", "No such file or directory"), (folder, "it is a folder")):
        done = run(train, "fit", "--pages-dir", PAGES, "--output", output)
        check(done.returncode == 1 and reason in done.stderr and done.stdout == "", f"--output {output.name}", done)
    check(sorted(path.name for path in scratch.iterdir()) == ["folder"], "asking leaves files behind")


def few_pages(train):
    """Never more lines than there are: with the defaults, 65 pages once took ten minutes."""
    done = run(train, "cv", "--pages-dir", PAGES)
    there = re.search(r"(\d+) pages of .*, (\d+) lines", done.stdout)
    folds = [int(lines) for lines in re.findall(r"^fold \d: (\d+) lines", done.stdout, re.MULTILINE)]
    check(done.returncode == 0 and there is not None and len(folds) == 5, "cv with its defaults", done)
    check(there is not None and all(0 < lines < int(there.group(2)) for lines in folds), f"lines of folds: {folds}", done)
    for stage in ("reading pages as HTML", "training fold models"):
        check(re.search(rf"^{stage} \[#+\] ", done.stderr, re.MULTILINE), f"no bar of {stage}", done)


def terminal(train):
    """A bar that is drawn anew in its row."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([str(train), "cv", "--pages-dir", str(PAGES), "--folds", "2", "--lines", "300"],
                          stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            said += part
    os.close(ours)
    check(process.returncode == 0 and said.count(b"\r") >= 4 and b"[####################] 2 of 2" in said,
          f"bars on a terminal: {said!r}")


def seen_pages(train, scratch):
    model = scratch / "own.dehusk"
    done = run(train, "fit", "--pages-dir", PAGES, "--mode", "html", "--folds", 2, "--lines", 300, "--output", model)
    check(done.returncode == 0, "a model of own pages", done)
    warned = "trained on sets of these names: pages\n"
    done = run(train, "evaluate", model, "--pages-dir", PAGES, "--mode", "html", "--show", "pages/news-en")
    check(done.returncode == 0 and warned in done.stdout, "pages that the model was trained on", done)
    check(re.search(r"^\+ 100% +\d+  0\.\d{3}  \S", done.stdout, re.MULTILINE), "--show of evaluate", done)
    other = scratch / "others"
    other.mkdir()
    for path in PAGES.glob("news-*"):
        (other / path.name).write_bytes(path.read_bytes())
    done = run(train, "evaluate", model, "--pages-dir", other, "--mode", "html")
    check(done.returncode == 0 and "trained on sets" not in done.stdout, "pages of another name", done)
    done = run(train, "evaluate", model, "--pages-dir", other, "--mode", "html", "--show", "others/none")
    check(done.returncode == 1 and "others/none" in done.stderr, "--show of a page that is not there", done)


def main():
    train = sys.argv[1]
    what_is_missing(train)
    few_pages(train)
    terminal(train)
    with tempfile.TemporaryDirectory() as folder:
        what_cannot_be_written(train, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        seen_pages(train, Path(folder))
    for failure in failures:
        print("FAILED:", failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
