dehusk --model "$TMP" heron.html
