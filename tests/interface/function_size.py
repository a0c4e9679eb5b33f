#!/usr/bin/env python3
"""Functions fit in a head: none of runtime/, tools/ and train/ has a body of more than 60 lines or more than 6
parameters.

    function_size.py SOURCE_FOLDER

The text is read as clang-format leaves it: a definition or declaration begins at the left margin, a body ends with a
brace there. The public header is left out: its functions are what they are. Before it reads the tree, the test reads
functions that are too large by one, and others that are just small enough, and sees that each is told from the other.
"""
import pathlib
import re
import sys

BUILDINGS = ["runtime", "tools", "train"]
LINES_MAX = 60
PARAMETERS_MAX = 6
# Comments, strings and characters, whose braces and commas are not the code's.
SILENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\\\n]|\\\n|\\.)*", re.M)
# From the margin to the bracket of the parameters.
OPENING = re.compile(r"^(?:__attribute__\(\(.*?\)\) )?[A-Za-z_][\w \t*\n]*?\b(\w+)\(", re.M)


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def without_comments(text):
    """The same text with blanks for comments, texts and directives; lines stay where they are."""
    return DIRECTIVE.sub(blank, SILENT.sub(blank, text))


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
        line = text.count("\n", 0, match.start(1)) + 1
        count, at = parameters(text, match.end())
        if count > PARAMETERS_MAX:
            faults.append(f"{name}:{line}: {match[1]}: {count} parameters")
        body = re.compile(r"\s*\{\n").match(text, at)
        if body:
            end = text.find("\n}", body.end() - 1)
            lines = text.count("\n", body.end() - 1, end)
            if lines > LINES_MAX:
                faults.append(f"{name}:{line}: {match[1]}: {lines} lines")
            at = end
    return faults


def try_functions():
    """Pairs of a text and what is said of it; nothing where it is fine."""
    six = ", ".join(f"int {letter}" for letter in "abcdef")
    body = "    f();\n" * LINES_MAX
    tries = [
        (f"void f({six});\n", ""),
        (f"void f({six},\n       int g);\n", "f: 7 parameters"),
        (f"static const char *const *f({six}, void (*g)(int, int)) {{\n}}\n", "f: 7 parameters"),
        ("void f(int a, /* b, c, d, e, */ void (*g)(int, int, int, int, int, int, int));\n", ""),
        (f"void f(void) {{\n{body}}}\n", ""),
        (f"void f(void) {{\n{body}\n}}\n", "f: 61 lines"),
        (f"#define TWICE(a) (a)\nstruct s {{\n    int a;\n}};\nint f(int a,\n      int b) {{\n{body}    g();\n}}\n",
         "x.c:5: f: 61 lines"),
        (f"void f(void) {{\n    g(\"\\n}}\");\n{body}}}\n\nint h({six}, int g) {{\n}}\n", "h: 7 parameters"),
    ]
    for text, expected in tries:
        found = "\n".join(faults_of_text("x.c", text))
        if (expected not in found) if expected else found:
            sys.exit(f"function_size.py: expected {expected!r}, found {found!r} in {text[:90]!r}")


def main():
    root = pathlib.Path(sys.argv[1])
    try_functions()
    faults = []
    for building in BUILDINGS:
        for path in sorted((root / building).rglob("*.[ch]")):
            if "include" not in path.parts and "examples" not in path.parts:
                faults += faults_of_text(path.relative_to(root).as_posix(), path.read_text())
    print("\n".join(faults) or "all functions are small")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
