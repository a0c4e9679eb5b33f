awk 'BEGIN { for (i = 0; i < 20000; i++) print "a line of the long text, number", i }' >"$TMP/long"
{ dehusk --input text --threshold 0 "$TMP/long"; echo "exit $?" >&2; } | head -n 1
