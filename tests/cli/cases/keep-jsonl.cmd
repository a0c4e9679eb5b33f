dehusk --threshold 0 --output jsonl ferry.html | grep -o '"label":"[a-z]*"\|"role":"[a-z-]*"'
