dehusk site-count --output-dir x ferry.html
