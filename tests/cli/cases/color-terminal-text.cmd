TERM=xterm on-terminal dehusk --threshold 0 scraped.txt
