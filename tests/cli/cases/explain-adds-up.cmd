# the weights add up to the score that the last row gives
for n in 0 1 5; do dehusk --explain=$n heron.html; done | awk '
/^    / { sum += $1; rows++ }
/; score / { d = sum - $NF; if (d > 0.0001 || d < -0.0001) print "off by", d; sum = 0; lines++ }
END { print (rows > lines && lines > 0) ? "some" : "none" }'
