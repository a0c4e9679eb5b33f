dehusk -qx heron.html
