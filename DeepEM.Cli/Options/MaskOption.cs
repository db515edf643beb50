using System.CommandLine;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>Options that say where not to pick; each call makes a new one.</summary>
internal static class MaskOption
{
    /// <summary>Switches the automatic mask off.</summary>
    public static Option<bool> Off() => new("--no-mask")
    {
        Description = "Pick on ice, dirt, carbon and padded borders, too [default: they are left out]",
    };

    /// <summary>A folder of masks.</summary>
    public static Option<string?> Folder() => PathOption.Optional(
        "--mask",
        "DIR",
        "Masks of another program: STEM.mrc or STEM_mask.mrc for each micrograph, of its size or binned by a whole "
        + "number");

    /// <summary>Which pixels of the masks are those to pick on.</summary>
    public static Option<MaskMeaning> Keeps() => ChoiceOption.Create(
        "--mask-keeps",
        "Pick where --mask has zeros (it marks carbon and contamination, as MicrographCleaner writes it), or where it "
        + "has none; values count as zero below 0.5 [default: zero]",
        ("zero", MaskMeaning.KeepsZero),
        ("nonzero", MaskMeaning.KeepsNonzero));
}
