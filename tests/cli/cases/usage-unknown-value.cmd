dehusk --frobnicate=3 heron.html
