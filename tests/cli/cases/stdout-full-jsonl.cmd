dehusk --output jsonl heron.html scraped.txt >/dev/full
