# So many reasons for each line, and how many there are.
dehusk --output html --explain=2 heron.html | grep -c ',\[\[[0-9]*,"[^"]*",-\{0,1\}[0-9]*\],\[[0-9]*,"[^"]*",-\{0,1\}[0-9]*\]\]\]'
dehusk --output annotated heron.html | grep -c '^[+-]'
