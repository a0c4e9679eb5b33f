dehusk --invert heron.html
