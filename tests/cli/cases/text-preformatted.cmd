dehusk --threshold 0 listing.html
