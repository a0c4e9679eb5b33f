dehusk --help=man | sed -n "/^.SH/p; s/^\.TH DEHUSK 1 \"\" \"dehusk .*\" /TH /p"
