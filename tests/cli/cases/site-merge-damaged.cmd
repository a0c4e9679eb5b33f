echo '<p>A page.' | dehusk site-count --host a.example -o "$TMP/good"
head -c 40 "$TMP/good" >"$TMP/cut"
echo 'DEHUSK' >"$TMP/other"
for bad in cut other; do
    dehusk site-merge "$TMP/good" "$TMP/$bad" -o "$TMP/sum"
    echo $?
    dehusk --site-counts "$TMP/$bad" --host a.example "$TMP/good"
    echo $?
done
dehusk --site-counts "$TMP/nothing" "$TMP/good"
echo $?
ls "$TMP"
