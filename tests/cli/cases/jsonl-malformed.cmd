printf 'text \377 and \303( more\n' | dehusk --charset utf-8 --input text --output jsonl --threshold 0 | mask
