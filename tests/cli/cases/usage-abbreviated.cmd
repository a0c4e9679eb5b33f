dehusk --thres 0 scraped.txt
