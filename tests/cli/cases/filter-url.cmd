# Pages by their URL; those without one are taken unless a URL is asked for.
for url in http://a.example/x http://a.example/tag/y http://b.example/z; do printf '{"id":"%s","url":"%s","html":"<p>%s"}\n' $url $url $url; done >"$TMP/in.jsonl"
printf '{"id":"none","html":"<p>none"}\n' >>"$TMP/in.jsonl"
printf '\357\273\277https://a.example/x\r\n# those that are done\n\n http://b.example/z#end \n' >"$TMP/list"
: >"$TMP/none"
for options in "" "--include-url *://a.example/*" "--exclude-url */tag/*" "--include-url *a.ex* --include-url *z --exclude-url *y" \
    "--exclude-url-file $TMP/list" "--include-url-file $TMP/list" "--include-url-file $TMP/list --exclude-url *z" \
    "--include-url-file $TMP/none" "--include-url-file $TMP/list --include-url *y --exclude-url-file $TMP/list"; do
    set -f
    echo "$options" | sed "s:$TMP:DIR:g"
    dehusk -q -j 2 --threshold 0 --input jsonl --output jsonl --lines none --stats "$TMP/stats" $options "$TMP/in.jsonl" | grep -o '"id":"[^"]*"'
    grep -o '"skipped":{[^}]*}' "$TMP/stats"
done
cd "$TMP"
dehusk --exclude-url-file missing in.jsonl
dehusk --exclude-url-file list -o list in.jsonl
