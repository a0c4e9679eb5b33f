#!/usr/bin/env python3
"""Functions fit in a head: none of runtime/, tools/dehusk/ and train/ has more than 60 lines or 6 parameters.

    function_size.py SOURCE_FOLDER

The text is read as clang-format leaves it: a definition or declaration begins at the left margin, a body ends with a
brace there. Types of functions (callbacks) count as signatures too. Before it reads the tree, the test reads functions
that are too large by one and sees that each is found out.
"""
import pathlib
import re
import sys

BUILDINGS = ["runtime", "tools/dehusk", "train"]
LINES_MAX = 60
PARAMETERS_MAX = 6
# Comments, strings and characters, whose braces and commas are not the code's.
SILENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)
# From the margin to the bracket of the parameters; a type of functions has its name in brackets of its own.
OPENING = re.compile(r"^(?!typedef struct|typedef enum|#|static const)[A-Za-z_][\w \t*\n]*?(\b\w+|\(\*\w+\))\(", re.M)


def without_comments(text):
    """The same text with blanks for comments and texts; lines stay where they are."""
    return SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def parameters(text, begin):
    """The number of parameters of the list that begins there, and where it ends."""
    depth, commas = 1, 0
    for at in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        commas += depth == 1 and text[at] == ","
        if depth == 0:
            return (commas + 1 if text[begin:at].strip() else 0), at + 1
    return 0, len(text)


def faults_of_text(name, text):
    text = without_comments(text)
    faults = []
    at = 0
    while match := OPENING.search(text, at):
        line = text.count("\n", 0, match.start()) + 1
        count, at = parameters(text, match.end())
        function = match[1].strip("(*)")
        if count > PARAMETERS_MAX:
            faults.append(f"{name}:{line}: {function}: {count} parameters")
        if re.match(r"\s*\{", text[at:]):
            end = text.find("\n}", at)
            end = len(text) if end < 0 else end + 2
            lines = text.count("\n", 0, end) + 2 - line
            if text.find("\n", at) > end or text[at:].lstrip().startswith("{}"):
                lines = 1
            if lines > LINES_MAX:
                faults.append(f"{name}:{line}: {function}: {lines} lines")
            at = end
    return faults


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    faults = []
    for b in BUILDINGS:
        for p in sorted((root / b).rglob("*.[ch]")):
            faults += faults_of_text(p.relative_to(root).as_posix(), p.read_text())
    print("\n".join(faults))
