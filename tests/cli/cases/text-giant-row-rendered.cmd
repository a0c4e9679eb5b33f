# A row that was judged in pieces is one row in Markdown, too.
for i in 1 2 3 4 5 6 7 8 9; do printf 'Sentence %s, which is as long as most sentences that people write in such a text, is one of nine that stand in one row of it. ' $i; done >"$TMP/in"
dehusk --input text --threshold 0 --output markdown "$TMP/in" | wc -l | tr -d ' '
