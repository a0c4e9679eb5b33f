for value in '' 0 0K -1 K 1T 1KB 1.5M 4G 4294967296 4294967295K 99999999999999999999 ' 1'; do
    dehusk --max-bytes "$value" heron.html >/dev/null
    echo "exit $?"
done
