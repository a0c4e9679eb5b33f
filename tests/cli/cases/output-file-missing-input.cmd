echo old >"$TMP/out" && dehusk heron.html no-such-page.html -o "$TMP/out"
echo $?; cat "$TMP/out"
