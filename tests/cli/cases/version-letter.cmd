dehusk -V >"$TMP/a"; dehusk --version no-such-file.html >"$TMP/b"; cmp "$TMP/a" "$TMP/b"
