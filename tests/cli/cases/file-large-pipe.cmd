awk 'BEGIN { for (i = 0; i < 20000; i++) print "a line of the long text, number", i }' | dehusk --input text --threshold 0 | tail -n 1
