dehusk --output-dir "$TMP/out" - <heron.html
