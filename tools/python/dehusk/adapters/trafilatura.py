"""``extract`` and ``bare_extraction`` with the call shapes of trafilatura, which need not be installed.

    from dehusk.adapters.trafilatura import extract      # before: from trafilatura import extract

    text = extract(downloaded, favor_precision=True)

``favor_precision`` and ``favor_recall`` have their meaning, ``output_format`` may be "txt", "json" or (for
``bare_extraction``) "python". Of the document's fields, ``title``, ``text``, ``raw_text``, ``url`` and ``id`` are
filled. Options that would add or change output raise ValueError: ``include_images``, ``include_links``,
``include_formatting``, ``prune_xpath``, ``target_language``, ``only_with_metadata``, other formats. Options about how
trafilatura works (``fast``, ``no_fallback``, ``deduplicate``, ``config``, ``include_comments``, ``include_tables``, ...)
are taken and not used: the classifier decides about comments and tables as about all lines.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from dehusk import _classifier

if TYPE_CHECKING:
    from dehusk import Page
    from dehusk._classifier import PageInput
    from dehusk._settings import Favor

_REFUSED = ("include_images", "include_links", "include_formatting", "prune_xpath", "target_language",
            "only_with_metadata")  # fmt: skip
_UNUSED = frozenset(
    ("fast", "no_fallback", "include_comments", "include_tables", "deduplicate", "date_extraction_params",
     "max_tree_size", "url_blacklist", "author_blacklist", "settingsfile", "config", "options", "tei_validation",
     "with_metadata", "as_dict")
)  # fmt: skip


@dataclasses.dataclass
class Document:
    """The fields of trafilatura's document that plain extraction has. ``page`` is added: the dehusk.Page."""

    title: str | None
    text: str
    raw_text: str
    url: str | None
    id: str | None
    comments: str
    page: Page

    def as_dict(self) -> dict[str, Any]:
        """The fields but for ``page``."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "page"}


def _document(
    content: PageInput,
    url: str | None,
    record_id: str | None,
    favor_precision: bool,
    favor_recall: bool,
    options: dict[str, Any],
) -> Document | None:
    for name, value in options.items():
        if name in _REFUSED:
            if value:
                raise ValueError(f"{name} is not supported")
        elif name not in _UNUSED:
            raise TypeError(f"unknown option {name}")
    favor: Favor = "precision" if favor_precision else "recall" if favor_recall else "balanced"
    page = _classifier.classify(content, favor=favor, format="html")
    if not page.text:
        return None
    return Document(page.title, page.text, page.text, url, record_id, "", page)


def bare_extraction(
    filecontent: PageInput,
    url: str | None = None,
    *,
    favor_precision: bool = False,
    favor_recall: bool = False,
    output_format: str = "python",
    as_dict: bool = False,
    **options: Any,
) -> Document | dict[str, Any] | None:
    """A Document, or a dict with ``as_dict``; None if the page has no content."""
    if output_format not in ("python", "txt"):
        raise ValueError(f"output_format {output_format} is not supported")
    document = _document(filecontent, url, None, favor_precision, favor_recall, options)
    return document.as_dict() if document is not None and as_dict else document


def extract(
    filecontent: PageInput,
    url: str | None = None,
    record_id: str | None = None,
    *,
    favor_precision: bool = False,
    favor_recall: bool = False,
    output_format: str = "txt",
    **options: Any,
) -> str | None:
    """The content lines, or a JSON object with ``output_format="json"``; None if the page has no content."""
    if output_format not in ("txt", "json"):
        raise ValueError(f"output_format {output_format} is not supported")
    document = _document(filecontent, url, record_id, favor_precision, favor_recall, options)
    if document is None:
        return None
    return json.dumps(document.as_dict(), ensure_ascii=False) if output_format == "json" else document.text
