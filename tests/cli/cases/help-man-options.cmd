# each option of --help has its paragraph in the manual
dehusk --help=man >"$TMP/man"
dehusk --help | sed -n "s/^.\{6\}--\([a-z-]*\).*/\1/p" | while read -r name; do
    grep -q "^.*\\\\fB.-.-$(echo "$name" | sed "s/-/.-/g")" "$TMP/man" || echo "$name is missing"
done
