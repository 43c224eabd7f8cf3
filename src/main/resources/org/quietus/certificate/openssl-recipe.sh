T=$(mktemp -d); sed -n 's/^  "payload": "\(.*\)",$/\1/p' "$FILE" | base64 -d > "$T/payload"
sed -n 's/^      "sig": "\(.*\)"$/\1/p' "$FILE" | base64 -d > "$T/sig"
{ printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < "$T/payload")"; cat "$T/payload"; } > "$T/pae"
openssl pkeyutl -verify -rawin -pubin -inkey "$KEY" -sigfile "$T/sig" -in "$T/pae"
