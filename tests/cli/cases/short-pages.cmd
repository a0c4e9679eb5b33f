nav='<header><nav><a href=/>Home</a> <a href=/sport>Sport</a> <a href=/life>Life</a></nav></header>'
foot='<footer><a href=/imprint>Imprint</a> <a href=/privacy>Privacy</a></footer>'
one='<p>The car ferry to the islands sailed again on Monday, eleven weeks after it was taken out of the water for repairs.</p>'
two='<p>About two hundred people stood on the quay in the rain to watch the boat leave, and the school band played twice.</p>'
three='<p>The repair was meant to take nineteen days. It slipped when the yard found that the shaft had worn more than anybody knew.</p>'
for story in "$one$two" "$one$two$three" "$one$two$three$two"; do
    printf '%s' "<title>Island ferry returns</title>$nav<main><h1>Island ferry returns</h1>$story</main>$foot" | dehusk -q | cut -c 1-40
done
