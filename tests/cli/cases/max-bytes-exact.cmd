head -c 1024 /dev/zero | tr "\0" x | dehusk --max-bytes 1K --input text --threshold 0 | wc -c | tr -d " "
