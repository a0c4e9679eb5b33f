dehusk --output annotated --explain=1 --threshold 0 scraped.txt | mask
