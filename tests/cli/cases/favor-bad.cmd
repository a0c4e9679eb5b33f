dehusk --favor speed heron.html
