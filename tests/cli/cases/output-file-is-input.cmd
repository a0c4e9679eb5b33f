cp heron.html "$TMP/page" && dehusk "$TMP/page" -o "$TMP/page"
echo $?; cmp heron.html "$TMP/page" && ls -A "$TMP"
