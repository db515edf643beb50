namespace DeepEM.Engine.Foundation.Safetensors;

/// <summary>Texts out of a file that nobody has checked, fit for a message: short, on one line.</summary>
internal static class Excerpt
{
    private const int Longest = 80;

    /// <summary>The beginning of a text, control characters as blanks.</summary>
    public static string Of(string text)
    {
        string line = string.Concat(text.Take(Longest).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length <= Longest ? line : $"{line}…";
    }
}
