# the file that was built in gives what is built in
model=../../../models/default.dehusk
[ -e "$model" ] || exit 0
dehusk --model "$model" --output jsonl heron.html scraped.txt >"$TMP/given"
dehusk --output jsonl heron.html scraped.txt >"$TMP/built-in"
cmp "$TMP/given" "$TMP/built-in"
! dehusk --model "$model" --version | grep '^model file: built in'
