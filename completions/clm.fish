# fish completion for clm. In ~/.config/fish/config.fish: clm completions fish | source

complete --command clm --no-files --keep-order --arguments '(CLM_COMPLETE=fish command clm -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --cut-at-cursor --current-token) 2>/dev/null)'
