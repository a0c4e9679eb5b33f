# What a page says of itself, as YAML before its Markdown; the address of the record where it tells none.
printf '%s\n' '{"url":"http://a.example/x","html":"<title>Weir: \"news\"</title><meta name=author content=\"A &amp; B\"><meta property=article:published_time content=2031-04-02><main><h1>Herons</h1><p>The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt.</p></main>"}' '{"html":"<nav><a href=x>Home</a></nav>"}' '{"text":"The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt."}' >"$TMP/in.jsonl"
dehusk -q --input jsonl --output markdown --front-matter "$TMP/in.jsonl"
# Characters that readers of YAML refuse stand there by their numbers.
printf '<title>Weir \302\233 \342\200\250 \357\273\277 \\ "a"</title><p>The keeper of the weir counted herons this morning, more than in any month before.</p>' | dehusk -q --input html --output markdown --front-matter | head -2
dehusk --front-matter ferry.html
