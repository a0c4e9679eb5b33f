"""An extractor for pipelines of datatrove, which has to be installed.

    from dehusk.adapters.datatrove import DehuskExtractor

    pipeline = [WarcReader(...), DehuskExtractor(favor="precision"), JsonlWriter(...)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datatrove.pipeline.extractors.base import BaseExtractor

from dehusk import Classifier, Settings

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from dehusk import SettingsDict


class DehuskExtractor(BaseExtractor):
    """Keeps the content lines of each document's HTML; documents without any are dropped, as datatrove does.

    ``timeout`` is datatrove's, in seconds for a document. Keyword arguments are fields of dehusk.Settings; "html" is
    the format that is the default here, since that is what readers of WARC files give.
    """

    name = "⛏ Dehusk"
    _requires_dependencies = ["dehusk"]

    def __init__(self, timeout: float = 1, **settings: Unpack[SettingsDict]) -> None:
        super().__init__(timeout)
        settings.setdefault("format", "html")
        self.classifier = Classifier(settings=Settings(**settings))

    def extract(self, text: str) -> str:
        """The content lines of a page."""
        return self.classifier.extract(text)
