"""What a caller can choose."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from . import _core

Format = Literal["auto", "html", "text"]
Favor = Literal["balanced", "precision", "recall"]
TextKind = Literal["auto", "page", "extract"]
Role = Literal["title", "caption", "read-more", "teaser", "comment", "notice"]
Output = Literal["text", "blocks", "markdown", "html", "xml", "tei"]
Links = Literal["keep", "drop"]
Images = Literal["drop", "alt", "keep"]
Tables = Literal["keep", "drop"]
Hidden = Literal["auto", "keep", "drop"]

# The place in the tuple is the number in dehusk.h.
_FORMATS: tuple[Format, ...] = get_args(Format)
_FAVORS: tuple[Favor, ...] = get_args(Favor)
_OUTPUTS: tuple[Output, ...] = get_args(Output)  # one more than in dehusk_form: the lines alone
_LINKS: tuple[Links, ...] = get_args(Links)
_IMAGES: tuple[Images, ...] = get_args(Images)
_TABLES: tuple[Tables, ...] = get_args(Tables)
_TEXT_KINDS: tuple[TextKind, ...] = get_args(TextKind)
_HIDDEN: tuple[Hidden, ...] = get_args(Hidden)
_ROLES: tuple[str, ...] = _core.ROLES[1:]

_BYTES_MAX = 2**32 - 1
_DEPTH_MAX = 4096


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a page may use. One that passes a limit gives a result from what lies before it; ``Page.truncated`` says so.

    ``max_bytes``: bytes of the page (for a ``str``, of its UTF-8) that are read, 1 to 4 GiB - 1.
    ``max_lines``: lines that are made, 1 to 2**32 - 1.
    ``max_depth``: open elements, 2 to 4096.
    ``max_attribute_bytes``: bytes of one attribute's value that are read, 1 to 4 GiB - 1.
    ``max_steps``: tags, runs of text and comments of HTML, or rows of plain text, that are read, 1 to 2**32 - 1.

    Raises ValueError for other numbers.
    """

    max_bytes: int = _core.LIMITS[0]
    max_lines: int = _core.LIMITS[1]
    max_depth: int = _core.LIMITS[2]
    max_attribute_bytes: int = _core.LIMITS[3]
    max_steps: int = _core.LIMITS[4]

    def __post_init__(self) -> None:
        ranges = {
            "max_bytes": (1, _BYTES_MAX),
            "max_lines": (1, _BYTES_MAX),
            "max_depth": (2, _DEPTH_MAX),
            "max_attribute_bytes": (1, _BYTES_MAX),
            "max_steps": (1, _BYTES_MAX),
        }
        for name, (least, most) in ranges.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{name} is a whole number, not {value!r}")
            if not least <= value <= most:
                raise ValueError(f"{name} is {least} to {most}, not {value}")


