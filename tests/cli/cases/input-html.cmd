printf 'a < b <p>second' | dehusk --input html --threshold 0
