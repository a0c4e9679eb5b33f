TERM=dumb on-terminal dehusk --output annotated --threshold 0 scraped.txt | mask
