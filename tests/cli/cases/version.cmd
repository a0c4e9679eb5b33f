dehusk --version | sed -E "s/[0-9]+(\.[0-9]+)+/#/; s/^model: .+/model: NAME/"
