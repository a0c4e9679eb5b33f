dehusk --model /dev/null heron.html
