#!/usr/bin/env python3
"""The registry is the only law: a feature with another number of bins does not compile, unless the extractor takes the
number from the registry.

    registry_law.py COMPILER SOURCE_FOLDER [FEATURE...]

Every row of the registry is changed in a copy, one at a time, and the files that put features into vectors are
compiled. All features are tried unless some are named.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROW = re.compile(r"^ +X\((\w+), ([^,]+), ([01]), (\w+),", re.M)
FILES = ["extract_common.c", "extract_markup.c", "extract_words.c", "ancestor_sums.c", "interleaved_weights.c"]
# A number that is counted is put into as many bins as the registry says.
LAW = re.compile(r"DHK_PUT_COUNT\(extractor, (\w+),")


def compiles(compiler, source, registry):
    """Whether the extractor's files compile with that text as the registry, and what the compiler says."""
    with tempfile.TemporaryDirectory() as folder:
        changed = pathlib.Path(folder) / "features" / "registry.h"
        changed.parent.mkdir()
        changed.write_text(registry)
        for file in FILES:
            command = [compiler, "-std=c11", "-fsyntax-only", "-I", folder, "-I", source / "runtime",
                       "-I", source / "runtime/include", source / "runtime/features" / file]
            result = subprocess.run(command, capture_output=True, text=True)
            if result.returncode != 0:
                return False, result.stderr
    return True, ""


def main():
    compiler, source, named = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    registry = (source / "runtime/features/registry.h").read_text()
    good, said = compiles(compiler, source, registry)
    if not good:
        sys.exit(f"registry_law.py: the registry as it is does not compile:\n{said}")
    text = "".join((source / "runtime/features" / file).read_text() for file in FILES)
    free = set(LAW.findall(text))
    rows = [row for row in ROW.finditer(registry) if not named or row[1] in named]
    faults = []
    for row in rows:
        begin, end = row.span(2)
        good, said = compiles(compiler, source, f"{registry[:begin]}({row[2]}) + 1{registry[end:]}")
        if good != (row[1] in free):
            faults.append(f"{row[1]}: one bin more compiles, and the extractor does not know it" if good else
                          f"{row[1]}: takes its bins from the registry, and does not compile with one more:\n{said}")
        elif not good and "DHK_HOLDS" not in said and "static assertion" not in said.lower():
            faults.append(f"{row[1]}: does not compile for another reason:\n{said}")
    if re.search(r"\bDHK_F_\w", text):
        faults.append("a feature's first index stands in the extractor without the registry's number of bins")
    print("\n".join(faults) or f"{len(rows)} rows tried, {len([1 for row in rows if row[1] in free])} of them free")
    return 1 if faults or len(rows) < 10 and not named else 0


if __name__ == "__main__":
    sys.exit(main())
