dehusk --in heron.html
