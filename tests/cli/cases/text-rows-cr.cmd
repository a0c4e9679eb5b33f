printf 'one\r\rtwo\vthree\rfour' | dehusk --input text --threshold 0 --output jsonl | grep -o '"text":"[^"]*"\|"row":[0-9]*'
