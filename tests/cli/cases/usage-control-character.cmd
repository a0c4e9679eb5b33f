dehusk --output "$(printf "a\\033[1m\\377")"
