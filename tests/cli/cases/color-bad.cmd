dehusk --color blue heron.html
