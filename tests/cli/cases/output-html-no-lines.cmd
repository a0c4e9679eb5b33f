dehusk --output html empty.html | grep -o '{"lines".*}'
