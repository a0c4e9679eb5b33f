"""The peers: how each is loaded, with which settings it runs, and what it is given.

All of them get the page as decoded text, which all of them take. Those whose
manuals ask for the page's language, to choose stop words, get that too; none
gets the page's address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Extract = Callable[[str, str], str]
"""Takes a page's HTML and its language ("" if not known); gives the main content as text."""


@dataclass(frozen=True)
class Peer:
    """One extractor: its distribution, its settings in words, and what makes it."""

    name: str
    distribution: str
    settings: str
    load: Callable[[], Extract]


# Elements that do not begin a line; all others do when HTML becomes text.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_HIDDEN = frozenset("script style noscript template head iframe object svg math".split())


def html_text(html: str, drop_hidden: bool = True) -> str:
    """The text of an HTML fragment, with a line break around each block: what users of a peer that gives HTML do."""
    import lxml.etree
    import lxml.html

    if not html or not html.strip():
        return ""
    # Bytes, since lxml takes no str with an XML declaration.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    parts: list[str] = []
    # A stack of its own, since pages nest deeper than Python recurses.
    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            parts.append(element.tail or "")
            continue
        block = element.tag not in _INLINE
        if event == "start":
            if drop_hidden and element.tag in _HIDDEN:
                walk.skip_subtree()
                continue
            if block:
                parts.append("\n")
            parts.append(element.text or "")
        else:
            if block:
                parts.append("\n")
            parts.append(element.tail or "")
    return "".join(parts)


def _trafilatura() -> Extract:
    from trafilatura import extract

    return lambda html, lang: (
        extract(html, output_format="txt", include_comments=False, include_tables=True) or ""
    )


# The stop lists that come with jusText, by language code.
_STOP_LISTS = {
    "af": "Afrikaans", "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "nb": "Norwegian_Bokmal", "nl": "Dutch",
    "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip


def _justext() -> Extract:
    import justext

    lists: dict[str, frozenset[str]] = {}

    def extract(html: str, lang: str) -> str:
        name = _STOP_LISTS.get(lang)
        limits: dict[str, Any] = {}
        if name is None:
            # As its command does without a stop list.
            words: frozenset[str] = frozenset()
            limits = {"stopwords_low": 0, "stopwords_high": 0}
        else:
            words = lists.get(name) or lists.setdefault(name, justext.get_stoplist(name))
        paragraphs = justext.justext(html, words, **limits)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, lang: extract_plain_text(
        html, preserve_formatting=True, main_content=True, list_bullets=False, alt_texts=False, comments=False
    )


def _readability() -> Extract:
    from readability import Document

    return lambda html, lang: html_text(Document(html).summary(html_partial=True))


def _boilerpy3() -> Extract:
    from boilerpy3 import extractors

    return lambda html, lang: extractors.ArticleExtractor(raise_on_failure=False).get_content(html)


def _magic_html() -> Extract:
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()
    return lambda html, lang: html_text(extractor.extract(html, base_url="")["html"])


def _rs_trafilatura() -> Extract:
    import rs_trafilatura

    return lambda html, lang: (
        rs_trafilatura.extract(html, include_tables=True, include_comments=False).main_content or ""
    )


def _newspaper() -> Extract:
    import newspaper
    from newspaper.languages import valid_languages

    known = {row[0] if isinstance(row, (tuple, list)) else row for row in valid_languages()}

    def extract(html: str, lang: str) -> str:
        config = newspaper.Config()
        config.fetch_images = False
        if lang in known:
            config.language = lang
        article = newspaper.Article(url="https://example.org/", config=config)
        article.download(input_html=html)
        article.parse()
        return article.text or ""

    return extract


def _goose3() -> Extract:
    from goose3 import Goose, text

    # Stop words of languages that are not split at spaces.
    classes = {"zh": "StopWordsChinese", "ja": "StopWordsJapanese", "ko": "StopWordsKorean", "ar": "StopWordsArabic"}
    made: dict[str, Goose] = {}

    def extract(html: str, lang: str) -> str:
        goose = made.get(lang)
        if goose is None:
            config: dict[str, Any] = {"enable_image_fetching": False}
            if lang:
                config.update(use_meta_language=False, target_language=lang)
            if lang in classes:
                config["stopwords_class"] = getattr(text, classes[lang])
            goose = made[lang] = Goose(config)
        return goose.extract(raw_html=html).cleaned_text or ""

    return extract


def _turbohtml() -> Extract:
    import turbohtml

    return lambda html, lang: turbohtml.parse(html).article().text


def _dehusk() -> Extract:
    import dehusk

    classifier = dehusk.Classifier(settings=dehusk.Settings(format="html"))
    return lambda html, lang: classifier.extract(html)


# Dehusk itself as the peers run, from Python: for its speed. Its output is no
# comparison, since the built-in model has learnt from these pages.
BINDING = Peer("Dehusk", "dehusk", "`Classifier(settings=Settings(format=\"html\")).extract()`", _dehusk)

PEERS: tuple[Peer, ...] = (
    Peer(
        "trafilatura", "trafilatura",
        "`extract(output_format=\"txt\", include_comments=False, include_tables=True)`, the rest as it comes",
        _trafilatura,
    ),
    Peer(
        "jusText", "jusText",
        "`justext()` with the stop list of the page's language, which it is told; for languages without one (Chinese, "
        "Japanese) its language-independent mode, as its command does: no list, both thresholds 0",
        _justext,
    ),
    Peer(
        "resiliparse", "Resiliparse",
        "`extract_plain_text(main_content=True, preserve_formatting=True)`, without comments, alternative texts "
        "of images and list numbers",
        _resiliparse,
    ),
    Peer("readability-lxml", "readability-lxml", "`Document.summary()`, its HTML made text with lxml", _readability),
    Peer(
        "BoilerPy3", "boilerpy3",
        "`ArticleExtractor(raise_on_failure=False).get_content()`: its manual ranks it first for articles",
        _boilerpy3,
    ),
    Peer(
        "magic-html", "magic-html",
        "`GeneralExtractor().extract()`, the default kind (article), its HTML made text with lxml",
        _magic_html,
    ),
    Peer(
        "rs-trafilatura", "rs-trafilatura",
        "`extract(include_tables=True, include_comments=False)`, without the page's address; it classifies pages first",
        _rs_trafilatura,
    ),
    Peer(
        "newspaper4k", "newspaper4k",
        "`Article.parse()` with the page's language, which it is told where it knows it; no images fetched; "
        "with its packages for Chinese and Japanese",
        _newspaper,
    ),
    Peer(
        "goose3", "goose3",
        "`Goose.extract(raw_html=...)` with the page's language, which it is told; no images fetched; with its "
        "packages and stop words for Chinese and Japanese",
        _goose3,
    ),
    Peer("turbohtml", "turbohtml", "`parse().article().text`", _turbohtml),
)  # fmt: skip


def peer_named(name: str) -> Peer:
    """The peer of that name, whatever its case."""
    for peer in (BINDING, *PEERS):
        if peer.name.lower() == name.lower():
            return peer
    raise KeyError(name)
