#!/usr/bin/env bash
# One analysis from upload to deletion through a running API, with what lies on the way.
# scripts/smoke-tests.sh [URL]; a key is taken from MEDIAQ_API_KEY. Needs curl, and python3 to read
# JSON. Workers may run or not: what waits is canceled, and all that was made is deleted again.
set -euo pipefail
base=${1:-http://127.0.0.1:8000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ask() { # wanted-status method path [curl arguments]; the body is in $work/body
    local wanted=$1 method=$2 path=$3 got
    shift 3
    got=$(curl -sS --max-time 20 -o "$work/body" -w '%{http_code}' -X "$method" \
        ${MEDIAQ_API_KEY:+-H "Authorization: Bearer $MEDIAQ_API_KEY"} "$@" "$base$path")
    if [[ " $wanted " != *" $got "* ]]; then
        echo "FAILED: $method $path answered $got, not $wanted: $(head -c 500 "$work/body")" >&2
        exit 1
    fi
    echo "ok $got $method $path"
}
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/body" "$1"; }
json=(-H 'Content-Type: application/json')

# A second of silence: a WAVE header, and 16,000 bytes of nothing.
{
    printf 'RIFF\xa4\x3e\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00'
    printf '\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x80\x3e\x00\x00'
    head -c 16000 /dev/zero
} >"$work/smoke.wav"

ask 200 GET /health
ask 202 POST "/api/upload?force=true" -F "file=@$work/smoke.wav"
asset=$(field asset_id) analysis=$(field analysis_id)
ask 200 GET "/api/media/status/$analysis"
ask 200 GET "/api/analysis/status?asset_id=$asset"
ask 200 GET "/api/v1/analyses/$analysis"
ask 200 GET "/api/v1/analyses/$analysis/feedback"
ask 200 GET "/api/v1/assets/$asset"

order="{\"asset_id\": \"$asset\", \"prompt\": \"smoke\", \"media_type\": \"audio\", \"force\": true}"
ask 202 POST /api/media/analyze "${json[@]}" -H "Idempotency-Key: smoke-$asset" -d "$order"
asked=$(field analysis_id)
ask 202 POST /api/media/analyze "${json[@]}" -H "Idempotency-Key: smoke-$asset" -d "$order"
[ "$(field analysis_id)" = "$asked" ] || { echo "FAILED: the repeated request was a new one" >&2; exit 1; }
ask "200 409" POST "/api/v1/analyses/$asked/cancel"
ask 200 GET "/api/media/history?page=1&per_page=10"
ask 204 DELETE "/api/media/$asked"
ask 410 DELETE "/api/media/$asked"
ask 410 GET "/api/media/status/$asked"
ask 204 DELETE "/api/v1/assets/$asset"
ask 410 GET "/api/v1/assets/$asset"
echo "all well"
