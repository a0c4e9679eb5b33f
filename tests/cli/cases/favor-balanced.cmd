# is the default
dehusk --favor balanced heron.html >"$TMP/a"; dehusk heron.html >"$TMP/b"; cmp "$TMP/a" "$TMP/b"
