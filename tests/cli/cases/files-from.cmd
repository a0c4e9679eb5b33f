printf 'heron.html\n\nferry.html\n' >"$TMP/list"
dehusk --output jsonl --lines none --files-from "$TMP/list" listing.html | grep -o '"source":"[^"]*"'
printf 'heron.html\0ferry.html\0' | dehusk --output jsonl --lines none --files-from - | grep -o '"source":"[^"]*"'
