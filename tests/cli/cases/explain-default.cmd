# at most eight groups and the rest under each line; they carry the sum, to the last digit, and of all but a few lines
# more than half of it is in what is shown
dehusk --explain scraped.txt heron.html | awk '
/^[+-]/ { lines++ }
/^    / && !/; score / { n++; sum += $1; if (n == 1 || ($1 < 0 ? -$1 : $1) <= last) last = $1 < 0 ? -$1 : $1; else print "out of order:", $0 }
/; score / { if (n < 2 || n > 8) print "wrong:", n; rest = $1 < 0 ? -$1 : $1; if (rest > last + 0.02) print "the rest outweighs:", $0
             d = sum + $1 - $NF; if (d > 0.0001 || d < -0.0001) print "off by", d; n = 0; sum = 0; rows++ }
END { print (lines == rows && rows > 10) ? "fine" : "none" }'
