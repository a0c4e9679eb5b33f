dehusk --threshold 0 ferry.html
