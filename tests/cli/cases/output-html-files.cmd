# A report for each input, compressed.
dehusk --output html --output-dir "$TMP" --compress gz heron.html ferry.html
cd "$TMP" && ls *.html.gz && gzip -dc heron.html.gz | grep -c '^</html>'
