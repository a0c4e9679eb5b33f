#!/usr/bin/env python3
"""Compares Dehusk's lines with those of a full HTML5 parser's tree.

Dehusk reads lines off the tokens of a page with a light stack of open elements.
Here the same lines are read off the tree that the HTML Standard prescribes, and
the two are compared over a corpus of pages. The figure is the share of the text,
in characters, that stands in lines which both have, in the same order; of the
two texts the longer one is the whole.

The parser is Lexbor (PyPI: selectolax, version in requirements.txt beside this
file). It does the whole tree construction of the Standard (adoption agency,
foster parenting, foreign content, the select of 2025), reads a page in a
millisecond or two and comes as a wheel. html5lib takes thirty times as long and
has not followed the Standard since 2020. Scripting is off, so that noscript is content.

A line is a run of text between two boundaries: start or end of a block element,
br or hr. White space is collapsed but for that in pre, listing, xmp, plaintext
and textarea. Which elements are blocks, keep their space or drop their text is
read from the table tag_flags of runtime/html/html_tree.c. Control characters
are no text, space of any kind (U+200B too) at either end of a line is no part of
it, and a line without a visible character is none.

Text that stands in a table but in no cell goes before the table in the tree;
Dehusk leaves it where it is written, and that counts as a difference.

Dehusk and the parser are given the same UTF-8: the page decoded by the Python
codec of the charset that Dehusk finds in it.

    html5_lines.py --dehusk build/tools/dehusk [--model FILE] [--every N] [--corpus DIR]

Exit status: 0 the share is reached, 1 it is not, 77 the parser, the corpus, the
command or its model is not there. With pages as arguments their differences are
shown and nothing else is done.
"""

import argparse
import collections
import csv
import difflib
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

SKIPPED = 77
SOURCE = os.environ.get("DEHUSK_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PAGES_AT_ONCE = 64

# Labels of the Encoding Standard to codecs of Python, where the names differ or
# Python's codec of that name knows less.
CODECS = {
    "gbk": "gb18030", "big5": "big5hkscs", "euc-kr": "cp949", "shift_jis": "cp932", "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
}

SPACES = " \t\n\f\r"


def skip(reason):
    print("skipped: " + reason)
    sys.exit(SKIPPED)


# -- What an element does to lines: Dehusk's own table -------------------------

class Elements:
    def __init__(self, source):
        with open(os.path.join(source, "runtime/html/html_names.h"), encoding="utf-8") as file:
            names = dict(re.findall(r'X\((\w+), "([^"]+)"\)', file.read().split("define DHK_ATTRIBUTES")[0]))
        with open(os.path.join(source, "runtime/html/html_tree.c"), encoding="utf-8") as file:
            text = file.read()
        letters = dict(re.findall(r"^#define (\w) DHK_(\w+)$", text, re.M))
        table = re.search(r"tag_flags\[DHK_TAG_COUNT\] = \{(.*?)\};", text, re.S).group(1)
        self.block, self.dropped, self.spaced = set(), set(), set()
        sets = {"IS_BLOCK": self.block, "DROPS_TEXT": self.dropped, "KEEPS_SPACE": self.spaced}
        for tag, flags in re.findall(r"\[DHK_TAG_(\w+)\] = ([^,]*),", table):
            for flag in flags.replace("DHK_", "").split("|"):
                flag = letters.get(flag.strip(), flag.strip())
                if flag in sets:
                    sets[flag].add(names[tag])
        assert {"p", "div", "td"} <= self.block and {"script", "svg"} <= self.dropped and "pre" in self.spaced
        self.breaks = {"br", "hr"}


# -- Lines of a tree ------------------------------------------------------------

CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff]")
SPACE_RUN = re.compile("[" + SPACES + "]+")
LEADING_ROWS = re.compile(r"\A(?:[^\S\n]*\n)+")
SPACE_CLASS = "".join(chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Zs", "Zl", "Zp"))
SPACE_CLASS += SPACES + "\u200b"  # as in tools/generate/unicode_table.c
IGNORABLE = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10))))


