for n in 1 2 3 auto 0; do dehusk -j $n --output jsonl heron.html ferry.html empty.html recipe.html listing.html scraped.txt | cksum; done | uniq | wc -l | tr -d ' '
