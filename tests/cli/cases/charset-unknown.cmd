dehusk --charset klingon heron.html
