dehusk --output jsonl --lines content --threshold 0 --keep none listing.html | mask
