# A row is shown as it was, however many pieces it was judged in, and in JSON each piece has its row.
{ echo first; for i in 1 2 3 4 5 6 7 8 9; do for k in 1 2 3 4 5 6 7 8 9; do printf 'Sentence %s of part %s, which is as long as most sentences that people write are.  ' $k $i; done; done; echo; echo last; } >"$TMP/in"
dehusk --input text --threshold 0 "$TMP/in" | cmp - "$TMP/in" && echo "the same"
dehusk --input text --threshold 0 --output jsonl "$TMP/in" | grep -o '"row":[0-9]*' | sort | uniq -c | tr -s ' '
