mkdir "$TMP/in" && cp heron.html "$TMP/in/scraped.html" && cp scraped.txt "$TMP/in/scraped.txt" && cd "$TMP"
dehusk --output-dir out in/scraped.txt in/scraped.html
echo $?; ls out/in
