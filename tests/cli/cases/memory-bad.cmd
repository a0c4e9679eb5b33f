for n in '' 0 -1 1T 1.5G 4294967296G; do dehusk --memory "$n" empty.html; done
