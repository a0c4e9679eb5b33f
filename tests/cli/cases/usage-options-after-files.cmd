dehusk scraped.txt --threshold 0
