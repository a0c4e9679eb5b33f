dehusk --max-bytes 100 --input text --threshold 0 scraped.txt
