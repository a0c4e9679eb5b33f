dehusk --output csv --lines markdown heron.html listing.html
