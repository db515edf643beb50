using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>The grey level of a colour: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), exact where all three are equal.
/// </summary>
internal static class Luminance
{
    /// <summary>Said of a picture that was converted.</summary>
    /// <param name="path">Its file.</param>
    public static Notice Warning(string path) => Notice.Warning(
        path, NoticeCode.ColourPicture, "a colour picture, converted to grey (0.299 R + 0.587 G + 0.114 B)");

    /// <summary>Converts a colour.</summary>
    /// <param name="red">0 to 65535.</param>
    /// <param name="green">0 to 65535.</param>
    /// <param name="blue">0 to 65535.</param>
    /// <returns>The grey level, on the same scale.</returns>
    public static float Of(int red, int green, int blue) => ((299 * red) + (587 * green) + (114 * blue)) / 1000f;
}
