#!/usr/bin/env python3
"""The floors of the house: reads every #include of runtime/, tools/dehusk/ and train/ and fails on an arrow that runs up.

    floors.py SOURCE_FOLDER

floors.txt has the floors, the lowest first. One order for all folders means that folders never include each other in a
circle, so no search for circles is needed. CONTRIBUTING.md shows the same lines, and its tables name the same folders.
Before it reads the tree, the test makes small trees that are wrong and sees that each is found out.
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
BUILDINGS = ["runtime", "tools/dehusk", "train"]
TRAIN_ON_RUNTIME = "train on runtime"  # a line of floors.txt
PUBLIC = "dehusk.h"  # the one header of runtime/include
# Headers of libraries that only these files may know.
KNOWN_BY = {
    "libsvm/svm.h": ["train/solver/svm.c"],
    "svm.h": [],
    "linear.h": ["train/solver/svm_linear.c"],
    "unicode/ucnv.h": ["runtime/charset/charset_icu.c"],
    "unicode/ucsdet.h": ["runtime/charset/charset_icu_detect.c"],
}


def read_floors(path):
    """The folders of each building by its name, the lowest first, and those of runtime/ that the trainer stands on."""
    floors = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            building, _, folders = line.partition(": ")
            floors[building] = folders.split()
    return floors


def includes(path):
    """Pairs of the line's number and the header, quoted or from a system folder."""
    text = path.read_text()
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[1] == '"', match[2]


def sources(folder):
    return sorted(path for path in folder.rglob("*.[ch]") if "examples" not in path.parts)


def fault_of(root, building, path, header, floors):
    """What is wrong with this file's include of this header, or None."""
    inside = path.relative_to(root / building)
    target = root / building / header
    if header == PUBLIC:
        return None
    if ".." in header.split("/"):
        return "leaves its building"
    order = floors[building]
    own, other = inside.parts[0], header.split("/")[0]
    if building == "train" and not target.is_file():
        if not (root / "runtime" / header).is_file():
            return "names no file of train/ or runtime/"
        return None if other in floors[TRAIN_ON_RUNTIME] else f"the trainer does not use runtime/{other}"
    if not target.is_file():
        return f"names no file below {building}/"
    return f"runs up from {own}/ to {other}/" if order.index(other) > order.index(own) else None


def faults_of_tree(root, floors):
    faults = []
    missing = [name for name in floors[TRAIN_ON_RUNTIME] if name not in floors["runtime"]]
    faults += [f"floors.txt: {TRAIN_ON_RUNTIME}: runtime/{name} is not there" for name in missing]
    for building in BUILDINGS:
        order = floors[building]
        found = {path.relative_to(root / building).parts[0] for path in sources(root / building)} - {"include"}
        faults += [f"{building}/{name}: has no floor in floors.txt" for name in sorted(found - set(order))]
        faults += [f"floors.txt: {building}/{name} is not there" for name in sorted(set(order) - found)]
        for path in sources(root / building):
            name = path.relative_to(root).as_posix()
            room = path.relative_to(root / building).parts[0]
            if room not in order:
                continue  # said above, or the public header
            for line, quoted, header in includes(path):
                if quoted:
                    fault = fault_of(root, building, path, header, floors)
                else:
                    fault = "only its own files may know it" if name not in KNOWN_BY.get(header, [name]) else None
                if fault:
                    faults.append(f'{name}:{line}: "{header}": {fault}')
    return faults


def faults_of_words(root, floors_file, floors):
    """CONTRIBUTING.md shows the file as it is, and describes each folder in a table."""
    text = (root / "CONTRIBUTING.md").read_text()
    faults = []
    if f"```\n{floors_file.read_text()}```\n" not in text:
        faults.append("CONTRIBUTING.md: does not show tests/interface/floors.txt as it is")
    rooms = re.findall(r"^\| `(\w+)/` \|", text, re.M)
    folders = [folder for building in BUILDINGS for folder in floors[building]]
    for folder in sorted(set(folders)):
        rows, expected = rooms.count(folder), folders.count(folder)
        if rows != expected:
            faults.append(f"CONTRIBUTING.md: {rows} rows of tables for `{folder}/`, not {expected}")
    for room in rooms:
        if room not in folders:
            faults.append(f"CONTRIBUTING.md: a row for `{room}/`, which is not there")
    return faults


def try_wrong_trees():
    """Trees of a few files, one fault in each; the first has none."""
    floors = {"runtime": ["low", "high"], "tools/dehusk": ["low", "high"], "train": ["first", "solver"],
              TRAIN_ON_RUNTIME: ["low"]}
    right = {
        "runtime/include/dehusk.h": "",
        "runtime/low/low.h": '#include "dehusk.h"\n',
        "runtime/high/high.h": '#include "low/low.h"\n#include "high/high.h"\n',
        "tools/dehusk/low/low.h": "",
        "tools/dehusk/high/high.c": '#include "low/low.h"\n#include <stdio.h>\n',
        "train/first/first.h": '#include "low/low.h"\n',
        "train/solver/svm.h": "",
        "train/solver/svm.c": '#include "first/first.h"\n#include <libsvm/svm.h>\n',
    }
    wrong = [
        ("runtime/low/low.h", '#include "high/high.h"\n', "runs up from low/ to high/"),
        ("runtime/low/new.c", '/* why */\n  #  include "high/high.h"\n', "new.c:2"),
        ("tools/dehusk/low/low.h", '#include "high/high.h"\n', "names no file below tools/dehusk/"),
        ("tools/dehusk/high/high.c", '#include "low/../../../runtime/low/low.h"\n', "leaves its building"),
        ("runtime/attic/new.h", "", "has no floor"),
        ("train/first/new.c", '#include "high/high.h"\n', "the trainer does not use runtime/high"),
        ("train/first/new.c", "#include <libsvm/svm.h>\n", "only its own files may know it"),
        ("train/first/first.h", '#include "solver/svm.h"\n', "runs up from first/ to solver/"),
        ("train/first/new.c", '#include "none.h"\n', "names no file of train/ or runtime/"),
        ("train/new.c", "", "train/new.c: has no floor"),
        ("runtime/low/low.h", '#include "none.h"\n', "names no file below runtime/"),
    ]
    for name, text, expected in [("train/solver/svm.c", right["train/solver/svm.c"], "")] + wrong:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file, content in (right | {name: text}).items():
                (root / file).parent.mkdir(parents=True, exist_ok=True)
                (root / file).write_text(content)
            found = "\n".join(faults_of_tree(root, floors))
            if (expected not in found) if expected else found:
                sys.exit(f"floors.py: {name} with {text!r}: expected {expected!r}, found {found!r}")


def main():
    root = pathlib.Path(sys.argv[1])
    floors_file = pathlib.Path(__file__).parent / "floors.txt"
    try_wrong_trees()
    floors = read_floors(floors_file)
    faults = faults_of_tree(root, floors) + faults_of_words(root, floors_file, floors)
    print("\n".join(faults) or "no arrow runs up")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
