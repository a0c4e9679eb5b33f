dehusk --help | awk 'length > 79'
