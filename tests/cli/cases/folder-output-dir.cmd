mkdir -p "$TMP/in/b/c" && cp heron.html "$TMP/in/a.html" && cp ferry.html "$TMP/in/b/c/x.html"
dehusk --output-dir "$TMP/out/new" "$TMP/in" heron.html
cd "$TMP/out/new" && find . -type f | LC_ALL=C sort
head -n 1 heron.txt b/c/x.txt
