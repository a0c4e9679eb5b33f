dehusk --hidden no ferry.html
