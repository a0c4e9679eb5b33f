dehusk "$TMP"
