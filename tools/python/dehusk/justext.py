"""Dehusk in the shape of jusText: programs written for one work with the other.

    import dehusk.justext as justext      # before: import justext

    for paragraph in justext.justext(html, justext.get_stoplist("English")):
        if not paragraph.is_boilerplate:
            print(paragraph.text)

What differs:

- Stop lists are taken and not used, in any language; the classifier needs none. So are the thresholds. A page without
  words of any list is classified like all others.
- A paragraph is a line of Dehusk. ``class_type`` is "good" or "bad", as jusText's is in the end; ``cf_class``, the class
  without context, is "good" from a probability of 0.5 on and else "bad"; "short" and "neargood" do not occur.
- ``dom_path``, ``xpath``, ``tags_count``, ``chars_count_in_links`` and ``links_density()`` are read off the tags as they
  are written, when first asked for; jusText has them from a repaired tree, so on broken pages they differ. They name
  the innermost block that the line stands in. Plain text has none: "" and 0.
- ``text_nodes`` has one string, the text. ``append_text`` is not there: paragraphs do not change.
- ``line`` is added: the dehusk.Line, with probability, range and reasons.
- ``preprocessor`` is refused: there is no tree that it could be given.
- ``get_stoplists`` and ``get_stoplist`` are those of the package jusText where it is installed. Without it there is one
  empty list for whatever name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import _classifier
from ._markup import Facts, facts_of
from ._page import Line, Page

if TYPE_CHECKING:
    from ._classifier import PageInput

__all__ = ["Paragraph", "get_stoplist", "get_stoplists", "justext"]

# jusText's defaults, so that its signature can be called whole.
LENGTH_LOW_DEFAULT = 70
LENGTH_HIGH_DEFAULT = 200
STOPWORDS_LOW_DEFAULT = 0.30
STOPWORDS_HIGH_DEFAULT = 0.32
MAX_LINK_DENSITY_DEFAULT = 0.2
MAX_HEADING_DISTANCE_DEFAULT = 200


class _PageFacts:
    """What the markup says, read once for all paragraphs of a page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def all(self) -> list[Facts]:
        page = self._page
        source = page.source
        if page.format != "html" or source is None:
            return [Facts() for _ in page.lines]
        # Tags are ASCII in all charsets but UTF-16, which justext() has decoded, so bytes may stand for characters.
        text = source if isinstance(source, str) else bytes(memoryview(source)).decode("latin-1")
        columns = page.columns()
        return facts_of(text, columns.begin, columns.end)


class Paragraph:
    """One line, with the attributes of jusText's paragraphs."""

    def __init__(self, line: Line, heading: bool, facts: _PageFacts) -> None:
        self.line = line
        self.heading = heading
        self._facts = facts

    @property
    def text(self) -> str:
        """The text, white space collapsed."""
        return re.sub(r"\s+", " ", self.line.text).strip()

    @property
    def text_nodes(self) -> list[str]:
        """The text as the only item."""
        return [self.text]

    @property
    def class_type(self) -> str:
        """ "good" or "bad"."""
        return "good" if self.line.is_content else "bad"

    @property
    def cf_class(self) -> str:
        """ "good" or "bad" by the line's own probability."""
        return "good" if self.line.probability >= 0.5 else "bad"

    @property
    def is_boilerplate(self) -> bool:
        """Whether the line is chrome."""
        return not self.line.is_content

    @property
    def is_heading(self) -> bool:
        """Whether the line is a heading."""
        return self.line.heading_level > 0

    @property
    def dom_path(self) -> str:
        """Names of the elements around the line: "html.body.div.p"."""
        return self._facts.all[self.line.index].dom_path

    @property
    def xpath(self) -> str:
        """The same with numbers: "/html[1]/body[1]/div[2]/p[1]"."""
        return self._facts.all[self.line.index].xpath

    @property
    def tags_count(self) -> int:
        """Begin tags of inline elements in the line or right before it."""
        return self._facts.all[self.line.index].tags

    @property
    def chars_count_in_links(self) -> int:
        """Characters of the text that are in links (bytes, for a page given as bytes)."""
        return self._facts.all[self.line.index].link_characters

    @property
    def words_count(self) -> int:
        """Words between white space."""
        return len(self.text.split())

    def contains_text(self) -> bool:
        """True: lines are never empty."""
        return True

    def stopwords_count(self, stopwords: Collection[str]) -> int:
        """How many words are in ``stopwords``."""
        return sum(word.lower() in stopwords for word in self.text.split())

    def stopwords_density(self, stopwords: Collection[str]) -> float:
        """The share of words that are."""
        return self.stopwords_count(stopwords) / self.words_count if self.words_count else 0

    def links_density(self) -> float:
        """The share of the text that is in links, 0 to 1."""
        source = self.line._page.source
        if isinstance(source, str) or source is None:
            length = len(self.text)
        else:
            length = len(self.text.encode(_codec(self.line._page.charset), "replace"))
        return min(1.0, self.chars_count_in_links / length) if length else 0

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"<dehusk.justext.Paragraph {self.class_type} {self.text[:40]!r}>"


def _codec(charset: str) -> str:
    """Python's name for a charset of the Encoding Standard; UTF-8 where it has none, for lengths only."""
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset


def justext(
    html_text: PageInput,
    stoplist: Collection[str] | None = None,
    length_low: int = LENGTH_LOW_DEFAULT,
    length_high: int = LENGTH_HIGH_DEFAULT,
    stopwords_low: float = STOPWORDS_LOW_DEFAULT,
    stopwords_high: float = STOPWORDS_HIGH_DEFAULT,
    max_link_density: float = MAX_LINK_DENSITY_DEFAULT,
    max_heading_distance: int = MAX_HEADING_DISTANCE_DEFAULT,
    no_headings: bool = False,
    encoding: str | None = None,
    default_encoding: str | None = None,
    enc_errors: str = "replace",
    preprocessor: Callable[[Any], Any] | None = None,
) -> list[Paragraph]:
    """Classifies an HTML page: a list with a Paragraph for each line.

    ``encoding`` is the charset of a page given as bytes. ``no_headings`` leaves titles to the classifier, which takes
    most of them for chrome. The stop list, the thresholds, ``default_encoding`` and ``enc_errors`` are not used: the
    charset is found, and what is malformed is replaced.

    Raises ValueError for a ``preprocessor``, and what ``dehusk.classify`` raises.
    """
    if preprocessor is not None:
        raise ValueError("there is no tree to preprocess: change the HTML before it is classified")
    page = _classifier.classify(
        html_text, format="html", charset=encoding, keep=frozenset() if no_headings else frozenset({"title"})
    )
    if page.charset.startswith("utf-16") and not isinstance(html_text, str):
        decoded = bytes(memoryview(html_text)).decode(page.charset, "replace")
        page = _classifier.classify(decoded, format="html", keep=frozenset() if no_headings else frozenset({"title"}))
    facts = _PageFacts(page)
    return [Paragraph(line, not no_headings and line.heading_level > 0, facts) for line in page.lines]


def get_stoplists() -> frozenset[str]:
    """Names of the stop lists: those of jusText, or none without it."""
    try:
        from justext import get_stoplists as theirs
    except ImportError:
        return frozenset()
    return frozenset(theirs())


def get_stoplist(language: str) -> frozenset[str]:
    """The stop list of that name: jusText's, or an empty one without it."""
    try:
        from justext import get_stoplist as theirs
    except ImportError:
        return frozenset()
    return frozenset(theirs(language))
