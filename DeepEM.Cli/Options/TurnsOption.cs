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
            "Average the scores of N orientations, N times slower [default: from the model]",
            [.. _numbers.Select(number => (number.ToString(CultureInfo.InvariantCulture), (int?)number))])
            .WithDetails("More orientations give better centres and recall. The general model and models of few labels "
                + "say 2, others 1. Not for models of the presets klh and 19s.");
    }
}
