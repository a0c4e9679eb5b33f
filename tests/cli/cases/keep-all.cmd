dehusk --threshold 0 --keep all ferry.html
