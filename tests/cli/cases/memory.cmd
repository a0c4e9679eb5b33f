for n in 1 64k 3G 4294967296 4294967295G; do dehusk --memory $n empty.html || echo "$n refused"; done
