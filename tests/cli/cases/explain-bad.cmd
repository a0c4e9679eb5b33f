for value in '' x -1 +1 1.5 1000001 99999999999999999999; do
    dehusk "--explain=$value" heron.html >/dev/null
    echo "exit $?"
done
