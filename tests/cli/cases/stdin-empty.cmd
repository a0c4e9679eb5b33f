dehusk </dev/null
