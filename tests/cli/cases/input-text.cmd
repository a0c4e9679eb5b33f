printf '<p>kept as it is</p>\n' | dehusk --input text --threshold 0
