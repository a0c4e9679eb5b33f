name=$(printf "line\\none \\377"); : >"$TMP/$name"; cd "$TMP" || exit
dehusk --output jsonl "$name" | mask
