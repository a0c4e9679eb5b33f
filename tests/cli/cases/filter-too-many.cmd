options=
for i in $(seq 65); do options="$options --include $i"; done
dehusk $options ferry.html
