dehusk --help=fish
