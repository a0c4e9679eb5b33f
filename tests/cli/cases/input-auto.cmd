printf '<!doctype html><p>a page' | dehusk --input auto --threshold 0
