dehusk --threshold 0 --invert heron.html
