dehusk --output jsonl heron.html | mask
