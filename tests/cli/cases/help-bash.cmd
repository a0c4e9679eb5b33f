dehusk --help=bash
