dehusk --help=tcsh
