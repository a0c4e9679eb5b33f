dehusk --threshold 0 --keep none ferry.html
