dehusk --explain=6 heron.html | awk '
/^[+-]/ { last = 1e9 }
/^    / && !/; score / { w = $1 < 0 ? -$1 : $1; if (w > last) print "out of order:", $0; last = w }'
