name=$(printf "line\\none \\377 \\033[1m"); cp scraped.txt "$TMP/$name"; cd "$TMP" || exit
dehusk --output annotated --threshold 0 "$name" "no $name" | mask
