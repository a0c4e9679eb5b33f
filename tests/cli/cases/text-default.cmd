dehusk heron.html
