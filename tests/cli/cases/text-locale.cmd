LC_ALL=C.UTF-8 dehusk --threshold 0.0 recipe.html
