dehusk -j 2 --threshold 0 heron.html no-such-page.html listing.html | tail -n 1
