for value in '' x 1.5 -0.1 nan inf 0x1 0.5x ' 0.5' 0,5 1.00000001; do
    dehusk --threshold "$value" heron.html >/dev/null
    echo "exit $?"
done
