dehusk --color always --input text --threshold 1 --output annotated scraped.txt heron.html | head -n 2 | sed "s/[01]\.[0-9]*/#.###/" | tr "\\033" "^"
