# Of the files in folders; those that are named are always taken.
mkdir -p "$TMP/in/a" "$TMP/in/b"
for name in a/x.html a/y.txt b/x.html b/z.html c.html; do printf '<p>%s' $name >"$TMP/in/$name"; done
for options in "--include *.html" "--exclude a/*" "--include x.* --include c.html --exclude b/x*" "--include none"; do
    set -f
    echo "$options"
    dehusk --threshold 0 --input html $options "$TMP/in"
done
dehusk --threshold 0 --input html --include none "$TMP/in/c.html"
