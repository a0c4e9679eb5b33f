# Pages without content are not written, and are counted.
printf '{"id":"a","html":"<main><article><p>The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt, and wrote them down.</p><p>He has done so for thirty years, he says, and never seen as many in one place.</p></article></main>"}\n{"id":"b","html":"<nav><a href=x>Home</a></nav>"}\n' >"$TMP/in.jsonl"
dehusk -q --input jsonl --output jsonl --lines none --only-content --stats "$TMP/stats" "$TMP/in.jsonl" | grep -c '"id"'
grep -o '"left_out":{[^}]*}' "$TMP/stats"
