dehusk --help=zsh
