dehusk --quiet=yes heron.html
