dehusk -j x heron.html
