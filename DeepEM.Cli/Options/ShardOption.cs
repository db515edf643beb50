using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepEM.Engine.Jobs.Pick.Shards;

namespace DeepEM.Cli.Options;

/// <summary>The option that makes a picking a part of a larger one.</summary>
internal static class ShardOption
{
    /// <summary>Most parts of a picking.</summary>
    public const int MostShards = 10_000;

    /// <summary>A new option; left out, its value is null.</summary>
    public static Option<PickingShard?> Create() => new Option<PickingShard?>("--shard")
    {
        HelpName = "I/N",
        Description = "Pick part I of N only, I from 0 to N-1 [default: all micrographs]",
        CustomParser = Parse,
    }.WithDetails("Processes on many machines share one picking: each is given the same list, the same settings and "
        + "the same --out, and a shard of its own. Batches of 8 micrographs are dealt out in the order of the list. "
        + "The shards need nothing in common but the folder. deepem merge writes autopick.star, picks.csv, "
        + "thresholds.csv and the pictures when they have ended. A shard that ended early is run again and goes on.");

    private static PickingShard? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] parts = text.Split('/');
        if (parts.Length == 2 && TryNumber(parts[0], out int index) && TryNumber(parts[1], out int count)
            && count is >= 1 and <= MostShards && index < count)
        {
            return new PickingShard(index, count);
        }

        result.AddError($"--shard is '{text}', expected I/N, with N from 1 to {MostShards} and I from 0 to N-1");
        return null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
