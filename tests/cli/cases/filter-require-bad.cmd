for list in date title, '' title,Author; do dehusk --require "$list" ferry.html; done
