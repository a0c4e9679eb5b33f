dehusk --frobnicate heron.html
