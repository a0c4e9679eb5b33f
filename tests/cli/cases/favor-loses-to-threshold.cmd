dehusk --favor recall --threshold 0.5 heron.html >"$TMP/a"; dehusk --threshold 0.5 heron.html >"$TMP/b"; cmp "$TMP/a" "$TMP/b"
