"""The result of a page."""

from __future__ import annotations

import struct
from functools import cached_property
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from . import _core
from ._settings import Role

if TYPE_CHECKING:
    from typing_extensions import Buffer

Label = Literal["content", "chrome"]
Kind = Literal["other", "paragraph", "heading", "list-item", "cell", "caption", "preformatted", "control"]
Verdict = Literal["none", "mixed", "article", "not-a-page"]
CharsetSource = Literal["bom", "transport", "meta", "utf-8", "detected", "default", "str", "none"]
Limit = Literal["bytes", "lines", "depth", "attribute", "steps"]

_LABELS: tuple[Label, Label] = ("chrome", "content")
_KINDS = cast(tuple[Kind, ...], _core.KINDS)
_ROLES = cast(tuple[Role | None, ...], (None, *_core.ROLES[1:]))
_VERDICTS = cast(tuple[Verdict, ...], _core.VERDICTS)
_TRUNCATED: tuple[Limit, ...] = ("bytes", "lines", "depth", "attribute", "steps")


class Reason(NamedTuple):
    """What one feature added to a line's score."""

    feature: str
    """Its name ("link-share"); "bias" is the model's constant."""
    description: str
    """The same for people ("share of link text")."""
    group: str
    """What it belongs to ("links"); "constant" is the model's."""
    value: str
    """What was found ("45% to 55%"; of a word the word itself)."""
    weight: float
    """What it added to the score."""


class ReasonGroup(NamedTuple):
    """What the reasons of one group added to a line's score together."""

    group: str
    """``Reason.group`` of its reasons."""
    weight: float
    """The sum of their weights."""
    size: int
    """How many reasons there are."""
    strongest: tuple[Reason, ...]
    """Up to three that point the same way as the sum, the strongest first."""


class Columns(NamedTuple):
    """All lines as arrays: read-only memoryviews, one item a line, that ``numpy.asarray`` takes without a copy.

    ``kind``, ``role`` and ``label`` are numbers: places in ``KINDS``, ``ROLES`` and ``LABELS``. The text of line i is
    ``text[text_offset[i]:text_offset[i + 1]]``, UTF-8; ``text_offset`` has one item more than there are lines.
    """

    probability: memoryview
    """float64, 0 to 1."""
    score: memoryview
    """float64."""
    begin: memoryview
    """int64, in the units of ``Page.unit``."""
    end: memoryview
    """int64."""
    row: memoryview
    """int64, of plain text the row of the input, from 0."""
    text_offset: memoryview
    """int64, bytes of ``text``."""
    label: memoryview
    """uint8, 1 is content."""
    kind: memoryview
    """uint8."""
    role: memoryview
    """uint8, 0 is none."""
    heading_level: memoryview
    """uint8, 0 to 6."""
    hidden: memoryview
    """bool."""
    text: memoryview
    """uint8, the text of all lines."""


KINDS = _KINDS
ROLES = _ROLES
LABELS = _LABELS


def _columns(block: Buffer, lines: int) -> Columns:
    at = 0
    view = memoryview(block)
    arrays: dict[str, memoryview] = {}
    for name, form, more in _core.LAYOUT:
        size = (lines + more) * struct.calcsize(form)
        arrays[name] = view[at : at + size].cast(cast(Literal["B"], form))
        at += size
    return Columns(**arrays, text=view[at:])


def _joined_rows(columns: Columns, text: bytes) -> str:
    """What dehusk_page_line_ends of the library says stands between lines is put there."""
    pieces: list[bytes] = []
    most, left_out = 0, False
    for i, is_content in enumerate(columns.label):
        if i > 0:
            breaks = columns.row[i] - columns.row[i - 1]
            most = max(most, breaks if columns.begin[i] == columns.end[i - 1] else max(breaks, 1))
        if not is_content:
            left_out = True
            continue
        if pieces:
            pieces.append(b"\n" * (min(most, 2) if left_out else most))
        pieces.append(text[columns.text_offset[i] : columns.text_offset[i + 1]])
        most, left_out = 0, False
    return b"".join(pieces).decode()


