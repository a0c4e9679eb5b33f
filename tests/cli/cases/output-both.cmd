dehusk heron.html -o a --output-dir b
