printf '%s\n' '{"html":"<p>One"}' 'no json' '{"text":"Two"}' | dehusk --input jsonl --threshold 0 -q --errors "$TMP/errors"
echo $?; cat "$TMP/errors"
