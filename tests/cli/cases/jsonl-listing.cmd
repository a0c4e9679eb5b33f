dehusk --threshold 0 --output jsonl listing.html | mask
