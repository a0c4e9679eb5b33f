dehusk --threshold 0 <scraped.txt
