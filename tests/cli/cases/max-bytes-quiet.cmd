dehusk --max-bytes 100 --quiet --input text --threshold 0 scraped.txt
