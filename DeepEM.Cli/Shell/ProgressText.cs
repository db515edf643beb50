using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>The stage, what is under way, and its numbers.</summary>
    /// <param name="value">The progress.</param>
    public static string Of(StageProgress value)
    {
        string[] parts =
        [
            .. value.Subject.Length > 0 ? [value.Subject] : Array.Empty<string>(),
            .. value.Figures.Select(
                figure => $"{figure.Name} {figure.Value.ToString(figure.Format, CultureInfo.InvariantCulture)}"),
        ];
        return parts.Length == 0 ? value.Stage : $"{value.Stage}  {string.Join(", ", parts)}";
    }
}
