using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>The colours of all pictures; marks differ in their strokes too, for colour-blind readers.</summary>
internal static class PictureColors
{
    private static readonly SKColor[] _merit =
    [
        new(0x4C, 0x6F, 0xFF), new(0x22, 0xB8, 0xE6), new(0x3D, 0xDC, 0x97), new(0xB8, 0xE0, 0x3A),
        new(0xFF, 0xE1, 0x3A),
    ];

    /// <summary>Background below the micrograph.</summary>
    public static SKColor Footer { get; } = new(0x1B, 0x1E, 0x24);

    /// <summary>Text on dark ground.</summary>
    public static SKColor FooterText { get; } = new(0xF2, 0xF2, 0xF2);

    /// <summary>First colour of plots.</summary>
    public static ScottPlot.Color Blue { get; } = ScottPlot.Color.FromHex("#1f5fa8");

    /// <summary>Second colour of plots.</summary>
    public static ScottPlot.Color Orange { get; } = ScottPlot.Color.FromHex("#d95f0e");

    /// <summary>Third colour of plots.</summary>
    public static ScottPlot.Color Green { get; } = ScottPlot.Color.FromHex("#1b8a5a");

    /// <summary>The colour of one line of several.</summary>
    /// <param name="number">Which line, from 0.</param>
    /// <returns>The colour; they come round after the sixth.</returns>
    public static ScottPlot.Color Series(int number) => (number % 6) switch
    {
        0 => Blue,
        1 => Orange,
        2 => Green,
        3 => ScottPlot.Color.FromHex("#7a3fa0"),
        4 => ScottPlot.Color.FromHex("#b0306a"),
        _ => ScottPlot.Color.FromHex("#6b7280"),
    };

    /// <summary>Axes and text of plots.</summary>
    public static ScottPlot.Color Ink { get; } = ScottPlot.Color.FromHex("#30343b");

    /// <summary>Grid and helping lines of plots.</summary>
    public static ScottPlot.Color Faint { get; } = ScottPlot.Color.FromHex("#dfe3e8");

    /// <summary>The colour of a mark.</summary>
    /// <param name="kind">What it means.</param>
    /// <returns>The colour; of a pick, the one of the highest figure of merit.</returns>
    public static SKColor Of(MarkKind kind) => kind switch
    {
        MarkKind.Found => new SKColor(0x2E, 0xE0, 0x6B),
        MarkKind.Missed => new SKColor(0xFF, 0x5A, 0x2A),
        MarkKind.Wrong => new SKColor(0xFF, 0xDD, 0x33),
        MarkKind.Ignored => new SKColor(0xB8, 0xBE, 0xC8),
        MarkKind.Size => new SKColor(0x3F, 0xB4, 0xFF),
        _ => _merit[^1],
    };

    /// <summary>A grey level seen through the tint of masked areas.</summary>
    /// <param name="level">The grey level.</param>
    /// <returns>The colour.</returns>
    public static SKColor Masked(byte level) =>
        new((byte)(100 + (level * 155 / 255)), (byte)(level * 2 / 3), (byte)(level * 2 / 3));

    /// <summary>The colour of a figure of merit: blue for the lowest, green between, yellow for the highest.</summary>
    /// <param name="fraction">Where it lies between the lowest, 0, and the highest, 1.</param>
    /// <returns>The colour.</returns>
    public static SKColor OfMerit(double fraction)
    {
        double place = Math.Clamp(double.IsNaN(fraction) ? 1 : fraction, 0, 1) * (_merit.Length - 1);
        int first = Math.Min((int)place, _merit.Length - 2);
        double part = place - first;
        SKColor a = _merit[first];
        SKColor b = _merit[first + 1];
        return new SKColor(Mix(a.Red, b.Red, part), Mix(a.Green, b.Green, part), Mix(a.Blue, b.Blue, part));
    }

    private static byte Mix(byte a, byte b, double part) => (byte)Math.Round(a + ((b - a) * part));
}
