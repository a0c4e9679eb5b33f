dehusk --text-kind menu ferry.html
