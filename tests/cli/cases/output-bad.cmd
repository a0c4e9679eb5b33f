dehusk --output pdf heron.html
