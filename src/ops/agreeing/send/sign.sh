#!/bin/sh
# @@ABOUT@@
#
#   sh @@FILE@@ [KEY]
#
# shows the agreement, asks, signs with your OpenSSH key and writes one file, your reply, into this folder. Nothing is sent
# anywhere: you send that file back. KEY is your ed25519 key, ~/.ssh/id_ed25519 when absent; one with a passphrase or in
# ssh-agent will do. It needs ssh-keygen (OpenSSH 8.1 or newer), awk, od and sed; for a spoken code also openssl.
# To comment, to ask for a change or to decline, open the page beside this script.
set -eu
umask 077
LC_ALL=C
export LC_ALL

title=@@TITLE@@
contract=@@CONTRACT@@
sender=@@SENDER@@
party=@@PARTY@@
name=@@NAME@@
email=@@EMAIL@@
who=@@WHO@@
capacity=@@CAPACITY@@
until=@@UNTIL@@
send=@@SEND@@
revision=@@REVISION@@
digest=@@DIGEST@@
wants_code=@@CODE@@
reply=@@REPLY@@

# The agreement, byte for byte: contract.md.
text() {
@@TEXT@@
}

# What belongs to it beside the text, as sha256sum writes it.
annexes() {
@@ANNEXES@@
}

# The statement that is signed.
statement() {
@@STATEMENT@@
}

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$*"
    say 'Nothing was signed.'
    exit 1
}

# Asks for $1; $2 is taken when nothing is typed.
ask() {
    if [ -n "$2" ]; then printf '%s [%s]: ' "$1" "$2" >&2; else printf '%s: ' "$1" >&2; fi
    answer=
    IFS= read -r answer || [ -n "$answer" ] || fail 'No answer came.'
    [ -n "$answer" ] || answer=$2
    case $answer in
    *[[:cntrl:]]*) fail 'Control characters cannot stand in a statement.' ;;
    esac
    [ ${#answer} -le 200 ] || fail 'That is too long.'
}

# A word as the inside of a JSON string in UTF-8.
json() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# A file as the inside of a JSON string in ASCII.
inside() {
    od -An -v -tu1 "$1" | awk '
        function unit(n) { printf "\\u%04x", n }
        function point(n) {
            if (n < 65536) { unit(n); return }
            n -= 65536
            unit(55296 + int(n / 1024))
            unit(56320 + n % 1024)
        }
        {
            for (i = 1; i <= NF; i++) {
                b = $i + 0
                if (b == 10) printf "\\n"
                else if (b == 34) printf "\\\""
                else if (b == 92) printf "\\\\"
                else if (b < 32 || b == 127) unit(b)
                else if (b < 128) printf "%c", b
                else if (b < 192) { code = code * 64 + b - 128; if (--left == 0) point(code) }
                else if (b < 224) { code = b - 192; left = 1 }
                else if (b < 240) { code = b - 224; left = 2 }
                else { code = b - 240; left = 3 }
            }
        }'
}

# The SHA-256 of what comes in; nothing where no program for it is installed.
sha256() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a 256
    elif command -v openssl >/dev/null 2>&1; then
        openssl dgst -sha256 -r
    fi | awk '{ print $1 }'
}

