using System.Text;

namespace DeepEM.Cli.Help.Completion;

/// <summary>The commands and options as a function for zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>The script.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="commands">All commands, the program first.</param>
    public static string Of(string program, IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder functions = new();
        foreach (CompletedCommand command in commands)
        {
            Append(functions, program, command);
        }

        return $"#compdef {program}\n# Completion of {program} for zsh: save it as _{program} in a folder of $fpath.\n"
            + $"{functions}if [[ $funcstack[1] == _{program} ]]; then\n    _{program} \"$@\"\nelse\n"
            + $"    compdef _{program} {program}\nfi\n";
    }

    private static void Append(StringBuilder functions, string program, CompletedCommand command)
    {
        functions.Append($"{Function(program, command.Path)}() {{\n");
        bool isLeaf = command.Below.All(word => word.Description.Length == 0);
        if (!isLeaf)
        {
            functions.Append("    local -a commands=(\n");
            foreach (CompletedWord word in command.Below)
            {
                functions.Append($"        {Quoted($"{word.Word}:{word.Description}")}\n");
            }

            functions.Append("    )\n    local line state\n");
        }

        functions.Append(isLeaf ? "    _arguments \\\n" : "    _arguments -C \\\n");
        foreach (CompletedOption option in command.Options)
        {
            foreach (string name in option.Aliases.Prepend(option.Name))
            {
                functions.Append($"        {Quoted($"{name}[{Escaped(option.Description)}]{Value(option)}")} \\\n");
            }
        }

        if (isLeaf)
        {
            string words = command.Below.Count == 0
                ? "_files"
                : $"({string.Join(' ', command.Below.Select(word => word.Word))})";
            functions.Append($"        {Quoted($"*:argument:{words}")}\n}}\n");
            return;
        }

        functions.Append("        '1:command:->command' '*::argument:->argument'\n    case $state in\n"
            + "        command) _describe command commands ;;\n        argument)\n            case $line[1] in\n");
        foreach (CompletedWord word in command.Below.Where(word => word.Description.Length > 0))
        {
            string below = command.Path.Length == 0 ? word.Word : $"{command.Path} {word.Word}";
            functions.Append($"                {word.Word}) {Function(program, below)} ;;\n");
        }

        functions.Append("            esac ;;\n    esac\n}\n");
    }

    private static string Function(string program, string path) =>
        $"_{program}" + (path.Length == 0 ? string.Empty : $"_{path.Replace(' ', '_').Replace('-', '_')}");

    private static string Value(CompletedOption option) =>
        !option.TakesValue ? string.Empty
        : option.Values.Count > 0 ? $":{Escaped(option.ValueName)}:({string.Join(' ', option.Values)})"
        : $":{Escaped(option.ValueName)}:_files";

    private static string Escaped(string text) =>
        string.Concat(text.Select(sign => "[]:\\".Contains(sign) ? $"\\{sign}" : $"{sign}"));

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
