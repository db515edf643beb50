using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeepEM.Cli.Options;

/// <summary>Options whose value is one of a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>A new option; left out, its value is the default of the type.</summary>
    /// <typeparam name="T">What the words stand for.</typeparam>
    /// <param name="name">For example "--contrast".</param>
    /// <param name="description">What it is, with its default.</param>
    /// <param name="choices">At least two words and what each stands for, in the order of the help.</param>
    public static Option<T> Create<T>(string name, string description, params (string Word, T Value)[] choices) =>
        new(name)
        {
            HelpName = string.Join('|', choices.Select(choice => choice.Word)),
            Description = description,
            CustomParser = result => Parse(result, name, choices),
        };

    private static T? Parse<T>(ArgumentResult result, string name, (string Word, T Value)[] choices)
    {
        string text = result.Tokens[0].Value;
        foreach ((string word, T value) in choices)
        {
            if (text == word)
            {
                return value;
            }
        }

        string most = string.Join(", ", choices[..^1].Select(choice => choice.Word));
        result.AddError($"{name} is '{text}', expected {most} or {choices[^1].Word}");
        return default;
    }
}
