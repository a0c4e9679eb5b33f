#!/usr/bin/env python3
"""The example of runtime/features/ADDING.md, done as it says: the feature goes into a copy of the tree, the trainer is
built, and the page's own command trains a model that has it.

    adding_test.py CMAKE C_COMPILER SOURCE_FOLDER FOLDER

FOLDER gets the copy and its build, and keeps them, so that the next time only what has changed is built.
Exit status: 0 all is well, 1 something is not.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

COPIED = ("CMakeLists.txt", "LICENSE", "runtime", "train", "models", "tools/CMakeLists.txt", "tools/cmake",
          "tools/dehusk/output/report", "tools/bench", "tools/generate")


def run(*command, **settings):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **settings)
    if done.returncode != 0:
        sys.exit(f"adding_test.py: {' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def put(path, content):
    """Only if it is another one, lest all be built again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def patched(source, diff):
    """The files that the diff changes, by path, with the changes."""
    with tempfile.TemporaryDirectory() as folder:
        names = re.findall(r"^\+\+\+ b/(\S+)", diff, re.MULTILINE)
        for name in names:
            put(Path(folder) / name, (source / name).read_bytes())
        run("git", "apply", "-p1", "-", cwd=folder, input=diff, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(Path(folder).parent)})
        return {name: (Path(folder) / name).read_bytes() for name in names}


def copy_tree(source, folder, changed):
    wanted = {}
    for name in COPIED:
        paths = [source / name] if (source / name).is_file() else sorted((source / name).rglob("*"))
        wanted.update({path.relative_to(source).as_posix(): path for path in paths if path.is_file()})
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    for name, path in wanted.items():
        put(folder / name, changed.get(name) or path.read_bytes())


def main():
    cmake, compiler, source, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    page = (source / "runtime/features/ADDING.md").read_text()
    diff = re.search(r"^```diff\n(.*?)^```$", page, re.MULTILINE | re.DOTALL).group(1)
    command = re.search(r"`dehusk-train (fit [^`]*)`", page).group(1)
    name, words = re.search(r'^\+ .*"([a-z-]+)", "([^"]+)"', diff, re.MULTILINE).groups()
    tree, build = folder / "tree", folder / "build"
    copy_tree(source, tree, patched(source, diff))
    run(cmake, "-S", tree, "-B", build, "-G", "Ninja", f"-DCMAKE_C_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=",
        "-DDEHUSK_BUILD_TOOLS=OFF", "-DDEHUSK_BUILD_TESTS=OFF", "-DDEHUSK_INSTALL=OFF")
    run(cmake, "--build", build, "--target", "dehusk_train")
    train = build / "train" / "dehusk-train"
    if "liblinear" not in run(train, "--version"):
        command = command.replace(" --solver liblinear", "")
    model = folder / "word-length.dehusk"
    run(train, *[str(model) if word == "MODEL" else word for word in shlex.split(command)], cwd=source)
    row = re.search(rf"^{name} +(\d+) +(\d+)", run(train, "dump", model, "--top", "1"), re.MULTILINE)
    if row is None or int(row.group(2)) == 0:
        sys.exit(f"adding_test.py: the model has no weight for {name} ({words})")
    print(f"{name}: {row.group(1)} features, {row.group(2)} with a weight")


if __name__ == "__main__":
    main()
