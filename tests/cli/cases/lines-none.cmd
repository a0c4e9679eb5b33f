dehusk --output jsonl --lines none heron.html | mask
