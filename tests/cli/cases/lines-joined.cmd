dehusk --output jsonl --lines joined heron.html | mask | grep -o "\"scripts.*"