def is_visible(text):
    return any(c not in SPACE_CLASS and c not in IGNORABLE and unicodedata.category(c) not in ("Cf", "Cc") for c in text)


class LineMaker:
    def __init__(self):
        self.lines, self.paths = [], []
        self.pieces, self.path = [], ""

    def text(self, text, preformatted, path):
        if preformatted:
            self.pieces.append((text, True))
        else:
            self.pieces.append((SPACE_RUN.sub(" ", text), False))
        if text.strip():
            self.path = path

    def end(self):
        if self.pieces:
            if any(preformatted for _, preformatted in self.pieces):
                line = LEADING_ROWS.sub("", CONTROLS.sub("", "".join(text for text, _ in self.pieces)))
                line = line.rstrip(SPACE_CLASS)
            else:
                line = SPACE_RUN.sub(" ", CONTROLS.sub("", "".join(text for text, _ in self.pieces)))
                line = line.strip(SPACE_CLASS)
            self.pieces = []
            if line and is_visible(line):
                self.lines.append(line)
                self.paths.append(self.path)
        self.path = ""


def tree_lines(document, elements):
    """The lines, and the path of the element that each one's last text stands in."""
    maker = LineMaker()
    block, dropped, spaced, breaks = elements.block, elements.dropped, elements.spaced, elements.breaks
    node = document.root
    path, spaces = [], 0
    while node is not None:
        tag = node.tag
        down = None
        if node.is_element_node:
            if tag in block or tag in breaks:
                maker.end()
            if tag not in dropped:
                down = node.first_child
        elif tag == "-text":
            maker.text(node.text_content or "", spaces > 0, path)
        elif tag == "-document":
            down = node.first_child
        if down is not None:
            path = path + [tag]
            spaces += tag in spaced
            node = down
            continue
        if node.is_element_node and tag in block:
            maker.end()
        while node is not None and node.next is None:
            node = node.parent
            if node is None or not path:
                node = None
                break
            tag = node.tag
            path = path[:-1]
            spaces -= tag in spaced
            if tag in block:
                maker.end()
        if node is not None:
            node = node.next
    maker.end()
    return maker.lines, [">".join(p[-4:]) if p else "" for p in maker.paths]


# -- The command -----------------------------------------------------------------

