mkdir "$TMP/in" && cp heron.html "$TMP/in/a.html"
dehusk --output-dir "$TMP/in/clean/deep" "$TMP/in"
ls "$TMP/in"
