TERM=xterm dehusk --color auto --output annotated --threshold 0 scraped.txt | mask
