printf '<p>\317\356\367\362\340 \357\360\350\345\347\346\340\345\362.' | dehusk --charset windows-1251 --input html --threshold 0
