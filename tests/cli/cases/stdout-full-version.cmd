dehusk --version >/dev/full
