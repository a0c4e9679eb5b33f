dehusk --model no-such-model heron.html
