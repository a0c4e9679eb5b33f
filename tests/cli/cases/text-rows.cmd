printf 'one\n\n \001 \ntwo\fthree\r\nfour\n' | dehusk --input text --threshold 0 --output jsonl | grep -o '"text":"[^"]*"\|"row":[0-9]*'
