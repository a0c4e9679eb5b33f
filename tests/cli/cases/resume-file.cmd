echo done >"$TMP/out" && dehusk --resume heron.html -o "$TMP/out" && cat "$TMP/out"
