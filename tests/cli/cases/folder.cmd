mkdir -p "$TMP/in/b/c" && cp heron.html "$TMP/in/a.html" && cp ferry.html "$TMP/in/b/c/x.html" && cp ferry.html "$TMP/in/.hidden.html"
dehusk --threshold 0 --output jsonl "$TMP/in" | grep -o '"source":"[^"]*"'
