dehusk -j 2 --stats "$TMP/stats" heron.html no-such-page.html scraped.txt >/dev/null
sed -E 's/"(model|dehusk)":"[^"]*"/"\1":"#"/g; s/"(seconds|removed|bytes_written|content_bytes)":[0-9.]+/"\1":#/g; s/"verdicts":\{[^}]*\}/"verdicts":#/' "$TMP/stats"
