dehusk --resume heron.html
