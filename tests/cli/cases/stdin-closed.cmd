dehusk <&-
