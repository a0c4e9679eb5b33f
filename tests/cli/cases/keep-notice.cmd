story='The ferry sailed again on Friday morning after eleven weeks on the slipway, and two hundred people stood on the quay.'
notice='<p>We and our partners keep cookies on your device to show you what you may like.'
for class in cookie-banner box; do
    printf '%s' "<div class=$class>$notice</div><h1>The ferry sails again</h1><p>$story</p><p>So: $story</p>" >$TMP/page.html
    for keep in title title,notice; do
        dehusk --threshold 0 --keep $keep --output annotated $TMP/page.html | head -n 1 | mask
    done
done
