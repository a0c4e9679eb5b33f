"""``extract`` and ``bare_extraction`` with the call shapes of trafilatura, which need not be installed.

    from dehusk.adapters.trafilatura import extract      # before: from trafilatura import extract

    text = extract(downloaded, favor_precision=True)

``favor_precision`` and ``favor_recall`` have their meaning, ``output_format`` may be "txt", "markdown", "html", "json",
"xmltei" or (for ``bare_extraction``) "python", and ``with_metadata`` adds what the page says of itself: as a head in text
and Markdown, as members in JSON; TEI has it always. Of the document's fields, ``title``, ``author``, ``hostname``, ``date``, ``sitename``, ``description``,
``tags``, ``image``, ``pagetype``, ``language``, ``text``, ``raw_text``, ``url`` and ``id`` are filled. What is not done
raises ValueError: ``include_images``, ``include_links``, ``include_formatting`` (of text and JSON; the other formats
have all three), ``deduplicate``, ``prune_xpath``, ``target_language``, the formats "csv" and "xml". Options about how trafilatura works (``fast``, ``no_fallback``, ``config``, ...) are taken and not used, as are
``include_comments`` and ``include_tables``: the classifier decides about comments and tables as about all lines.
"""

from __future__ import annotations

import dataclasses
import json
import urllib.parse
from typing import TYPE_CHECKING, Any

from dehusk import _classifier

if TYPE_CHECKING:
    from dehusk import Page
    from dehusk._classifier import PageInput
    from dehusk._settings import Favor, Images, Links, Output

_REFUSED = ("include_images", "include_links", "include_formatting", "prune_xpath", "target_language", "deduplicate")
_IN_MARKUP = ("include_images", "include_links", "include_formatting")
_FORMS: dict[str, Output] = {"markdown": "markdown", "html": "html", "xmltei": "tei"}
_CHOOSING = ("only_with_metadata", "url_blacklist", "author_blacklist")
_UNUSED = frozenset(
    ("fast", "no_fallback", "include_comments", "include_tables", "date_extraction_params", "max_tree_size",
     "settingsfile", "config", "options", "tei_validation", "as_dict")
)  # fmt: skip


@dataclasses.dataclass
class Document:
    """The fields of trafilatura's document that plain extraction has. ``page`` is added: the dehusk.Page."""

    title: str | None
    author: str | None
    hostname: str | None
    date: str | None
    sitename: str | None
    description: str | None
    tags: str | None
    image: str | None
    pagetype: str | None
    language: str | None
    license: str | None
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
    favor: tuple[bool, bool],
    output_format: str,
    options: dict[str, Any],
) -> Document | None:
    form = _FORMS.get(output_format)
    for name, value in options.items():
        if name in _REFUSED:
            if value and not (form is not None and name in _IN_MARKUP):
                raise ValueError(f"{name} is not supported")
        elif name not in _UNUSED and name not in _CHOOSING:
            raise TypeError(f"unknown option {name}")
    chosen: Favor = "precision" if favor[0] else "recall" if favor[1] else "balanced"
    page = _classifier.classify(content, favor=chosen, format="html", metadata=True)
    if not page.text:
        return None
    text = page.text
    if form is not None:
        links: Links = "keep" if options.get("include_links") else "drop"
        images: Images = "keep" if options.get("include_images") else "drop"
        text = _classifier.extract(content, favor=chosen, format="html", output=form, links=links, images=images, url=url)
    told = page.metadata
    address = url or told.get("url")
    date = told.get("published") or told.get("modified")
    author = told.get("author")
    if address and address in (options.get("url_blacklist") or ()):
        return None
    if options.get("only_with_metadata") and not (address and date and (told.get("title") or page.title)):
        return None
    if author in (options.get("author_blacklist") or ()):
        author = None
    return Document(
        title=told.get("title") or page.title,
        author=author,
        hostname=urllib.parse.urlsplit(address).hostname if address else None,
        date=date[:10] if date else None,
        sitename=told.get("site_name"),
        description=told.get("description"),
        tags=told.get("keywords"),
        image=told.get("image"),
        pagetype=told.get("kind"),
        language=told.get("language"),
        license=told.get("license"),
        text=text,
        raw_text=page.text,
        url=address,
        id=record_id,
        comments="",
        page=page,
    )


_HEAD = ("title", "author", "url", "hostname", "description", "sitename", "date", "tags", "id", "pagetype", "image", "language")


def _head(document: Document) -> str:
    """What stands above a text with its metadata: as JSON strings, which are YAML's too."""
    told = ((name, getattr(document, name)) for name in _HEAD)
    return "\n".join(["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told if value), "---", ""])


def bare_extraction(
    filecontent: PageInput,
    url: str | None = None,
    *,
    favor_precision: bool = False,
    favor_recall: bool = False,
    output_format: str = "python",
    as_dict: bool = False,
    with_metadata: bool = False,
    **options: Any,
) -> Document | dict[str, Any] | None:
    """A Document, or a dict with ``as_dict``; None if the page has no content. It has its metadata in any case."""
    if output_format not in ("python", "txt", "markdown"):
        raise ValueError(f"output_format {output_format} is not supported")
    document = _document(filecontent, url, None, (favor_precision, favor_recall), output_format, options)
    return document.as_dict() if document is not None and as_dict else document


def extract(
    filecontent: PageInput,
    url: str | None = None,
    record_id: str | None = None,
    *,
    favor_precision: bool = False,
    favor_recall: bool = False,
    output_format: str = "txt",
    with_metadata: bool = False,
    **options: Any,
) -> str | None:
    """The content as text, Markdown, HTML, TEI or a JSON object; None if the page has no content."""
    if output_format not in ("txt", "json", *_FORMS):
        raise ValueError(f"output_format {output_format} is not supported")
    document = _document(filecontent, url, record_id, (favor_precision, favor_recall), output_format, options)
    if document is None:
        return None
    if output_format == "json":
        kept = ("title", "text", "raw_text", "comments", "url", "id")
        told = {name: value for name, value in document.as_dict().items() if with_metadata or name in kept}
        return json.dumps(told, ensure_ascii=False)
    return _head(document) + document.text if with_metadata and output_format in ("txt", "markdown") else document.text
