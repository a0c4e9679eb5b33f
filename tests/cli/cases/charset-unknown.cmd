dehusk --charset klingon --threshold 0 heron.html | tail -n 1
