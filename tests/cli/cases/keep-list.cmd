dehusk --threshold 0 --keep caption,read-more,teaser ferry.html
