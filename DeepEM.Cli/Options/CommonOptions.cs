using System.CommandLine;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Cli.Options;

/// <summary>Options that several commands have; each call makes a new one.</summary>
internal static class CommonOptions
{
    /// <summary>Most threads that may be asked for.</summary>
    public const int MostThreads = 1024;

    /// <summary>What can hold picks, a sentence for the details of an option.</summary>
    public static string PicksDetails =>
        $"A folder with one file per micrograph, an autopick.star, or one file for all ({CoordinateFormats.Readable}).";

    /// <summary>The micrographs to work on, at least one name; expand with the engine's list of micrographs.</summary>
    public static Argument<string[]> Micrographs() =>
        Names("MICROGRAPHS", "Files, folders, patterns like '*.mrc', a STAR list, @list.txt, or -")
            .WithDetails("Folders (not their subfolders) stand for the micrographs in them. @list.txt is a list with "
                + "one name per line; - reads such lines from standard input.");

    /// <summary>The micrographs to begin with, none or more names.</summary>
    public static Argument<string[]> MicrographsToServe()
    {
        Argument<string[]> argument = Names("MICROGRAPHS", "Files, folders, patterns, a STAR list or @list.txt")
            .WithDetails("Added to those of the project. Without any the project is opened as it was left, and the "
                + "page adds what lies in its folders.");
        argument.Arity = ArgumentArity.ZeroOrMore;
        return argument;
    }

    /// <summary>The coordinates to work on, at least one name.</summary>
    public static Argument<string[]> Picks() =>
        Names("IN", "Coordinates: files, patterns like '*.box', or folders").WithDetails(PicksDetails);

    /// <summary>The micrographs for their sizes, none or more names.</summary>
    /// <param name="otherwise">What happens without them.</param>
    public static Option<string[]> MicrographsForSizes(string otherwise) => new Option<string[]>("--micrographs")
    {
        HelpName = "PATH",
        Description = "Micrographs, read for their names and sizes only; may be repeated",
    }.WithDetails($"Files, folders, patterns, a STAR list or @list.txt. {otherwise}");

    /// <summary>The particle's diameter, angstrom.</summary>
    public static Option<double> Diameter() => NumberOption.RequiredReal(
        "--diameter", "A", "Particle diameter, angstrom", RealRange.PositiveUpTo(100_000));

    /// <summary>Angstrom per pixel where the files' own word is to be overruled; null to believe them.</summary>
    public static Option<double?> PixelSize() => NumberOption.OptionalReal(
        "--pixel-size",
        "A",
        "Angstrom per pixel",
        RealRange.PositiveUpTo(1000),
        "STAR list or header")
        .WithDetails("Pixel size of the micrographs. TIFF, PNG and JPEG files do not store it.");

    /// <summary>The score from which a place counts as a particle; null for the model's own.</summary>
    public static Option<double?> Threshold() => NumberOption.OptionalReal(
        "--threshold", "T", "Lowest score of a pick", RealRange.FromTo(0, 1), "stored in the model");

    /// <summary>Least distance of two picks; null for what the help says.</summary>
    /// <param name="fallback">What holds without it.</param>
    public static Option<double?> MinimumDistance(string fallback) => NumberOption.OptionalReal(
        "--min-distance", "A", "Least distance of two picks, angstrom", RealRange.FromTo(0, 100_000), fallback);

    /// <summary>The picks of several pickers, one name for each.</summary>
    public static Argument<string[]> Pickers()
    {
        Argument<string[]> argument = Names("PICKS", "Picks of each picker: a folder, a list or a file")
            .WithDetails($"Two or more. {PicksDetails}");
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1)
            {
                result.AddError("PICKS names one picker, expected two or more");
            }
        });
        return argument;
    }

    /// <summary>Whether files that are there may be replaced.</summary>
    public static Option<bool> Overwrite() => new("--overwrite")
    {
        Description = "Replace files that are there [default: refuse]",
    };

    /// <summary>Side of the boxes to write, pixels of the micrograph; null where nobody asked.</summary>
    /// <param name="otherwise">What holds then.</param>
    public static Option<double?> BoxToWrite(string otherwise) => NumberOption.OptionalReal(
        "--box", "PX", "Box size to write, pixels", RealRange.PositiveUpTo(100_000), otherwise);

    /// <summary>Most picks on one micrograph; null for no limit.</summary>
    public static Option<int?> MostPerMicrograph() => NumberOption.OptionalWhole(
        "--max-per-micrograph", "Most picks on one micrograph", 1, int.MaxValue, "all");

    /// <summary>Scored picks to choose from.</summary>
    public static Argument<string> ScoredPicks()
    {
        Argument<string> argument = new("PICKS")
        {
            Description = "Output folder of deepem pick or deepem verify, or scored picks",
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("PICKS is an empty name, expected a path");
            }
        });
        return argument.WithDetails($"{PicksDetails} Beside picks that deepem pick wrote lies NAME_all.star with all "
            + "that scored above 0.01; of other picks there are no more than the file has.");
    }

    /// <summary>The folder or list to which micrographs come.</summary>
    public static Argument<string> WatchedPlace()
    {
        Argument<string> argument = new("PLACE") { Description = "Folder of micrographs, or a STAR list that grows" };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("PLACE is an empty name, expected a path");
            }
        });
        return argument.WithDetails(
            "Of a folder its own micrographs are picked, not those of its subfolders, nor power spectra, gain "
            + "references and sums without dose weighting. RELION writes its lists anew while it works; a list that is "
            + "half written is read again.");
    }

    /// <summary>Threads of the CPU.</summary>
    /// <param name="spared">Cores that are left to something else, unless there is only one.</param>
    public static Option<int> Threads(int spared = 0) => NumberOption.Whole(
        "--threads",
        "CPU threads; results do not depend on their number",
        1,
        MostThreads,
        Math.Clamp(Environment.ProcessorCount - spared, 1, MostThreads));

    /// <summary>Seed of everything random.</summary>
    public static Option<long> Seed() => NumberOption.Seed();

    private static Argument<string[]> Names(string name, string description)
    {
        Argument<string[]> argument = new(name)
        {
            Arity = ArgumentArity.OneOrMore,
            Description = description,
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError($"{name} holds an empty name, expected a path");
            }
        });
        return argument;
    }
}
