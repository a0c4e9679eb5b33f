#!/usr/bin/env python3
"""Runs the tests of the dehusk command; README.md tells how they are written.

    run.py [--bless] [--list] DEHUSK [NAME]...

DEHUSK is the command to test; NAMEs choose cases by a part of their name.
--bless writes what came out into the expected files instead of comparing.
Exit status: 0 all passed, 1 some failed, 2 wrong usage.
"""

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
SECONDS = 60  # for a case; under valgrind or a sanitizer on a busy machine


def environment(bin_directory, scratch):
    """What a case sees: the same on every machine, whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE")
            if name in os.environ}
    return {**kept,
            "PATH": f"{bin_directory}:{HERE}:{os.environ.get('PATH', os.defpath)}",
            "LC_ALL": "C", "TMP": scratch}


def run_case(path, bin_directory):
    with tempfile.TemporaryDirectory(prefix="dehusk-cli-") as scratch:
        try:
            done = subprocess.run(["sh", str(path)], cwd=HERE / "pages", env=environment(bin_directory, scratch),
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return {"stdout": b"", "stderr": f"no end after {SECONDS} seconds\n".encode(), "exit": b"none\n"}
        # The scratch directory has another name each time.
        return {"stdout": done.stdout.replace(scratch.encode(), b"$TMP"),
                "stderr": done.stderr.replace(scratch.encode(), b"$TMP"),
                "exit": b"%d\n" % done.returncode}


def expected_file(path, part):
    return path.with_suffix("." + part)


def expected(path, part):
    """An absent file stands for what is usual: nothing printed, exit 0."""
    file = expected_file(path, part)
    return file.read_bytes() if file.exists() else usual(part)


def usual(part):
    return b"0\n" if part == "exit" else b""


def bless(path, got):
    changed = [part for part, value in got.items() if value != expected(path, part)]
    for part, value in got.items():
        file = expected_file(path, part)
        if value == usual(part):
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(value)
    return changed


def difference(path, part, got):
    lines = [data.decode("utf-8", "backslashreplace").split("\n") for data in (expected(path, part), got)]
    return "\n".join(difflib.unified_diff(*lines, f"{path.stem}.{part}, expected", f"{path.stem}.{part}, got",
                                          lineterm="", n=1))


def strays():
    """Expected files that belong to no case: left over from a renamed one."""
    return [file.name for file in sorted(CASES.iterdir())
            if file.suffix not in (".stdout", ".stderr", ".exit", ".cmd") or not file.with_suffix(".cmd").exists()]


def main():
    parser = argparse.ArgumentParser(description="Tests of the dehusk command.")
    parser.add_argument("--bless", action="store_true", help="take what comes out as expected")
    parser.add_argument("--list", action="store_true", help="only print the names of the cases")
    parser.add_argument("dehusk", help="the command to test")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only cases whose name contains this")
    arguments = parser.parse_args()
    cases = [path for path in sorted(CASES.glob("*.cmd"))
             if not arguments.names or any(name in path.stem for name in arguments.names)]
    if arguments.list:
        print("\n".join(path.stem for path in cases))
        return 0
    command = shutil.which(arguments.dehusk)
    if command is None:
        parser.error(f"{arguments.dehusk} is not a program")
    if not cases:
        parser.error("no such case")

    failures = 0
    with tempfile.TemporaryDirectory(prefix="dehusk-bin-") as bin_directory:
        os.symlink(os.path.abspath(command), os.path.join(bin_directory, "dehusk"))
        for path in cases:
            got = run_case(path, bin_directory)
            if arguments.bless:
                changed = bless(path, got)
                if changed:
                    print(f"blessed {path.stem}: {', '.join(changed)}")
                continue
            wrong = [part for part, value in got.items() if value != expected(path, part)]
            if wrong:
                failures += 1
                print(f"FAILED {path.stem}: {path.read_text(encoding='utf-8').strip()}")
                for part in wrong:
                    print(difference(path, part, got[part]))
    for name in strays():
        failures += 1
        print(f"FAILED {name}: belongs to no case")
    if not arguments.bless:
        print(f"{len(cases)} cases, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
