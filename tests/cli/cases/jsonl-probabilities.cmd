# five decimals at most
dehusk --output jsonl heron.html | grep -oE '":[0-9.e-]+' | sed 's/^"://' |
    awk '!/^[0-9]+$/ && !/^[01]\.[0-9]+$/ && !/^[0-9]e-5$/ || length > 7 { print } END { print (NR > 3) ? "some" : "none" }'
