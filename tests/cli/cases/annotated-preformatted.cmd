dehusk --threshold 0 --output annotated listing.html | mask
