# Words between spaces; in scripts without them, characters.
printf '{"id":"a","html":"<p>one two three four"}\n{"id":"b","html":"<p>one two three four five"}\n{"id":"c","html":"<p>\344\270\200\344\272\214\344\270\211\345\233\233\344\272\224"}\n{"id":"d","html":"<p>\344\270\200\344\272\214\344\270\211"}\n' |
    dehusk -q --input jsonl --output jsonl --lines joined --threshold 0 --min-tokens 5 --stats "$TMP/stats" | grep -o '"id":"."'
grep -o '"left_out":{[^}]*}' "$TMP/stats"
