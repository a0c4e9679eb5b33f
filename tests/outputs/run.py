#!/usr/bin/env python3
"""What the command writes, read by other people's tools: Markdown by cmark and markdown-it, rows by a JSON Schema, XML by lxml.

    run.py DEHUSK FOLDER [PYTEST ARGUMENT]...

DEHUSK is the command. FOLDER gets a virtual environment with the tools, from PyPI,
if there is none yet; where they cannot be had, the tests are skipped. Without cmark
(Debian: cmark), what needs it is. Exit status: pytest's, or 77: skipped.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PACKAGES = ["pytest==9.2.0", "lxml==6.1.3", "markdown-it-py==4.3.0", "jsonschema==4.26.0"]
SKIPPED = 77
HERE = Path(__file__).resolve().parent


def main():
    dehusk, folder, *arguments = sys.argv[1:]
    python = Path(folder) / "bin" / "python"
    check = [str(python), "-c", "import jsonschema, lxml, markdown_it, pytest"]
    if not python.exists() or subprocess.run(check, capture_output=True, check=False).returncode != 0:
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print("skipped: markdown-it-py, jsonschema and lxml cannot be had:",
                  (done.stderr.strip() or "no reason").splitlines()[-1])
            print("to run it: see that pip reaches a package index, and run the tests again")
            sys.exit(SKIPPED)
    if shutil.which("cmark") is None:
        print("skipped: what is read by cmark, which is not there\nto run it: install cmark, and run the tests again")
        sys.stdout.flush()
    os.environ.update(DEHUSK=dehusk, DEHUSK_SOURCE=str(HERE.parent.parent), PYTHONDONTWRITEBYTECODE="1")
    os.execv(python, [str(python), "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(HERE), *arguments])


if __name__ == "__main__":
    main()
