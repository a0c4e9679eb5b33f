dehusk -q --max-bytes 100 --input text --threshold 0 --output jsonl scraped.txt | mask
