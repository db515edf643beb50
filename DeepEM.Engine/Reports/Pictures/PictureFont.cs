using ScottPlot;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>The one font of all pictures, DejaVu Sans, carried in the assembly.</summary>
/// <remarks>Fonts of the machine are never used: many have none, and the same input must give the same bytes.</remarks>
internal static class PictureFont
{
    // A name that no font of the machine has.
    private const string PlotName = "DeepEM embedded";

    private static readonly Lock _gate = new();
    private static bool _isKnownToPlots;

    /// <summary>The typeface; lives as long as the program.</summary>
    public static SKTypeface Typeface { get; } = Load();

    /// <summary>Makes all text of a plot use the font; call it when titles, axes and legend are in place.</summary>
    /// <param name="plot">The plot.</param>
    public static void Apply(Plot plot)
    {
        lock (_gate)
        {
            if (!_isKnownToPlots)
            {
                Fonts.FontResolvers.Insert(0, new EmbeddedResolver());
                Fonts.Default = PlotName;
                _isKnownToPlots = true;
            }
        }

        plot.Font.Set(PlotName);
    }

    private static SKTypeface Load()
    {
        using Stream stream = typeof(PictureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The assembly lacks its font.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException("The font cannot be read.");
    }

    private sealed class EmbeddedResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == PlotName ? Typeface : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == PlotName ? Typeface : null;
    }
}
