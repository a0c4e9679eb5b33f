#!/usr/bin/env python3
"""Faults around the programs: full disks, closed descriptors, short and interrupted reads, readers that go away, too
little memory. Nothing may be lost without a word: either the output is the usual one, or there is a message and an exit
status that is not 0. What is written to a file that has a name is there whole or not at all.

    run.py DEHUSK [--train DEHUSK_TRAIN] [--short-reads LIBRARY]

--short-reads is short_reads.c as a shared library. What is not given is not tested, with a word.
Exit status: 0 all is well, 1 something is not.
"""

import argparse
import gzip
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PAGES = SOURCE / "datasets" / "pages"
PAGE = PAGES / "news-en.html"
SECONDS = 120
OUTPUTS = [[], ["--output", "jsonl"], ["--output", "annotated"], ["--explain"], ["--invert"]]
FULL = "No space left on device"

failures = []
checks = 0


def check(holds, what, done=None):
    global checks
    checks += 1
    if not holds:
        said = b"" if done is None else b" (exit %d) %s" % (done.returncode, (done.stderr or b"")[:300])
        failures.append(f"{what}{said.decode(errors='replace')}")


def run(command, **settings):
    """Runs it with messages in English; a crash is never right, whatever else is tested."""
    environment = {**os.environ, "LC_ALL": "C", **settings.pop("environment", {})}
    if "input" not in settings:
        settings.setdefault("stdin", subprocess.DEVNULL)
    settings.setdefault("stdout", subprocess.PIPE)
    settings.setdefault("stderr", subprocess.PIPE)
    done = subprocess.run([str(word) for word in command], env=environment, timeout=SECONDS, check=False, **settings)
    check(done.returncode >= 0, f"ends by a signal: {command}", done)
    return done


