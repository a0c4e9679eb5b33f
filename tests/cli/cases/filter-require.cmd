# Pages that lack a title or a date are not written, and are counted; with other output, too.
printf '%s\n' '{"id":"a","html":"<title>Weir</title><meta property=article:published_time content=2031-04-02><main><p>The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt.</p></main>"}' '{"id":"b","html":"<title>Weir</title><main><p>The keeper of the weir counted no herons this morning, and went home.</p></main>"}' '{"id":"c","text":"The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt."}' >"$TMP/in.jsonl"
dehusk -q --input jsonl --output jsonl --lines none --require title,published --stats "$TMP/stats" "$TMP/in.jsonl" | grep -o '"id":"."'
grep -o '"left_out":{[^}]*}' "$TMP/stats"
dehusk -q --input jsonl --threshold 0 --keep none --require published "$TMP/in.jsonl"
dehusk -q --input jsonl --output jsonl --lines none --require title "$TMP/in.jsonl" | grep -o '"id":"."'
