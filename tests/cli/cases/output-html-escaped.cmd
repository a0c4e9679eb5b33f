# Text of a page cannot end the element that it is in, or begin a comment or a script.
printf '<title>&lt;!--&lt;script></title><p>&lt;/script&gt;&lt;script&gt;alert(1)' |
    dehusk --input html --threshold 0 --output html |
    grep -o '"title":"[^"]*"\|u003c/script>[^"]*alert(1)[^"]*"'
# Line ends of other languages' making.
printf '{"html":"<p>x","url":"a\342\200\250b\342\200\251c"}' | dehusk -q --output html | grep -o '"url":"[^"]*"'