def limited_files(size):
    """As on a disk with so many bytes left: writing more fails."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def failed(done, what, reason):
    check(done.returncode == 1 and reason in done.stderr.decode(errors="replace"), what, done)


# -- The command -----------------------------------------------------------------


def full_outputs(dehusk, scratch):
    large = scratch / "large.html"
    large.write_bytes(PAGE.read_bytes() * 40)
    for page in (PAGE, large):  # little output fails on closing only
        for options in OUTPUTS:
            with open("/dev/full", "wb") as full:
                failed(run([dehusk, *options, page], stdout=full), f"{options} to a full disk", FULL)
            with open(scratch / "short", "wb") as short:
                done = run([dehusk, *options, page], stdout=short, preexec_fn=limited_files(100))
            failed(done, f"{options} to a disk that gets full", "File too large")
    for options in (["--help"], ["--version"], ["--help=man"], ["--help=bash"]):
        with open("/dev/full", "wb") as full:
            failed(run([dehusk, *options], stdout=full), f"{options} to a full disk", FULL)
    with open("/dev/full", "wb") as full:  # messages that cannot be written do no harm
        done = run([dehusk, scratch / "absent", PAGE], stderr=full)
        check(done.returncode == 1 and done.stdout == run([dehusk, PAGE]).stdout, "messages to a full disk", done)


def closed_descriptors(dehusk):
    for closing, options in ((">&-", [PAGE]), ("<&-", []), ("<&-", ["-"]), (">&- 2>&-", [PAGE])):
        done = run(["sh", "-c", f'exec "$0" "$@" {closing}', dehusk, *options])
        check(done.returncode == 1, f"{closing} {options}", done)
        check(done.stderr or "2>" in closing, f"{closing}: no message", done)
    done = run(["sh", "-c", 'exec "$0" "$@" 2>&-', dehusk, PAGE])
    check(done.returncode == 0 and done.stdout == run([dehusk, PAGE]).stdout, "no place for messages", done)
    # A file that is opened does not get the number of what is closed: it would be given what is for nobody.
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("out", "errors", "stats")]
        words = [dehusk, "-o", files[0], "--errors", files[1], "--stats", files[2], PAGE, "/absent"]
        run(words)
        expected = [file.read_bytes() for file in files[:2]]
        for closing in ("2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
            done = run(["sh", "-c", f'exec "$0" "$@" {closing}', *words])
            check(done.returncode == 1 and [file.read_bytes() for file in files[:2]] == expected,
                  f"{closing}: messages in a file", done)
            check(files[2].read_bytes().count(b"\n") == 1, f"{closing}: messages among the figures", done)
        done = run(["sh", "-c", 'exec "$0" "$@" >&-', dehusk, "--errors", files[1], PAGE])
        check(done.returncode == 1 and files[1].read_bytes() == b"", "text in the list of errors", done)


def pieces(dehusk):
    """A pipe that gives a byte at a time."""
    bytes_ = PAGE.read_bytes()
    expected = run([dehusk, "--output", "jsonl"], input=bytes_)
    with subprocess.Popen([dehusk, "--output", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for at in range(len(bytes_)):
            os.write(process.stdin.fileno(), bytes_[at:at + 1])
        out, _ = process.communicate(timeout=SECONDS)
    check(process.returncode == 0 and out == expected.stdout and len(out) > 100, "a byte at a time")


def failing_disk(dehusk, library, scratch):
    """The disk takes all bytes, and says in the end that it has not got them: no output bears its name then."""
    for call in ("fsync", "close"):
        failing = {"LD_PRELOAD": str(library), "DEHUSK_FAILING": call}
        for number, options in enumerate((["-o", "out"], ["--output-dir", "folder"])):
            place = scratch / f"{call}-{number}"
            place.mkdir()
            where = [options[0], place / options[1]]
            done = run([dehusk, "-q", *where, PAGE], environment=failing)
            failed(done, f"{call}() fails, {options}", "Input/output error")
            files = [path for path in place.rglob("*") if path.is_file()]
            check(call == "close" or not files, f"{call}() fails, {options}: {files}", done)
            # What is lost on closing has its name already; the exit status tells.
            done = run([dehusk, "-q", *where, PAGE])
            check(done.returncode == 0, f"after {call}() has failed", done)
    pages = [scratch / f"sync-{number}.html" for number in range(20)]
    for path in pages:
        path.write_bytes(PAGE.read_bytes())
    # Where there is no syncfs() (fsync-alone), each file is put on the disk by fsync().
    for call in ("syncfs", "fsync-alone"):
        failing = {"LD_PRELOAD": str(library), "DEHUSK_FAILING": call}
        folder = scratch / f"many-{call}"
        done = run([dehusk, "-q", "--output-dir", folder, *pages], environment=failing)
        failed(done, f"{call} fails", "Input/output error")
        files = [path for path in folder.rglob("*") if path.is_file()]
        check(len(files) < 20 and not any(path.name.startswith(".") for path in files), f"{call} fails: {files}", done)


def gone_reader(dehusk, scratch):
    for size in (1, 400):
        page = scratch / "gone.html"
        page.write_bytes(PAGE.read_bytes() * size)
        done = run(["bash", "-c", '"$0" "$@" | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}"', dehusk, page])
        check(done.stdout.strip() in (b"0", b"141") and done.stderr == b"", "a reader that goes away", done)


def short_reads(dehusk, library, scratch):
    preload = {"LD_PRELOAD": str(library)}
    model = SOURCE / "models" / "default.dehusk"
    for options in OUTPUTS:
        usual = run([dehusk, *options, PAGE])
        check(run([dehusk, *options, PAGE], environment=preload).stdout == usual.stdout, f"{options}, short reads")
        done = run([dehusk, *options], input=PAGE.read_bytes(), environment=preload)
        check(done.returncode == 0 and len(done.stdout) > 0, f"{options}, short reads of a pipe", done)
    done = run([dehusk, "--model", model, PAGE], environment=preload)
    check(done.stdout == run([dehusk, PAGE]).stdout, "short reads of a model", done)
    cut = scratch / "cut.dehusk"
    cut.write_bytes(model.read_bytes()[:-1])
    done = run([dehusk, "--model", cut, PAGE], environment=preload)
    check(done.returncode == 2 and b"shorter" in done.stderr, "a model cut short", done)


def little_memory(dehusk, scratch):
    page = scratch / "large.html"
    page.write_bytes(b"<p>word</p>" * 6_000_000)

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (160 << 20, 160 << 20))

    done = run([dehusk, page, PAGE], preexec_fn=limit)
    check(done.returncode == 1 and b"memory" in done.stderr, "too little memory", done)
    check(done.stdout == run([dehusk, PAGE]).stdout, "the page after the one that there was no memory for", done)


# -- The trainer -----------------------------------------------------------------


def make_corpus(folder):
    """The labelled pages of datasets/ in the layout of a corpus."""
    one = folder / "made"
    (one / "html").mkdir(parents=True)
    (one / "gold").mkdir()
    rows = ["id\tlang\tdomain\ttype\tcharset\turl"]
    for labels in sorted(PAGES.glob("*.labels")):
        page = labels.with_suffix(".html")
        if not page.exists():
            continue
        rows.append(f"{page.stem}\t{page.stem.split('-')[1]}\t{page.stem}.example\t{page.stem.split('-')[0]}\t\t")
        (one / "html" / f"{page.stem}.html.gz").write_bytes(gzip.compress(page.read_bytes(), mtime=0))
        lines = [line.split("\t", 1)[1] for line in labels.read_text().splitlines() if line.startswith("+")]
        (one / "gold" / f"{page.stem}.txt").write_text("\n".join(lines) + "\n")
    (one / "pages.tsv").write_text("\n".join(rows) + "\n")
    return folder


def trainer(train, library, scratch):
    corpus = make_corpus(scratch / "corpus")
    models = scratch / "models"
    models.mkdir()
    model = models / "new.dehusk"
    fit = [train, "fit", "--corpus", corpus, "--mode", "text", "--folds", 2, "--lines", 300, "--created", "2026-01-01",
           "--output", model]
    for before in (None, b"the model before"):
        if before is not None:
            model.write_bytes(before)
        done = run(fit, preexec_fn=limited_files(100_000))
        check(done.returncode != 0 and b"File too large" in done.stderr, "a model on a full disk", done)
        check([path.name for path in models.iterdir()] == ([] if before is None else [model.name]), "half a model")
        check(before is None or model.read_bytes() == before, "the model before is gone")
    done = run(fit)
    check(done.returncode == 0 and model.stat().st_size > 100_000, "a model on a disk with room", done)
    usual = model.read_bytes()
    with open("/dev/full", "wb") as full:
        done = run(fit, stdout=full)
        check(done.returncode == 1, "figures to a full disk", done)
        check(run([train, "dump", model], stdout=full).returncode == 1, "a dump to a full disk")
    for report in ("--pages", "--tables"):
        done = run([*fit, report, "/dev/full"])
        check(done.returncode != 0 and FULL in done.stderr.decode(), f"{report} to a full disk", done)

    cache = scratch / "cache"
    align = [train, "align", "--corpus", corpus, "--cache", cache]
    expected = run(align)
    files = sorted(path.name for path in cache.iterdir())
    check(expected.returncode == 0 and len(files) == 1, f"a cache is one file: {files}", expected)
    whole = (cache / files[0]).read_bytes()
    for limit in (0, 100, len(whole) - 1):
        for kept in (whole, whole[:60]):  # 60: one that was cut, too, by a crash of the machine
            (cache / files[0]).write_bytes(kept)
            done = run([*align, "--mode", "html,text"], preexec_fn=limited_files(limit))
            check(sorted(path.name for path in cache.iterdir()) == files, "what is left of a cache", done)
            check((cache / files[0]).read_bytes() == kept, f"a cache on a full disk, {limit} bytes", done)
    (cache / files[0]).write_bytes(whole[:60])
    check(run(align).stdout == expected.stdout, "a cache that was cut")
    check((cache / files[0]).read_bytes() == whole, "and is mended")

    if library is not None:
        preload = {"LD_PRELOAD": str(library)}
        done = run(align, environment=preload)  # zlib does not read on, and says so
        check(done.returncode == 1 and b"Interrupted" in done.stderr, "interrupted reads of a corpus", done)
        preload["SHORT_READS_ONLY"] = "1"
        check(run(align, environment=preload).stdout == expected.stdout, "short reads of a corpus")
        model.unlink()
        check(run(fit, environment=preload).returncode == 0 and model.read_bytes() == usual, "short reads while training")


def main():
    parser = argparse.ArgumentParser(description="Faults around the programs.")
    parser.add_argument("dehusk")
    parser.add_argument("--train")
    parser.add_argument("--short-reads")
    parser.add_argument("--failing-sync")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dehusk-faults-") as name:
        scratch = Path(name)
        full_outputs(arguments.dehusk, scratch)
        closed_descriptors(arguments.dehusk)
        pieces(arguments.dehusk)
        gone_reader(arguments.dehusk, scratch)
        if arguments.short_reads:
            short_reads(arguments.dehusk, arguments.short_reads, scratch)
            little_memory(arguments.dehusk, scratch)
        else:
            print("no --short-reads: short reads and too little memory are not tested")
        if arguments.failing_sync:
            failing_disk(arguments.dehusk, arguments.failing_sync, scratch)
        if arguments.train:
            trainer(arguments.train, arguments.short_reads, scratch)
        else:
            print("no --train: dehusk-train is not tested")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{checks} checks, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
