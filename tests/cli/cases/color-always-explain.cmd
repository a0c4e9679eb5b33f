dehusk --color always --explain=1 --threshold 0 listing.html | head -n 1 | sed "s/[01]\.[0-9]*/#.###/" | tr "\\033" "^"
