dehusk --help
