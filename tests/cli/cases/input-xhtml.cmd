page='<head><script src="a.js"/></head><body><p>The ferry sails again from Monday.</p></body>'
record() {
    http=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s' "$1" "$page")
    printf 'WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' ${#http} "$http"
}
{ record 'application/xhtml+xml; charset=utf-8'; record text/html; } | dehusk -q --threshold 0 --output jsonl --lines all | grep -c 'The ferry sails'
