dehusk site-count --charset nope --host a.example ferry.html >/dev/null
