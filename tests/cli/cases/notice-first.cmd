dehusk notice-first.html | cut -c 1-40
