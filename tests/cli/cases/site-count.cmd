pages() {
    for page in 1 2 3 4 5 6; do
        for site in one two; do
            echo '{"url":"https://www.'$site'.example/'$page'","html":"<nav><a href=/>Home of '$site'</a></nav><main><p>Text of its own, page '$site'-'$page', long enough to be one.</main>"}'
        done
    done
}
pages >"$TMP/all"
head -5 "$TMP/all" >"$TMP/a" && sed -n 6,9p "$TMP/all" >"$TMP/b" && tail -3 "$TMP/all" >"$TMP/c"
for part in a b c all; do dehusk site-count --input jsonl "$TMP/$part" -o "$TMP/$part.counts" || echo "$part failed"; done 2>/dev/null
dehusk site-merge "$TMP/a.counts" "$TMP/b.counts" -o "$TMP/ab.counts"
dehusk site-merge "$TMP/c.counts" "$TMP/ab.counts" -o "$TMP/sum.counts"
dehusk site-merge "$TMP/c.counts" "$TMP/a.counts" - <"$TMP/b.counts" >"$TMP/other.counts"
cmp "$TMP/sum.counts" "$TMP/all.counts" && cmp "$TMP/other.counts" "$TMP/all.counts" && echo same
dehusk site-count -q -j 3 --input jsonl "$TMP/c" "$TMP/b" "$TMP/a" >"$TMP/jobs.counts"
cmp "$TMP/jobs.counts" "$TMP/all.counts" && echo same
head -c 8 "$TMP/all.counts"
dehusk --site-counts "$TMP/all.counts" --threshold 0 -q --input jsonl "$TMP/a"
