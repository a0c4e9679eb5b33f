dehusk --quiet no-such-file.html
