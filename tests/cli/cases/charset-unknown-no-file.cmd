dehusk --charset "$(printf "x\\033")" no-such-file.html
