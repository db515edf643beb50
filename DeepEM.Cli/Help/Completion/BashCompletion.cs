using System.Text;

namespace DeepEM.Cli.Help.Completion;

/// <summary>The commands and options as a function for bash.</summary>
internal static class BashCompletion
{
    /// <summary>The script.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="commands">All commands, the program first.</param>
    public static string Of(string program, IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder cases = new();
        foreach (CompletedCommand command in commands)
        {
            IEnumerable<string> options = command.Options.SelectMany(option => option.Aliases.Prepend(option.Name));
            cases.Append($"        '{command.Path}')\n");
            cases.Append($"            below='{Join(command.Below.Select(word => word.Word))}'\n");
            cases.Append($"            options='{Join(options)}'\n");
            CompletedOption[] known = [.. command.Options.Where(option => option.Values.Count > 0)];
            if (known.Length > 0)
            {
                cases.Append("            case \"$prev\" in\n");
                foreach (CompletedOption option in known)
                {
                    cases.Append($"                {option.Name}) values='{Join(option.Values)}' ;;\n");
                }

                cases.Append("            esac\n");
            }

            cases.Append("            ;;\n");
        }

        string paths = string.Join('|', commands.Skip(1).Select(command => $"'{command.Path}'"));
        return $$"""
            # Completion of {{program}} for bash: source it, or save it as
            # ~/.local/share/bash-completion/completions/{{program}}
            _{{program}}() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
                local path='' next below='' options='' values='' i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    next="${path:+$path }${COMP_WORDS[i]}"
                    case "$next" in
                        {{paths}}) path=$next ;;
                        *) break ;;
                    esac
                done
                case "$path" in
            {{cases}}    esac
                COMPREPLY=()
                if [[ -n $values ]]; then
                    COMPREPLY=($(compgen -W "$values" -- "$cur"))
                elif [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$cur"))
                elif [[ -n $below && $i -eq $COMP_CWORD ]]; then
                    COMPREPLY=($(compgen -W "$below" -- "$cur"))
                fi
            }
            complete -o bashdefault -o default -F _{{program}} {{program}}

            """.ReplaceLineEndings("\n");
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);
}
