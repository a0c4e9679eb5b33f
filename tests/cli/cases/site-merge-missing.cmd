dehusk site-merge no-such-file -o "$TMP/x"
