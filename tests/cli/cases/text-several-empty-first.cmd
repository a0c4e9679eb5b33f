dehusk --threshold 0 empty.html scraped.txt empty.html
