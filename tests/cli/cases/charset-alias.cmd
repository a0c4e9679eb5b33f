printf '<p>\317\356\367\362\340' | dehusk --charset CP1251 --input html --threshold 0 --output jsonl | mask
