dehusk --explain=2 --threshold 0 heron.html | mask
