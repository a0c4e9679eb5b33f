dehusk --output jsonl empty.html | mask
