# Lines that the page does not show: as likely as they are, copies too, or never.
for how in auto keep drop; do
    dehusk --hidden "$how" half-hidden.html | wc -l
done
