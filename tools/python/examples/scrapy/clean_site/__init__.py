"""Crawls a site and keeps the content of its pages."""
