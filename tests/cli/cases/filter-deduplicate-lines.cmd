# Lines that a page before had go, whatever the number of jobs and the form; titles, code and short lines stay.
for i in 1 2 3 4 5 6 7 8; do
    printf '{"id":"a%s","html":"<main><h1>The keeper of the weir counts herons</h1><p>The keeper of the weir counted %s herons this morning.</p><p>He has done so for thirty years, he says.</p><p>Yes, he said.</p><pre>for (int i = 0; i < n; i++) {</pre></main>"}\n' $i $((i / 2))
    printf '{"id":"n%s","html":"<nav><a href=x>Home and all the other pages here</a></nav>"}\n{"id":"t%s","text":"He has done so for thirty years, he says.\\nThe otter in row %s was counted by the keeper, too.\\n"}\nno page\n' $i $i $((i / 3))
done >"$TMP/in.jsonl"
for jobs in 1 2 8; do
    dehusk -q -j $jobs --input jsonl --output jsonl --lines joined --threshold 0 --deduplicate-lines --stats "$TMP/stats" "$TMP/in.jsonl" 2>/dev/null | grep -oE '"id":"[^"]*"|"content":.*' >"$TMP/jobs-$jobs"
    grep -oE '"(left_out":\{[^}]*\}|repeated_lines":[0-9]*)' "$TMP/stats"
done
cmp "$TMP/jobs-1" "$TMP/jobs-2" && cmp "$TMP/jobs-1" "$TMP/jobs-8" && cat "$TMP/jobs-1"
dehusk -q -j 3 --input jsonl --output markdown --threshold 0 --deduplicate-lines "$TMP/in.jsonl" 2>/dev/null | head -20
# A page that is not written takes no line from another.
{ printf '{"text":"He has done so for thirty years, he says."}\n'; cat "$TMP/in.jsonl"; } | dehusk -q --input jsonl --threshold 0 --min-tokens 30 --deduplicate-lines 2>/dev/null | head -4
# Nor does one that is too short for what is left of it; and one of which a title is left is a duplicate.
{
    printf '{"id":"1","text":"He has done so for thirty years, he says, and never missed a single morning."}\n'
    printf '{"id":"2","text":"He has done so for thirty years, he says, and never missed a single morning.\\nThe otter was counted by the keeper, too."}\n'
    printf '{"id":"3","text":"The weir was built by his grandfather in the year of the great flood, they say.\\nThe otter was counted by the keeper, too."}\n'
    for id in 4 5; do
        printf '{"id":"%s","html":"<h1>Otters</h1><p>An otter lives below the weir, where the water is deep.</p>"}\n' $id
    done
} >"$TMP/short.jsonl"
for jobs in 1 3; do
    dehusk -q -j $jobs --threshold 0 --min-tokens 10 --deduplicate-lines --output jsonl --lines joined --stats "$TMP/stats" "$TMP/short.jsonl" | grep -oE '"id":"[^"]*"|"content":.*'
    grep -oE '"(left_out":\{[^}]*\}|repeated_lines":[0-9]*)' "$TMP/stats"
done
