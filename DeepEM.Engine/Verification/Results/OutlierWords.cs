namespace DeepEM.Engine.Verification.Results;

/// <summary>The words for <see cref="OutlierReasons"/> in files and on the console; they never change.</summary>
public static class OutlierWords
{
    /// <summary>What stands between the words of a pick that is odd in several ways.</summary>
    public const char Separator = '+';

    private static readonly (OutlierReasons Reason, string Word)[] _words =
    [
        (OutlierReasons.Unexplained, "unexplained"),
        (OutlierReasons.Scattered, "scattered"),
        (OutlierReasons.Crowded, "crowded"),
        (OutlierReasons.OffCentre, "off-centre"),
        (OutlierReasons.Grey, "grey"),
        (OutlierReasons.Texture, "texture"),
        (OutlierReasons.Duplicate, "duplicate"),
        (OutlierReasons.MaskEdge, "mask-edge"),
    ];

    /// <summary>All reasons, one at a time, each with its word.</summary>
    public static IReadOnlyList<(OutlierReasons Reason, string Word)> All => _words;

    /// <summary>The words of all reasons that a pick has.</summary>
    /// <param name="reasons">Any of them.</param>
    /// <returns>Words with <see cref="Separator"/> between them; empty for none.</returns>
    public static string Of(OutlierReasons reasons) => string.Join(
        Separator, _words.Where(one => reasons.HasFlag(one.Reason)).Select(one => one.Word));

    /// <summary>The reason that a word stands for.</summary>
    /// <param name="word">One of the words.</param>
    /// <returns>The reason, or null where the word is none of them.</returns>
    public static OutlierReasons? Find(string word)
    {
        int found = Array.FindIndex(_words, one => string.Equals(one.Word, word, StringComparison.Ordinal));
        return found < 0 ? null : _words[found].Reason;
    }
}
