dehusk --threshold 0 scraped.txt no-such-file.html recipe.html
