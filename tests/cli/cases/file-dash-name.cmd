cp heron.html "$TMP/-v"; cd "$TMP" || exit
dehusk --threshold 0 -- -v
