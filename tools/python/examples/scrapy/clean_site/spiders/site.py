"""Follows the links within a site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule
from w3lib.encoding import http_content_type_encoding

from clean_site.items import RawPage


class SiteSpider(CrawlSpider):
    """scrapy crawl site -a start=URL"""

    name = "site"
    rules = (Rule(LinkExtractor(), callback="parse_page", follow=True),)

    def __init__(self, start: str, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.start_urls = [start]
        self.allowed_domains = [urlsplit(start).hostname or ""]

    def parse_page(self, response: Response) -> RawPage:
        """The page's bytes, and what the server says of their charset."""
        declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return RawPage(response.url, response.body, http_content_type_encoding(declared))
