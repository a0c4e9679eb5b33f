dehusk --output annotated heron.html | mask
