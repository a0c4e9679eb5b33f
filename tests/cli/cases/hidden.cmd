# Lines that the page does not show: judged but for copies, all judged, or all dropped.
for how in auto keep drop; do
    dehusk --hidden "$how" half-hidden.html | wc -l
done