class Line:
    """One line of a page. It looks into its page, and keeps it alive."""

    __slots__ = ("_columns", "_page", "index")

    index: int
    """Its place in ``Page.lines``."""

    def __init__(self, page: Page, columns: Columns, index: int) -> None:
        self._page = page
        self._columns = columns
        self.index = index

    @property
    def text(self) -> str:
        """The text, never empty. In HTML white space is collapsed, but for that in ``pre``; a row of plain text is as it
        was, but for control characters and what was malformed."""
        columns = self._columns
        return str(columns.text[columns.text_offset[self.index] : columns.text_offset[self.index + 1]], "utf-8")

    @property
    def is_content(self) -> bool:
        """Whether the line is content."""
        return self._columns.label[self.index] == 1

    @property
    def label(self) -> Label:
        """The same as a word: "content" or "chrome"."""
        return _LABELS[self._columns.label[self.index]]

    @property
    def probability(self) -> float:
        """That the line is content, calibrated: of the lines given 0.8, four of five are."""
        return cast(float, self._columns.probability[self.index])

    @property
    def score(self) -> float:
        """Of the linear classifier, before calibration."""
        return cast(float, self._columns.score[self.index])

    @property
    def kind(self) -> Kind:
        """What it is in the page's markup, or by Markdown's marks in plain text, where most lines are "other"."""
        return _KINDS[self._columns.kind[self.index]]

    @property
    def role(self) -> Role | None:
        """Title, caption, read-more, teaser, comment or notice; None for all other lines. Settings.keep has the say about its label."""
        return _ROLES[self._columns.role[self.index]]

    @property
    def heading_level(self) -> int:
        """1 to 6 for headings, else 0."""
        return self._columns.heading_level[self.index]

    @property
    def hidden(self) -> bool:
        """Whether the markup says that a browser does not show it."""
        return bool(self._columns.hidden[self.index])

    @property
    def begin(self) -> int:
        """Where its text begins in the page, tags within it included, in the units of ``Page.unit``."""
        return self._columns.begin[self.index]

    @property
    def end(self) -> int:
        """Where it ends; lines ascend and do not overlap."""
        return self._columns.end[self.index]

    @property
    def row(self) -> int:
        """In plain text its row in the input, from 0, as ``split("\\n")`` counts (by carriage returns where there are no
        line feeds): blank rows are no lines. In HTML its number among the lines."""
        return self._columns.row[self.index]

    def explain(self) -> tuple[Reason, ...]:
        """``Page.explain`` of this line."""
        return self._page.explain(self.index)

    def explain_groups(self) -> tuple[ReasonGroup, ...]:
        """``Page.explain_groups`` of this line."""
        return self._page.explain_groups(self.index)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same line of equal pages."""
        return self.index == other.index and self._page == other._page if isinstance(other, Line) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.index, self._page))

    def __repr__(self) -> str:
        text = self.text
        return (
            f"<dehusk.Line {self.index} {self.label} {self.probability:.3f} "
            f"{text[:40] + '...' if len(text) > 40 else text!r}>"
        )


class Page:
    """The result of a page. Immutable. It keeps its source alive, for explanations.

    A pickled page takes its lines along, but not its source, so an unpickled one cannot explain itself.
    """

    def __init__(self, result: tuple[Any, ...], engine: _core.Engine | None, request: _core.Request | None) -> None:
        self._result = result
        self._engine = engine
        self._request = request

    @property
    def source(self) -> str | Buffer | None:
        """What was classified: the object itself, or a copy if it could be written to; None for an unpickled page."""
        return cast("str | Buffer | None", self._result[2])

    @property
    def unit(self) -> Literal["bytes", "code points"]:
        """What ranges count: "code points" for a ``str``, "bytes" for all else."""
        return "code points" if self.charset_source == "str" else "bytes"

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines in the page's order."""
        columns = self.columns()
        return tuple(Line(self, columns, index) for index in range(self._result[1]))

    @cached_property
    def text(self) -> str:
        """The text of the content lines, a line feed between two: what ``extract`` gives. Of plain text, blank rows
        between lines that are kept stay, and pieces of one row stay together."""
        columns = self.columns()
        text = bytes(columns.text)
        if self.format == "text":
            return _joined_rows(columns, text)
        return b"\n".join(text[a:b] for a, b in compress(pairwise(columns.text_offset), columns.label)).decode()

    @property
    def format(self) -> Literal["html", "text"]:
        """What the page was taken for."""
        return "html" if self._result[3] == 1 else "text"

    @property
    def media_type(self) -> str:
        """What the page is, whatever it was called: "text/html", "text/plain"; if it is none, "application/pdf", ..."""
        return cast(str, self._result[13])

    @property
    def charset(self) -> str:
        """WHATWG name of the encoding ("windows-1251"); "utf-8" for a ``str``; "binary" for what is no page."""
        return cast(str, self._result[4])

    @property
    def charset_declared(self) -> str | None:
        """The charset that was declared, if it was not believed because the bytes say otherwise; else None."""
        return cast("str | None", self._result[14])

    @property
    def charset_source(self) -> CharsetSource:
        """Where the charset was taken from; "str" if the page was one."""
        return cast(CharsetSource, self._result[5])

    @property
    def malformed(self) -> int:
        """Byte sequences, or lone surrogates of a ``str``, that were replaced by U+FFFD."""
        return cast(int, self._result[6])

    @property
    def truncated(self) -> frozenset[Limit]:
        """The limits that the page passed."""
        return frozenset(name for bit, name in enumerate(_TRUNCATED) if self._result[7] >> bit & 1)

    @property
    def verdict(self) -> Verdict:
        """ "article": content that stands together; "mixed": some amid much else; "none": no main content.

        "not-a-page": neither HTML nor text, but a picture, an archive, a script, a feed: see ``media_type``. It has no
        lines.
        """
        return _VERDICTS[cast(int, self._result[8])]

    @property
    def verdict_probability(self) -> float:
        """That the page has main content."""
        return cast(float, self._result[9])

    @property
    def removed(self) -> float:
        """Share of the page's tokens that are in chrome lines, 0 to 1."""
        return cast(float, self._result[10])

    @property
    def title(self) -> str | None:
        """Text of ``<title>``, None without one."""
        return cast("str | None", self._result[11])

    @property
    def scripts(self) -> dict[str, float]:
        """ISO 15924 codes of the scripts of the page's letters with their shares, most frequent first."""
        return dict(self._result[12])

    @cached_property
    def metadata(self) -> dict[str, str]:
        """What the page says of itself: "title", "author" (several with "; "), "published" and "modified" (ISO 8601),
        "site_name", "description", "url", "language", "image", "kind", "keywords", "license", as far as they are there.

        Unless the page was classified with ``metadata=True``, it is classified once more for it; then ValueError if it
        was unpickled.
        """
        return {name: value for name, value, _ in self._metadata()}

    @cached_property
    def metadata_sources(self) -> dict[str, str]:
        """Where each of these was found: "json-ld", "open-graph", "meta", "microdata", "markup", "url" or "text"."""
        return {name: source for name, _, source in self._metadata()}

    def _metadata(self) -> tuple[tuple[str, str, str], ...]:
        if self._result[15] is None:
            if self._engine is None or self._request is None or self.source is None:
                raise ValueError("an unpickled page has no source; classify it with metadata=True")
            self._result = (*self._result[:15], self._engine.metadata(self.source, self._request))
        return cast("tuple[tuple[str, str, str], ...]", self._result[15])

    def columns(self) -> Columns:
        """The lines as arrays."""
        return _columns(self._result[0], self._result[1])

    def explain(self, index: int) -> tuple[Reason, ...]:
        """Why line ``index`` got its score: one reason for each feature that holds, the largest first.

        Their weights add up to the score exactly. The page is classified once more for it; ``explain_all`` does that
        once for all lines. Raises IndexError if there is no such line, ValueError if the page was unpickled.
        """
        at = self._place(index)
        return self._explain(at, at + 1)[0]

    def explain_all(self) -> list[tuple[Reason, ...]]:
        """The reasons of all lines."""
        return self._explain(0, self._result[1])

    def explain_groups(self, index: int) -> tuple[ReasonGroup, ...]:
        """Why line ``index`` got its score, for people to read: the sums of its reasons by group, the largest first.

        A line has some 150 reasons, most of them small; it has at most 16 groups. The page is classified once more for
        it. Raises IndexError if there is no such line, ValueError if the page was unpickled.
        """
        at = self._place(index)
        engine, source, request = self._explainable()
        return tuple(
            ReasonGroup(group, weight, size, tuple(map(Reason._make, strongest)))
            for group, weight, size, strongest in engine.explain_groups(source, request, at, at + 1)[0]
        )

    def _place(self, index: int) -> int:
        count = self._result[1]
        at = index + count if index < 0 else index
        if not 0 <= at < count:
            raise IndexError(f"no line {index}: the page has {count}")
        return int(at)

    def _explainable(self) -> tuple[_core.Engine, str | Buffer, _core.Request]:
        if self._engine is None or self._request is None or self.source is None:
            raise ValueError("an unpickled page has no source that could be explained; classify it again")
        return self._engine, self.source, self._request

    def _explain(self, first: int, end: int) -> list[tuple[Reason, ...]]:
        engine, source, request = self._explainable()
        return [tuple(map(Reason._make, reasons)) for reasons in engine.explain(source, request, first, end)]

    def _told(self) -> tuple[Any, ...]:
        """All that is told of the page but its source and what it says of itself, which may not have been asked for."""
        return (*self._result[1:2], *self._result[3:15])

    def __eq__(self, other: object) -> bool:
        """Whether the results are the same, whatever they were made from: a pickled page equals its copy."""
        if not isinstance(other, Page):
            return NotImplemented
        same = self._told() == other._told() and memoryview(self._result[0]) == memoryview(other._result[0])
        metadata = self._result[15], other._result[15]
        return same and (None in metadata or metadata[0] == metadata[1])

    def __hash__(self) -> int:
        return hash((self._result[1], self._result[9], self._result[10], self._result[11]))

    def __reduce__(self) -> tuple[type[Page], tuple[tuple[Any, ...], None, None]]:
        block, lines, _, *rest = self._result
        return (Page, ((bytes(block), lines, None, *rest), None, None))

    def __repr__(self) -> str:
        return f"<dehusk.Page {self.verdict}, {self._result[1]} lines, {self.removed:.0%} removed>"
