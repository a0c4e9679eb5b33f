printf '\357\273\277<p>Ж' | dehusk --charset windows-1251 --input html --threshold 0
