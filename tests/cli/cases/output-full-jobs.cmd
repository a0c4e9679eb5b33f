dehusk --output jsonl -j 3 heron.html ferry.html >/dev/full
