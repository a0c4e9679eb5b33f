dehusk --model not-a-model heron.html
