using System.CommandLine;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>Options that say where not to pick; each call makes a new one.</summary>
internal static class MaskOption
{
    /// <summary>Switches the automatic mask off.</summary>
    public static Option<bool> Off() => new("--no-mask")
    {
        Description = "Keep picks on ice, dirt, carbon and borders [default: leave them out]",
    };

    /// <summary>A folder of masks.</summary>
    public static Option<string?> Folder() => PathOption.Optional(
        "--mask",
        "DIR",
        "Masks of another program: DIR/STEM.mrc or DIR/STEM_mask.mrc")
        .WithDetails("One for each micrograph, of its size or binned by a whole number.");

    /// <summary>Which pixels of the masks are those to pick on.</summary>
    public static Option<MaskMeaning> Keeps() => ChoiceOption.Create(
        "--mask-keeps",
        "Which values of --mask are good areas [default: zero]",
        ("zero", MaskMeaning.KeepsZero),
        ("nonzero", MaskMeaning.KeepsNonzero))
        .WithDetails("zero: the mask marks carbon and contamination, as MicrographCleaner writes it; nonzero: it marks "
            + "what to pick on. Values below 0.5 count as zero.");

    /// <summary>Writes the masks that were used.</summary>
    public static Option<bool> Writes() => new Option<bool>("--write-masks")
    {
        Description = "Write what was masked as masks/NAME.mrc (1: nothing was picked)",
    }.WithDetails("deepem evaluate --pictures draws it.");
}
