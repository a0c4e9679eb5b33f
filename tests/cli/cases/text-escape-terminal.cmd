printf '<pre>C0 \033[31m, C1 \302\23332m, overwritten&#13;on a terminal' | on-terminal dehusk --input html --threshold 0
