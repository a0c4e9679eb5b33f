for n in 1 1K 1m 1G 3G 4294967295; do dehusk --max-bytes $n empty.html || echo "$n refused"; done
