dehusk heron.html -o "$TMP/no/such/folder"
