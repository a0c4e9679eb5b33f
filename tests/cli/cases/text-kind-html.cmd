# What a text is does not touch HTML.
for kind in auto page extract; do
    dehusk --text-kind "$kind" --output jsonl ferry.html | cksum
done | uniq | wc -l
