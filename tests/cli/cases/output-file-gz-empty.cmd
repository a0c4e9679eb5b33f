dehusk empty.html -o "$TMP/a.gz" && gzip -dc "$TMP/a.gz" | wc -c
