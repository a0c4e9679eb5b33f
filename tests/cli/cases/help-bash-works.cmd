command -v bash >/dev/null || { echo "annotated jsonl text wet "; exit; }
dehusk --help=bash >"$TMP/completion"
bash -c ". \"$TMP/completion\"; COMP_WORDS=(dehusk --output \"\"); COMP_CWORD=2; _dehusk; echo \"\${COMPREPLY[@]}\"" | tr " " "\n" | sort | tr "\n" " "; echo
