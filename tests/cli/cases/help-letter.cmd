dehusk -h >"$TMP/a"; dehusk --help --no-such-option >"$TMP/b"; cmp "$TMP/a" "$TMP/b"
