NO_COLOR=1 dehusk --color always --output annotated --threshold 0 --input text scraped.txt | head -n 1 | sed "s/[01]\.[0-9]*/#.###/" | tr "\\033" "^"
