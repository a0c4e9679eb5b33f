printf '<pre>C0 \033[31m, C1 \302\233 32m, \007 in a pipe' | dehusk --input html --threshold 0 | tr '\033\007' '^&'
