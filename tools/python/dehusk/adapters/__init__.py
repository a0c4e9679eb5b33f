"""Dehusk in the shapes of other packages. Each module needs the package that it is named after, if it says so."""
