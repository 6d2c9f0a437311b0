# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_clm_global_optspecs
    string join \n C/repo= json plain color= no-pager no-input y/yes n/dry-run q/quiet v/verbose today= m/message= h/help V/version
end

function __fish_clm_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_clm_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_clm_using_subcommand
    set -l cmd (__fish_clm_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c clm -n "__fish_clm_needs_command" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_needs_command" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_needs_command" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_needs_command" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_needs_command" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_needs_command" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_needs_command" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_needs_command" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_needs_command" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_needs_command" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_needs_command" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_needs_command" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c clm -n "__fish_clm_needs_command" -s V -l version -d 'Print version'
complete -c clm -n "__fish_clm_needs_command" -f -a "init" -d 'Make a repository for an organisation\'s contracts'
complete -c clm -n "__fish_clm_needs_command" -f -a "demo" -d 'Build a throw-away repository and walk through a contract\'s life'
complete -c clm -n "__fish_clm_needs_command" -f -a "workspace" -d 'Add a team\'s workspace, or list them'
complete -c clm -n "__fish_clm_needs_command" -f -a "member" -d 'Add a member, or list them'
complete -c clm -n "__fish_clm_needs_command" -f -a "key" -d 'Make a signing key, or list the keys found on this machine'
complete -c clm -n "__fish_clm_needs_command" -f -a "template" -d 'List templates, or show what one asks for'
complete -c clm -n "__fish_clm_needs_command" -f -a "new" -d 'Draft a contract from a template'
complete -c clm -n "__fish_clm_needs_command" -f -a "edit" -d 'Edit a draft in your editor and record it'
complete -c clm -n "__fish_clm_needs_command" -f -a "save" -d 'Record drafts that were changed with another tool'
complete -c clm -n "__fish_clm_needs_command" -f -a "restore" -d 'Bring back the recorded text of a contract'
complete -c clm -n "__fish_clm_needs_command" -f -a "set" -d 'Set terms of a draft, or our own fields'
complete -c clm -n "__fish_clm_needs_command" -f -a "tag" -d 'Add or remove tags'
complete -c clm -n "__fish_clm_needs_command" -f -a "check" -d 'Look for mistakes and for hidden or deceptive text'
complete -c clm -n "__fish_clm_needs_command" -f -a "sign" -d 'Sign, or prepare a statement that someone else signs'
complete -c clm -n "__fish_clm_needs_command" -f -a "receive" -d 'Take back a statement signed elsewhere'
complete -c clm -n "__fish_clm_needs_command" -f -a "executed" -d 'Record that a contract was executed on paper or on another platform'
complete -c clm -n "__fish_clm_needs_command" -f -a "list" -d 'List contracts'
complete -c clm -n "__fish_clm_needs_command" -f -a "show" -d 'Show contracts with all there is to know'
complete -c clm -n "__fish_clm_needs_command" -f -a "search" -d 'Find contracts by their words'
complete -c clm -n "__fish_clm_needs_command" -f -a "due" -d 'List the dates that need somebody'
complete -c clm -n "__fish_clm_needs_command" -f -a "status" -d 'Say what waits for whom'
complete -c clm -n "__fish_clm_needs_command" -f -a "log" -d 'Tell what happened'
complete -c clm -n "__fish_clm_needs_command" -f -a "verify" -d 'Prove signatures and untouched texts'
complete -c clm -n "__fish_clm_needs_command" -f -a "import" -d 'Bring in contracts that already exist'
complete -c clm -n "__fish_clm_needs_command" -f -a "completions" -d 'Print a completion script'
complete -c clm -n "__fish_clm_needs_command" -f -a "man" -d 'Read the manual'
complete -c clm -n "__fish_clm_using_subcommand init" -l org -d 'Legal name of the organisation, as it stands in contracts' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l name -d 'Your name' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l email -d 'Your e-mail address; members are known by it' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l title -d 'What you sign as, such as CEO' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand init" -s w -l workspace -d 'The first workspace' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l time-zone -d 'IANA time zone that turns moments into days, such as Europe/Oslo; UTC when absent' -r
complete -c clm -n "__fish_clm_using_subcommand init" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand init" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand init" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand init" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand init" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand init" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand init" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand init" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand init" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand init" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand init" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand init" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand init" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand demo" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand demo" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand demo" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand demo" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand demo" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand demo" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand demo" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand demo" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand demo" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand demo" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand demo" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand demo" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand demo" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -f -a "add" -d 'Add a workspace with its own templates, clauses and contracts'
complete -c clm -n "__fish_clm_using_subcommand workspace; and not __fish_seen_subcommand_from add list" -f -a "list" -d 'List workspaces'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l title -d 'What people call it' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l key -d 'Your key' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand workspace; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -f -a "add" -d 'Add a member with a public key'
complete -c clm -n "__fish_clm_using_subcommand member; and not __fish_seen_subcommand_from add list" -f -a "list" -d 'List members'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l name -d 'Full name' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l pub -d 'Public key file, or the key line itself' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l role -d 'viewer, drafter, legal, signatory, manager or owner; once for each' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s w -l workspace -d 'Workspace the member works in; all when absent' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l signs-for -d 'Party the member may sign for; once for each' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l key -d 'Your key' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand member; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -f -a "new" -d 'Make a new ed25519 key, as ssh-keygen would'
complete -c clm -n "__fish_clm_using_subcommand key; and not __fish_seen_subcommand_from new list" -f -a "list" -d 'List the keys clm finds, the one it would use first'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l comment -d 'Words after the key, usually an e-mail address' -r
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l no-passphrase -d 'Make it without a passphrase'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -f -a "list" -d 'List templates'
complete -c clm -n "__fish_clm_using_subcommand template; and not __fish_seen_subcommand_from list show" -f -a "show" -d 'Show what a template asks for'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s w -l workspace -d 'Only of this workspace' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s w -l workspace -d 'The workspace it belongs to' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand template; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand new" -s t -l template -d 'Template to draw from; `clm template list` names them' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s w -l workspace -d 'Workspace to file the contract in' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s p -l party -d 'The counterparty; once for each further party' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s s -l set -d 'Answer to a field of the template' -r
complete -c clm -n "__fish_clm_using_subcommand new" -l set-file -d 'Answers from a TOML file' -r -F
complete -c clm -n "__fish_clm_using_subcommand new" -l title -d 'Title of the contract instead of the template\'s' -r
complete -c clm -n "__fish_clm_using_subcommand new" -l tag -d 'Tag to give it' -r
complete -c clm -n "__fish_clm_using_subcommand new" -l owner -d 'Member who answers for it, instead of you' -r
complete -c clm -n "__fish_clm_using_subcommand new" -l folder -d 'Folder below the workspace\'s contracts/, instead of the month' -r
complete -c clm -n "__fish_clm_using_subcommand new" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand new" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand new" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand new" -s e -l edit -d 'Open it in your editor before it is recorded'
complete -c clm -n "__fish_clm_using_subcommand new" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand new" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand new" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand new" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand new" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand new" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand new" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand new" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand new" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand edit" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand edit" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand edit" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand edit" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand edit" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand edit" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand edit" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand edit" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand edit" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand edit" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand edit" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand edit" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand edit" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand edit" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand save" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand save" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand save" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand save" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand save" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand save" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand save" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand save" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand save" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand save" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand save" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand save" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand save" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand save" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand restore" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand restore" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand restore" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand restore" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand restore" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand restore" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand restore" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand restore" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand restore" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand restore" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand restore" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand restore" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand restore" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand set" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand set" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand set" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand set" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand set" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand set" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand set" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand set" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand set" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand set" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand set" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand set" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand set" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand tag" -l add -d 'Tag to add' -r
complete -c clm -n "__fish_clm_using_subcommand tag" -l remove -d 'Tag to remove' -r
complete -c clm -n "__fish_clm_using_subcommand tag" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand tag" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand tag" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand tag" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand tag" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand tag" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand tag" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand tag" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand tag" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand tag" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand tag" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand tag" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand tag" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand tag" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand check" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand check" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand check" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand check" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand check" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand check" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand check" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand check" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand check" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand check" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand check" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand check" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand sign" -l for -d 'Party to sign for; our own organisation when absent' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -l as -d 'What you sign as, such as CEO' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -l prepare -d 'Write the statement to FILE for signing elsewhere, and record nothing' -r -F
complete -c clm -n "__fish_clm_using_subcommand sign" -l pub -d 'With --prepare: public key file of the person who will sign' -r -F
complete -c clm -n "__fish_clm_using_subcommand sign" -l name -d 'With --prepare: name of the person who will sign' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -l email -d 'With --prepare: e-mail of the person who will sign' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand sign" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand sign" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand sign" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand sign" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand sign" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand sign" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand sign" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand sign" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand sign" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand sign" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand sign" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand receive" -l basis -d 'How you know that the key is theirs' -r -f -a "in-person\t'Met in person or on video'
known-key\t'The key was known from before'
phone\t'Fingerprint read over a known telephone number'
mail\t'Came from the known mailbox'
code\t'A spoken code proves who got the page'"
complete -c clm -n "__fish_clm_using_subcommand receive" -l pub -d 'Public key file, compared with the key that signed' -r -F
complete -c clm -n "__fish_clm_using_subcommand receive" -l on -d 'The day it arrived; today when absent' -r
complete -c clm -n "__fish_clm_using_subcommand receive" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand receive" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand receive" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand receive" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand receive" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand receive" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand receive" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand receive" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand receive" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand receive" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand receive" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand receive" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand receive" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand receive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c clm -n "__fish_clm_using_subcommand executed" -l on -d 'The day it was executed' -r
complete -c clm -n "__fish_clm_using_subcommand executed" -l by -d 'On paper, or on another signing platform' -r -f -a "paper\t'Ink on paper'
external\t'BankID, Oneflow, DocuSign and the like'"
complete -c clm -n "__fish_clm_using_subcommand executed" -l evidence -d 'The scan or the platform\'s file; kept in files/' -r -F
complete -c clm -n "__fish_clm_using_subcommand executed" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand executed" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand executed" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand executed" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand executed" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand executed" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand executed" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand executed" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand executed" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand executed" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand executed" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand executed" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand executed" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand executed" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c clm -n "__fish_clm_using_subcommand list" -l sort -d 'Sort by id, title, status, start, end, notice or value' -r -f -a "id\t'By id'
title\t'By title'
status\t'By status'
start\t'By first day'
end\t'By last day'
notice\t'By last day for notice'
value\t'By currency and amount'"
complete -c clm -n "__fish_clm_using_subcommand list" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand list" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand list" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand list" -l all -d 'Also contracts that are archived'
complete -c clm -n "__fish_clm_using_subcommand list" -l exit-code -d 'Exit 10 when something matches'
complete -c clm -n "__fish_clm_using_subcommand list" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand list" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand list" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand list" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand list" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand list" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand list" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c clm -n "__fish_clm_using_subcommand show" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand show" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand show" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand show" -l text -d 'Also the agreement\'s text'
complete -c clm -n "__fish_clm_using_subcommand show" -l raw -d 'Only the exact bytes of contract.md'
complete -c clm -n "__fish_clm_using_subcommand show" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand show" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand show" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand show" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand show" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand show" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand show" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand show" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand search" -l limit -d 'How many to show' -r
complete -c clm -n "__fish_clm_using_subcommand search" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand search" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand search" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand search" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand search" -l exit-code -d 'Exit 10 when something is found'
complete -c clm -n "__fish_clm_using_subcommand search" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand search" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand search" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand search" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand search" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand search" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand search" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand search" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand search" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand due" -l days -d 'Dates up to today + N, inside' -r
complete -c clm -n "__fish_clm_using_subcommand due" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand due" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand due" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand due" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand due" -l explain -d 'Say why: the anchor, the period, the rule, each step'
complete -c clm -n "__fish_clm_using_subcommand due" -l exit-code -d 'Exit 10 when something is due'
complete -c clm -n "__fish_clm_using_subcommand due" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand due" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand due" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand due" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand due" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand due" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand due" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand due" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand due" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand status" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand status" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand status" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand status" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand status" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand status" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand status" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand status" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand status" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand status" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand status" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand status" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand status" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand log" -l limit -d 'How many entries at most' -r
complete -c clm -n "__fish_clm_using_subcommand log" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand log" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand log" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand log" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand log" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand log" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand log" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand log" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand log" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand log" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand log" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand log" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand log" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand verify" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand verify" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand verify" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand verify" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand verify" -l all -d 'Every contract of the repository'
complete -c clm -n "__fish_clm_using_subcommand verify" -l commands -d 'Also print what a stranger runs to check it without clm'
complete -c clm -n "__fish_clm_using_subcommand verify" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand verify" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand verify" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand verify" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand verify" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand verify" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand verify" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand verify" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand import" -l csv -d 'One row a contract, with named columns (see `--help`); `file` is relative to the CSV' -r -F
complete -c clm -n "__fish_clm_using_subcommand import" -s w -l workspace -d 'Workspace to file them in' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l kind -d 'Kind of contract, in lower-case letters' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l title -d 'Title; the file\'s name when absent' -r
complete -c clm -n "__fish_clm_using_subcommand import" -s p -l party -d 'A party; once for each' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l on -d 'The day it was executed; the first day of the term when absent' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l by -d 'On paper (unless said), or on another signing platform' -r -f -a "paper\t'Ink on paper'
external\t'BankID, Oneflow, DocuSign and the like'"
complete -c clm -n "__fish_clm_using_subcommand import" -l start -d 'First day of the term' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l end -d 'Last day of the term, inside' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l term -d 'Length of the term, such as "24 months"' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l renews -d 'Length of each renewal' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l notice -d 'Notice period' -r
complete -c clm -n "__fish_clm_using_subcommand import" -s s -l set -d 'Any other header key, or `custom.NAME`' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l tag -d 'Tag to give them' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l language -d 'Language of the text, such as nb' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l owner -d 'Member who answers for them, instead of you' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l folder -d 'Folder below the workspace\'s contracts/, instead of the month' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l key -d 'Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent' -r
complete -c clm -n "__fish_clm_using_subcommand import" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand import" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand import" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand import" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand import" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand import" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand import" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand import" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand import" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand import" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand import" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c clm -n "__fish_clm_using_subcommand completions" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand completions" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand completions" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand completions" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand completions" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand completions" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand completions" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand completions" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand completions" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand completions" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand completions" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand completions" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand completions" -s h -l help -d 'Print help'
complete -c clm -n "__fish_clm_using_subcommand man" -l out -d 'Write all pages into DIR instead' -r -F
complete -c clm -n "__fish_clm_using_subcommand man" -s C -l repo -d 'Work in the repository at DIR instead of the one around the current folder' -r -F
complete -c clm -n "__fish_clm_using_subcommand man" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Also into a pipe'
never\t'Not at all'"
complete -c clm -n "__fish_clm_using_subcommand man" -l today -d 'Derive states and dates as of DATE (never the time written into an act)' -r
complete -c clm -n "__fish_clm_using_subcommand man" -s m -l message -d 'Words for the commit: a reason, a note' -r
complete -c clm -n "__fish_clm_using_subcommand man" -l json -d 'Answer with one JSON object on stdout; errors are JSON on stderr'
complete -c clm -n "__fish_clm_using_subcommand man" -l plain -d 'Answer with tab-separated lines, without header'
complete -c clm -n "__fish_clm_using_subcommand man" -l no-pager -d 'Never page long answers'
complete -c clm -n "__fish_clm_using_subcommand man" -l no-input -d 'Never ask; a missing answer is an error that names its flag'
complete -c clm -n "__fish_clm_using_subcommand man" -s y -l yes -d 'Answer every confirmation with yes'
complete -c clm -n "__fish_clm_using_subcommand man" -s n -l dry-run -d 'Say what would happen; write nothing'
complete -c clm -n "__fish_clm_using_subcommand man" -s q -l quiet -d 'Say nothing but data and errors'
complete -c clm -n "__fish_clm_using_subcommand man" -s v -l verbose -d 'Say more'
complete -c clm -n "__fish_clm_using_subcommand man" -s h -l help -d 'Print help'
