dehusk --threshold 0 heron.html >&-
