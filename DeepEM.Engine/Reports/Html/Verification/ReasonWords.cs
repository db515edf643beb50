using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>What the reasons of outliers mean, for people.</summary>
internal static class ReasonWords
{
    /// <summary>A text for each bit of <see cref="OutlierReasons"/>, lowest first; each begins with the word that files
    /// have for it.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "unexplained: no class explains it better than noise does",
        "scattered: it fits many positions and rotations about equally well",
        "crowded: another pick is nearer than particles can be",
        "off-centre: its class puts its centre elsewhere",
        "grey: it lies on darker or brighter ground than the rest of its micrograph",
        "texture: it lies on rougher or smoother ground than the rest of its micrograph",
        "duplicate: a better pick marks the same particle",
        "mask-edge: it lies at the rim of what is masked",
    ];
}
