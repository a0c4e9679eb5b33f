dehusk --input pdf heron.html
