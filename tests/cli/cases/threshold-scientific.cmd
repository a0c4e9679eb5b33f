dehusk --threshold 0e0 scraped.txt
