dehusk site-merge -j 2 x y
