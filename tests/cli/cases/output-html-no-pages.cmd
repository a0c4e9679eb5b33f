# A report of nothing is a report.
mkdir "$TMP/none"
dehusk -q --output html "$TMP/none" | grep -o '"pages":.*}\|</html>'
