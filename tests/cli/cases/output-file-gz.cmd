dehusk heron.html ferry.html -o "$TMP/a.txt.gz" && dehusk --compress gz heron.html ferry.html | cmp - "$TMP/a.txt.gz"
dehusk heron.html ferry.html >"$TMP/plain" && gzip -dc "$TMP/a.txt.gz" | cmp - "$TMP/plain"
