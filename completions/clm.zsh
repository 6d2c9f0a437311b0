#compdef clm
# zsh completion for clm. After compinit: source <(clm completions zsh), or this file as _clm in a folder of $fpath.

_clm() {
    local line value
    local -a closed open
    for line in "${(@f)$(CLM_COMPLETE=zsh command clm -- "${(@Q)words[1,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        # A word that is to be continued gets no blank behind it.
        value=${${line//\\:/ }%%:*}
        if [[ $value == *[\ =/] ]]; then open+=("$line"); else closed+=("$line"); fi
    done
    (( ${#closed} )) && _describe -V 'clm' closed
    (( ${#open} )) && _describe -V 'clm' open -S ''
}

if [[ ${funcstack[1]} == _clm ]]; then
    _clm "$@"
else
    compdef _clm clm
fi
