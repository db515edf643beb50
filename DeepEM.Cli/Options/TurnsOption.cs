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
            "Score every window in so many orientations and take the mean: more centre better and miss less, and take "
            + "so many times as long; not with the presets klh and 19s [default: what the model says: 2 for the "
            + "general one and for few labels, 1 for others]",
            [.. _numbers.Select(number => (number.ToString(CultureInfo.InvariantCulture), (int?)number))]);
    }
}
