dehusk --threshold 0 --keep all --output annotated ferry.html | sed 's/^\([+-]\) [01]\.[0-9]*/\1 #.###/'
