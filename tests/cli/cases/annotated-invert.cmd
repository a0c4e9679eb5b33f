dehusk --output annotated --threshold 0 --invert scraped.txt | mask
