using System.CommandLine;
using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary><c>--turns</c>: in how many orientations windows are scored.</summary>
internal static class TurnsOption
{
    private static readonly int[] _numbers = [1, 2, 4, 8];

    /// <summary>A new option; null where it is left out.</summary>
    public static Option<int?> Create()
    {
        return ChoiceOption.Create<int?>(
            "--turns",
            "Average the score over N orientations [default: the model's, 1 or 2]",
            [.. _numbers.Select(number => (number.ToString(CultureInfo.InvariantCulture), (int?)number))])
            .WithDetails(
                "More orientations give better centring and recall, and are so many times slower. The general model "
                + "and models of few labels take 2, others 1. Not used by the presets klh and 19s.");
    }
}
