"""Reads what was written for a language: material/LANG.txt.

    [ui]            key: value, or key: value | value | ...
    [headlines]     headline | snippet
    [comments]      one a line
    [none]          kind: line | line | [button]
    [KIND]          a piece: story, forum, shop, recipe, poem, data, docs, talk

In a piece, a line is a paragraph (or a verse), unless it begins with a mark: `= ` title, `## ` subhead, `- ` item, `+ ` ingredient,
`1. ` step, `| ` cells, `: ` name | value, `> ` quotation, four spaces: code. `---` ends a post, an empty line ends a stanza.
"""

import re

MARKS = [("= ", "title"), ("## ", "subhead"), ("- ", "item"), ("+ ", "ingredient"), ("| ", "cells"), (": ", "pair"), ("> ", "quote")]


class Material:
    def __init__(self, path):
        self.lang = path.stem
        self.ui, self.headlines, self.comments, self.none, self.pieces = {}, [], [], {}, {}
        section, target = "", None
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.startswith("[") and row.endswith("]") and re.fullmatch("[a-z]+", row[1:-1]):
                section = row[1:-1]
                if section not in ("ui", "headlines", "comments", "none"):
                    target = []
                    self.pieces.setdefault(section, []).append(target)
            elif section in ("ui", "none"):
                if row.strip():
                    key, value = row.split(":", 1)
                    getattr(self, section)[key.strip()] = [part.strip() for part in value.split(" | ")]
            elif section == "headlines":
                if row.strip():
                    self.headlines.append(tuple(part.strip() for part in row.split(" | ", 1)))
            elif section == "comments":
                if row.strip():
                    self.comments.append(row.strip())
            elif target is not None:
                target.append(block(row))
        for pieces in self.pieces.values():
            for piece in pieces:
                while piece and piece[-1][0] == "blank":
                    piece.pop()

    def one(self, key):
        return self.ui[key][0]


def block(row):
    if not row.strip():
        return ("blank", "")
    if row.strip() == "---":
        return ("post", "")
    if row.startswith("    "):
        return ("code", row[4:])
    step = re.match(r"\d+\. ", row)
    if step:
        return ("step", row[step.end():])
    for mark, kind in MARKS:
        if row.startswith(mark):
            return (kind, row[len(mark):])
    return ("text", row)
