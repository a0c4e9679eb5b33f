"""The pipeline that makes clean pages of raw ones."""

from __future__ import annotations

from typing import Any

import dehusk
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from clean_site.items import RawPage


class DehuskPipeline:
    """Keeps the content lines of pages; items of other kinds pass."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.classifier = dehusk.Classifier(settings=dehusk.Settings(**settings))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DehuskPipeline:
        """Scrapy calls this with its settings at hand."""
        return cls(crawler.settings.getdict("DEHUSK"))

    def process_item(self, item: Any) -> Any:
        """A dict that is a line of JSON; DropItem for a page without main content."""
        if not isinstance(item, RawPage):
            return item
        try:
            page = self.classifier.classify(item.body, charset=item.charset)
        except dehusk.CharsetError:
            # Servers name charsets that do not exist; the page may know better.
            page = self.classifier.classify(item.body)
        if page.verdict == "none":
            raise DropItem(f"no main content: {item.url}")
        return {
            "url": item.url,
            "title": page.title,
            "charset": page.charset,
            "verdict": page.verdict,
            "removed": round(page.removed, 3),
            "text": page.text,
        }
