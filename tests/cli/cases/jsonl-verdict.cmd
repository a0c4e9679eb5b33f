dehusk --output jsonl heron.html listing.html empty.html | grep -o '"verdict":"[a-z]*"' | head -n 1
