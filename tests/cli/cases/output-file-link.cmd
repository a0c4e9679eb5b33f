echo old >"$TMP/real" && ln -s real "$TMP/link" && dehusk heron.html -o "$TMP/link" && test -L "$TMP/link" && dehusk heron.html | cmp - "$TMP/real"
