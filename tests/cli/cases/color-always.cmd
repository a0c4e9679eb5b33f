dehusk --color always --threshold 0 --output annotated listing.html | sed "s/[01]\.[0-9]*/#.###/" | tr "\\033" "^"
