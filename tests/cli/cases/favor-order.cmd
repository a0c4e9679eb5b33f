# what precision keeps, balanced keeps, and what balanced keeps, recall keeps
for which in precision balanced recall; do dehusk --favor $which heron.html | sort >"$TMP/$which"; done
comm -23 "$TMP/precision" "$TMP/balanced"; comm -23 "$TMP/balanced" "$TMP/recall"
