# eight reasons and the rest under each line
dehusk --explain scraped.txt | awk '/^[+-]/ { if (NR > 1 && n != 9) print "wrong:", n; n = 0 } /^    / { n++ } END { print n }'
