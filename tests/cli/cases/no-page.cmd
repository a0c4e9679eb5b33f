cd "$TMP"
printf '%%PDF-1.4 not text' >called.html
printf '{"a": [1, 2]}' >data.html
dehusk called.html data.html 2>"$TMP/said"
sed 's/ in [0-9.]* s ([^)]*)/ in # s/' "$TMP/said" >&2
echo --
dehusk -q --output jsonl called.html data.html
