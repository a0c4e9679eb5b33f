dehusk --output tei heron.html
