dehusk no-such-file.html
