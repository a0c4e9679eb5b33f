#!/usr/bin/env python3
"""Breaks the code on purpose, one small thing at a time, and looks whether a test notices.

    tests/mutate.sh [--minutes N] [--seed N] [--files PATTERN]... [--build FOLDER] [--tests REGEX]

Each mutation is one change of one line of runtime/ or tools/dehusk/input: a comparison
turned or moved by one, a number one more, a condition negated, a statement dropped, an
operator taken for another. What does not compile does not count, nor
does what the compiler makes the same object of. The quick tests of the changed folder are
run first, then the rest of the quick tests; what passes all of them survives, and is listed.
Works in a copy of the tree, which is made below FOLDER (build/mutation) and kept for the next time.
"""
import argparse
import fnmatch
import json
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("runtime", "tools/dehusk/input")
QUICK = "^(unit|fuzz|golden|archives|cli$|faults)"
LIBRARIES = ("runtime/libdehusk.a", "tools/libdehusk_input.a")  # what the folders become
FAR = {"runtime": "unit.archive", "tools/dehusk/input": "unit.train|golden"}  # tests that hardly run the code of a folder
SLOW = "train_(stages|svm)|_zlib$"  # as good as never the only ones to notice
SECONDS = 30  # of the processor for a process of a test, far more than any needs: a mutation may make a loop endless,
MEMORY = 4 << 30  # and bytes of address space, since such a loop may also allocate

# Tests that are likely to notice a change of a folder.
NEAR = {
    "base": "unit.(memory|byte_block|cancel|alloc|key_map)", "unicode": "unit.(char_class|text_reader|lines)",
    "charset": "unit.(charset|utf8_validate)|fuzz.charset",
    "lines": "unit.(lines|html_reader|text_reader)", "metadata": "unit.metadata", "html": "unit.html|unit.lines|fuzz.html",
    "sniff": "unit.sniff", "text": "unit.text|golden", "source_lines": "unit.source_lines|fuzz.source_lines",
    "features": "unit.(features|key_map|scores|train_parity)", "model": "unit.(model|scores)", "stacking": "unit.stack",
    "sites": "unit.site", "roles": "unit.roles", "render": "unit.render|golden",
    "classify": "unit.(classify|decide|explain|push)", "input": "unit.archive|archives",
}

# Pattern, and what may stand in its place. Patterns look at code without comments and strings.
SWAPS = [
    (r"(?<![<>=!-])<(?![<=])(?= )", ["<="]), (r"<=", ["<"]), (r"(?<![->])>(?![>=])(?= )", [">="]), (r"(?<!>)>=", [">"]),
    (r"==", ["!="]), (r"!=", ["=="]), (r"&&", ["||"]), (r"\|\|", ["&&"]),
    (r"(?<= )\+(?= )", ["-"]), (r"(?<= )-(?= )", ["+"]), (r"(?<= )&(?= )", ["|"]), (r"\+=", ["-="]), (r"-=", ["+="]),
    (r"(?<![\w.])(\d+)(?![\w.])", [lambda m: str(int(m[0]) + 1)]),
    (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"(?<=\bif \()(?=.*\)$|.*\) \{$)", ["!!!"]),
    (r"^ +[\w>.\[\]-]+(\([^;{}]*\)|(\+\+|--)| [|&+-]?= [^;{}]*);$", [""]),
    (r"^ +(break|continue);$", [";"]),
]


def blank(line):
    """The line with comments and literals as spaces, so that places stay."""
    return re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|/\*.*?\*/|/\*.*$|^ \*.*$', lambda m: " " * len(m[0]), line)


def negate(line, at):
    """`if (a)` becomes `if (!(a))`, where the condition ends on the line."""
    depth = 1
    for end in range(at, len(line)):
        depth += (line[end] == "(") - (line[end] == ")")
        if depth == 0:
            return f"{line[:at]}!({line[at:end]}){line[end:]}"
    return line


def mutations(path):
    """All of a file: number of the line, what it becomes."""
    in_comment = False
    depth = 0
    for number, line in enumerate(path.read_text().split("\n")):
        code = blank(line)
        if in_comment or line.startswith(("#", "/*", " *")):
            in_comment = ("/*" in line or in_comment) and "*/" not in line
            continue
        in_comment = "/*" in line and "*/" not in line[line.rindex("/*"):]
        if depth > 0 and "_Static_assert" not in line and "assert(" not in line:
            for pattern, others in SWAPS:
                for match in re.finditer(pattern, code):
                    for other in others:
                        if other == "!!!":
                            changed = negate(line, match.start())
                        else:
                            put = other(match) if callable(other) else other
                            changed = line[:match.start()] + put + line[match.end():]
                        if changed != line:
                            yield number, changed
        depth += code.count("{") - code.count("}")


def build(folder, targets=()):
    return subprocess.run(["ninja", "-C", str(folder), "-j2", *targets], capture_output=True, check=False).returncode == 0


