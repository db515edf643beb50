namespace DeepEM.Engine.Coordinates.Names;

/// <summary>What is left of a file name without what programs put around it, to match names where none is the same.
/// </summary>
/// <remarks>
/// Taken off: the number that cryoSPARC puts before a name (18 to 21 digits and <c>_</c>; a date or a running number is
/// shorter and part of the name), the endings of files of picks (<c>_autopick</c>, <c>_extract</c>, ...), and those of
/// images that motion correction made (<c>_DW</c>, <c>_doseweighted</c>, <c>_patch_aligned</c> and
/// <c>_rigid_aligned</c> with all that follows).
/// </remarks>
internal static class LooseStem
{
    private const int LeastDigits = 18;
    private const int MostDigits = 21;

    private static readonly string[] _endings = [.. PickFolder.Suffixes, "_DW", "_doseweighted"];

    private static readonly string[] _cuts = ["_patch_aligned", "_rigid_aligned"];

    /// <summary>Takes off what programs add.</summary>
    /// <param name="stem">A file name without folder and extension.</param>
    /// <returns>What is left, never empty where <paramref name="stem"/> is not.</returns>
    public static string Of(string stem)
    {
        string left = WithoutNumber(stem);
        foreach (string cut in _cuts)
        {
            int start = left.IndexOf(cut, StringComparison.Ordinal);
            bool ends = start > 0 && (start + cut.Length == left.Length || left[start + cut.Length] == '_');
            left = ends ? left[..start] : left;
        }

        while (Array.Find(_endings, ending => EndsWith(left, ending)) is { } ending)
        {
            left = left[..^ending.Length];
        }

        return left;
    }

    private static bool EndsWith(string name, string ending) =>
        name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal);

    private static string WithoutNumber(string stem)
    {
        int digits = stem.AsSpan().IndexOfAnyExceptInRange('0', '9');
        bool isNumber = digits is >= LeastDigits and <= MostDigits && stem[digits] == '_' && digits + 1 < stem.Length;
        return isNumber ? stem[(digits + 1)..] : stem;
    }
}
