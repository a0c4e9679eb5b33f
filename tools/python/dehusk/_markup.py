"""Which elements a line stands in, and how much of it is links: what jusText says and the library does not.

Read off the source with the standard library's parser, when somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

# jusText counts the other elements as parts of a paragraph.
_BLOCKS = frozenset(
    "body blockquote caption center col colgroup dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 legend li optgroup option "
    "p pre table td textarea tfoot th thead tr ul article aside footer header main nav ol section".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What an element's begin tag ends, if it is the innermost block that is open.
_ENDS = {
    "li": ("li",),
    "dd": ("dd", "dt"),
    "dt": ("dd", "dt"),
    "option": ("option",),
    "tr": ("td", "th", "tr"),
    "td": ("td", "th"),
    "th": ("td", "th"),
}


@dataclass
class Facts:
    """Of one line."""

    dom_path: str = ""
    xpath: str = "/"
    link_characters: int = 0
    tags: int = 0


@dataclass
class _Open:
    name: str
    number: int
    children: Counter[str] = field(default_factory=Counter)


class _Reader(HTMLParser):
    def __init__(self, source: str, begins: Sequence[int], ends: Sequence[int]) -> None:
        super().__init__(convert_charrefs=False)
        self.facts = [Facts() for _ in begins]
        self._begins = begins
        self._ends = ends
        self._next = 0
        self._root: Counter[str] = Counter()
        self._open: list[_Open] = []
        self._inline = 0  # begin tags since the block that is open began
        self._names: Counter[str] = Counter()  # of open elements; a search for each end tag would be quadratic
        # The parser tells lines and columns.
        self._starts = [0]
        at = source.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = source.find("\n", at + 1)

    def _line_at(self, at: int) -> Facts | None:
        while self._next < len(self._ends) and self._ends[self._next] <= at:
            self._next += 1
        if self._next < len(self._ends) and self._begins[self._next] <= at:
            return self.facts[self._next]
        return None

    def _position(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _push(self, name: str) -> None:
        children = self._open[-1].children if self._open else self._root
        children[name] += 1
        self._open.append(_Open(name, children[name]))
        self._names[name] += 1

    def _text(self, length: int, characters: int) -> None:
        # A run of text is in one line, but may begin before it, with white space.
        at = self._position()
        facts = self._line_at(at)
        if facts is None and self._next < len(self._begins) and self._begins[self._next] < at + length:
            facts = self.facts[self._next]
        if facts is None:
            return
        if not facts.dom_path:
            blocks = [at for at, element in enumerate(self._open) if element.name in _BLOCKS]
            path = self._open[: blocks[-1] + 1] if blocks else self._open[:2]
            facts.dom_path = ".".join(element.name for element in path)
            facts.xpath = "/" + "/".join(f"{element.name}[{element.number}]" for element in path)
            facts.tags = self._inline
        if self._names["a"]:
            facts.link_characters += characters

    def handle_data(self, data: str) -> None:
        """Text."""
        self._text(len(data), len(" ".join(data.split())))

    def handle_entityref(self, name: str) -> None:
        """A named reference: one character, mostly."""
        self._text(1, 1)

    def handle_charref(self, name: str) -> None:
        """A numeric reference."""
        self._text(1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A begin tag."""
        facts = self._line_at(self._position())
        if tag in _BLOCKS:
            self._inline = 0
        else:
            self._inline += 1
            if facts is not None and facts.dom_path:
                facts.tags += 1
        if not self._open and tag != "html":
            self._push("html")
        if tag == "html" and self._open:
            return
        if tag == "body" and self._names["body"]:
            return
        if len(self._open) == 1 and tag not in ("head", "body", "title", "meta", "link", "script", "style", "base"):
            self._push("body")
        if tag in _BLOCKS and self._open and self._open[-1].name == "p":
            self._pop("p")
        for ended in _ENDS.get(tag, ()):
            if self._open and self._open[-1].name == ended:
                self._pop(ended)
        self._push(tag)
        if tag in _VOID:
            self._pop(tag)

    def _pop(self, name: str) -> None:
        while self._open:
            element = self._open.pop()
            self._names[element.name] -= 1
            if element.name == name:
                return

    def handle_endtag(self, tag: str) -> None:
        """An end tag; one without a beginning is nothing."""
        if tag in _BLOCKS:
            self._inline = 0
        if tag not in ("html", "body") and self._names[tag]:
            self._pop(tag)


def facts_of(source: str, begins: Sequence[int], ends: Sequence[int]) -> list[Facts]:
    """What the markup says of the lines with these ranges of ``source``."""
    reader = _Reader(source, begins, ends)
    reader.feed(source)
    reader.close()
    return reader.facts
