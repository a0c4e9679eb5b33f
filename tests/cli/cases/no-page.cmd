cd "$TMP"
printf '%%PDF-1.4 not text' >called.html
printf '{"a": [1, 2]}' >data.html
dehusk called.html data.html
echo --
dehusk -q --output jsonl called.html data.html
