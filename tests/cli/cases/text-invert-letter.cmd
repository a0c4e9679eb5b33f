dehusk -v heron.html
