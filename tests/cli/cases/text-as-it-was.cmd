printf '  # Tides\n\n\n- high:\t4.2 m  \n\t- low\n\n```sh\n    make\n\nmake install\n```\n> quoted\n\n[Home](/home.html)\n' >"$TMP/in"
dehusk --input text --threshold 0 "$TMP/in" | cmp - "$TMP/in" && echo "the same"
