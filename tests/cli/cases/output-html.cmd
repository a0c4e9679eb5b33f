# One file with nothing from outside: settings, a summary and its lines, totals.
dehusk --output html heron.html >"$TMP/report.html"
grep -o 'https*:[^"]*' "$TMP/report.html"
grep -o '^<script type="application/json" [^>]*>' "$TMP/report.html"
head -n 1 "$TMP/report.html"
tail -n 1 "$TMP/report.html"
