TERM=xterm NO_COLOR=1 on-terminal dehusk --output annotated --threshold 0 scraped.txt | mask
