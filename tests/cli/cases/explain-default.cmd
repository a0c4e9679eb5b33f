# at most eight groups and the rest under each line; they add up, and the rest never outweighs what is shown
dehusk --explain scraped.txt heron.html | awk '
function size(w) { return w < 0 ? -w : w }
/^[+-]/ { lines++ }
/^    / && !/; score / { n++; sum += $1; all += size($1); if (n > 1 && size($1) > last) print "out of order:", $0; last = size($1) }
/; score / { if (n < 2 || n > 8) print "wrong:", n; if (size($1) > all / 2) print "the rest outweighs:", $0
             d = sum + $1 - $NF; if (d > 0.0001 || d < -0.0001) print "off by", d; n = sum = all = 0; rows++ }
END { print (lines == rows && rows > 10) ? "fine" : "none" }'
