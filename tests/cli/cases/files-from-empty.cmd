dehusk --files-from /dev/null
