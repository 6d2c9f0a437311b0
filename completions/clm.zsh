#compdef clm

autoload -U is-at-least

_clm() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_clm_commands" \
"*::: :->clm" \
&& ret=0
    case $state in
    (clm)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:clm-command-$line[1]:"
        case $line[1] in
            (init)
_arguments "${_arguments_options[@]}" : \
'--org=[Legal name of the organisation, as it stands in contracts]:NAME:_default' \
'--name=[Your name]:NAME:_default' \
'--email=[Your e-mail address; members are known by it]:ADDRESS:_default' \
'--title=[What you sign as, such as CEO]:TITLE:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-w+[The first workspace]:NAME:_default' \
'--workspace=[The first workspace]:NAME:_default' \
'--time-zone=[IANA time zone that turns moments into days, such as Europe/Oslo; UTC when absent]:ZONE:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'::dir -- Folder to make the repository in; the present one when absent:_files' \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'::dir -- Folder to build it in; a new temporary one when absent:_files' \
&& ret=0
;;
(workspace)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_clm__subcmd__workspace_commands" \
"*::: :->workspace" \
&& ret=0

    case $state in
    (workspace)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:clm-workspace-command-$line[1]:"
        case $line[1] in
            (add)
_arguments "${_arguments_options[@]}" : \
'--title=[What people call it]:TITLE:_default' \
'--key=[Your key]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':name -- Folder name\: lower-case letters, digits and `-`:_default' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(member)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_clm__subcmd__member_commands" \
"*::: :->member" \
&& ret=0

    case $state in
    (member)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:clm-member-command-$line[1]:"
        case $line[1] in
            (add)
_arguments "${_arguments_options[@]}" : \
'--name=[Full name]:NAME:_default' \
'--pub=[Public key file, or the key line itself]:KEY:_default' \
'*--role=[viewer, drafter, legal, signatory, manager or owner; once for each]:ROLE:_default' \
'*-w+[Workspace the member works in; all when absent]:NAME:_default' \
'*--workspace=[Workspace the member works in; all when absent]:NAME:_default' \
'*--signs-for=[Party the member may sign for; once for each]:PARTY:_default' \
'--key=[Your key]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':email -- E-mail address; members are known by it:_default' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(key)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_clm__subcmd__key_commands" \
"*::: :->key" \
&& ret=0

    case $state in
    (key)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:clm-key-command-$line[1]:"
        case $line[1] in
            (new)
_arguments "${_arguments_options[@]}" : \
'--comment=[Words after the key, usually an e-mail address]:TEXT:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'--no-passphrase[Make it without a passphrase]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'::file -- Where to write it; ~/.ssh/id_ed25519 when absent:_files' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(template)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_clm__subcmd__template_commands" \
"*::: :->template" \
&& ret=0

    case $state in
    (template)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:clm-template-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'-w+[Only of this workspace]:NAME:_default' \
