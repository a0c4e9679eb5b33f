# Below a story, what readers wrote stays if it is asked for; names, dates and forms do not.
dehusk --keep title,comment comments.html
dehusk --keep title,comment --output annotated comments.html | grep comment | mask
dehusk comments.html | tail -n 1
