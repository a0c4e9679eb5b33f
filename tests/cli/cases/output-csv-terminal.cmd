on-terminal dehusk --output csv --lines none heron.html | tr -d "\r"
