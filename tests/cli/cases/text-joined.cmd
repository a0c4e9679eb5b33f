printf 'one\n\n\ntwo\n' | dehusk --input text --threshold 0 --output jsonl --lines joined | grep -o '"content":.*'
