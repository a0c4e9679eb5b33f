dehusk --version --model not-a-model
