printf 'one\000two three\n' | dehusk --input text --threshold 0
