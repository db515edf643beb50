using System.CommandLine;
using System.Globalization;
using DeepEM.Engine.Picking;

namespace DeepEM.Cli.Options;

/// <summary><c>--turns</c>: in how many orientations windows are scored.</summary>
internal static class TurnsOption
{
    private static readonly int[] _numbers = [1, 2, 4, 8];

    /// <summary>A new option; left out, it is the usual number.</summary>
    public static Option<int> Create()
    {
        Option<int> option = ChoiceOption.Create(
            "--turns",
            "Score every window in so many orientations and take the mean: more centre better and miss less, and take "
            + "so many times as long; not with the presets klh and 19s",
            [.. _numbers.Select(number => (number.ToString(CultureInfo.InvariantCulture), number))]);
        option.DefaultValueFactory = _ => PickingSettings.Default.Turns;
        return option;
    }
}
