#!/usr/bin/env bash
# The language of what is kept: in rows, and as a filter, whatever the number of jobs.
#     language.sh DEHUSK
set -euo pipefail

dehusk=$1
status=0
said=$("$dehusk" --only-language en /dev/null 2>&1) || status=$?
if [ "$status" -eq 2 ]; then
    grep -q 'built without CLD2' <<<"$said"
    echo "skipped: the command was built without CLD2"
    echo "to run it: tools/setup/install-debian.sh build, and configure again"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

row() { # ID MENU TEXT
    printf '{"id":"%s","html":"<nav><a href=a>%s</a></nav><main><p>%s</p></main>"}\n' "$@"
}
{
    row en 'Новости и погода на сегодня' 'The keeper of the weir counted herons this morning, more than in any month since the sill was rebuilt.'
    row ru 'News and weather of the day' 'Смотритель плотины насчитал сегодня утром больше цапель, чем в любой месяц с тех пор, как порог перестроили.'
    row de 'News and weather' 'Der Wärter am Wehr zählte heute Morgen mehr Reiher als in jedem Monat, seit die Schwelle erneuert wurde.'
    row zh 'News and weather' '今天早上，水闸看守人数到的苍鹭比门槛重建以来的任何一个月都多。'
    row he 'News and weather' 'שומר הסכר ספר הבוקר יותר אנפות מאשר בכל חודש מאז שהסף נבנה מחדש.'
    row none 'News and weather' '4711 0815'
} >"$folder/in.jsonl"

"$dehusk" -q --threshold 0.01 --input jsonl --output jsonl --lines none --language "$folder/in.jsonl" |
    grep -o '"content_language":[^,}]*' | tr '\n' ' ' >"$folder/found"
expected='"content_language":"en" "content_language":"ru" "content_language":"de" "content_language":"zh" "content_language":"he" "content_language":null '
[ "$(cat "$folder/found")" = "$expected" ] || { cat "$folder/found"; exit 1; }

for jobs in 1 3; do
    kept=$("$dehusk" -q -j $jobs --input jsonl --output jsonl --lines none --only-language ru,zh --stats "$folder/stats" "$folder/in.jsonl" |
        grep -o '"id":"[a-z]*"' | tr '\n' ' ')
    [ "$kept" = '"id":"ru" "id":"zh" ' ] || { echo "kept $kept"; exit 1; }
    grep -q '"language":4' "$folder/stats"
done
row hant 'News' '今天早上，水閘看守人數到的蒼鷺比門檻重建以來的任何一個月都多，他說這是個好兆頭。' >"$folder/hant.jsonl"
for code in zh zh-Hant zh-hant; do # letters of a script are large or small
    [ -n "$("$dehusk" -q --threshold 0.01 --input jsonl --only-language $code "$folder/hant.jsonl")" ] || { echo "$code is not kept"; exit 1; }
done
if "$dehusk" --language /dev/null 2>"$folder/said"; then
    echo "--language without jsonl is taken"
    exit 1
fi
if "$dehusk" --only-language EN /dev/null 2>/dev/null; then
    echo "a language in capitals is taken"
    exit 1
fi
grep -q 'goes with jsonl, csv and tsv output only' "$folder/said"