'--workspace=[Only of this workspace]:NAME:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'-w+[The workspace it belongs to]:NAME:_default' \
'--workspace=[The workspace it belongs to]:NAME:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':name -- Its name, or workspace/name:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(new)
_arguments "${_arguments_options[@]}" : \
'-t+[Template to draw from; \`clm template list\` names them]:TEMPLATE:_default' \
'--template=[Template to draw from; \`clm template list\` names them]:TEMPLATE:_default' \
'-w+[Workspace to file the contract in]:WORKSPACE:_default' \
'--workspace=[Workspace to file the contract in]:WORKSPACE:_default' \
'*-p+[The counterparty; once for each further party]:NAME:_default' \
'*--party=[The counterparty; once for each further party]:NAME:_default' \
'*-s+[Answer to a field of the template]:FIELD=VALUE:_default' \
'*--set=[Answer to a field of the template]:FIELD=VALUE:_default' \
'--set-file=[Answers from a TOML file]:FILE:_files' \
'--title=[Title of the contract instead of the template'\''s]:TITLE:_default' \
'*--tag=[Tag to give it]:TAG:_default' \
'--owner=[Member who answers for it, instead of you]:ADDRESS:_default' \
'--folder=[Folder below the workspace'\''s contracts/, instead of the month]:FOLDER:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'-e[Open it in your editor before it is recorded]' \
'--edit[Open it in your editor before it is recorded]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(edit)
_arguments "${_arguments_options[@]}" : \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':contract -- The contract\: id, unique prefix, folder or path:_default' \
&& ret=0
;;
(save)
_arguments "${_arguments_options[@]}" : \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(restore)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(set)
_arguments "${_arguments_options[@]}" : \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':contract -- The contract\: id, unique prefix, folder or path:_default' \
'*::changes -- Header keys such as `term.notice`, `owner`, or `custom.KEY`; an empty value removes the key:_default' \
&& ret=0
;;
(tag)
_arguments "${_arguments_options[@]}" : \
'*--add=[Tag to add]:TAG:_default' \
'*--remove=[Tag to remove]:TAG:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(check)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(sign)
_arguments "${_arguments_options[@]}" : \
'--for=[Party to sign for; our own organisation when absent]:PARTY:_default' \
'--as=[What you sign as, such as CEO]:CAPACITY:_default' \
'--prepare=[Write the statement to FILE for signing elsewhere, and record nothing]:FILE:_files' \
'--pub=[With --prepare\: public key file of the person who will sign]:FILE:_files' \
'--name=[With --prepare\: name of the person who will sign]:NAME:_default' \
'--email=[With --prepare\: e-mail of the person who will sign]:ADDRESS:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'::contract -- The contract\: id, unique prefix, folder or path; without one, what waits for you is offered:_default' \
&& ret=0
;;
(receive)
_arguments "${_arguments_options[@]}" : \
'--basis=[How you know that the key is theirs]:BASIS:((in-person\:"Met in person or on video"
known-key\:"The key was known from before"
phone\:"Fingerprint read over a known telephone number"
mail\:"Came from the known mailbox"
code\:"A spoken code proves who got the page"))' \
'--pub=[Public key file, compared with the key that signed]:FILE:_files' \
'--on=[The day it arrived; today when absent]:DATE:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':statement -- The statement:_files' \
'::signature -- Its signature; STATEMENT.sig when absent:_files' \
&& ret=0
;;
(executed)
_arguments "${_arguments_options[@]}" : \
'--on=[The day it was executed]:DATE:_default' \
'--by=[On paper, or on another signing platform]:HOW:((paper\:"Ink on paper"
external\:"BankID, Oneflow, DocuSign and the like"))' \
'*--evidence=[The scan or the platform'\''s file; kept in files/]:FILE:_files' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':contract -- The contract\: id, unique prefix, folder or path:_default' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'--sort=[Sort by id, title, status, start, end, notice or value]:KEY:((id\:"By id"
title\:"By title"
status\:"By status"
start\:"By first day"
end\:"By last day"
notice\:"By last day for notice"
value\:"By currency and amount"))' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'--all[Also contracts that are archived]' \
'--exit-code[Exit 10 when something matches]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::query -- Words and filters, such as `status\:active party\:acme "value\:>100000"`:_default' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'--text[Also the agreement'\''s text]' \
'(--text --json --plain)--raw[Only the exact bytes of contract.md]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(search)
_arguments "${_arguments_options[@]}" : \
'--limit=[How many to show]:N:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'--exit-code[Exit 10 when something is found]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::query -- Words, "phrases", prefixes*, -exclusions and filters:_default' \
&& ret=0
;;
(due)
_arguments "${_arguments_options[@]}" : \
'--days=[Dates up to today + N, inside]:N:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'--explain[Say why\: the anchor, the period, the rule, each step]' \
'--exit-code[Exit 10 when something is due]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::query -- Words and filters that choose contracts:_default' \
&& ret=0
;;
(status)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(log)
_arguments "${_arguments_options[@]}" : \
'--limit=[How many entries at most]:N:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(verify)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'()--all[Every contract of the repository]' \
'--commands[Also print what a stranger runs to check it without clm]' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::contracts -- Contracts\: id, unique prefix, folder or path; `-` reads names from stdin:_default' \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
'--csv=[One row a contract, with named columns (see \`--help\`); \`file\` is relative to the CSV]:CSV:_files' \
'-w+[Workspace to file them in]:WORKSPACE:_default' \
'--workspace=[Workspace to file them in]:WORKSPACE:_default' \
'--kind=[Kind of contract, in lower-case letters]:KIND:_default' \
'--title=[Title; the file'\''s name when absent]:TITLE:_default' \
'*-p+[A party; once for each]:NAME:_default' \
'*--party=[A party; once for each]:NAME:_default' \
'--on=[The day it was executed; the first day of the term when absent]:DATE:_default' \
'--by=[On paper (unless said), or on another signing platform]:HOW:((paper\:"Ink on paper"
external\:"BankID, Oneflow, DocuSign and the like"))' \
'--start=[First day of the term]:DATE:_default' \
'(--term)--end=[Last day of the term, inside]:DATE:_default' \
'--term=[Length of the term, such as "24 months"]:SPAN:_default' \
'--renews=[Length of each renewal]:SPAN:_default' \
'--notice=[Notice period]:SPAN:_default' \
'*-s+[Any other header key, or \`custom.NAME\`]:KEY=VALUE:_default' \
'*--set=[Any other header key, or \`custom.NAME\`]:KEY=VALUE:_default' \
'*--tag=[Tag to give them]:TAG:_default' \
'--language=[Language of the text, such as nb]:LANGUAGE:_default' \
'--owner=[Member who answers for them, instead of you]:ADDRESS:_default' \
'--folder=[Folder below the workspace'\''s contracts/, instead of the month]:FOLDER:_default' \
'--key=[Your key\: a private or public key file, or \`key\:\:ssh-ed25519 …\` held by ssh-agent]:KEY:_default' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::files -- Markdown or plain text files; the body is kept byte for byte:_files' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
':shell -- Which shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
'()--out=[Write all pages into DIR instead]:DIR:_files' \
'-C+[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--repo=[Work in the repository at DIR instead of the one around the current folder]:DIR:_files' \
'--color=[When to use colour\: auto, always or never]:WHEN:((auto\:"On a terminal"
always\:"Also into a pipe"
never\:"Not at all"))' \
'--today=[Derive states and dates as of DATE (never the time written into an act)]:DATE:_default' \
'-m+[Words for the commit\: a reason, a note]:TEXT:_default' \
'--message=[Words for the commit\: a reason, a note]:TEXT:_default' \
'(--plain)--json[Answer with one JSON object on stdout; errors are JSON on stderr]' \
'--plain[Answer with tab-separated lines, without header]' \
'--no-pager[Never page long answers]' \
'--no-input[Never ask; a missing answer is an error that names its flag]' \
'-y[Answer every confirmation with yes]' \
'--yes[Answer every confirmation with yes]' \
'-n[Say what would happen; write nothing]' \
'--dry-run[Say what would happen; write nothing]' \
'-q[Say nothing but data and errors]' \
'--quiet[Say nothing but data and errors]' \
'-v[Say more]' \
'--verbose[Say more]' \
'-h[Print help]' \
'--help[Print help]' \
'*::page -- A command or a topic\: exit-codes, environment:_default' \
&& ret=0
;;
        esac
    ;;
esac
}

(( $+functions[_clm_commands] )) ||
_clm_commands() {
    local commands; commands=(
'init:Make a repository for an organisation'\''s contracts' \
'demo:Build a throw-away repository and walk through a contract'\''s life' \
'workspace:Add a team'\''s workspace, or list them' \
'member:Add a member, or list them' \
'key:Make a signing key, or list the keys found on this machine' \
'template:List templates, or show what one asks for' \
'new:Draft a contract from a template' \
'edit:Edit a draft in your editor and record it' \
'save:Record drafts that were changed with another tool' \
'restore:Bring back the recorded text of a contract' \
'set:Set terms of a draft, or our own fields' \
'tag:Add or remove tags' \
'check:Look for mistakes and for hidden or deceptive text' \
'sign:Sign, or prepare a statement that someone else signs' \
'receive:Take back a statement signed elsewhere' \
'executed:Record that a contract was executed on paper or on another platform' \
'list:List contracts' \
'show:Show contracts with all there is to know' \
'search:Find contracts by their words' \
'due:List the dates that need somebody' \
'status:Say what waits for whom' \
'log:Tell what happened' \
'verify:Prove signatures and untouched texts' \
'import:Bring in contracts that already exist' \
'completions:Print a completion script' \
'man:Read the manual' \
    )
    _describe -t commands 'clm commands' commands "$@"
}
(( $+functions[_clm__subcmd__check_commands] )) ||
_clm__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'clm check commands' commands "$@"
}
(( $+functions[_clm__subcmd__completions_commands] )) ||
_clm__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'clm completions commands' commands "$@"
}
(( $+functions[_clm__subcmd__demo_commands] )) ||
_clm__subcmd__demo_commands() {
    local commands; commands=()
    _describe -t commands 'clm demo commands' commands "$@"
}
(( $+functions[_clm__subcmd__due_commands] )) ||
_clm__subcmd__due_commands() {
    local commands; commands=()
    _describe -t commands 'clm due commands' commands "$@"
}
(( $+functions[_clm__subcmd__edit_commands] )) ||
_clm__subcmd__edit_commands() {
    local commands; commands=()
    _describe -t commands 'clm edit commands' commands "$@"
}
(( $+functions[_clm__subcmd__executed_commands] )) ||
_clm__subcmd__executed_commands() {
    local commands; commands=()
    _describe -t commands 'clm executed commands' commands "$@"
}
(( $+functions[_clm__subcmd__import_commands] )) ||
_clm__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'clm import commands' commands "$@"
}
(( $+functions[_clm__subcmd__init_commands] )) ||
_clm__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'clm init commands' commands "$@"
}
(( $+functions[_clm__subcmd__key_commands] )) ||
_clm__subcmd__key_commands() {
    local commands; commands=(
'new:Make a new ed25519 key, as ssh-keygen would' \
'list:List the keys clm finds, the one it would use first' \
    )
    _describe -t commands 'clm key commands' commands "$@"
}
(( $+functions[_clm__subcmd__key__subcmd__list_commands] )) ||
_clm__subcmd__key__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'clm key list commands' commands "$@"
}
(( $+functions[_clm__subcmd__key__subcmd__new_commands] )) ||
_clm__subcmd__key__subcmd__new_commands() {
    local commands; commands=()
    _describe -t commands 'clm key new commands' commands "$@"
}
(( $+functions[_clm__subcmd__list_commands] )) ||
_clm__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'clm list commands' commands "$@"
}
(( $+functions[_clm__subcmd__log_commands] )) ||
_clm__subcmd__log_commands() {
    local commands; commands=()
    _describe -t commands 'clm log commands' commands "$@"
}
(( $+functions[_clm__subcmd__man_commands] )) ||
_clm__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'clm man commands' commands "$@"
}
(( $+functions[_clm__subcmd__member_commands] )) ||
_clm__subcmd__member_commands() {
    local commands; commands=(
'add:Add a member with a public key' \
'list:List members' \
    )
    _describe -t commands 'clm member commands' commands "$@"
}
(( $+functions[_clm__subcmd__member__subcmd__add_commands] )) ||
_clm__subcmd__member__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'clm member add commands' commands "$@"
}
(( $+functions[_clm__subcmd__member__subcmd__list_commands] )) ||
_clm__subcmd__member__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'clm member list commands' commands "$@"
}
(( $+functions[_clm__subcmd__new_commands] )) ||
_clm__subcmd__new_commands() {
    local commands; commands=()
    _describe -t commands 'clm new commands' commands "$@"
}
(( $+functions[_clm__subcmd__receive_commands] )) ||
_clm__subcmd__receive_commands() {
    local commands; commands=()
    _describe -t commands 'clm receive commands' commands "$@"
}
(( $+functions[_clm__subcmd__restore_commands] )) ||
_clm__subcmd__restore_commands() {
    local commands; commands=()
    _describe -t commands 'clm restore commands' commands "$@"
}
(( $+functions[_clm__subcmd__save_commands] )) ||
_clm__subcmd__save_commands() {
    local commands; commands=()
    _describe -t commands 'clm save commands' commands "$@"
}
(( $+functions[_clm__subcmd__search_commands] )) ||
_clm__subcmd__search_commands() {
    local commands; commands=()
    _describe -t commands 'clm search commands' commands "$@"
}
(( $+functions[_clm__subcmd__set_commands] )) ||
_clm__subcmd__set_commands() {
    local commands; commands=()
    _describe -t commands 'clm set commands' commands "$@"
}
(( $+functions[_clm__subcmd__show_commands] )) ||
_clm__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'clm show commands' commands "$@"
}
(( $+functions[_clm__subcmd__sign_commands] )) ||
_clm__subcmd__sign_commands() {
    local commands; commands=()
    _describe -t commands 'clm sign commands' commands "$@"
}
(( $+functions[_clm__subcmd__status_commands] )) ||
_clm__subcmd__status_commands() {
    local commands; commands=()
    _describe -t commands 'clm status commands' commands "$@"
}
(( $+functions[_clm__subcmd__tag_commands] )) ||
_clm__subcmd__tag_commands() {
    local commands; commands=()
    _describe -t commands 'clm tag commands' commands "$@"
}
(( $+functions[_clm__subcmd__template_commands] )) ||
_clm__subcmd__template_commands() {
    local commands; commands=(
'list:List templates' \
'show:Show what a template asks for' \
    )
    _describe -t commands 'clm template commands' commands "$@"
}
(( $+functions[_clm__subcmd__template__subcmd__list_commands] )) ||
_clm__subcmd__template__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'clm template list commands' commands "$@"
}
(( $+functions[_clm__subcmd__template__subcmd__show_commands] )) ||
_clm__subcmd__template__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'clm template show commands' commands "$@"
}
(( $+functions[_clm__subcmd__verify_commands] )) ||
_clm__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'clm verify commands' commands "$@"
}
(( $+functions[_clm__subcmd__workspace_commands] )) ||
_clm__subcmd__workspace_commands() {
    local commands; commands=(
'add:Add a workspace with its own templates, clauses and contracts' \
'list:List workspaces' \
    )
    _describe -t commands 'clm workspace commands' commands "$@"
}
(( $+functions[_clm__subcmd__workspace__subcmd__add_commands] )) ||
_clm__subcmd__workspace__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'clm workspace add commands' commands "$@"
}
(( $+functions[_clm__subcmd__workspace__subcmd__list_commands] )) ||
_clm__subcmd__workspace__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'clm workspace list commands' commands "$@"
}

if [ "$funcstack[1]" = "_clm" ]; then
    _clm "$@"
else
    compdef _clm clm
fi
