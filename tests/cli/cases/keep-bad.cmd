for list in '' title,, Title 'title, caption' all,title none,title ,; do
    dehusk --keep "$list" ferry.html >/dev/null
    echo "exit $?" >&2
done
