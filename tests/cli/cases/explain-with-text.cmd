dehusk --explain --output text heron.html
