dehusk site-merge | wc -c
