mkdir "$TMP/in" && cp heron.html "$TMP/in/scraped.html"
dehusk --output-dir "$TMP/out" heron.html scraped.txt "$TMP/in/scraped.html" ferry.html
echo $?; ls "$TMP"
