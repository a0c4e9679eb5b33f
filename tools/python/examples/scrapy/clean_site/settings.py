"""Scrapy's settings."""

BOT_NAME = "clean_site"
SPIDER_MODULES = ["clean_site.spiders"]

ROBOTSTXT_OBEY = True
AUTOTHROTTLE_ENABLED = True
TELNETCONSOLE_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"

ITEM_PIPELINES = {"clean_site.pipelines.DehuskPipeline": 300}
# Fields of dehusk.Settings.
DEHUSK = {"favor": "balanced", "keep": ["title"]}
