dehusk --output xml heron.html
