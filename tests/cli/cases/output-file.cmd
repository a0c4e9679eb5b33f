dehusk --output-file "$TMP/one" heron.html && dehusk heron.html -o - | cmp - "$TMP/one" && ls -A "$TMP"
