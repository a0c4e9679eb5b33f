dehusk --output jsonl --explain=3 heron.html
