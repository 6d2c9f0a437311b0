# bash completion for clm. In ~/.bashrc: source <(clm completions bash)

_clm() {
    local line=${COMP_LINE:0:COMP_POINT} gap word cur head value help i
    local -a words=() values=() helps=()
    # bash splits words at : and = too; what no blank separates is one word again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${line%%[![:space:]]*}
        line=${line#"$gap"}
        if ((i == COMP_CWORD)); then word=$line; else word=${COMP_WORDS[i]}; fi
        line=${line#"$word"}
        if [[ ${#words[@]} -eq 0 || -n $gap ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done
    cur=${words[${#words[@]} - 1]}
    head=
    if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then head=${cur%"${cur##*:}"}; fi
    if [[ ${cur#"$head"} == *=* && $COMP_WORDBREAKS == *=* ]]; then head=${cur%"${cur##*=}"}; fi
    while IFS=$'\t' read -r value help; do
        values+=("${value#"$head"}")
        helps+=("$help")
    done < <(CLM_COMPLETE=bash command clm -- "${words[@]}" 2>/dev/null)
    COMPREPLY=("${values[@]}")
    if [[ ${#values[@]} -eq 1 ]]; then
        if [[ ${values[0]} == *[:=/] ]]; then compopt -o nospace 2>/dev/null; fi
    elif [[ ${COMP_TYPE:-9} -eq 63 ]]; then
        # Only a list is shown, nothing is inserted: there is room for titles.
        for ((i = 0; i < ${#values[@]}; i++)); do
            if [[ -n ${helps[i]} ]]; then COMPREPLY[i]="${values[i]}  (${helps[i]})"; fi
        done
    fi
}

if [[ ${BASH_VERSINFO[0]} -gt 4 || ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 4 ]]; then
    complete -o nosort -F _clm clm
else
    complete -F _clm clm
fi
