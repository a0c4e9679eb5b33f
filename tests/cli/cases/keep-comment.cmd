story='The ferry sailed again on Friday morning after eleven weeks on the slipway, and two hundred people stood on the quay.'
page="<h1>The ferry sails again</h1><p>$story</p><p>So: $story</p><p>Then: $story</p><p>Last: $story</p><p>End: $story</p>"
for below in '<ol id="comments"><li>I was there, too.</li></ol>' '<ol id="notes"><li>I was there, too.</li></ol>'; do
    for keep in title title,comment; do
        printf '%s' "$page$below" | dehusk --threshold 0 --keep $keep --output annotated | tail -n 1
    done
done
