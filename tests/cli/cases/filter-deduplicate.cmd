# The first page of several with the same content stays, whatever the number of jobs and the page's markup.
for i in 1 2 3 4 5 6 7 8; do
    printf '{"id":"a%s","html":"<p>the same"}\n{"id":"b%s","html":"<p>number %s"}\n{"id":"c%s","html":"<div><h1>the <b>same</b></h1></div>"}\n{"id":"d%s","html":""}\n' $i $i $((i / 2)) $i $i
done >"$TMP/in.jsonl"
for jobs in 1 7; do
    dehusk -q -j $jobs --input jsonl --output jsonl --lines none --threshold 0 --deduplicate --stats "$TMP/stats" "$TMP/in.jsonl" |
        grep -o '"id":"[^"]*"' | tr '\n' ' '
    grep -o '"left_out":{[^}]*}' "$TMP/stats"
done
