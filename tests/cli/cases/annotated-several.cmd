dehusk --output annotated --threshold 0 scraped.txt listing.html | mask
