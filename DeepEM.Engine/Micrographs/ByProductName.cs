using System.Text.RegularExpressions;

namespace DeepEM.Engine.Micrographs;

/// <summary>The names of images that lie with micrographs and are none to pick on.</summary>
/// <remarks>
/// Power spectra (<c>NAME_PS.mrc</c> of RELION's motion correction), sums without dose weighting beside those with
/// (<c>NAME_noDW.mrc</c>) and gain references (a name with <c>gain</c>, <c>gainref</c> or <c>gainreference</c> as a
/// part of its own, <c>CountRef_</c>, <c>SuperRef_</c>). Only a folder that is given as a whole is sifted, and only
/// where something is left: whoever names a file means it.
/// </remarks>
internal static partial class ByProductName
{
    /// <summary>Sifts the micrographs of a folder.</summary>
    /// <param name="files">Paths or names.</param>
    /// <returns>Those to pick on, in the order given, and those left out; all are kept where none would be.</returns>
    public static (IReadOnlyList<string> Kept, IReadOnlyList<string> LeftOut) Sift(IReadOnlyList<string> files)
    {
        ILookup<bool, string> isOne = files.ToLookup(file => IsOne(Path.GetFileName(file)));
        return isOne[false].Any() ? ([.. isOne[false]], [.. isOne[true]]) : (files, []);
    }

    /// <summary>Whether a name is that of one; costs no memory.</summary>
    /// <param name="name">The name, without its folder.</param>
    public static bool IsOne(ReadOnlySpan<char> name) => ByProduct().IsMatch(name);

    [GeneratedRegex(
        @"_PS\.[a-z0-9.]+$|_noDW\.[a-z0-9.]+$|^(CountRef|SuperRef)_|(^|[_.\- ])gain([_\- ]?ref(erence)?)?[_.\- ]",
        RegexOptions.IgnoreCase)]
    private static partial Regex ByProduct();
}