class SettingsDict(TypedDict, total=False):
    """The fields of Settings, as keyword arguments."""

    format: Format
    charset: str | None
    favor: Favor
    threshold: float | None
    keep: Collection[Role] | Role
    limits: Limits
    metadata: bool
    output: Output
    links: Links
    images: Images
    tables: Tables
    url: str | None
    text_kind: TextKind
    hidden: Hidden
    media_type: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What a caller knows and wants of pages. Immutable, hashable, picklable.

    ``format``: "html", "text" (plain text that was scraped from a page earlier), or "auto": look at the page.
    ``charset``: label from the transport (``Content-Type``) for pages given as bytes; a ``str`` has none, and it is not
    looked at. An unknown label is a CharsetError of the call.
    ``favor``: which way doubtful lines go: "precision" rather loses a line of content, "recall" rather keeps one of
    chrome.
    ``threshold``: a line is content from this probability on, 0 to 1. None: the set of lines with the highest expected
    token F1.
    ``keep``: the roles whose lines may be content; one alone may be a ``str``.
    ``limits``: see Limits.
    ``metadata``: whether ``classify`` looks for ``Page.metadata`` right away, which costs a few percent; otherwise it
    is found when it is asked for, which takes the page's time once more.
    ``output``: what ``extract`` gives: "text", a content line a row; "blocks", the same with blank rows between
    paragraphs; "markdown"; "html", which is safe to show; or "xml" or "tei" (TEI P5), elements with what the page says
    of itself.
    ``links``, ``images``, ``tables``: what becomes of them there. Images are their alternative text with "alt".
    ``url``: the page's address; relative ones become absolute by it.
    ``text_kind``: plain text is "page", all that a page shows, or "extract", what an extractor left of one or a text
    that nobody put anything into; "auto": look at the text.
    ``hidden``: lines of HTML that are not shown are judged like others, but for those that are shown elsewhere
    ("auto"); these may be content, too ("keep"); or all are chrome ("drop").
    ``media_type``: from the transport (``Content-Type``): "application/xhtml+xml" says that elements close themselves
    (``<script/>``), as an XHTML doctype does; others say nothing.

    Raises ValueError or TypeError for other values.
    """

    format: Format = "auto"
    charset: str | None = None
    favor: Favor = "balanced"
    threshold: float | None = None
    keep: Collection[Role] | Role = frozenset({"title"})
    limits: Limits = Limits()
    metadata: bool = False
    output: Output = "text"
    links: Links = "keep"
    images: Images = "drop"
    tables: Tables = "keep"
    url: str | None = None
    text_kind: TextKind = "auto"
    hidden: Hidden = "auto"
    media_type: str | None = None

    def __post_init__(self) -> None:
        if self.format not in _FORMATS:
            raise ValueError(f"format is one of {', '.join(_FORMATS)}, not {self.format!r}")
        if self.favor not in _FAVORS:
            raise ValueError(f"favor is one of {', '.join(_FAVORS)}, not {self.favor!r}")
        if self.text_kind not in _TEXT_KINDS:
            raise ValueError(f"text_kind is one of {', '.join(_TEXT_KINDS)}, not {self.text_kind!r}")
        if self.charset is not None and not isinstance(self.charset, str):
            raise TypeError(f"charset is a str or None, not {self.charset!r}")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold is 0 to 1, or None, not {self.threshold!r}")
        if isinstance(self.keep, str):
            object.__setattr__(self, "keep", frozenset({self.keep}))
        choices = {"output": _OUTPUTS, "links": _LINKS, "images": _IMAGES, "tables": _TABLES, "hidden": _HIDDEN}
        for name, known in choices.items():
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}, not {getattr(self, name)!r}")
        for name in ("url", "media_type"):
            if not isinstance(getattr(self, name), str | None):
                raise TypeError(f"{name} is a str or None, not {getattr(self, name)!r}")
        for role in self.keep:
            if role not in _ROLES:
                raise ValueError(f"keep has roles of {', '.join(_ROLES)}, not {role!r}")
        object.__setattr__(self, "keep", frozenset(self.keep))
        if not isinstance(self.limits, Limits):
            raise TypeError(f"limits is a dehusk.Limits, not {self.limits!r}")


@lru_cache(maxsize=64)
def request_of(settings: Settings) -> _core.Request:
    """The settings as the extension module takes them."""
    keep = sum(1 << _ROLES.index(role) for role in settings.keep)
    threshold = -1.0 if settings.threshold is None else settings.threshold
    return _core.Request(
        _FORMATS.index(settings.format),
        settings.charset,
        _FAVORS.index(settings.favor),
        threshold,
        keep,
        settings.metadata,
        _OUTPUTS.index(settings.output) - 1,
        _LINKS.index(settings.links),
        _IMAGES.index(settings.images),
        _TABLES.index(settings.tables),
        settings.url,
        _TEXT_KINDS.index(settings.text_kind),
        _HIDDEN.index(settings.hidden),
        settings.media_type,
    )
