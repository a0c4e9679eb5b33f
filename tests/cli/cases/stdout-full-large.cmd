awk 'BEGIN { for (i = 0; i < 3000; i++) print "a line of the long text, number", i }' | dehusk --input text --output jsonl >/dev/full