def programs(folder, chosen):
    """What has to be built for the chosen tests, so that a mutation that they kill is linked into no others."""
    told = subprocess.run(["ctest", "-R", chosen, "--show-only=json-v1"], cwd=folder, capture_output=True, check=True)
    words = [word for test in json.loads(told.stdout)["tests"] for word in test["command"]]
    return sorted({str(Path(word).relative_to(folder)) for word in words
                   if Path(word).is_relative_to(folder) and Path(word).is_file()})


def bound():
    """Time of the processor and no other: on a busy machine nothing is slow enough to count as killed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def passes(folder, chosen, left_out=SLOW):
    command = ["ctest", "-j2", "--stop-on-failure", "-R", chosen, "-E", left_out]
    told = subprocess.run(command, cwd=folder, capture_output=True, check=False, preexec_fn=bound)
    return told.returncode == 0


def digest(folder):
    return [(folder / path).read_bytes() for path in LIBRARIES]


def prepare(copy, folder):
    if not (copy / ".git").exists():
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    for command in (["fetch", "-q", "origin", "HEAD"], ["checkout", "-q", "-f", head]):
        subprocess.run(["git", *command], cwd=copy, check=True)
    subprocess.run(["cmake", "-G", "Ninja", "-S", copy, "-B", folder, "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                    "-DCMAKE_C_FLAGS_RELWITHDEBINFO=-O1", "-DDEHUSK_WERROR=OFF",
                    *(["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld"] if shutil.which("ld.lld") else [])],
                   check=True, capture_output=True)


def trial(path, number, changed, folder, usual, chosen):
    """Makes a mutation, and takes it back: "void", "killed" or "survived", and the line as it was."""
    whole = path.read_text()
    lines = whole.split("\n")
    before, lines[number] = lines[number], changed
    path.write_text("\n".join(lines))
    near = NEAR.get(path.parent.name, "unit") + "|golden"
    far = FAR[next(top for top in FOLDERS if f"/{top}/" in str(path))]
    try:
        if not build(folder, LIBRARIES) or digest(folder) == usual or not build(folder, programs(folder, near)):
            return "void", before
        survives = passes(folder, near) and build(folder) and passes(folder, chosen, f"{SLOW}|{far}|{near}")
        return "survived" if survives else "killed", before
    finally:
        path.write_text(whole)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", action="append", metavar="PATTERN", help="of paths, such as 'runtime/text/*'")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "mutation")
    parser.add_argument("--tests", default=QUICK, help="which tests are the quick ones")
    parser.add_argument("--skip", type=int, default=0, help="of the drawn ones, so many were tried before")
    return parser.parse_args()


def sum_up(settings, tried, counts):
    killed, survived = counts["killed"], counts["survived"]
    share = f", {100 * killed / (killed + survived):.1f}% killed" if killed + survived else ""
    print(f"{killed + survived} mutations tried (drawn {settings.skip + 1} to {tried} of seed {settings.seed}), "
          f"{counts['void']} more that do not compile or change nothing: {killed} killed, {survived} survived{share}",
          flush=True)


def try_drawn(settings, drawn, names, folder):
    """Tries mutations until the time is over or somebody stops it; sums up now and then, and at the end."""
    end = time.monotonic() + 60 * settings.minutes
    counts = {"killed": 0, "survived": 0, "void": 0}
    usual = digest(folder)
    tried = settings.skip
    try:
        for path, number, changed in drawn[settings.skip:]:
            if time.monotonic() > end:
                break
            outcome, before = trial(path, number, changed, folder, usual, settings.tests)
            tried += 1
            counts[outcome] += 1
            if outcome == "survived":
                print(f"survived: {names[path]}:{number + 1}\n    - {before.strip()}\n    + {changed.strip()}", flush=True)
            if tried % 25 == 0:
                sum_up(settings, tried, counts)
    except KeyboardInterrupt:
        pass
    sum_up(settings, tried, counts)


def main():
    settings = parse_arguments()
    copy, folder = settings.build / "tree", settings.build / "build"
    settings.build.mkdir(parents=True, exist_ok=True)
    prepare(copy, folder)
    if not build(folder) or not passes(folder, settings.tests):
        sys.exit("the tree as it is does not build and pass")
    files = [path for top in FOLDERS for path in sorted((copy / top).rglob("*.c")) if "examples" not in path.parts]
    names = {path: str(path.relative_to(copy)) for path in files}
    if settings.files:
        files = [path for path in files if any(fnmatch.fnmatch(names[path], one) for one in settings.files)]
    drawn = [(path, *mutation) for path in files for mutation in mutations(path)]
    random.Random(settings.seed).shuffle(drawn)
    print(f"{len(drawn)} mutations in {len(files)} files", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try_drawn(settings, drawn, names, folder)
    build(folder)


if __name__ == "__main__":
    main()
