echo old >"$TMP/out"
(ulimit -f 1; dehusk --output jsonl ferry.html heron.html listing.html -o "$TMP/out")
echo $?; cat "$TMP/out"; ls -A "$TMP"
