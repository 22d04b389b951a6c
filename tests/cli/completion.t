# Completion for the shells, from the tables: the words that bash would offer.
$ trendbook completion bash > c.bash && . ./c.bash && tab() { COMP_WORDS=(trendbook "$@"); COMP_CWORD=$#; _trendbook 2>/dev/null; echo "${COMPREPLY[*]}"; }; tab st; tab stats data/china-transport --me; tab stats --l; tab plot -t sta; tab plot --format ''; tab stats -f ''; tab stats -s yoy_; tab brief --slides ''; tab list f; tab stats --option si; tab stats --option side = r; tab stats --lang = ''; tab stats data/baodi-transport -i overload; tab check da; tab completion ''
stats

--latest --lang
stacked
svg png pdf
table csv json
yoy_abs yoy_pct yoy_pp
16:9 4:3
flags findings
side=
rising
zh en
overload_rate
data
bash zsh
$ trendbook completion zsh --lang zh | grep -c '检查\|查看读到了什么'
1
$ trendbook completion zsh | head -1 | tr -d '#'
compdef trendbook
$ ! command -v zsh > /dev/null || { trendbook completion zsh > _trendbook; zsh -n _trendbook; }
$ trendbook completion fish
! a shell is bash or zsh, not "fish"
? 2
# The manual holds every command and every option as the help has them.
$ python3 "$SOURCE/tests/cli/manual.py" "$SOURCE/man/trendbook.1"
the manual agrees with the help
