"""What a document says, whoever wrote it: its blocks as nested tuples, with the text of each and its styles.

    ("quote", blocks...)  ("ul", items...)  ("ol", first number, items...)  an item: ("item", blocks...)
    ("p", inline)  ("h", level, inline)  ("code", language, text)  ("table", (row, ...)), a row: (inline, ...)

`inline` is a tuple of (text, styles) with equal neighbours joined, white space as browsers show it, "\\n" for a line
break. A paragraph alone in an item is one, in a loose list and in a tight one.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

STYLES = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "s": "s", "del": "s", "code": "code",
          "sup": "sup", "sub": "sub"}
CONTAINERS = ("blockquote", "ul", "ol", "li")
SPACE = " \t\n\f\r"


def settle(pieces):
    """Joins equal neighbours, collapses white space, takes it from the ends of rows."""
    characters = []
    for text, styles in pieces:
        for character in text if text == "\n" else re.sub("[ \t\n\f\r]+", " ", text):
            if character == " " and (not characters or characters[-1][0] in " \n"):
                continue
            if character == "\n" and characters and characters[-1][0] == " ":
                characters.pop()
            characters.append((character, styles if character not in " \n" else None))
    while characters and characters[-1][0] in SPACE:
        characters.pop()
    runs = []
    for at, (character, styles) in enumerate(characters):
        if styles is None:  # nobody sees the style of a space: it has that of its neighbours where they agree
            before = runs[-1][1] if runs else frozenset()
            after = next((following for _, following in characters[at:] if following is not None), frozenset())
            styles = before & after
        if runs and runs[-1][1] == styles:
            runs[-1][0] += character
        else:
            runs.append([character, styles])
    return tuple((text, styles) for text, styles in runs)


def without(inline, *names):
    return settle([(text, frozenset(style for style in styles if style not in names)) for text, styles in inline])


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [["root"]]  # containers: name, then blocks
        self.inline = None  # pieces of the paragraph, heading or cell that is open
        self.block = None
        self.styles = []
        self.rows = None
        self.code = None

    def flush(self):
        """Ends a paragraph, which may have had no tag of its own."""
        if self.inline is None:
            return
        inline, self.inline = settle(self.inline), None
        kind = self.block or ("p",)
        if kind[0] == "cell":
            self.rows[-1].append(without(inline, "strong") if kind[1] else inline)
        elif kind[0] == "h":
            self.open[-1].append(("h", kind[1], without(inline, "strong")))
        elif inline:
            self.open[-1].append(("p", inline))
        self.block = None

    def piece(self, text):
        if self.inline is None:
            self.inline = []
        self.inline.append((text, frozenset(style for _, style in self.styles)))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in STYLES and self.code is None:
            self.styles.append((tag, STYLES[tag]))
        elif tag == "code":
            language = re.match("language-(.*)", attributes.get("class") or "")
            self.code[0] = language.group(1) if language else ""
        elif tag == "a":
            self.styles.append((tag, "a " + (attributes.get("href") or "")))
        elif tag == "br":
            self.piece("\n")
        elif tag == "img":
            self.styles.append((tag, "img " + (attributes.get("src") or "")))
            self.piece(attributes.get("alt") or "")
            self.styles.pop()
        elif tag == "pre":
            self.flush()
            self.code = ["", ""]
        elif tag in CONTAINERS:
            self.flush()
            self.open.append([tag, int(attributes.get("start") or 1)])
        elif tag in ("th", "td"):
            self.flush()
            self.block, self.inline = ("cell", tag == "th"), []
        elif tag == "tr":
            self.rows.append([])
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.flush()
            self.block, self.inline = ("h", int(tag[1])), []
        elif tag in ("p", "hr"):
            self.flush()
            if tag == "hr":
                self.open[-1].append(("hr",))

    def handle_endtag(self, tag):
        if self.code is not None:
            if tag == "pre":
                self.open[-1].append(("code", self.code[0], self.code[1].strip("\n")))
                self.code = None
        elif tag in STYLES or tag == "a":
            self.styles.pop()
        elif tag in CONTAINERS:
            self.flush()
            name, start, *blocks = self.open.pop()
            head = {"blockquote": ("quote",), "ul": ("ul",), "ol": ("ol", start), "li": ("item",)}[name]
            self.open[-1].append((*head, *blocks))
        elif tag == "table":
            width = max((len(row) for row in self.rows), default=0)
            rows = [tuple(row) + ((),) * (width - len(row)) for row in self.rows]
            self.open[-1].append(("table", tuple(row for row in rows if any(row))))
            self.rows = None
        elif tag in ("p", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.flush()

    def handle_data(self, data):
        if self.code is not None:
            self.code[1] += data
        elif self.inline is not None or data.strip(SPACE):
            self.piece(data.replace("\n", " "))


def outline(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    assert len(reader.open) == 1 and not reader.styles, "tags that do not match"
    return tuple(reader.open[0][1:])


def is_inline(value):
    return isinstance(value, tuple) and all(isinstance(run, tuple) and len(run) == 2 and isinstance(run[1], frozenset)
                                            for run in value)


def plain(blocks):
    """The same without styles."""
    if is_inline(blocks) and blocks:
        return "".join(text for text, _ in blocks)
    return tuple(plain(part) for part in blocks) if isinstance(blocks, tuple) else blocks


def styled(blocks):
    """Every character with its styles, in order."""
    if is_inline(blocks):
        return [(character, styles) for text, styles in blocks for character in text if character not in SPACE]
    return [pair for part in blocks if isinstance(part, tuple) for pair in styled(part)]
