command -v python3 >/dev/null || exit 0
dehusk --output jsonl heron.html scraped.txt listing.html recipe.html empty.html | python3 -c '
import json, sys
for row in sys.stdin.buffer:
    page = json.loads(row)
    source = open(page["source"], "rb").read()
    for line in page["lines"]:
        part = source[line["begin"]:line["end"]].decode()
        if line["text"] != part and not set("&<") & set(part) and line["kind"] != "preformatted":
            print(page["source"], line)
'