# The ten bytes of a spoken code in hexadecimal; fails where it is none.
code_bytes() {
    printf '%s\n' "$1" | awk '
        BEGIN { digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" }
        {
            code = toupper($0)
            gsub(/[- ]/, "", code)
            gsub(/O/, "0", code)
            gsub(/[IL]/, "1", code)
            if (length(code) != 16) exit 1
            for (i = 1; i <= 16; i++) {
                value = index(digits, substr(code, i, 1)) - 1
                if (value < 0) exit 1
                number = number * 32 + value
                if (i % 4 == 0) { hex = hex sprintf("%05x", number); number = 0 }
            }
            print hex
        }'
}

command -v ssh-keygen >/dev/null 2>&1 || fail 'ssh-keygen is not installed; it is part of OpenSSH.'
[ "$(date +%Y%m%d)" -le "$(printf '%s' "$until" | tr -d -)" ] ||
    fail "The last day to sign was $until. Ask $sender for more time."
[ ! -e "$reply" ] || fail "There is a reply already: $reply. Send that back, or move it away."

key=${1:-$HOME/.ssh/id_ed25519}
[ -r "$key" ] || fail "There is no key $key. Name yours, or make one: ssh-keygen -t ed25519"
work=$(mktemp -d "${TMPDIR:-/tmp}/sign.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
public=$key.pub
case $key in
*.pub) public=$key ;;
esac
if [ ! -r "$public" ]; then
    public=$work/key.pub
    ssh-keygen -y -f "$key" >"$public" || fail "$key cannot be read."
fi
line=$(awk 'NR == 1 { print $1 " " $2 }' "$public")
case $line in
'ssh-ed25519 '*) ;;
*) fail "$key is no ed25519 key. Name one, or make one: ssh-keygen -t ed25519" ;;
esac
fingerprint=$(ssh-keygen -l -E sha256 -f "$public" | awk '{ print $2 }')

text >"$work/contract.md"
found=$(sha256 <"$work/contract.md")
if [ -z "$found" ]; then
    say 'sha256sum is not installed: the digest below was not compared.'
elif [ "$found" != "$digest" ]; then
    fail "This script was changed on its way: its text has the digest $found, not $digest."
fi
if [ -t 0 ] && [ -t 1 ]; then "${PAGER:-more}" "$work/contract.md"; else cat "$work/contract.md"; fi

say ''
say "$title ($contract), sent by $sender, to be signed by $until"
say "sha256 $digest  contract.md"
annexes >"$work/annexes"
if [ -s "$work/annexes" ]; then
    say 'These annexes are part of it. Compare yours with sha256sum:'
    cat "$work/annexes" >&2
fi
say ''
ask 'Your full name' "$name"
name=$answer
[ -n "$name" ] || fail 'A name is needed.'
if [ -z "$email" ]; then
    ask 'Your e-mail address' ''
    email=$(printf '%s' "$answer" | tr '[:upper:]' '[:lower:]')
    case $email in
    *[!a-z0-9._+@-]* | *@*@* | @* | *@) fail "$email is no address such as kari@acme.example." ;;
    *@*) ;;
    *) fail "$email is no address such as kari@acme.example." ;;
    esac
fi
ask "In which capacity you sign for $party (CEO, by proxy …)" "$capacity"
capacity=$answer
hmac=
nonce=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
[ ${#nonce} -eq 32 ] || fail 'The system gives no random bytes.'
claimed=$(date -u +%Y-%m-%dT%H:%M:%SZ)
if [ "$wants_code" = yes ]; then
    command -v openssl >/dev/null 2>&1 || fail 'A spoken code is asked for, and openssl is not installed: use the page.'
    ask "The code $sender told you" ''
    bytes=$(code_bytes "$answer") || fail 'That is no code: it has sixteen letters and digits, such as K7QM-2XWD-9HVN-4T3C.'
    hmac=$(printf 'clm-code-v1\n%s\n%s\n%s\n%s\n' "$send" "$revision" "$fingerprint" "$who" |
        openssl dgst -sha256 -mac HMAC -macopt "hexkey:$bytes" | awk '{ print $NF }')
fi
@@CONSENT@@
say ''
say "$consent"
say "Your key: $fingerprint"
printf 'Type yes to sign: ' >&2
answer=
IFS= read -r answer || [ -n "$answer" ] || fail 'No answer came.'
[ "$answer" = yes ] || fail 'You did not type yes.'

statement >"$work/statement.json"
ssh-keygen -Y sign -q -f "$key" -n clm-statement-v1 "$work/statement.json" || fail 'ssh-keygen did not sign.'
{
    printf '{"key":"%s","signature":"' "$line"
    inside "$work/statement.json.sig"
    printf '","statement":"'
    inside "$work/statement.json"
    printf '","type":"urn:clm:reply:v1"}\n'
} >"$work/reply.json"
cat "$work/reply.json" >"$reply"
say ''
say "Signed. Send $reply back to $sender."
say "If they ask, read them the fingerprint of your key: $fingerprint"
