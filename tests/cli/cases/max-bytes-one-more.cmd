{ head -c 1024 /dev/zero | tr "\0" x; printf y; } | dehusk --max-bytes 1k --input text --threshold 0 | wc -c | tr -d " "
