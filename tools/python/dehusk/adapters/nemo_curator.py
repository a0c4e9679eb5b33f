"""An algorithm for NeMo Curator's extraction from Common Crawl; the package nemo-curator has to be installed.

    from dehusk.adapters.nemo_curator import DehuskExtractor

    CommonCrawlDownloadExtractStage(..., html_extraction=DehuskExtractor())

NeMo Curator gives the algorithm only pages in languages that it has a stop list for. ``any_language`` below is a
mapping that has one, an empty one, for all: give it as ``stop_lists`` to keep the pages of the other languages too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nemo_curator.stages.text.download.html_extractors.base import HTMLExtractorAlgorithm

from dehusk import Classifier, Settings

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from dehusk import SettingsDict


class DehuskExtractor(HTMLExtractorAlgorithm):
    """Gives the content lines of a page as a list. Keyword arguments are fields of dehusk.Settings."""

    def __init__(self, **settings: Unpack[SettingsDict]) -> None:
        settings.setdefault("format", "html")
        self.classifier = Classifier(settings=Settings(**settings))

    def extract_text(self, html: str, stop_words: frozenset[str], language: str) -> list[str] | None:
        """The content lines. Stop words and language are not used."""
        return [line.text for line in self.classifier.classify(html).lines if line.is_content]


class _AnyLanguage(defaultdict[str, frozenset[str]]):
    """Has an empty stop list for every language."""

    def __init__(self) -> None:
        super().__init__(frozenset)

    def __contains__(self, language: object) -> bool:
        return isinstance(language, str)

    def __reduce__(self) -> tuple[type[_AnyLanguage], tuple[()]]:
        return (_AnyLanguage, ())


any_language: dict[str, frozenset[str]] = _AnyLanguage()
