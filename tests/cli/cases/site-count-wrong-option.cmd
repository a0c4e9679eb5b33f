dehusk site-count --lines all -o x ferry.html
