dehusk empty.html
