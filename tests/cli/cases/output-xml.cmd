dehusk --output xml heron.html listing.html
