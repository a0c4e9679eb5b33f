yes "a line without an end" | dehusk --max-bytes 46 --input text --threshold 0
