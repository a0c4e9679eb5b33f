TERM=xterm on-terminal dehusk --color never --output annotated --threshold 0 scraped.txt | mask
