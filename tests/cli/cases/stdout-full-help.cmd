dehusk --help >/dev/full
