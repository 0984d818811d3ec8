# bash completion for backtable. It asks the program itself, so it knows what that program knows.
_backtable() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} choices
    if ((COMP_CWORD == 1)) || { ((COMP_CWORD == 2)) && [[ $command == help ]]; }; then
        choices=$(backtable help | sed -n 's/^  \([a-z]*\) .*/\1/p')
    elif [[ $word == -* ]]; then
        choices=$({ backtable help "$command" && [[ $command != serve ]] || backtable serve --help; } 2>&1 | grep -o -- '--[a-z][a-z-]*' | sort -u)
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}
complete -o filenames -F _backtable backtable
