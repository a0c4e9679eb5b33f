cat recipe.html | dehusk --threshold 0
