dehusk --output=text --threshold=0 scraped.txt
