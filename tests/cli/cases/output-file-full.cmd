dehusk heron.html -o /dev/full
