dehusk --files-from "$TMP/none"