class Dehusk:
    def __init__(self, command, model):
        self.command = [command] + (["--model", model] if model else [])

    def read(self, files, charset):
        """One object of the command's JSON for each file."""
        if not files:
            return []
        command = self.command + ["--quiet", "--input", "html", "--output", "jsonl"]
        command += ["--charset", charset] if charset else []
        run = subprocess.run(command + files, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if run.returncode not in (0, 1):
            skip("the command does not run: " + run.stderr.decode(errors="replace").strip())
        pages = [json.loads(line) for line in run.stdout.split(b"\n") if line]
        by_source = {page["source"]: page for page in pages}
        return [by_source.get(file) for file in files]


# -- The corpus ------------------------------------------------------------------

def corpus_pages(corpus):
    """(set, id, declared charset, file), in the order of the corpus."""
    for name in sorted(os.listdir(corpus)):
        table = os.path.join(corpus, name, "pages.tsv")
        if not os.path.exists(table):
            continue
        with open(table, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                page = os.path.join(corpus, name, "html", row["id"] + ".html.gz")
                if os.path.exists(page):
                    yield name, row["id"], row["charset"] or "", page


def decode(data, charset):
    codec = CODECS.get(charset.lower(), charset.lower())
    try:
        text = data.decode(codec, errors="replace")
    except LookupError:
        text = data.decode("latin-1")
    # Line ends are the parser's business, surrogates are not text.
    return text.lstrip("\ufeff").encode("utf-8", errors="replace").decode("utf-8")


def compare_batch(batch, dehusk, folder, elements, parse):
    """Yields (name, lines of the tree, their paths, Dehusk's lines) for pages as in corpus_pages."""
    raw, paths = [], []
    for number, (_, _, _, page) in enumerate(batch):
        with (gzip.open if page.endswith(".gz") else open)(page, "rb") as file:
            raw.append(file.read())
        paths.append(os.path.join(folder, "%d.html" % number))
    by_charset = collections.defaultdict(list)
    for number, (_, _, charset, _) in enumerate(batch):
        with open(paths[number], "wb") as file:
            file.write(raw[number])
        by_charset[charset].append(number)
    texts = [None] * len(batch)
    for charset, numbers in by_charset.items():
        for number, found in zip(numbers, dehusk.read([paths[n] for n in numbers], charset)):
            if found is not None:
                texts[number] = decode(raw[number], found["charset"])
    for number, text in enumerate(texts):
        with open(paths[number], "wb") as file:
            file.write((text or "").encode("utf-8"))
    ours = dehusk.read(paths, "utf-8")
    for (name, identity, _, _), text, page in zip(batch, texts, ours):
        if text is None or page is None:
            print("not read: %s/%s" % (name, identity))
            continue
        lines, where = tree_lines(parse(text), elements)
        yield name + "/" + identity, lines, where, [line["text"] for line in page["lines"]]


# -- Comparison --------------------------------------------------------------------

def hunks(first, second):
    """(begin, end) in both for each stretch in which they differ."""
    begin, limit = 0, min(len(first), len(second))
    while begin < limit and first[begin] == second[begin]:
        begin += 1
    end = 0
    while end < limit - begin and first[len(first) - 1 - end] == second[len(second) - 1 - end]:
        end += 1
    a, b = first[begin:len(first) - end], second[begin:len(second) - end]
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [(a0 + begin, a1 + begin, b0 + begin, b1 + begin)
            for kind, a0, a1, b0, b1 in matcher.get_opcodes() if kind != "equal"]


def bare(lines):
    return "".join("".join(lines).split())


def cause_of(theirs, ours, moved_theirs, moved_ours):
    """A category for a stretch of lines in which the two differ."""
    if not theirs:
        return "order: moved by the tree" if all(line in moved_theirs for line in ours) else "only Dehusk's"
    if not ours:
        return "order: moved by the tree" if all(line in moved_ours for line in theirs) else "only the tree's"
    a, b = bare(theirs), bare(ours)
    if a == b:
        if len(theirs) == len(ours):
            return "white space"
        return "divided: Dehusk joins" if len(theirs) > len(ours) else "divided: Dehusk splits"
    if sorted(a) == sorted(b):
        return "order within a stretch"
    return "other text"


def compare(theirs, ours):
    """(characters of the tree's lines, of Dehusk's, of common lines, [(cause, characters, hunk)])."""
    totals = sum(map(len, theirs)), sum(map(len, ours))
    if theirs == ours:
        return totals + (totals[0], [])
    differing = hunks(theirs, ours)
    lost = sum(len(line) for a0, a1, _, _ in differing for line in theirs[a0:a1])
    moved_theirs = {line for a0, a1, _, _ in differing for line in theirs[a0:a1]}
    moved_ours = {line for _, _, b0, b1 in differing for line in ours[b0:b1]}
    causes = []
    for hunk in differing:
        a, b = theirs[hunk[0]:hunk[1]], ours[hunk[2]:hunk[3]]
        causes.append((cause_of(a, b, moved_theirs, moved_ours), max(sum(map(len, a)), sum(map(len, b))), hunk))
    return totals + (totals[0] - lost, causes)


def show(name, theirs, where, ours, limit):
    for cause, size, (a0, a1, b0, b1) in compare(theirs, ours)[3][:limit]:
        print("%s: %s, %d characters" % (name, cause, size))
        for i in range(a0, min(a1, a0 + 12)):
            print("  tree   %s | %s" % (where[i], theirs[i][:300]))
        for i in range(b0, min(b1, b0 + 12)):
            print("  dehusk %s" % ours[i][:300])


def main():
    here = os.environ
    parser = argparse.ArgumentParser(description="Compare Dehusk's lines with those of an HTML5 tree.")
    parser.add_argument("--dehusk", default=here.get("DEHUSK", "dehusk"), help="the command [%(default)s]")
    parser.add_argument("--model", help="the command's model [the one built in]")
    parser.add_argument("--corpus", default=here.get("DEHUSK_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    parser.add_argument("--share", type=float, default=0.995, help="what is enough [%(default)s]")
    parser.add_argument("--worst", type=int, default=15, metavar="N", help="pages to name [%(default)s]")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="differences to show of each page")
    parser.add_argument("pages", nargs="*", help="files or SET/ID to show the differences of")
    options = parser.parse_args()

    try:
        from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser
    except ImportError:
        skip("no selectolax: pip install -r tests/conformance/requirements.txt")

    def parse(text):
        return LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS)

    if options.pages:
        pages = []
        for page in options.pages:
            at = page if os.path.exists(page) else os.path.join(
                options.corpus, page.split("/")[0], "html", page.split("/")[-1] + ".html.gz")
            declared = [p[2] for p in corpus_pages(options.corpus) if p[3] == at] if at != page else []
            pages.append((page.split("/")[0], page.split("/")[-1], declared[0] if declared else "", at))
        options.show = options.show or 20
    else:
        if not os.path.isdir(options.corpus):
            skip("no corpus at " + options.corpus)
        pages = list(corpus_pages(options.corpus))[::options.every]
        if not pages:
            skip("no pages in " + options.corpus)
    dehusk = Dehusk(options.dehusk, options.model)
    try:
        probe = subprocess.run(dehusk.command + ["--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               check=False)
    except OSError as error:
        skip("no command: %s" % error)
    if probe.returncode != 0:
        skip("the command does not run: " + probe.stdout.decode(errors="replace").strip())

    elements = Elements(SOURCE)
    whole = common = count = equal = 0
    by_set = collections.defaultdict(lambda: [0, 0])
    by_cause = collections.defaultdict(lambda: [0, 0, set()])
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for begin in range(0, len(pages), PAGES_AT_ONCE):
            batch = pages[begin:begin + PAGES_AT_ONCE]
            for name, theirs, where, ours in compare_batch(batch, dehusk, folder, elements, parse):
                in_tree, in_dehusk, both, causes = compare(theirs, ours)
                larger = max(in_tree, in_dehusk)
                count += 1
                equal += not causes
                whole += larger
                common += both
                by_set[name.split("/")[0]][0] += both
                by_set[name.split("/")[0]][1] += larger
                for cause, size, _ in causes:
                    by_cause[cause][0] += size
                    by_cause[cause][1] += 1
                    by_cause[cause][2].add(name)
                if causes:
                    results.append((larger - both, name, larger))
                if options.show:
                    show(name, theirs, where, ours, options.show)
    if options.pages:
        return 0

    share = common / whole if whole else 1.0
    print("pages %d, equal in full %d" % (count, equal))
    print("characters %d, in lines of both %d: %.4f%%" % (whole, common, 100 * share))
    print("\nby set")
    for name, (both, larger) in sorted(by_set.items()):
        print("  %-12s %8.4f%%  of %d" % (name, 100 * both / larger if larger else 100, larger))
    print("\nby cause: characters, stretches, pages")
    for cause, (size, times, names) in sorted(by_cause.items(), key=lambda item: -item[1][0]):
        print("  %-28s %9d %7d %6d   %s" % (cause, size, times, len(names), " ".join(sorted(names)[:2])))
    print("\nworst pages: characters not in common, page, its share")
    for lost, name, larger in sorted(results, reverse=True)[:options.worst]:
        print("  %9d  %-36s %7.3f%%" % (lost, name, 100 * (larger - lost) / larger))
    return 0 if share >= options.share else 1


if __name__ == "__main__":
    sys.exit(main())
