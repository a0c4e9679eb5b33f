TERM=xterm NO_COLOR="" on-terminal dehusk --output annotated --threshold 0 scraped.txt | sed "s/[01]\.[0-9][0-9]*/#.###/"
