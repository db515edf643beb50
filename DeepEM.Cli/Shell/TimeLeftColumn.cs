using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DeepEM.Cli.Shell;

/// <summary>The time that a stage will still take, and that this is what it is.</summary>
internal sealed class TimeLeftColumn : ProgressColumn
{
    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <summary>A time in words.</summary>
    /// <param name="left">The time; null where nothing can be said yet.</param>
    public static string Of(TimeSpan? left) => left is { } known
        ? string.Create(
            CultureInfo.InvariantCulture, $"{(int)known.TotalHours:00}:{known.Minutes:00}:{known.Seconds:00} left")
        : string.Empty;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.IsFinished ? string.Empty : Of(task.RemainingTime));
}
