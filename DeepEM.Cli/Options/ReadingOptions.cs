using System.CommandLine;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how micrographs are read where their files leave a choice.</summary>
internal sealed class ReadingOptions
{
    /// <summary>Which image of a file of several.</summary>
    public Option<int?> Slice { get; } = NumberOption.OptionalWhole(
        "--slice",
        "Image of a stack or page of a TIFF",
        0,
        int.MaxValue,
        "there is only one")
        .WithDetails("The first image is 0.");

    /// <summary>Which row is y = 0.</summary>
    public Option<RowOrder> Rows { get; } = ChoiceOption.Create(
        "--flip-y",
        "Whether y = 0 is the last row of a file, not the first [default: auto]",
        ("auto", RowOrder.AsRelion),
        ("yes", RowOrder.Reversed),
        ("no", RowOrder.AsStored))
        .WithDetails("auto: yes for TIFF, as RELION reads it, and no for MRC, PNG and JPEG.");

    /// <summary>What was chosen.</summary>
    /// <param name="result">The command line.</param>
    public MicrographReading Of(ParseResult result) =>
        new() { Slice = result.GetValue(Slice), Rows = result.GetValue(Rows) };
}
