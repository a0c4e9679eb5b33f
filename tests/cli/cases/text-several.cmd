dehusk --threshold 0 scraped.txt empty.html recipe.html
