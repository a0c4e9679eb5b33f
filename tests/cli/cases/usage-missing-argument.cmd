dehusk --output
