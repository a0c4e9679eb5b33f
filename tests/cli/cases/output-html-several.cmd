# The same for any number of jobs, and totals at the end.
dehusk --output html heron.html ferry.html recipe.html heron.html >"$TMP/one.html"
dehusk --output html -j 3 heron.html ferry.html recipe.html heron.html | cmp - "$TMP/one.html"
grep -c 'class="lines"' "$TMP/one.html"
grep -o '"pages":.*}' "$TMP/one.html"
