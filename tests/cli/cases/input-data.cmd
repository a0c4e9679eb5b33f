mkdir "$TMP/in"
row='eJwBcBeP6FPSf5EcWOk3SeRjc/FZof2W80b9qLX3kGqT1mZ0c4l2Yx+7/bV8dWn3pQ0yT5'
for i in 1 2 3 4 5 6; do printf '%s\n' "$row"; done >"$TMP/in/base64.txt"
for i in 1 2 3 4 5 6; do
    printf '2031-10-12T07:04:1%s.318Z INFO [main] example.Server - Request %s served in 4 ms\n' "$i" "$i"
done >"$TMP/in/log.txt"
printf '%s\n' 'The ferry sails again from Monday, the harbour office said.' >"$TMP/in/text.txt"
dehusk --threshold 0 --output jsonl --lines joined "$TMP/in" 2>"$TMP/err" |
    sed -E 's/.*"source":"[^"]*\/([^"]*)".*"verdict":"([^"]*)".*"media_type":"([^"]*)".*/\1 \2 \3/; s/ (none|mixed|article) / page /'
grep neither "$TMP/err"
